import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { portal } from '../../../../models/sources/portal/portal.ts';
import { action, answer, read, round, topicId, topicOf, type Result } from '../../../support/portal.ts';
import { misfitsOf, reasonsOf, sourceFileOf, valuesTable, warningsOf } from '../../../support/sourceFile.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(`test/models/sources/samples/${name}.json`, 'utf8')) as { results: Result[] };
const languages = sample('portal-search-languages');
const page = sample('portal-search-page');

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
