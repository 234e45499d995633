import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { askFor } from '../../support/imports.ts';
import { addProgramme } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';

describe('An answer of the Funding & Tenders Portal', () => {
  useDatabase();

  for (const name of ['portal-search-page.json', 'portal-search-languages.json']) {
    it(`brings topics together with the calls they are part of, at the first go: ${name}`, async () => {
      await addProgramme({ code: 'HORIZON' });
      const { get, post } = await apiAs('officer');
      const file = readFileSync(`test/models/sources/samples/${name}`);
      const { body } = await post('/imports').attach('file', file, name);
      await runJobsNow();
      const checked = (await get(`/imports/${body.id}`)).body.counts.calls;
      await askFor({ get, post }, body.id, 'apply');
      await runJobsNow();
      const { state, counts } = (await get(`/imports/${body.id}`)).body;
      expect({ state, counts: counts.calls }).to.deep.equal({ state: 'applied', counts: checked });
      expect(checked).to.include({ rejected: 0 });
      const { items } = (await get('/calls?kind=topic&pageSize=100')).body;
      expect(items.length).to.be.greaterThan(0);
      for (const { parent, rounds } of items) expect(parent ?? rounds[0].call).to.have.property('id');
      await askFor({ get, post }, body.id, 'undo');
      await runJobsNow();
      expect((await get('/calls')).body.paginationInfo.totalItems).to.equal(0);
    });
  }

  /** A topic as a search answer tells it, with the budget table of its call. */
  const found = (identifier: string, amounts: Record<string, string>, type = '1') => ({
    reference: identifier,
    metadata: {
      type: [type],
      identifier: [identifier],
      title: [`About ${identifier}`],
      callIdentifier: ['ISF-2027-U'],
      callTitle: ['A call'],
      frameworkProgramme: ['43252368'],
      startDate: ['2026-11-01T00:00:00.000+0000'],
      deadlineDate: ['2027-01-10T00:00:00.000+0000'],
      budgetOverview: [
        JSON.stringify({
          budgetTopicActionMap: Object.fromEntries(
            Object.entries(amounts).map(([topic, amount]) => [
              topic,
              [{ action: `${topic} - ISF-PJG`, budgetYearMap: { '2027': amount } }],
            ]),
          ),
        }),
      ],
    },
  });
  /** Sends an answer, applies it: the topics with their budgets, and what is said. */
  async function storedOf(results: object[]) {
    const { get, post } = await apiAs('officer');
    const file = Buffer.from(JSON.stringify({ totalResults: results.length, results }));
    const { body } = await post('/imports').attach('file', file, 'answer.json');
    await runJobsNow();
    await askFor({ get, post }, body.id, 'apply');
    await runJobsNow();
    type Row = { problems: { message: string }[]; warnings: { message: string }[] };
    const rows = (await get(`/imports/${body.id}/rows`)).body.items as Row[];
    const { items } = (await get('/calls?sort=identifier')).body;
    return {
      calls: (items as Record<string, string | null>[]).map(
        one => `${one['identifier']} ${one['budget'] ?? 'unknown'}`,
      ),
      said: rows.flatMap(row => [...row.problems, ...row.warnings].map(({ message }) => message)).join('\n'),
    };
  }

  it('makes no topics of tenders and news, and says what they are; of topics it does', async () => {
    await addProgramme({ code: 'ISF-2021' });
    const others = await storedOf([found('ISF-2027-T-TENDER', {}, '0'), found('ISF-2027-UPDATE', {}, '6')]);
    expect(others.calls).to.deep.equal([]);
    expect(others.said)
      .to.match(/call for tenders \(type 0/)
      .and.match(/news about a topic \(type 6/);
    const topics = await storedOf([found('ISF-2027-U-01', {})]);
    expect(topics.calls).to.deep.equal(['ISF-2027-U unknown', 'ISF-2027-U-01 unknown']);
  });

  it('counts one pot of all topics on none of them; budgets of their own it takes', async () => {
    await addProgramme({ code: 'ISF-2021' });
    const names = ['ISF-2027-U-01', 'ISF-2027-U-02'] as const;
    const pot = Object.fromEntries(names.map(name => [name, '9000000']));
    const shared = await storedOf(names.map(name => found(name, pot)));
    expect(shared.calls).to.deep.equal([
      'ISF-2027-U unknown',
      'ISF-2027-U-01 unknown',
      'ISF-2027-U-02 unknown',
    ]);
    expect(shared.said).to.match(
      /states the same amount for 1 other topics \(ISF-2027-U-02\): most likely it is one pot/,
    );
    const own = { [names[0]]: '4000000', [names[1]]: '5000000' };
    const apart = await storedOf(names.map(name => found(name, own)));
    expect(apart.calls).to.deep.equal([
      'ISF-2027-U unknown',
      'ISF-2027-U-01 4000000.00',
      'ISF-2027-U-02 5000000.00',
    ]);
  });
});

describe('A list of CORDIS that is not of projects', () => {
  useDatabase();

  it('is not mapped as projects: the import ends with a sentence', async () => {
    await addProgramme({ code: 'HORIZON' });
    const { get, post } = await apiAs('officer');
    const send = async (text: string, name: string) => {
      const { body } = await post('/imports').attach('file', Buffer.from(text), name);
      await runJobsNow();
      return (await get(`/imports/${body.id}`)).body;
    };
    const reports = await send(
      'id;title;projectID;projectAcronym;attachment;contentUpdateDate;rcn\n' +
        '101999001_PSHORIZON;Periodic Reporting for period 1 - TEST (A title);101999001;TEST;;2024-07-24 11:59:53;1134773\n',
      'reportSummaries.csv',
    );
    expect(reports).to.include({ state: 'failed', source: 'cordis', needsMapping: false });
    expect(reports.problems[0].message).to.include('report summaries are not taken');
    const other = await send('Number;Title;Acronym\n1;A;B\n', 'list.csv');
    expect(other).to.include({ state: 'queued', needsMapping: true });
  });
});
