import { collator } from '../record/collator.ts';
import { itemPredicate, labelOf, missing, type Filter, type Moment, type Option } from '../record/filters.ts';
import type { Label } from '../values/format.ts';

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

/** Most records first, then by words and value as the database sorts them: without case, null first. */
export function byNumber(one: FacetRow, other: FacetRow): number {
  return other.count - one.count || inOrder(one.label, other.label) || inOrder(one.value, other.value);
}

function inOrder(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return collator.compare(one, other);
}

/** The values of a facet counted by value, from its rows in order: with their words, and those nobody has. */
export function facetOf(filter: Filter, rows: readonly FacetRow[], moment: Moment): FacetValue[] {
  const { count } = filter;
  if (count?.by !== 'value') return [];
  const isNoneAsked = filter.match(missing, moment) !== null;
  const values = rows
    .filter(({ value }) => value !== null || isNoneAsked)
    .map(({ value, label, count: records }): FacetValue => ({
      value: value ?? missing,
      label: value === null ? (count.labels?.[missing] ?? unknown) : labelOf(count.labels, label ?? value),
      count: records,
    }));
  const absent = Object.entries(count.labels ?? {})
    .filter(([value]) => count.isList !== true && !values.some(found => found.value === value))
    .map(([value, label]) => ({ value, label, count: 0 }));
  if (count.isNoneLast !== true) return [...values, ...absent];
  const isNone = ({ value }: FacetValue) => value === missing;
  return [...values.filter(one => !isNone(one)), ...values.filter(isNone)];
}

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
