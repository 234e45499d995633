import { expect } from 'chai';
import { isSelected } from '../../../models/imports/check/selection.ts';
import { countFound } from '../../../models/lists/asKnown.ts';
import { countRecords, databaseSourceOf, listIds } from '../../../models/lists/list.ts';
import { selectIds } from '../../../models/index/select.ts';
import { followIndex } from '../../../models/index/indexFollower.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { isWordless, parseSearch } from '../../../models/record/search.ts';
import { searchStored } from '../../../models/index/searchFallback.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, addStrategy, now } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';

const signs = ['€', '*', '🚀', '""', '"€"', '.*', '…', '%', '" - "', '\u200b'];
const asked = (q: string) => encodeURIComponent(q);

/** The searches for signs that found anything. */
async function findingAnything(search: (typed: string) => Promise<number>): Promise<string[]> {
  const found: string[] = [];
  for (const typed of signs) if ((await search(typed)) > 0) found.push(typed);
  return found;
}

describe('A search for signs alone', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'ISFP' });
    for (const acronym of ['ONE', 'TWO', 'THREE'])
      await addProject({ acronym, title: `Project ${acronym}`, programme: 'ISFP', euContribution: '1.00' });
    await addCall();
  });

  it('finds nothing by the database alone, in whatever is asked of it', async () => {
    const query = (q: string) => parseListQuery(projects, { q }, now);
    expect(await findingAnything(async q => (await listIds(projects, query(q))).length)).to.deep.equal([]);
    expect(await findingAnything(async q => countRecords(projects, query(q)))).to.deep.equal([]);
    expect(
      await findingAnything(async q => (await searchStored(projects, { search: q })).length),
    ).to.deep.equal([]);
    const past = (q: string) => parseListQuery(projects, { q, knownAt: now.toISOString() }, new Date());
    const inPast = async (q: string) => countFound(await databaseSourceOf(projects, past(q)));
    expect(await findingAnything(inPast)).to.deep.equal([]);
    expect(await countRecords(projects, query('project'))).to.equal(3);
  });

  it('and a search finds everything where no word is asked of it: what looks for that sees it', async () => {
    const all = await listIds(projects, parseListQuery(projects, {}, now));
    const naive = async (typed: string) =>
      all.filter(id => parseSearch(typed).terms.every(({ singles }) => id.includes(singles[0] ?? ''))).length;
    expect(await findingAnything(naive)).to.deep.equal(signs);
    for (const typed of signs) expect(isWordless(typed), typed).to.equal(true);
    for (const typed of ['', '  ', 'a', '€ 5']) expect(isWordless(typed), typed).to.equal(false);
  });

  it('finds nothing on pages and in files, and says what to do', async () => {
    const { get } = await signedIn('officer');
    const api = await apiAs('officer');
    for (const q of signs) {
      const { text } = await get(`/projects?q=${asked(q)}`);
      expect(text, q).to.include('Type a word').and.include('0 records').and.not.include('Project ONE');
      expect((await get(`/projects.csv?q=${asked(q)}`)).text, q).to.not.include('Project ONE');
      const { body } = await api.get(`/projects?q=${asked(q)}&facets=programme&totals=euContribution`);
      expect(body.items, q).to.deep.equal([]);
      expect(body.filterInfo.searchHint).to.match(/^Type a word/);
      expect(body.facets.programme.every(({ count }: { count: number }) => count === 0)).to.equal(true);
      expect(JSON.stringify(body.totals)).to.not.include('3.00');
      expect((await api.get(`/calls?q=${asked(q)}`)).body.items, q).to.deep.equal([]);
    }
    const nl = await signedIn('reader', 'nl');
    expect((await nl.get('/projects?q=%E2%82%AC')).text).to.include('Typ een woord');
    const { body } = await api.get('/projects?q=project');
    expect(body.items).to.have.length(3);
    expect(body.filterInfo).to.not.have.property('searchHint');
    expect((await get('/projects?q=nowhere')).text).to.not.include('Type a word');
    expect((await get('/projects?q=%20')).text).to.include('3 records');
  });

  it('counts nothing in the coverage, as a word that is nowhere', async () => {
    await addStrategy();
    const { get } = await apiAs('officer');
    const coverage = async (q: string) => {
      const { status, text } = await get(`/coverage?strategy=S-1&q=${asked(q)}`);
      expect(status, q).to.equal(200);
      return text.replaceAll(/"(?:now|knownAt|readAt|at)":"[^"]*"/g, '').replaceAll(JSON.stringify(q), '""');
    };
    const none = await coverage('nowhere');
    for (const q of signs) expect(await coverage(q), q).to.equal(none);
    expect(await coverage('project')).to.not.equal(none);
  });

  it('changes nothing in a change of many records', async () => {
    const api = await apiAs('officer');
    const { agent, get } = await signedIn('officer');
    const _csrf = tokenOn((await get('/projects')).text);
    for (const q of signs) {
      const body = { filter: { q }, action: 'tag', tags: ['Mistaken'] };
      const { status, body: answer } = await api.post('/projects/bulk').send(body);
      expect(status, q).to.equal(422);
      expect(answer.errors[0]).to.deep.include({ field: 'filter.q', type: 'search.noWord' });
      expect(answer.errors[0].message).to.match(/Type a word/);
      const form = { _csrf, all: 'yes', query: `q=${asked(q)}`, action: 'tag', tags: 'Mistaken' };
      const page = await agent.post('/projects/bulk').type('form').send(form);
      expect(page.status, q).to.equal(422);
    }
    expect(await projects.current.countDocuments({ tags: 'Mistaken' })).to.equal(0);
    const all = { filter: { q: 'project' }, action: 'tag', tags: ['Meant'] };
    expect((await api.post('/projects/bulk').send(all)).body).to.include({ changed: 3 });
  });

  it('chooses nothing of a file that is imported', () => {
    const none = { programmes: [], topics: [], identifiers: [], keywords: [], countries: [] };
    const project = { noun: 'project' as const, values: { title: '', acronym: 'ONE', programme: 'ISFP' } };
    expect(isSelected(project, none)).to.equal(true);
    for (const key of ['programmes', 'topics', 'identifiers', 'keywords'] as const)
      for (const typed of signs)
        expect(isSelected(project, { ...none, [key]: [typed] }), `${key} ${typed}`).to.equal(false);
  });

  it('finds nothing in memory either', async () => {
    const follower = followIndex([projects]);
    try {
      await follower.ready;
      const ids = async (q: string) => selectIds(projects, parseListQuery(projects, { q }, now));
      expect(await findingAnything(async q => ((await ids(q)) ?? signs).length)).to.deep.equal([]);
      expect(await ids('project')).to.have.length(3);
    } finally {
      follower.stop();
    }
  });
});
