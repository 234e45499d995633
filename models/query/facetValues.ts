import { collator } from '../record/collator.ts';
import {
  itemPredicate,
  labelOf,
  missing,
  type FacetCount,
  type Filter,
  type Moment,
  type Option,
} from '../record/filters.ts';
import type { Label } from '../values/format.ts';
import type { ListQuery } from './query.ts';

/** One value of a facet with the number of records that have it. */
export interface FacetValue extends Option {
  count: number;
}

/** Records by value, as the database or the columns count them; a null value is what has none. */
export interface FacetRow {
  value: string | null;
  label: string | null;
  count: number;
}

const unknown: Label = { en: 'Unknown', nl: 'Onbekend' };

/** The order of texts as the database sorts them: without case, null first. */
export function compareTexts(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return collator.compare(one, other);
}

/** A facet as far as it was asked for. */
export interface Facet {
  values: FacetValue[];
  /** How many values it has in all. */
  total: number;
}

/** How many of a facet's values are given: the first in order, and whichever the query asks for besides. */
export interface FacetCut {
  most: number;
  /** The values of the URL, chosen or left out. */
  asked: readonly string[];
}

/** The values of a URL at one key, chosen or left out. */
export const askedIn = (
  { chosen, excluded }: Pick<ListQuery, 'chosen' | 'excluded'>,
  key: string,
): string[] => [...(chosen[key] ?? []), ...(excluded[key] ?? [])];

/** Rows of a facet in order: all of them, or those that its first values are made from. */
export interface FacetRows {
  rows: readonly FacetRow[];
  /** How many there are in all. */
  total: number;
}

/** A facet counted by value, from its rows: with their words, and those nobody has. */
export function facetOf(filter: Filter, { rows, total }: FacetRows, moment: Moment, cut: FacetCut): Facet {
  const { count } = filter;
  if (count?.by !== 'value') return { values: [], total: 0 };
  const isNoneAsked = filter.match(missing, moment) !== null;
  const found = rows
    .filter(({ value }) => value !== null || isNoneAsked)
    .map(({ value, label, count: records }): FacetValue => ({
      value: value ?? missing,
      label: value === null ? (count.labels?.[missing] ?? unknown) : labelOf(count.labels, label ?? value),
      count: records,
    }));
  const absent = Object.entries(absentLabels(count))
    .filter(([value]) => !found.some(one => one.value === value))
    .map(([value, label]) => ({ value, label, count: 0 }));
  const values = [...found, ...absent];
  const isNone = ({ value }: FacetValue) => value === missing;
  const ordered =
    count.isNoneLast === true ? [...values.filter(one => !isNone(one)), ...values.filter(isNone)] : values;
  return {
    values: ordered.filter(
      (one, at) => at < cut.most || cut.asked.some(value => isAskedFor(filter, value, one)),
    ),
    total: values.length + total - rows.length,
  };
}

/** The words of values that a facet shows though nobody has them. */
export const absentLabels = ({
  isList,
  labels = {},
}: FacetCount & { by: 'value' }): Readonly<Record<string, Label>> => (isList === true ? {} : labels);

/**
 * Whether a value of a URL asks for an option of a facet: also where it is written otherwise than records have it, as `EL`
 * for Greece, a code in other case, or a link by its identifier.
 */
export function isAskedFor({ predicate, isLink }: Filter, value: string, option: Option): boolean {
  if (value === option.value) return true;
  if (predicate.reads !== 'items' || option.value === missing) return false;
  if (value === missing || value === predicate.any) return false;
  return itemPredicate(predicate, value)(isLink ? { ...option, label: option.label.en } : option.value);
}
