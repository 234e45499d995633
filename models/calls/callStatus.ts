import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { addDays, brusselsInstant, todayInBrussels, type Day, type PartialDay } from '../values/day.ts';
import type { Match, Expression } from '../record/facts.ts';

export const callStatuses = [
  'forthcoming',
  'open',
  'underEvaluation',
  'closed',
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
  publishedOn?: PartialDay | null;
  openingOn: PartialDay | null;
  deadlines: readonly Deadline[];
  resultsOn?: PartialDay | null;
  cancelledOn?: PartialDay | null;
  /** Recorded for the reader: an extension counts through the deadline that it moved. */
  extendedOn?: PartialDay | null;
  /** The first possible day on which a project of the round was signed (`callResults.ts`). */
  signedOn?: Day | null;
}

/** When a status is asked for. */
export interface StatusMoment {
  at: Date;
  /** When today began in Brussels; where it is not said, `at` is of today or later. */
  today?: Date;
  /** The instant as of which it was known; null is now. */
  knownAt?: Date | null;
}

/** A status, and whether only time makes it *closed*: the results are not recorded. */
export interface Judged {
  status: CallStatus;
  isTimed: boolean;
}

/** From this instant until the next entry's a call has this status. */
export interface TimelineEntry {
  from: Date;
  status: CallStatus;
  /** The status where the instant is before today: an unpublished round was not ahead then. Missing where it is the same. */
  early?: CallStatus | null;
  isTimed?: boolean | null;
  /** As of when this is known, and until when it was; missing for as long as the version of the call holds. */
  since?: Date | null;
  until?: Date | null;
}

/** When something happens, in ms: not before `earliest`, and by `latest`. Equal where the instant is known. */
interface When {
  earliest: number;
  latest: number;
}

const never = Number.POSITIVE_INFINITY;
const always = Number.NEGATIVE_INFINITY;
const anyTime: When = { earliest: always, latest: never };

/** Horizon's five months to inform and three to sign. */
export const usualEvaluationDays = 245;
const settingName = 'evaluationDays';

/** Days after the last deadline through which a round without results is under evaluation: a setting of the installation. */
export const evaluationDays = (): number =>
  (getEnvironmentData(settingName) as number | undefined) ?? usualEvaluationDays;
/** Threads that begin later have it too: workbooks are made in one. */
export const chooseEvaluationDays = (days: number): void => setEnvironmentData(settingName, days);

/**
 * The status of one round at an instant: docs/domain.md §2. Forthcoming from its publication until 00:00 (Brussels) of the
 * opening day; open until the deadline for new applicants: the first one, with several cut-offs the last; under evaluation until
 * results are known, at most through so many days after the last deadline; then closed. Results are known from the day
 * on which they were recorded to be, or a project of the round was signed, and close no round before its last deadline.
 * Results, publication and cancellation count from their day on, in a month or year from its last day. While a date that is
 * missing or known only roughly leaves two answers possible, the status is unknown.
 *
 * @param deadlineModel null where not known: between the first and the last deadline nobody can tell then.
 */
export function judgeRound(
  round: Round,
  deadlineModel: DeadlineModel | null,
  { at: instant, today }: StatusMoment,
): Judged {
  const at = instant.getTime();
  const is = (status: CallStatus, isTimed = false): Judged => ({ status, isTimed });
  if (at >= certainFrom(round.cancelledOn)) return is('cancelled');
  const { byResults, byTime } = closedFrom(round);
  if (at >= byResults) return is('closed');
  if (at >= byTime) return is('closed', true);
  const closing = closingOf(round, deadlineModel);
  if (at >= closing.latest) return is('underEvaluation');
  const opening = openingOf(round);
  if (at < opening.earliest) {
    // Where nobody knows since when it was known, it lies ahead as of today: a call of 2021 was not ahead in 2016.
    const isPublished = round.publishedOn ? at >= certainFrom(round.publishedOn) : !today || instant >= today;
    return is(isPublished ? 'forthcoming' : 'unknown');
  }
  return is(at >= opening.latest && at < closing.earliest ? 'open' : 'unknown');
}

export const statusOfRound = (
  round: Round,
  deadlineModel: DeadlineModel | null,
  moment: StatusMoment,
): CallStatus => judgeRound(round, deadlineModel, moment).status;

/**
 * The status of a call or topic: the first of these that one of its rounds has. Cancelled only when every round is; unknown
 * without rounds, or where nothing better than unknown is left. Closed by time alone where each closed round is.
 */
