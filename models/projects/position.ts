import { allOf, factAt, type Expression } from '../record/facts.ts';
import { optionFilter, optionsOf, type Filter, type Moment } from '../record/filters.ts';
import { todayInBrussels, type Day, type PartialDay } from '../values/day.ts';
import type { Label } from '../values/format.ts';

/**
 * Whether a project is in the portfolio on a day (docs/domain.md §2): it is, it comes later, or its dates say nothing; an
 * undated one is there on every day, and counted as such.
 */
export const positions = ['yes', 'later', 'undated'] as const;
export type Position = (typeof positions)[number];

export const positionLabel: Label = {
  en: 'In the portfolio on the day',
  nl: 'In de portefeuille op de peildatum',
};
export const positionLabels = {
  yes: { en: 'Yes', nl: 'Ja' },
  later: { en: 'Not yet', nl: 'Nog niet' },
  undated: { en: 'Undated', nl: 'Zonder datum' },
} as const satisfies Record<Position, Label>;

/** What the position of a project follows from: the first possible days of its signature and start. */
export interface PositionFacts {
  status: string | null;
  signedOn: Pick<PartialDay, 'from'> | null;
  startsOn: Pick<PartialDay, 'from'> | null;
}

const signedStatuses: readonly string[] = ['SIGNED', 'SUSPENDED', 'CLOSED', 'TERMINATED'];

/**
 * In preparation never; else from the first possible day of its signature, or of its start where no signature is known. Today
 * and later a status that says it is signed is enough.
 * @param isPast the day is before today
 */
export function positionOf(
  { status, signedOn, startsOn }: PositionFacts,
  on: Day,
  isPast: boolean,
): Position {
  if (status === 'PREPARATION') return 'later';
  const day = signedOn?.from ?? startsOn?.from ?? null;
  if (day === null) return 'undated';
  if (day <= on) return 'yes';
  return !isPast && status !== null && signedStatuses.includes(status) ? 'yes' : 'later';
}

/** Those of them that are in the portfolio: an undated one is there on every day. */
export const presentPositions = ['yes', 'undated'] as const satisfies readonly Position[];

/** Whether the day of a moment is before today, where that is known. */
export const isPastDay = ({ on, today }: Pick<Moment, 'on' | 'today'>): boolean =>
  today !== undefined && on < todayInBrussels(today);

/** `positionOf` as a MongoDB expression. */
export function positionExpression(moment: Moment): Expression {
  const { on } = moment;
  const day = { $ifNull: ['$signedOn.from', '$startsOn.from', null] };
  const status = { $ifNull: ['$status', null] };
  const isIn = isPastDay(moment)
    ? { $lte: [day, on] }
    : { $or: [{ $lte: [day, on] }, { $in: [status, signedStatuses] }] };
  const dated = { $cond: [{ $eq: [day, null] }, 'undated', { $cond: [isIn, 'yes', 'later'] }] };
  return { $cond: [{ $eq: [status, 'PREPARATION'] }, 'later', dated] };
}

const dayFacts = (day: string | null) => (day === null ? null : { from: day });

/** Chooses by the position on the day of a list. */
export const positionFilter: Filter = optionFilter(positionLabel, () => optionsOf(positionLabels), {
  takes: positions,
  facts: allOf(...['status', 'signedOn.from', 'startsOn.from'].map(factAt)),
  predicate: {
    reads: 'moment',
    valueAt: (facts, moment) => {
      const [status, signed, starts] = facts as (string | null)[];
      const found = {
        status: status ?? null,
        signedOn: dayFacts(signed ?? null),
        startsOn: dayFacts(starts ?? null),
      };
      return positionOf(found, moment.on, isPastDay(moment));
    },
  },
  match: (value, moment) => ({ $expr: { $eq: [positionExpression(moment), value] } }),
});
