import type { Day, PartialDay } from '../values/day.ts';
import type { Match, Expression } from '../record/facts.ts';

/** Where a project stands on a day; derived from its dates, never stored. */
export const phases = ['upcoming', 'ongoing', 'ended', 'unknown'] as const;
export type Phase = (typeof phases)[number];

/** What the phase of a project follows from; `status` as the Commission writes it. */
export interface PhaseFacts {
  startsOn: Pick<PartialDay, 'from'> | null;
  endsOn: Pick<PartialDay, 'to'> | null;
  status: string | null;
  terminatedOn: Pick<PartialDay, 'to'> | null;
}

const terminated = 'TERMINATED';
/** After these nothing is left to do on a grant; CORDIS never turns a terminated project into a closed one. */
const finalStatuses = ['CLOSED', terminated];

/**
 * The phase on a day. A date known to the month or year is judged by its far end: a start by its first possible day,
 * an end by its last. A recorded termination day takes the place of the end. A terminated project without such a day
 * ended at some unknown time before its planned end, so it is never called ongoing.
 */
export function phaseOf(project: PhaseFacts, on: Day): Phase {
  const { startsOn, terminatedOn } = project;
  const endsOn = terminatedOn ?? project.endsOn;
  if (endsOn !== null && endsOn.to < on) return 'ended';
  if (startsOn !== null && startsOn.from > on) return 'upcoming';
  const isEndKnown = endsOn !== null && (terminatedOn !== null || project.status !== terminated);
  return startsOn !== null && isEndKnown ? 'ongoing' : 'unknown';
}

/**
 * Finance's work list: the project has ended and its grant is not recorded as closed (nor terminated). One without a
 * status is on the list, since nobody has said that it is closed.
 */
export function isEndedNotClosed(project: PhaseFacts, on: Day): boolean {
  return (
    phaseOf(project, on) === 'ended' && !(project.status !== null && finalStatuses.includes(project.status))
  );
}

/** A MongoDB filter on the stored paths `startsOn.from`, `endsOn.to`, `terminatedOn.to` and `status`. */
export type PhaseFilter = Match;

/** Selects exactly the projects for which `phaseOf` gives this phase on that day. */
export function phaseFilter(phase: Phase, on: Day): PhaseFilter {
  return filters[phase](on);
}

/** Selects exactly the projects for which `isEndedNotClosed` holds on that day. */
export function isEndedNotClosedFilter(on: Day): PhaseFilter {
  return { $and: [ended(on), { status: { $nin: finalStatuses } }] };
}

/** An aggregation expression on the same paths: the phase that `phaseOf` gives on that day. */
export function phaseExpression(on: Day): Expression {
  const isKnown = (path: string) => ({ $ne: [{ $ifNull: [path, null] }, null] });
  const endsOn = { $ifNull: ['$terminatedOn.to', '$endsOn.to', '9999-12-31'] };
  const isEndKnown = {
    $or: [
      isKnown('$terminatedOn.to'),
      { $and: [isKnown('$endsOn.to'), { $ne: [{ $ifNull: ['$status', null] }, terminated] }] },
    ],
  };
  const hasEnded = { $lt: [endsOn, on] };
  const isUpcoming = { $gt: [{ $ifNull: ['$startsOn.from', '0000-01-01'] }, on] };
  const isOngoing = { $and: [isKnown('$startsOn.from'), isEndKnown] };
  const oneOf = (condition: unknown, phase: Phase, otherwise: unknown) => ({
    $cond: [condition, phase, otherwise],
  });
  return oneOf(hasEnded, 'ended', oneOf(isUpcoming, 'upcoming', oneOf(isOngoing, 'ongoing', 'unknown')));
}

const filters: Record<Phase, (on: Day) => PhaseFilter> = {
  upcoming,
  ongoing,
  ended,
  unknown: on => ({ $nor: [ended(on), upcoming(on), ongoing(on)] }),
};

// Comparing with a string leaves out missing days by itself; `null` matches a missing path as well as a null.

function ended(on: Day): PhaseFilter {
  return {
    $or: [{ 'terminatedOn.to': { $lt: on } }, { 'terminatedOn.to': null, 'endsOn.to': { $lt: on } }],
  };
}

function upcoming(on: Day): PhaseFilter {
  return { 'startsOn.from': { $gt: on }, $nor: [ended(on)] };
}

function ongoing(on: Day): PhaseFilter {
  return {
    'startsOn.from': { $lte: on },
    $or: [
      { 'terminatedOn.to': { $gte: on } },
      { 'terminatedOn.to': null, 'endsOn.to': { $gte: on }, status: { $ne: terminated } },
    ],
  };
}

/** The place of a project's phase in `phases`, as a MongoDB expression: what a list sorted by phase goes by. */
export function phaseOrder(on: Day): Expression {
  return { $indexOfArray: [phases, phaseExpression(on)] };
}