export function judgeCall(
  rounds: readonly Round[],
  deadlineModel: DeadlineModel | null,
  moment: StatusMoment,
): Judged {
  const judged = rounds.map(round => judgeRound(round, deadlineModel, moment));
  for (const status of ['open', 'forthcoming', 'underEvaluation', 'closed'] as const) {
    const some = judged.filter(one => one.status === status);
    if (some.length > 0) return { status, isTimed: some.every(({ isTimed }) => isTimed) };
  }
  const isCancelled = judged.length > 0 && judged.every(({ status }) => status === 'cancelled');
  return { status: isCancelled ? 'cancelled' : 'unknown', isTimed: false };
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
  for (const instant of changesOf(rounds, deadlineModel)) {
    const at = new Date(instant);
    const { status, isTimed } = judgeCall(rounds, deadlineModel, { at });
    const before = judgeCall(rounds, deadlineModel, { at, today: new Date(instant + 1) });
    const early = before.status === status ? null : before.status;
    const last = timeline.at(-1);
    const isTimedThen = isTimed || before.isTimed;
    const isSame =
      last?.status === status && (last.early ?? null) === early && (last.isTimed ?? false) === isTimedThen;
    if (isSame) continue;
    timeline.push({ from: at, status, ...(early && { early }), ...(isTimedThen && { isTimed: true }) });
  }
  return timeline;
}

function changesOf(rounds: readonly Round[], deadlineModel: DeadlineModel | null): number[] {
  const changes = rounds.flatMap(round => {
    const opening = openingOf(round);
    const closing = closingOf(round, deadlineModel);
    const { byResults, byTime } = closedFrom(round);
    const settled = [byResults, byTime, certainFrom(round.cancelledOn), certainFrom(round.publishedOn)];
    return [opening.earliest, opening.latest, closing.earliest, closing.latest, ...settled];
  });
  const later = changes.filter(at => Number.isFinite(at) && at > 0);
  return [0, ...new Set(later)].sort((a, b) => a - b);
}

/** Whether what held from one instant until another was known at an instant; null is now. */
export const isKnownAt = (
  { since = null, until = null }: Pick<TimelineEntry, 'since' | 'until'>,
  knownAt: Date | null,
): boolean =>
  knownAt === null ? until === null : (since ?? knownAt) <= knownAt && (until === null || until > knownAt);

/** What a stored timeline says of an instant from 1970 on; unknown where it has no entry. */
export function judgedAt(
  timeline: readonly TimelineEntry[],
  { at, today, knownAt = null }: StatusMoment,
): Judged {
  const entry = timeline.findLast(one => one.from <= at && isKnownAt(one, knownAt));
  const status = (today && at < today ? entry?.early : null) ?? entry?.status ?? 'unknown';
  return { status, isTimed: status === 'closed' && entry?.isTimed === true };
}

/** The status of `judgedAt`. */
export const statusAt = (timeline: readonly TimelineEntry[], moment: StatusMoment): CallStatus =>
  judgedAt(timeline, moment).status;

/** `statusAt` as a MongoDB expression on the stored array `timeline`. */
export function callStatusExpression({ at, today, knownAt = null }: StatusMoment): Expression {
  const until = { $ifNull: ['$$entry.until', null] };
  const since = { $ifNull: ['$$entry.since', null] };
  const isOpen = { $eq: [until, null] };
  const isKnown =
    knownAt === null
      ? [isOpen]
      : [
          { $or: [{ $eq: [since, null] }, { $lte: [since, knownAt] }] },
          { $or: [isOpen, { $gt: [until, knownAt] }] },
        ];
  const cond = { $and: [{ $lte: ['$$entry.from', at] }, ...isKnown] };
  const begun = { $filter: { input: { $ifNull: ['$timeline', []] }, as: 'entry', cond } };
  const statuses = today && at < today ? ['$$entry.early', '$$entry.status'] : ['$$entry.status'];
  return { $let: { vars: { entry: { $last: begun } }, in: { $ifNull: [...statuses, 'unknown'] } } };
}

/** A MongoDB filter: the records for which `statusAt` gives this status. */
export function callStatusFilter(status: CallStatus, moment: StatusMoment): Match {
  return { $expr: { $eq: [callStatusExpression(moment), status] } };
}

/** From when a round is closed because results are known, and from when in any case. */
function closedFrom({ deadlines, resultsOn, signedOn }: Round): { byResults: number; byTime: number } {
  const known = deadlines.map(whenIs).filter(({ latest }) => latest !== never);
  const last = Math.max(always, ...known.map(({ latest }) => latest));
  const results = Math.min(certainFrom(resultsOn), signedOn ? startOf(signedOn) : never);
  const days = deadlines
    .flatMap(({ at, day = null }) => (at ? todayInBrussels(at) : (day?.to ?? [])))
    .toSorted();
  const lastDay = days.at(-1);
  return {
    byResults: Math.max(results, last),
    byTime: lastDay === undefined ? never : startOf(addDays(lastDay, evaluationDays() + 1)),
  };
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
