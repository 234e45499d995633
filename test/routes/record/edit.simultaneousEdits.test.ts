import { expect } from 'chai';
import { getRecord } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { findVersions } from '../../../models/record/versions.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject } from '../../support/factories.ts';
import { formFieldsOn } from '../../support/forms.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { tokenOn } from '../../support/page.ts';
import { everything } from '../../support/readers.ts';

const hundred = Array.from({ length: 100 }, (_one, index) => index);

/** How often each status came. */
const tally = (statuses: readonly number[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

async function expectOneEdit(id: string): Promise<void> {
  const record = await getRecord(visibleTo(projects, everything), id);
  expect(record.version).to.equal(2);
  const versions = (await findVersions(projects, [id])).get(id) ?? [];
  expect(versions.map(({ version }) => version)).to.deep.equal([1, 2]);
  expect(versions.map(({ title }) => title)).to.deep.equal(['Before', record.title]);
}

describe('A hundred edits of one project at the same version', () => {
  useDatabase();

  it('by API: one succeeds, 99 are told that they are late', async () => {
    const { patch } = await apiAs('officer');
    const { id } = await addProject({ title: 'Before' });
    const answers = await Promise.all(
      hundred.map(async index =>
        patch(`/projects/${id}`)
          .set('If-Match', '"1"')
          .send({ title: `Edit ${index}` }),
      ),
    );
    expect(tally(answers.map(({ status }) => status))).to.deep.equal({ 200: 1, 412: 99 });
    await expectOneEdit(id);
  });

  it('by form: one succeeds, 99 see both texts', async () => {
    const { agent, get } = await signedIn('officer');
    const { id } = await addProject({ title: 'Before' });
    const form = (await get(`/projects/${id}/edit`)).text;
    const fields = { ...formFieldsOn(form), _csrf: tokenOn(form) };
    const answers = await Promise.all(
      hundred.map(async index =>
        agent
          .post(`/projects/${id}`)
          .type('form')
          .send({ ...fields, title: `Edit ${index}` }),
      ),
    );
    expect(tally(answers.map(({ status }) => status))).to.deep.equal({ 303: 1, 409: 99 });
    const late = answers.filter(({ status }) => status === 409);
    const { title } = await getRecord(visibleTo(projects, everything), id);
    for (const { text } of late)
      expect(text)
        .to.contain(title)
        .and.to.match(/Edit \d+/);
    await expectOneEdit(id);
  });
});
