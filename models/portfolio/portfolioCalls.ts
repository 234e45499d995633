import { calls } from '../calls/call.ts';
import type { callFields } from '../calls/callFields.ts';
import type { CallDerived } from '../calls/callRules.ts';
import type { CoverageQuery } from '../coverage/coverageQuery.ts';
import { streamRecords } from '../lists/list.ts';
import type { KeptRecord } from '../record/noun.ts';
import { recordPredicate, wholeList, type ListQuery } from '../query/query.ts';
import { supporting } from '../assessments/supportFilters.ts';
import { strategyOf } from '../assessments/support.ts';
import type { VisibleNoun } from '../record/visibleTo.ts';

export type KeptCall = KeptRecord<typeof callFields, CallDerived>;

/** A call or topic, with how many projects of the list come from it. */
export interface PortfolioCall {
  call: KeptCall;
  projects: number;
}

const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * The calls and topics that projects come from, and those linked to the strategy, of the programmes asked for.
 * @param origins how many projects come from a call, by its id
 */
export async function findCallsOf(
  visible: VisibleNoun<typeof callFields, CallDerived>,
  origins: ReadonlyMap<string, number>,
  { asked }: CoverageQuery,
  strategy: string,
): Promise<PortfolioCall[]> {
  const { on, isOnToday, knownAt, now } = asked;
  const isOfProgrammes = recordPredicate(calls, asked, ['programme']);
  const isOfInitiatives = recordPredicate(calls, { ...asked, excluded: {} }, ['initiative']);
  const isWanted = (call: KeptCall): boolean => {
    const supports = call.supports.filter(
      ({ initiative, significance }) =>
        strategyOf(initiative) === strategy && (supporting as readonly string[]).includes(significance),
    );
    return supports.length > 0 && isOfInitiatives({ supports }) && isOfProgrammes(call);
  };
  const found: KeptCall[] = [];
  const all: ListQuery = { ...wholeList(visible, now), on, isOnToday, knownAt };
  for await (const call of streamRecords(visible, all)) {
    if (origins.has(call.id) || isWanted(call)) found.push(call);
  }
  const familyOf = (call: KeptCall) => call.parent?.identifier ?? call.identifier;
  return found
    .toSorted(
      (a, b) =>
        inOrder.compare(a.programme, b.programme) ||
        inOrder.compare(familyOf(a), familyOf(b)) ||
        a.kind.localeCompare(b.kind) ||
        inOrder.compare(a.identifier, b.identifier),
    )
    .map(call => ({ call, projects: origins.get(call.id) ?? 0 }));
}
