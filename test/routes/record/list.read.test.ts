import { expect } from 'chai';
import type { PipelineStage } from 'mongoose';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects/projects.ts';
import { allColumnsOf } from '../../../models/record/listColumn.ts';
import type { StoredModel } from '../../../models/record/noun.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addOneOfEach, addProgramme, addProject } from '../../support/factories.ts';
import { readPage } from '../../support/page.ts';

/** What the last aggregation of a collection gave of each record, while something is done: the keys of its `$project`. */
async function readBy(model: StoredModel, act: () => Promise<unknown>): Promise<string[]> {
  const aggregate = model.aggregate.bind(model);
  let last: readonly PipelineStage[] = [];
  model.aggregate = (stages: PipelineStage[]) => {
    if (stages.some(stage => '$limit' in stage)) last = stages;
    return aggregate(stages);
  };
  try {
    await act();
  } finally {
    model.aggregate = aggregate;
  }
  const stage = last.at(-1) ?? {};
  return '$project' in stage ? Object.keys(stage.$project as object).toSorted() : [];
}

/** The texts of a list's rows, by the heading of their column. */
function cellsOn(html: string): Map<string, string[]> {
  const page = readPage(html);
  page('[aria-hidden="true"]').remove();
  const headings = page('thead th[scope="col"]').toArray();
  return new Map(
    headings.map((heading, at) => [
      page(heading).text(),
      page('tbody tr')
        .toArray()
        .map(row => page(row).find('th, td:not(.select-cell)').eq(at).html() ?? ''),
    ]),
  );
}

describe('what a list reads', () => {
  useDatabase();

  beforeEach('add one of each, and projects that are shown otherwise than they are stored', async () => {
    await addOneOfEach();
    await addProject({ acronym: null, title: 'Without an acronym', totalCost: '0', euContribution: '5' });
    await addProgramme({ code: 'ENDED', label: 'Ended' });
    await addProject({
      programme: 'ENDED',
      status: 'TERMINATED',
      terminatedOn: '2021-03',
      startsOn: '2020',
      endsOn: '2030',
      participants: [{ name: 'A police force', country: 'BE', role: 'coordinator', isWithheld: true }],
    });
  });

  it('is enough for each of its columns: alone on a page, it shows what it shows beside all others', async () => {
    const { get } = await signedIn('administrator');
    // The kinds of record whose columns show more than one field.
    for (const noun of [nouns.project, nouns.call]) {
      const keys = allColumnsOf(noun).map(({ key }) => key);
      const all = cellsOn(
        (await get(`/${noun.path}?columns=${keys[0]}&columns=${keys.join('&columns=')}`)).text,
      );
      expect(all.size, noun.path).to.equal(keys.length);
      // Behind another column: the first is a link to the record, with its name.
      const first = noun.columns[0]?.key ?? '';
      for (const key of keys.filter(one => one !== first)) {
        const alone = cellsOn((await get(`/${noun.path}?columns=${first}&columns=${key}`)).text);
        for (const [heading, cells] of alone)
          expect(cells, `${noun.path} ${key} ${heading}`).to.deep.equal(all.get(heading));
      }
    }
  });

  it('is enough for each of its columns in the API', async () => {
    const { get } = await apiAs('administrator');
    for (const noun of Object.values(nouns)) {
      const keys = allColumnsOf(noun).map(({ key }) => key);
      const { body: all } = await get(`/${noun.path}?columns=${keys.join(',')}`);
      for (const key of keys) {
        const { body } = await get(`/${noun.path}?columns=${key}`);
        const valuesIn = (items: Record<string, unknown>[]) => items.map(item => item[key]);
        expect(valuesIn(body.items), `${noun.path} ${key}`).to.deep.equal(valuesIn(all.items));
      }
    }
  });

  it('is what its columns are made of, and nothing else; a whole item is read whole', async () => {
    const api = await apiAs('administrator');
    const { get } = await signedIn('administrator');
    const model = projects.current;
    expect(await readBy(model, () => api.get('/projects?columns=phase,endsOn'))).to.deep.equal([
      'acronym',
      'endsOn',
      'recordId',
      'startsOn',
      'status',
      'terminatedOn',
      'title',
      'version',
    ]);
    expect(await readBy(model, () => get('/projects')))
      .to.include('participants.name')
      .and.not.include.members(['objective', 'participants']);
    // Of a whole item only what finds it is left out.
    expect(await readBy(model, () => api.get('/projects')))
      .to.include('identifierText')
      .and.not.include('title');
  });
});
