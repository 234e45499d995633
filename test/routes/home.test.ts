import { expect } from 'chai';
import type { Role } from '../../models/record/permissions.ts';
import { noteStart } from '../../models/process/start.ts';
import { addCall, addProgramme, addProject, addStrategy, addUser } from '../support/factories.ts';
import { apiAs, signedIn, signedInAs } from '../support/app.ts';
import { addImport, variedRows } from '../support/imports.ts';
import { useDatabase } from '../support/database.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { attributesOn, wordsOn } from '../support/page.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const file = { bytes: 1, digest: 'ab', container: 'zip', encoding: 'utf-8' };

describeEitherWay('GET /', () => {
  const expected: Record<Role, string[]> = {
    officer: ['Deadlines in the next 30 days', 'My records with warnings', 'Recent changes'],
    evaluator: [
      'Coverage of the strategy',
      'Gaps and thin initiatives',
      'Links still to be rated',
      'Milestones past without evidence',
    ],
    finance: ['Portfolio in scope', 'Ended, not closed'],
    administrator: ['This installation'],
    reader: ['Coverage of the strategy', 'Portfolio in scope'],
  };
  for (const [role, panels] of Object.entries(expected) as [Role, string[]][]) {
    it(`shows what they came for to: ${role}, with a sentence where there is nothing`, async () => {
      const { get } = await signedIn(role);
      const { text, status } = await get('/');
      expect(status).to.equal(200);
      expect(wordsOn(text, 'h2')).to.include.members(panels);
      const isAdministrator = role === 'administrator';
      expect(text.includes('This installation')).to.equal(isAdministrator);
      expect(attributesOn(text, 'form', 'action').includes('/reference/load')).to.equal(isAdministrator);
      expect(wordsOn(text, 'section:not(:has(p, dl))')).to.deep.equal([]);
    });
  }

  it('shows who may import what waits for them: columns, conflicts, applying; not what is done', async () => {
    const named = (name: string) => ({ file: { ...file, name } });
    const conflicts = await addImport(variedRows(), named('conflicts.zip'));
    const plain = await addImport([], named('plain.zip'));
    const unnamed = await addImport([], { ...named('list.csv'), state: 'queued', needsMapping: true });
    await addImport(variedRows(), { ...named('done.zip'), state: 'applied' });
    const { text } = await (await signedIn('officer')).get('/');
    for (const [path, words] of [
      [`${conflicts.id}/rows?outcome=conflict`, 'Decide 2 conflicts'],
      [plain.id, 'See the report'],
      [`${unnamed.id}/mapping`, 'Name the columns'],
    ])
      expect(wordsOn(text, `a[href="/imports/${path}"]`).join(' '), path).to.include(words);
    expect(text).not.to.include('done.zip');
    expect((await (await signedIn('evaluator')).get('/')).text).not.to.include('plain.zip');
    const rows = await (await signedIn('officer')).get(`/imports/${conflicts.id}/rows?outcome=conflict`);
    expect(rows.text).to.include('LOCARD');
  });

  it('shows an officer the deadlines ahead and their own records', async () => {
    const user = await addUser('officer');
    const round = (days: number) => ({ openingOn: '2020-01-01', deadlines: [{ at: inDays(days) }] });
    await addCall({ identifier: 'SOON-1', rounds: [round(10)] });
    await addCall({ identifier: 'LATER-1', rounds: [round(50)], title: 'Later' });
    await addProject({ acronym: 'MINE', officer: user.id });
    await addProject({ acronym: 'THEIRS' });
    const { get } = await signedInAs(user);
    const { text } = await get('/');
    const section = (id: string) => wordsOn(text, `section[aria-labelledby="${id}"]`)[0];
    expect(section('deadlines')).to.include('SOON-1').and.not.include('LATER-1');
    expect(section('mine')).to.include('MINE').and.not.include('THEIRS');
    expect(section('changes')).to.include('THEIRS').and.include('LATER-1');
  });

  it('links every figure to exactly the rows behind it', async () => {
    await addStrategy();
    const programme = (await addProgramme()).code;
    const link = { initiative: 'S-1.2', significance: 'namedUnrated', source: 'footnote 1' };
    const dates = { startsOn: '2019-01-01', endsOn: '2020-12-31', status: 'SIGNED' };
    await addProject({ programme, acronym: 'ONE', supports: [link], euContribution: '100.00', ...dates });
    await addProject({ programme, acronym: 'TWO', supports: [link], ...dates });
    await addProject({ acronym: 'NATIONAL', kind: 'nationalProgramme' });
    await addProject({ acronym: 'OUT', scope: 'out', supports: [link] });
    const { get } = await signedIn('reader');
    const api = await apiAs('reader');
    const evaluator = await signedIn('evaluator');
    let figures = 0;
    for (const page of [await get('/'), await evaluator.get('/')]) {
      const links = 'a:is([href^="/projects?"], [href^="/calls?"])';
      const words = wordsOn(page.text, links);
      for (const [at, href] of attributesOn(page.text, links, 'href').entries()) {
        const [number] = /^\d+/.exec(words[at] ?? '') ?? [];
        if (number === undefined) continue;
        const list = await api.get(href);
        expect(list.body.paginationInfo?.totalItems, href).to.equal(Number(number));
        figures += 1;
      }
    }
    expect(figures).to.be.greaterThan(10);
    expect((await get('/')).text)
      .to.include('Lapsed')
      .and.include('stated for 1 of 2');
  });
});

