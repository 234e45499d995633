import { todayInBrussels, type Day } from '../values/day.ts';
import type { Project } from '../projects/project.ts';
import type { Call } from './callFields.ts';
import { evaluationDays, isKnownAt, statusTimeline, type Round, type TimelineEntry } from './callStatus.ts';

/** What a project says of the rounds that it may come from. */
export type ResultFacts = Pick<Project, 'call' | 'topic' | 'status' | 'signedOn' | 'startsOn' | 'archivedAt'>;

/** From one instant until another (null: always, still) these were the first days on which a project of each round was signed. */
export interface ResultSpan {
  since: Date | null;
  until: Date | null;
  /** By round; null where none was. */
  days: (Day | null)[];
}

/** What of a call's derived values follows from its projects. */
export interface CallResults {
  results: ResultSpan[];
  timeline: TimelineEntry[];
  /** The setting that they were made with; null where its projects were not asked. */
  evaluationDays: number | null;
}

export type CallTimes = Pick<Call, 'rounds' | 'deadlineModel' | 'publishedOn'>;

/**
 * The day on which a project says that the results of its round are known: the first possible one of its signature, or of
 * its start where no signature is known. Null for none: in preparation, archived, or without both.
 */
export function signedDayOf({ status, signedOn, startsOn, archivedAt }: ResultFacts): Day | null {
  if (archivedAt || status === 'PREPARATION') return null;
  return signedOn?.from ?? startsOn?.from ?? null;
}

/**
 * The round of a call or topic that a project belongs to: the one of the project's call; where that says nothing, the one with
 * the latest deadline before the project was signed (or started).
 * @returns its place, null for none
 */
export function roundOf(rounds: CallTimes['rounds'], project: ResultFacts): number | null {
  const all = rounds.map((round, at) => ({ ...round, at }));
  const ofCall = all.filter(({ call }) => call !== null && call.id === project.call?.id);
  const [only] = ofCall;
  if (only && ofCall.length === 1) return only.at;
  const day = signedDayOf(project);
  if (day === null) return null;
  const among = ofCall.length > 0 ? ofCall : all;
  const past = among.flatMap(({ deadlines, at: round }) =>
    deadlines.flatMap(({ at }) => (todayInBrussels(at) < day ? [{ at: at.getTime(), round }] : [])),
  );
  const latest = past.toSorted((a, b) => a.at - b.at).at(-1);
  if (latest) return latest.round;
  // Results close a round whose dates are missing, where it can be no other.
  const undated = among.filter(({ deadlines }) => deadlines.length === 0);
  return undated.length === 1 && among.length === 1 ? (undated[0]?.at ?? null) : null;
}

/** The first days by round, of these projects. */
export function firstDays(rounds: CallTimes['rounds'], projects: Iterable<ResultFacts>): (Day | null)[] {
  const days: (Day | null)[] = rounds.map(() => null);
  for (const project of projects) {
    const day = signedDayOf(project);
    const round = day === null ? null : roundOf(rounds, project);
    if (day === null || round === null) continue;
    const first = days[round] ?? null;
    if (first === null || day < first) days[round] = day;
  }
  return days;
}

/** A round as its status follows from it: with when its call was published and its projects were signed. */
export const judgedRound = (
  round: CallTimes['rounds'][number],
  publishedOn: Call['publishedOn'],
  signedOn: Day | null,
): Round => ({ ...round, publishedOn, signedOn });

/** The days of each round as they were known at an instant (null: now). */
export function daysKnown(
  { results, rounds }: Pick<CallResults, 'results'> & Pick<CallTimes, 'rounds'>,
  knownAt: Date | null,
): (Day | null)[] {
  const days = (results ?? []).findLast(span => isKnownAt(span, knownAt))?.days ?? [];
  return rounds.map((_round, at) => days[at] ?? null);
}

/** The rounds of a call as their statuses follow from them, as known at an instant (null: now). */
export function roundsKnown(call: CallTimes & Pick<CallResults, 'results'>, knownAt: Date | null): Round[] {
  const days = daysKnown(call, knownAt);
  return call.rounds.map((round, at) => judgedRound(round, call.publishedOn, days[at] ?? null));
}

/** What is stored with a call of these spans: its statuses, each with as of when they are known. */
export function resultsOf(call: CallTimes, spans: readonly ResultSpan[]): CallResults {
  const results = joined(spans);
  const timeline = results.flatMap(({ since, until, days }) =>
    statusTimeline(
      call.rounds.map((round, at) => judgedRound(round, call.publishedOn, days[at] ?? null)),
      call.deadlineModel,
    ).map(entry => ({ ...entry, ...(since && { since }), ...(until && { until }) })),
  );
  return { results, timeline, evaluationDays: evaluationDays() };
}

/** Spans one after the other, those that say the same as one; of no length none. */
function joined(spans: readonly ResultSpan[]): ResultSpan[] {
  const one: ResultSpan[] = [];
  for (const span of spans) {
    if (span.since && span.until && span.since >= span.until) continue;
    const last = one.at(-1);
    if (last && last.days.every((day, at) => day === span.days[at])) last.until = span.until;
    else one.push({ ...span });
  }
  return one;
}

/** A version of a project: what it says from one instant until another. */
export interface KnownFacts extends ResultFacts {
  validFrom: Date;
  validTo: Date | null;
}

/** The spans of a call from an instant on (null: from its beginning), of all versions of its projects since then. */
export function spansOf(
  rounds: CallTimes['rounds'],
  versions: readonly KnownFacts[],
  { from, until }: { from: Date | null; until: Date | null },
): ResultSpan[] {
  const isWithin = (at: Date | null): at is Date =>
    at !== null && (from === null || at > from) && (until === null || at < until);
  const times = versions
    .flatMap(({ validFrom, validTo }) => [validFrom, validTo])
    .filter(isWithin)
    .map(at => at.getTime());
  const begins = [from, ...[...new Set(times)].sort((a, b) => a - b).map(at => new Date(at))];
  return begins.map((since, index) => {
    const at = since ?? new Date(0);
    const valid = versions.filter(
      ({ validFrom, validTo }) => validFrom <= at && (validTo === null || validTo > at),
    );
    return { since, until: begins[index + 1] ?? null, days: firstDays(rounds, valid) };
  });
}

/** The spans of a whole version of a call: the first holds for as long as the version does. */
export const spansOfVersion = (
  {
    rounds,
    validFrom,
    validTo = null,
  }: Pick<CallTimes, 'rounds'> & { validFrom: Date; validTo?: Date | null },
  versions: readonly KnownFacts[],
): ResultSpan[] =>
  spansOf(rounds, versions, { from: validFrom, until: validTo }).map((span, index) =>
    index === 0 ? { ...span, since: null } : span,
  );
