import { expect } from 'chai';
import type { Incoming } from '../../../../models/sources/contract/incoming.ts';
import { siblingBudgets } from '../../../../models/sources/anyTable/siblingBudgets.ts';
import { cpuOf } from '../../../support/cost.ts';

const topicOf = (at: number, budget: number): Incoming => ({
  noun: 'call',
  where: { table: 'topics', row: at },
  values: { kind: 'topic', identifier: `T${at}`, parent: { id: '', identifier: 'CALL' }, budget },
  statedOn: null,
  warnings: [],
});
const topicsOf = (budgets: readonly number[]) => budgets.map((budget, at) => topicOf(at + 2, budget));

function warningsOf(topics: readonly Incoming[]): number {
  const siblings = siblingBudgets();
  for (const topic of topics) siblings.see(String(topic.values['identifier']), topic);
  const warned = topics.map(topic => siblings.warned(topic));
  return warned.filter(read => 'values' in read && read.warnings.length > 0).length;
}

describe('One budget on all topics of a call', () => {
  it('is said of each, and of none where one states another', () => {
    expect(warningsOf(topicsOf([500, 500, 500]))).to.equal(3);
    expect(warningsOf(topicsOf([500, 500, 501]))).to.equal(0);
    expect(warningsOf(topicsOf([500]))).to.equal(0);
  });

  it('is found once a call: many topics cost no more than they are, which looking at all for each does', async () => {
    const most = 300;
    const topics = topicsOf(Array.from({ length: 15_000 }, () => 500));
    expect(await cpuOf(() => expect(warningsOf(topics)).to.equal(topics.length))).to.be.below(most);
    const budgets = new Map(topics.map(({ values }) => [values['identifier'], values['budget']]));
    const forEach = () =>
      topics.filter(({ values }) => [...budgets.values()].every(budget => budget === values['budget']));
    expect(await cpuOf(forEach), 'the twin that looks at all for each').to.be.above(most);
  });
});
