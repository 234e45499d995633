import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { portal } from '../../../models/sources/portal.ts';
import {
  misfitsOf,
  readAll,
  reasonsOf,
  sourceFileOf,
  valuesTable,
  warningsOf,
} from '../../support/sourceFile.ts';

type Metadata = Record<string, string[]>;
interface Result {
  reference: string;
  language: string;
  metadata: Metadata;
}
const sample = (name: string) =>
  JSON.parse(readFileSync(`test/models/sources/samples/${name}.json`, 'utf8')) as { results: Result[] };
const languages = sample('portal-search-languages');
const page = sample('portal-search-page');

/** The file holding these values: answers, records or topic pages. */
const read = async (...values: object[]) =>
  readAll(portal, sourceFileOf([valuesTable('answer.json', values)], 'json'));
const answer = (...results: object[]) => ({ apiVersion: '2.1', totalResults: results.length, results });

const topicId = 'SU-FCT02-2018-2019-2020';
const action = (year: string, text = `${topicId} - RIA Research and Innovation action`) => ({
  action: text,
  expectedGrants: 0,
  minContribution: 5000000,
  maxContribution: 7000000,
  budgetYearMap: { [year]: '28160000' },
});
/** A topic of 2018 to 2020 as a search answer tells it for one year and language. */
const round = (year: string, over: Metadata = {}, language = 'en'): Result => ({
  reference: `${topicId}${year}${language}`,
  language,
  metadata: {
    type: ['1'],
    identifier: [topicId],
    title: [language === 'en' ? 'Technologies to fight crime' : 'Technologieën tegen misdaad'],
    callIdentifier: [`H2020-SU-SEC-${year}`],
    callTitle: [language === 'en' ? 'Security' : 'Veiligheid'],
    frameworkProgramme: ['31045243'],
    startDate: [`${year}-03-15T00:00:00.000+0000`],
    deadlineDate: [`${year}-08-23T17:00:00.000+0000`],
    deadlineModel: ['single-stage'],
    typesOfAction: ['RIA Research and Innovation action'],
    budgetOverview: [JSON.stringify({ budgetTopicActionMap: { '1': [action(year)] } })],
    status: ['31094503'],
    ...over,
  },
});
const topicOf = async (...results: object[]) =>
  (await read(answer(...results))).calls.find(({ values }) => values['identifier'] === topicId);

