import type { PartialDay } from '../models/values/day.ts';
import type { Field, Fields } from '../models/record/fields.ts';
import type { Moment } from '../models/record/filters.ts';
import type { Kept, KeptRecord, Noun } from '../models/record/noun.ts';
import { centsToDecimal } from '../models/values/money.ts';
import type { ListQuery } from '../models/query/query.ts';
import { isWordless } from '../models/record/search.ts';
import type { Totals } from '../models/lists/totals.ts';
import type { Translate } from './locales/index.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A stored value as JSON says it: amounts as decimal strings, days as known, instants in ISO 8601. */
export function valueToJson(field: Field, value: unknown): Json {
  if (value === null || value === undefined) return null;
  switch (field.kind) {
    case 'money':
      return centsToDecimal(value as number);
    case 'day':
      return (value as PartialDay).value;
    case 'instant':
      return (value as Date).toISOString();
    case 'list':
      return (value as Record<string, unknown>[]).map(item => recordToJson(field.items ?? {}, item));
    default:
      return value as Json;
  }
}

/** The fields of a record as JSON. */
export function recordToJson(
  fields: Fields,
  record: Readonly<Record<string, unknown>>,
): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, valueToJson(field, record[key])]),
  );
}

/** A record with its id and version. */
export function keptToJson(fields: Fields, record: Kept & object): { [key: string]: Json } {
  return {
    id: record.id,
    version: record.version,
    ...recordToJson(fields, record as unknown as Record<string, unknown>),
    warnings: record.warnings.map(({ rule, field }) => ({ rule, field })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    updatedBy: { id: record.updatedBy.id, name: record.updatedBy.name },
  };
}

/** The same with what is derived on a day: how the API gives it, in answers but not in files, which are read again. */
export function keptToJsonOn<F extends Fields, D>(
  noun: Noun<F, D>,
  record: KeptRecord<F, D>,
  moment: Moment,
): { [key: string]: Json } {
  const json = keptToJson(noun.fields, record);
  return noun.derivedOn ? { ...json, [noun.derivedOn.key]: noun.derivedOn.of(record, moment) } : json;
}

/** Totals of a list: each amount with how many of how many records state it. */
export const totalsToJson = ({ records, totals }: Totals): { [key: string]: Json } =>
  Object.fromEntries(
    Object.entries(totals).map(([key, { cents, stated }]) => [
      key,
      { amount: centsToDecimal(cents), stated, records },
    ]),
  );

/** What a list was asked for, as the API repeats it; a search without a word says why it finds nothing. */
export const filterInfoOf = (query: ListQuery, t: Translate) => ({
  ...query.chosen,
  exclude: query.excluded,
  q: query.search,
  ...(isWordless(query.search) && { searchHint: t('list.noWord') }),
  on: query.on,
  knownAt: query.knownAt?.toISOString() ?? null,
});
