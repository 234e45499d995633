import { daysBetween, todayInBrussels, type Day } from '../values/day.ts';
import { roundOf, signedDayOf, type CallTimes, type ResultFacts } from './callResults.ts';
import { usualEvaluationDays } from './callStatus.ts';

/** The time to grant of some projects: means in days, to one decimal; null where it is known of none. */
export interface TimeToGrant {
  mean: number | null;
  median: number | null;
  /** How many were signed within `usualEvaluationDays`. */
  within: number;
  /** How many it is known of, and of how many the two days are not both known exactly. */
  known: number;
  leftOut: number;
}

/**
 * The time to grant of one project: days from the last stage's deadline of its round (several cut-offs: the last before the
 * signature) to the signature. Source: docs/domain.md §2.
 * @param call its topic, or where it has none its call
 * @returns days; null where one of the two days is not known exactly, or they are the wrong way round
 */
export function daysToGrant(call: CallTimes, project: ResultFacts): number | null {
  const { signedOn } = project;
  if (!signedOn || signedOn.from !== signedOn.to || signedDayOf(project) === null) return null;
  const round = call.rounds[roundOf(call.rounds, project) ?? -1];
  const deadline = round && lastDeadline(round.deadlines, call.deadlineModel, signedOn.from);
  return deadline && deadline <= signedOn.from ? daysBetween(deadline, signedOn.from) : null;
}

function lastDeadline(
  deadlines: CallTimes['rounds'][number]['deadlines'],
  model: CallTimes['deadlineModel'],
  signedOn: Day,
): Day | null {
  const days = deadlines
    .map(({ at, stage }) => ({ day: todayInBrussels(at), stage }))
    .toSorted((a, b) => a.day.localeCompare(b.day));
  if (model === 'multipleCutOff') return days.findLast(({ day }) => day < signedOn)?.day ?? null;
  const last = days.at(-1);
  if (!last) return null;
  if (model === 'singleStage' || (days.length === 1 && last.stage === null)) return last.day;
  // Of several that nobody numbered it is not known which is the last stage, of a first stage alone not when the second ended.
  if (days.every(({ stage }) => stage === null)) return null;
  return model === 'twoStage' && (last.stage ?? 0) < 2 ? null : last.day;
}

/** Mean and median (of two middle ones their mean) to one decimal, half up. */
export function timeToGrant(days: readonly (number | null)[]): TimeToGrant {
  const known = days.filter(one => one !== null).toSorted((a, b) => a - b);
  const middle = [known[(known.length - 1) >> 1], known[known.length >> 1]];
  return {
    mean: meanOf(known),
    median: meanOf(middle.filter(one => one !== undefined)),
    within: known.filter(one => one <= usualEvaluationDays).length,
    known: known.length,
    leftOut: days.length - known.length,
  };
}

const meanOf = (days: readonly number[]): number | null =>
  days.length === 0 ? null : Math.round((days.reduce((sum, one) => sum + one, 0) * 10) / days.length) / 10;