describe('The Funding & Tenders Portal', () => {
  it('gives a topic of a real answer once, in English, though it comes in three languages and in notices', async () => {
    const { calls, rejected } = await read(languages);
    expect(rejected).to.deep.equal([]);
    expect(calls.map(({ values }) => [values['kind'], values['identifier'], values['title']])).to.deep.equal([
      ['call', 'HORIZON-CL4-2025-04', 'DIGITAL - HADEA'],
      [
        'topic',
        'HORIZON-CL4-2025-04-DATA-03',
        'Software Engineering for AI and generative AI (RIA) (AI/Data/Robotics Partnership)',
      ],
    ]);
    const day = (value: string) => ({ value, from: value, to: value });
    const { description, ...topic } = calls[1]?.values ?? {};
    expect(topic).to.deep.include({
      programme: 'HORIZON',
      parent: { id: '', identifier: 'HORIZON-CL4-2025-04' },
      typesOfAction: ['HORIZON-RIA HORIZON Research and Innovation Actions'],
      deadlineModel: 'singleStage',
      budget: 1500000000,
      minContribution: 400000000,
      maxContribution: 600000000,
      expectedGrants: 3,
      actionBudgets: [
        {
          typeOfAction: 'HORIZON-RIA HORIZON Research and Innovation Actions',
          year: 2025,
          budget: 1500000000,
          expectedGrants: 3,
        },
      ],
      portalId: '48400948',
      sourceStatus: '31094503',
      rounds: [
        {
          call: { id: '', identifier: 'HORIZON-CL4-2025-04' },
          openingOn: day('2025-06-10'),
          deadlines: [{ at: new Date('2025-10-02T15:00:00Z'), stage: null }],
          resultsOn: null,
          cancelledOn: null,
          extendedOn: null,
          note: null,
        },
      ],
    });
    expect(topic['keywords']).to.include('Cloud Services').and.not.include('HORIZON-CL4-2025-04');
    expect(description).to.match(/^Expected Outcome:\n- Improved methods and tools[^<>]*\n- New concepts/);
    expect(calls.flatMap(misfitsOf)).to.deep.equal([]);
  });

  it('reads two stages, and midnight as 17:00 in Brussels', async () => {
    const { calls } = await read({ ...page, totalResults: 9 });
    const [topic] = calls.filter(({ values }) => values['deadlineModel'] === 'twoStage');
    const [first] = (topic?.values['rounds'] ?? []) as { deadlines: unknown[] }[];
    expect(first?.deadlines).to.deep.equal([
      { at: new Date('2027-04-08T15:00:00Z'), stage: 1 },
      { at: new Date('2027-09-14T15:00:00Z'), stage: 2 },
    ]);
    expect(calls.flatMap(misfitsOf)).to.deep.equal([]);
  });

  it('gives a topic opened in several calls as one, with a round and a budget for each', async () => {
    const topic = await topicOf(round('2019'), round('2018', {}, 'nl'), round('2018'), round('2020'));
    const rounds = (topic?.values['rounds'] ?? []) as { call: { identifier: string } }[];
    expect(rounds.map(({ call }) => call.identifier)).to.deep.equal([
      'H2020-SU-SEC-2018',
      'H2020-SU-SEC-2019',
      'H2020-SU-SEC-2020',
    ]);
    expect(topic?.values).to.deep.include({
      title: 'Technologies to fight crime',
      parent: null,
      budget: 3 * 2816000000,
      expectedGrants: null,
    });
    expect(topic?.values['actionBudgets']).to.have.length(3);
  });

  it('takes the first language where there is no English', async () => {
    const topic = await topicOf(round('2018', {}, 'nl'));
    expect(topic?.values['title']).to.equal('Technologieën tegen misdaad');
  });

  it('counts no budget of another topic of the call', async () => {
    const of = (text: string, amount: string) => ({
      ...action('2018', text),
      budgetYearMap: { '2018': amount },
    });
    const map = {
      '1': [action('2018')],
      '2': [of(`${topicId}0 - IA`, '1000000'), of('SU-FCT01 - RIA', '2000000')],
    };
    const topic = await topicOf(
      round('2018', { budgetOverview: [JSON.stringify({ budgetTopicActionMap: map })] }),
    );
    expect(topic?.values['budget']).to.equal(2816000000);
  });

  it('adds the budgets of its types of action up, and takes 0 for not stated', async () => {
    const none = {
      ...action('2018', `${topicId} - CSA`),
      minContribution: 0,
      budgetYearMap: { '2018': '0' },
    };
    const more = {
      ...action('2018', `${topicId} - IA`),
      budgetYearMap: { '2018': '1000000.50', '2019': '2000000' },
    };
    const map = { '1': [action('2018'), none, more] };
    const topic = await topicOf(
      round('2018', { budgetOverview: [JSON.stringify({ budgetTopicActionMap: map })] }),
    );
    expect(topic?.values['budget']).to.equal(2816000000 + 100000050 + 200000000);
    const budgets = topic?.values['actionBudgets'] as { typeOfAction: string; year: number | null }[];
    expect(budgets.map(({ typeOfAction, year }) => [typeOfAction, year])).to.deep.equal([
      ['RIA Research and Innovation action', 2018],
      ['CSA', null],
      ['IA', 2018],
      ['IA', 2019],
    ]);
  });

  it('reads topic pages', async () => {
    const details = {
      identifier: topicId,
      title: 'Technologies to fight crime',
      ccm2Id: 31029,
      callIdentifier: 'H2020-SU-SEC-2018',
      callTitle: 'Security',
      frameworkProgramme: { id: 31045243, abbreviation: 'H2020', description: 'Horizon 2020' },
      actions: [
        {
          status: { id: 31094503, abbreviation: 'Closed', description: 'Closed' },
          types: [{ typeOfAction: 'RIA Research and Innovation action', typeOfMGA: [] }],
          plannedOpeningDate: '15 March 2018',
          submissionProcedure: { id: 1, abbreviation: 'single-stage', description: 'single-stage' },
          deadlineDates: ['23 August 2018 17:00:00'],
        },
      ],
      budgetOverviewJSONItem: {
        budgetYearsColumns: ['2018'],
        budgetTopicActionMap: { '1': [action('2018')] },
      },
      description: '<p>Fight &amp; prevent</p>',
      keywords: ['crime'],
    };
    for (const value of [{ TopicDetails: details }, details]) {
      const { calls } = await read(value);
      expect(calls[1]?.values).to.deep.include({
        identifier: topicId,
        programme: 'H2020',
        deadlineModel: 'singleStage',
        typesOfAction: ['RIA Research and Innovation action'],
        description: 'Fight & prevent',
        budget: 2816000000,
        portalId: '31029',
        sourceStatus: '31094503',
      });
      const [first] = (calls[1]?.values['rounds'] ?? []) as { deadlines: { at: Date }[] }[];
      expect(first?.deadlines[0]?.at).to.deep.equal(new Date('2018-08-23T15:00:00Z'));
    }
  });

  it('knows answers, their records and topic pages from other JSON', async () => {
    const known = [languages, languages.results[0]!, { TopicDetails: {} }];
    for (const value of known)
      expect(await portal.recognises(sourceFileOf([valuesTable('a', [value])], 'json'))).to.equal(true);
    const other = sourceFileOf([valuesTable('a', [{ id: 1, title: 'x' }])], 'json');
    expect(await portal.recognises(other)).to.equal(false);
    expect((await read(languages.results[3]!, languages.results[0]!)).calls).to.have.length(2);
  });

  it('takes what is topic and call in one for a call', async () => {
    const both = {
      identifier: ['ISFP-2017-AG-CYBER'],
      callIdentifier: ['ISFP-2017-AG-CYBER'],
      frameworkProgramme: ['31077817'],
    };
    const { calls } = await read(answer(round('2018', both)));
    expect(
      calls.map(({ values }) => [values['kind'], values['identifier'], values['programme']]),
    ).to.deep.equal([['call', 'ISFP-2017-AG-CYBER', 'ISFP']]);
    expect(calls[0]?.values).to.not.have.property('parent');
  });

  it('takes the latest of several deadlines of one stage, and says so', async () => {
    const moved = round('2018', { deadlineDate: ['2018-09-01T00:00:00.000+0000'] });
    const topic = await topicOf(round('2018'), moved);
    const [first] = (topic?.values['rounds'] ?? []) as { deadlines: { at: Date }[] }[];
    expect(first?.deadlines.map(({ at }) => at.toISOString())).to.deep.equal(['2018-09-01T15:00:00.000Z']);
    expect(warningsOf([topic!])).to.deep.equal(['deadlineDate deadlinesDiffer']);
  });

  it('refuses what is no topic, with the reason', async () => {
    const { calls, rejected } = await read(
      answer(
        round('2018', { identifier: [] }),
        round('2018', { startDate: ['soon'] }),
        round('2018', { frameworkProgramme: [] }),
        round('2018', { callIdentifier: ['2018'] }),
        round('2018', { identifier: ['OTHER-2018'], deadlineDate: ['2017-01-01'] }),
      ),
    );
    expect(reasonsOf(rejected)).to.deep.equal([
      '1 identifier missing',
      '2 startDate notAPortalDay',
      '3 frameworkProgramme missing',
      '4 callIdentifier notACall',
      '5 deadlineDate deadlineBeforeOpening',
    ]);
    expect(calls.map(({ values }) => values['identifier'])).to.deep.equal(['H2020-SU-SEC-2018']);
  });

  it('counts no status code and no tag of the portal as ours', async () => {
    const topic = await topicOf(round('2018', { tags: ['software'] }));
    expect(topic?.values).to.not.have.any.keys('status', 'tags', 'supports', 'note', 'masterCall');
  });
});

