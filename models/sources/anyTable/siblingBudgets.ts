import type { Reference } from '../../record/fields.ts';
import type { Incoming, Read } from '../contract/incoming.ts';
import { problemAt } from '../callfolioFile/fileCells.ts';

type Told = Pick<Incoming, 'values'>;

/** The call that a topic is part of, and its budget; null for what is no topic of a call, or states none. */
function budgetIn({ values }: Told): { call: string; budget: number } | null {
  const parent = values['parent'] as Reference | null | undefined;
  const budget = values['budget'];
  if (values['kind'] !== 'topic' || !parent || typeof budget !== 'number') return null;
  return budget === 0 ? null : { call: parent.identifier, budget };
}

/**
 * The budgets of the topics of each call: where all of them state the same, it is most likely one pot, which would be counted
 * on each. A table does not say which, so that it is taken, and warned of.
 */
export function siblingBudgets() {
  const calls = new Map<string, Map<string, number>>();
  const shared = new Map<string, { budget: number; count: number } | null>();
  /** What all topics of a call state, once all are seen; null where they differ or there is one. Looked at once a call. */
  const sharedIn = (call: string) => {
    let found = shared.get(call);
    if (found === undefined) {
      const [budget = 0, ...others] = calls.get(call)?.values() ?? [];
      const isShared = others.length > 0 && others.every(other => other === budget);
      found = isShared ? { budget, count: others.length + 1 } : null;
      shared.set(call, found);
    }
    return found;
  };
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
      const pot = sharedIn(found.call.toLowerCase());
      if (pot?.budget !== found.budget) return read;
      const problem = { key: 'importTable.sameBudget', values: { call: found.call, count: pot.count } };
      return { ...read, warnings: [...read.warnings, problemAt(read.where, null, null, problem)] };
    },
  };
}
