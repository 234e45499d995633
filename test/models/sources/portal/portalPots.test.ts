import { expect } from 'chai';
import { potsOfCalls, type PortalPot } from '../../../../models/sources/portal/portalPots.ts';
import { cpuOf } from '../../../support/cost.ts';
import { action, answer, read, round, topicId, topicOf, type Metadata } from '../../../support/portal.ts';
import { reasonsOf, warningsOf } from '../../../support/sourceFile.ts';

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

  it('is found in time that grows with the topics of a call, which comparing each with all others does not', async () => {
    const most = 300;
    const pots = Array.from({ length: 1_500 }, (_, at): PortalPot => ({
      id: String(at),
      topic: `pot-${at}`,
      amounts: [['2018', '30000000']],
    }));
    const known = potsOfCalls();
    known.add('POT', pots);
    const shared = () => pots.map(({ topic }) => known.sharedWith('POT', topic));
    expect(await cpuOf(shared)).to.be.below(most);
    expect(shared()[700]).to.deep.include({ count: 1_499, isSure: true });
    const isSame = (one: PortalPot, other: PortalPot) =>
      JSON.stringify(one.amounts) === JSON.stringify(other.amounts);
    const withAll = () => pots.map(one => pots.filter(other => isSame(one, other)).length);
    expect(await cpuOf(withAll), 'the twin that compares each with all').to.be.above(most);
  });
});