/** A record of the portal's search about a topic of one call, with the whole budget table of that call. */
const sibling = (identifier: string, map: Record<string, object[]>, over: Metadata = {}) =>
  round('2018', {
    identifier: [identifier],
    callIdentifier: ['H2020-POT-2018'],
    budgetOverview: [JSON.stringify({ budgetTopicActionMap: map })],
    ...over,
  });
const line = (topic: string, amount: string, type = 'RIA') => ({
  ...action('2018', `${topic} - ${type} Research and Innovation action`),
  expectedGrants: 4,
  budgetYearMap: { '2018': amount },
});
const budgetsOf = (calls: readonly { values: Readonly<Record<string, unknown>> }[]) =>
  calls.flatMap(({ values }) =>
    values['kind'] === 'topic' ? [(values['budget'] as number | undefined) ?? null] : [],
  );

/** How often the pot of 30 million is counted where budgets are added up. */
const timesCounted = (budgets: readonly (number | null)[]): number =>
  budgets.reduce<number>((sum, one) => sum + (one ?? 0), 0) / 3_000_000_000;

describe('One pot of several topics', () => {
  const three = ['POT-01', 'POT-02', 'POT-03'];
  const onePot = { '7': three.map(topic => line(topic, '30000000')) };
  const alike = Object.fromEntries(three.map((topic, at) => [String(at), [line(topic, '30000000')]]));
  const own = Object.fromEntries(three.map((topic, at) => [String(at), [line(topic, `${at + 1}0000000`)]]));

  it('is the budget of none of them, and each says so', async () => {
    for (const map of [onePot, alike]) {
      const { calls } = await read(answer(...three.map(topic => sibling(topic, map))));
      expect(timesCounted(budgetsOf(calls))).to.equal(0);
      const [, first] = calls;
      expect(first?.values).to.not.have.any.keys('budget', 'expectedGrants', 'actionBudgets');
      expect(first?.values).to.include({ minContribution: 500000000, maxContribution: 700000000 });
      expect(warningsOf(calls)).to.deep.equal(three.map(() => 'budgetOverview sharedPot'));
      expect(calls[1]?.warnings[0]?.problem.values?.['topics']).to.equal('POT-02, POT-03');
    }
  });

  it('is known also where each topic carries its own line alone, or one topic comes alone', async () => {
    const apart = three.map((topic, at) => sibling(topic, { [at]: [line(topic, '30000000')] }));
    expect(timesCounted(budgetsOf((await read(answer(...apart))).calls))).to.equal(0);
    expect(budgetsOf((await read(answer(sibling('POT-01', onePot)))).calls)).to.deep.equal([null]);
  });

  it('and budgets of their own are counted, with a warning where some are alike', async () => {
    const { calls } = await read(answer(...three.map(topic => sibling(topic, own))));
    expect(budgetsOf(calls)).to.deep.equal([1_000_000_000, 2_000_000_000, 3_000_000_000]);
    expect(warningsOf(calls)).to.deep.equal([]);
    const some = { ...own, '0': [line('POT-01', '30000000')] };
    const found = await read(answer(...three.map(topic => sibling(topic, some))));
    expect(budgetsOf(found.calls)).to.deep.equal([3_000_000_000, 2_000_000_000, 3_000_000_000]);
    expect(warningsOf(found.calls)).to.deep.equal([
      'budgetOverview perhapsSharedPot',
      'budgetOverview perhapsSharedPot',
    ]);
  });

  it('and what counts the pot finds it three times where each topic takes the line that names it', () => {
    const naive = three.map(topic =>
      Object.values(onePot)
        .flat()
        .filter(({ action: text }) => text.startsWith(topic))
        .reduce((sum, { budgetYearMap }) => sum + Number(budgetYearMap['2018']) * 100, 0),
    );
    expect(timesCounted(naive)).to.equal(3);
  });
});

