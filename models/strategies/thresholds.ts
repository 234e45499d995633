import { day, integer, list, type Fields, type RecordOf } from '../record/fields.ts';
import type { Day, PartialDay } from '../values/day.ts';

const thresholdFields = {
  fromOn: day(
    { en: 'On and after', nl: 'Vanaf' },
    {
      hint: { en: 'Empty: on every day.', nl: 'Leeg: op elke dag.' },
      emptyMeans: { en: 'every day', nl: 'elke dag' },
    },
  ),
  coveredFrom: integer(
    { en: 'Ongoing projects that cover an initiative', nl: 'Lopende projecten die een initiatief dekken' },
    { required: true, min: 1, max: 1000 },
  ),
} satisfies Fields;

/** From how many projects on an initiative of a strategy is covered, with the day from which that holds. */
export const thresholds = () =>
  list({ en: 'Thresholds of coverage', nl: 'Drempels van dekking' }, thresholdFields);

export type Threshold = RecordOf<typeof thresholdFields>;

export interface CoverageThresholds {
  /** From how many ongoing projects on an initiative is covered. */
  coveredFrom: number;
  /** The day since which; null where the strategy names none. */
  fromOn: PartialDay | null;
  /** Whether the strategy says so; false where it says nothing of the day. */
  isStated: boolean;
}

/** The thresholds where a strategy states none. */
export const usualThresholds: CoverageThresholds = { coveredFrom: 2, fromOn: null, isStated: false };

/** The first day on which a threshold holds: of one known to the month or year the first possible; '' for every day. */
export const firstDayOf = ({ fromOn }: Threshold): string => fromOn?.from ?? '';

/**
 * The thresholds that hold on a day: those stated for the latest day that is not after it.
 * @param strategy one stored before thresholds were its own has none
 */
export function thresholdsOn(
  { thresholds: stated = [] }: { thresholds?: readonly Threshold[] },
  on: Day,
): CoverageThresholds {
  const [latest] = stated
    .filter(one => firstDayOf(one) <= on)
    .toSorted((a, b) => firstDayOf(b).localeCompare(firstDayOf(a)));
  return latest ? { ...latest, isStated: true } : usualThresholds;
}
