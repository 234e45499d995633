import { addDays, brusselsInstant, type Day, type PartialDay } from '../values/day.ts';
import type { Match, Expression } from '../record/facts.ts';

export const callStatuses = [
  'forthcoming',
  'open',
  'underEvaluation',
  'resultsKnown',
  'cancelled',
  'unknown',
] as const;
export type CallStatus = (typeof callStatuses)[number];

export const deadlineModels = ['singleStage', 'twoStage', 'multipleCutOff'] as const;
export type DeadlineModel = (typeof deadlineModels)[number];

/** A deadline: the instant, or where only a day is known that day (then 17:00 Brussels time). */
export interface Deadline {
  at: Date | null;
  day?: PartialDay | null;
  /** 1 or 2 in a two-stage call. */
  stage?: number | null;
}

/** What the status of a round follows from. */
export interface Round {
  openingOn: PartialDay | null;
  deadlines: readonly Deadline[];
  resultsOn?: PartialDay | null;
  cancelledOn?: PartialDay | null;
  /** Recorded for the reader: an extension counts through the deadline that it moved. */
  extendedOn?: PartialDay | null;
}

/** From this instant until the next entry's a call has this status. */
export interface TimelineEntry {
  from: Date;
  status: CallStatus;
}

/** When something happens, in ms: not before `earliest`, and by `latest`. Equal where the instant is known. */
interface When {
  earliest: number;
  latest: number;
}

const never = Number.POSITIVE_INFINITY;
const always = Number.NEGATIVE_INFINITY;
const anyTime: When = { earliest: always, latest: never };

/**
 * The status of one round at an instant. Forthcoming before 00:00 (Brussels) of the opening day; open until the
 * deadline for new applicants: the first one, with several cut-offs the last; under evaluation until the results are
 * recorded. Results and cancellation count from their day on, in a month or year from its last day. While a date that
 * is missing or known only roughly leaves two answers possible, the status is unknown.
 *
 * @param deadlineModel null where not known: between the first and the last deadline nobody can tell then.
 */
export function statusOfRound(round: Round, deadlineModel: DeadlineModel | null, now: Date): CallStatus {
  const at = now.getTime();
  if (at >= certainFrom(round.cancelledOn)) return 'cancelled';
  if (at >= certainFrom(round.resultsOn)) return 'resultsKnown';
  const closing = closingOf(round, deadlineModel);
  if (at >= closing.latest) return 'underEvaluation';
  const opening = openingOf(round);
  if (at < opening.earliest) return 'forthcoming';
  return at >= opening.latest && at < closing.earliest ? 'open' : 'unknown';
}

/**
 * The status of a call or topic: the most alive among its rounds. Cancelled only when every round is; unknown without
 * rounds, or where nothing better than unknown is left.
 */
export function statusOfCall(
  rounds: readonly Round[],
  deadlineModel: DeadlineModel | null,
  now: Date,
): CallStatus {
  const statuses = new Set(rounds.map(round => statusOfRound(round, deadlineModel, now)));
  for (const status of ['open', 'forthcoming', 'underEvaluation', 'resultsKnown'] as const) {
    if (statuses.has(status)) return status;
  }
  return statuses.has('cancelled') && statuses.size === 1 ? 'cancelled' : 'unknown';
}

/**
 * The instants at which the status of a call changes, the first being 1970: what a record stores, so that a query can
 * tell the status at any instant without the status itself ever being stored (and going stale).
 */
export function statusTimeline(
  rounds: readonly Round[],
  deadlineModel: DeadlineModel | null,
): TimelineEntry[] {
  const timeline: TimelineEntry[] = [];
  for (const at of changesOf(rounds, deadlineModel)) {
    const from = new Date(at);
    const status = statusOfCall(rounds, deadlineModel, from);
    if (timeline.at(-1)?.status !== status) timeline.push({ from, status });
  }
  return timeline;
}

function changesOf(rounds: readonly Round[], deadlineModel: DeadlineModel | null): number[] {
  const changes = rounds.flatMap(round => {
    const opening = openingOf(round);
    const closing = closingOf(round, deadlineModel);
    const settled = [certainFrom(round.resultsOn), certainFrom(round.cancelledOn)];
    return [opening.earliest, opening.latest, closing.earliest, closing.latest, ...settled];
  });
  const later = changes.filter(at => Number.isFinite(at) && at > 0);
  return [0, ...new Set(later)].sort((a, b) => a - b);
}

/** The status a stored timeline gives at an instant from 1970 on; unknown where it has no entry. */
export function statusAt(timeline: readonly TimelineEntry[], at: Date): CallStatus {
  return timeline.findLast(entry => entry.from <= at)?.status ?? 'unknown';
}

/** `statusAt` as a MongoDB expression on the stored array `timeline`. */
export function callStatusExpression(at: Date): Expression {
  const begun = {
    $filter: { input: { $ifNull: ['$timeline', []] }, as: 'entry', cond: { $lte: ['$$entry.from', at] } },
  };
  return { $let: { vars: { entry: { $last: begun } }, in: { $ifNull: ['$$entry.status', 'unknown'] } } };
}

/** A MongoDB filter: the records for which `statusAt` gives this status. */
export function callStatusFilter(status: CallStatus, at: Date): Match {
  return { $expr: { $eq: [callStatusExpression(at), status] } };
}

function openingOf(round: Round): When {
  if (round.openingOn === null) return anyTime;
  return { earliest: startOf(round.openingOn.from), latest: startOf(round.openingOn.to) };
}

function closingOf(round: Round, deadlineModel: DeadlineModel | null): When {
  const deadlines = round.deadlines.map(whenIs);
  const isFirstMissing =
    deadlineModel === 'twoStage' &&
    round.deadlines.every(({ stage }) => typeof stage === 'number' && stage > 1);
  if (deadlines.length === 0 || isFirstMissing) deadlines.push(anyTime);
  const earliest = deadlines.map(deadline => deadline.earliest);
  const latest = deadlines.map(deadline => deadline.latest);
  const first = { earliest: Math.min(...earliest), latest: Math.min(...latest) };
  const last = { earliest: Math.max(...earliest), latest: Math.max(...latest) };
  if (deadlineModel === null) return { earliest: first.earliest, latest: last.latest };
  return deadlineModel === 'multipleCutOff' ? last : first;
}

function whenIs({ at, day = null }: Deadline): When {
  if (at !== null) return { earliest: at.getTime(), latest: at.getTime() };
  if (day === null) return anyTime;
  if (day.from === day.to) return whenIs({ at: brusselsInstant(day.from, '17:00') });
  return { earliest: startOf(day.from), latest: startOf(addDays(day.to, 1)) };
}

function certainFrom(day: PartialDay | null | undefined): number {
  return day ? startOf(day.to) : never;
}

function startOf(day: Day): number {
  return brusselsInstant(day, '00:00').getTime();
}