describe('What the portal finds besides topics', () => {
  const others = [
    round('2018', {
      type: ['0'],
      identifier: ['ISF-2027-T-TENDER'],
      callIdentifier: ['EC-HOME/2026/OP/0001'],
    }),
    round('2018', { type: ['6'], identifier: ['ISF-2027-UPDATE'], callIdentifier: ['ISF-2027-U'] }),
    round('2018', { type: ['8'], identifier: ['CASCADE-1'], callIdentifier: ['CASCADE'] }),
  ];
  /** The records of these that were made calls or topics, or brought a call of theirs along. */
  const madeOf = (calls: readonly { values: Readonly<Record<string, unknown>> }[]) =>
    calls.flatMap(({ values }) => {
      const known = others.flatMap(({ metadata }) => [
        metadata['identifier']?.[0],
        metadata['callIdentifier']?.[0],
      ]);
      return known.includes(String(values['identifier'])) ? [values['identifier']] : [];
    });

  it('is left out, each with a sentence, and its calls with it', async () => {
    const { calls, rejected } = await read(answer(...others, round('2018')));
    expect(madeOf(calls)).to.deep.equal([]);
    expect(reasonsOf(rejected)).to.deep.equal([
      '1 type portalTender',
      '2 type portalNotice',
      '3 type portalOtherType',
    ]);
    expect(rejected.map(({ name }) => name)).to.deep.equal([
      'ISF-2027-T-TENDER',
      'ISF-2027-UPDATE',
      'CASCADE-1',
    ]);
    expect(calls.map(({ values }) => values['identifier'])).to.deep.equal(['H2020-SU-SEC-2018', topicId]);
  });

  it('and the same is found where it has the type of a topic', async () => {
    const asTopics = others.map(({ metadata, ...one }) => ({
      ...one,
      metadata: { ...metadata, type: ['1'] },
    }));
    const { calls } = await read(answer(...asTopics));
    expect(madeOf(calls)).to.have.length(6);
    for (const { values } of calls.filter(one => one.values['kind'] === 'topic'))
      expect(values['parent'], String(values['identifier'])).to.not.equal(null);
  });

  it('is told of with its topic where the file has that: the topic keeps its call', async () => {
    const notice = round('2018', { type: ['6'], title: ['News'], callIdentifier: ['H2020-SU-SEC-2018'] });
    const topic = await topicOf(notice, round('2018'));
    expect(topic?.values).to.deep.include({
      title: 'Technologies to fight crime',
      parent: { id: '', identifier: 'H2020-SU-SEC-2018' },
    });
    expect(warningsOf([topic!])).to.deep.equal(['type portalNotice']);
  });
});
