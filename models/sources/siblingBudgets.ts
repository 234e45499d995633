import type { Reference } from '../fields.ts';
import type { Incoming, Read } from './incoming.ts';
import { problemAt } from './ownCells.ts';

type Told = Pick<Incoming, 'noun' | 'values'>;

/** The call that a topic is part of, and its budget; null for what is no topic of a call, or states none. */
function budgetIn({ noun, values }: Told): { call: string; budget: number } | null {
  const parent = values['parent'] as Reference | null | undefined;
  const budget = values['budget'];
  if (noun !== 'call' || values['kind'] !== 'topic' || !parent || typeof budget !== 'number') return null;
  return budget === 0 ? null : { call: parent.identifier, budget };
}

/**
 * The budgets of the topics of each call: where all of them state the same, it is most likely one pot, which would be counted
 * on each. A table does not say which, so that it is taken, and warned of.
 */
export function siblingBudgets() {
  const calls = new Map<string, Map<string, number>>();
  return {
    see(key: string, told: Told): void {
      const found = budgetIn(told);
      if (!found) return;
      const call = found.call.toLowerCase();
      const topics = calls.get(call) ?? new Map<string, number>();
      calls.set(call, topics.set(key, found.budget));
    },
    warned(read: Read): Read {
      const found = 'values' in read ? budgetIn(read) : null;
      if (!found || !('values' in read)) return read;
      const topics = [...(calls.get(found.call.toLowerCase())?.values() ?? [])];
      if (topics.length < 2 || topics.some(budget => budget !== found.budget)) return read;
      const problem = { key: 'importTable.sameBudget', values: { call: found.call, count: topics.length } };
      return { ...read, warnings: [...read.warnings, problemAt(read.where, null, null, problem)] };
    },
  };
}