describe('GET /api/v1/installation', () => {
  useDatabase();

  it('tells an administrator what runs, and since when on what; nobody else', async () => {
    const { get } = await apiAs('administrator');
    const first = await get('/installation');
    expect(first.body.version).to.match(/^\d+\.\d+\.\d+/);
    expect(first.body.start).to.equal(null);
    const start = {
      startedAt: new Date('2026-11-20T08:00:00Z'),
      database: 'private',
      serverVersion: '8.0.1',
    };
    await noteStart(start);
    expect((await get('/installation')).body.start).to.deep.equal({
      ...start,
      startedAt: '2026-11-20T08:00:00.000Z',
    });
    for (const role of ['officer', 'reader'] as const)
      expect((await (await apiAs(role)).get('/installation')).status, role).to.equal(403);
  });
});

describe('A database past its vendor’s support', () => {
  useDatabase();

  const begin = async (serverVersion: string, database = 'embedded') =>
    noteStart({ startedAt: new Date(), database, serverVersion });
  /** The warning as a reader meets it; null where there is none. */
  const warningOn = (html: string): string | null =>
    /<p class="alert alert-warning" role="note">([^<]*)<\/p>/.exec(html)?.[1] ?? null;
  const dutch = async () => signedIn('administrator', 'nl');

  it('is warned of on Home and by API, in the language of the account; one that is supported is not', async () => {
    const page = await signedIn('administrator');
    const api = await apiAs('administrator');
    const nl = await dutch();
    await begin('6.0.5');
    const told = (await api.get('/installation')).body.support as Record<string, string>;
    expect(told).to.include({ state: 'ended', endsOn: '2025-07-31' });
    expect(told['warning'])
      .to.match(/MongoDB 6\.0\.5, is past its vendor’s support: it ended on/)
      .and.include('set MONGODB_URI');
    expect(warningOn((await page.get('/')).text)).to.equal(told['warning']);
    expect(warningOn((await nl.get('/')).text)).to.match(/MongoDB 6\.0\.5, niet meer: .*MONGODB_URI/);

    await begin('6.0.5', 'external');
    expect(warningOn((await page.get('/')).text)).to.match(/Have it upgraded to a release/);

    // The controls: the same eyes see nothing where there is nothing to warn of.
    await begin('8.0.20');
    expect((await api.get('/installation')).body.support).to.deep.equal({
      state: 'supported',
      endsOn: '2029-10-31',
      warning: null,
    });
    expect(warningOn((await page.get('/')).text)).to.equal(null);
    expect((await page.get('/')).text).to.include('supported by its vendor until');
    await begin('9.1.0');
    expect((await api.get('/installation')).body.support).to.deep.equal({
      state: 'unknown',
      endsOn: null,
      warning: null,
    });
    expect(warningOn((await page.get('/')).text)).to.equal(null);
    expect((await nl.get('/')).text).to.include('is hier niet bekend');
  });

  it('is nobody else’s concern', async () => {
    await begin('6.0.5');
    for (const role of ['officer', 'evaluator', 'finance', 'reader'] as const)
      expect((await (await signedIn(role)).get('/')).text, role).not.to.include('MongoDB');
  });
});
