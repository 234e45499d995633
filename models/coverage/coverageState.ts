import { usualThresholds, type CoverageThresholds } from '../strategies/thresholds.ts';

export const coverageStates = [
  'covered',
  'thin',
  'planned',
  'lapsed',
  'unconfirmed',
  'gap',
  'notExpected',
  'unrecorded',
] as const;
export type CoverageState = (typeof coverageStates)[number];

/**
 * What was found for an initiative (in a programme, or overall). Distinct projects, each counted once; those assessed
 * as not targeting the initiative are in none of the numbers.
 */
export interface CoverageCounts {
  ongoingPrincipal: number;
  ongoingSecondary: number;
  /** Ongoing and linked by a document only. */
  ongoingUnrated: number;
  ended: number;
  /** Signed and not yet started. */
  upcomingSigned: number;
  /** Linked, but their dates do not tell the phase: never counted as ongoing. To be printed beside the state. */
  unknownPhase: number;
  /** Calls forthcoming, open or under evaluation. */
  callsAhead: number;
  /** Those of `callsAhead` that are open. */
  callsOpen: number;
  /** An evaluator stated, with reason, that no funding is expected. */
  isNotExpected: boolean;
}

/**
 * The coverage state of an initiative (docs/domain.md §3). The first that holds:
 *
 * 1. *covered*: at least `coveredFrom` ongoing projects, one or more of them principal;
 * 2. *thin*: any other ongoing project: too few, or only secondary or unrated;
 * 3. *planned*: a signed project that has not started;
 * 4. *lapsed*: ended projects, though a call may lie ahead: money of a call is not yet a project, and `isCallOpen` or
 *    `callsAhead` says it beside the state. Projects of unknown phase do not lift it, for nobody knows that they still run;
 * 5. *planned*: a call forthcoming, open or under evaluation, where no project has ended;
 * 6. *unconfirmed*: only projects of unknown phase: nothing is claimed of them;
 * 7. *notExpected*: no project and no call, and an evaluator said so;
 * 8. *gap*: nothing. Candidates change no state, however many there are: nobody has said yet that they belong here.
 *
 * *unrecorded* follows from no numbers: the question is about an instant before the first record, of which nobody can say
 * what was known then (`findFirstRecordAfter`).
 */
export function coverageStateOf(
  counts: CoverageCounts,
  { coveredFrom }: Pick<CoverageThresholds, 'coveredFrom'> = usualThresholds,
): { state: CoverageState; isCallOpen: boolean } {
  return { state: stateOf(counts, coveredFrom), isCallOpen: counts.callsOpen > 0 };
}

function stateOf(counts: CoverageCounts, coveredFrom: number): CoverageState {
  const ongoing = counts.ongoingPrincipal + counts.ongoingSecondary + counts.ongoingUnrated;
  if (ongoing > 0) return ongoing >= coveredFrom && counts.ongoingPrincipal > 0 ? 'covered' : 'thin';
  if (counts.upcomingSigned > 0) return 'planned';
  if (counts.ended > 0) return 'lapsed';
  if (counts.callsAhead > 0) return 'planned';
  if (counts.unknownPhase > 0) return 'unconfirmed';
  return counts.isNotExpected ? 'notExpected' : 'gap';
}
