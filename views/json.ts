import { byKind, type ByKind, type Field, type Fields, type Values } from '../models/record/fields.ts';
import type { Moment } from '../models/record/filters.ts';
import type { Kept, KeptRecord, Shown } from '../models/record/noun.ts';
import { centsToDecimal } from '../models/values/money.ts';
import { columnsOf, viewColumnsOf, type ListColumn } from '../models/record/listColumn.ts';
import { momentFor, type ListQuery } from '../models/query/query.ts';
import type { Facet } from '../models/query/facetValues.ts';
import { isWordless } from '../models/record/search.ts';
import type { Totals } from '../models/lists/totals.ts';
import type { Translate } from './locales/index.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const asIs = (value: string | number | boolean | string[]): Json => value;
const jsons: ByKind<Json, [field: Field]> = {
  text: asIs,
  longText: asIs,
  texts: asIs,
  url: asIs,
  country: asIs,
  choice: asIs,
  integer: asIs,
  money: centsToDecimal,
  percent: asIs,
  day: ({ value }) => value,
  instant: value => value.toISOString(),
  yesNo: asIs,
  coded: asIs,
  reference: value => ({ ...value }),
  list: (items, field) => items.map(item => recordToJson(field.items ?? {}, item)),
};

/** A stored value as JSON says it: amounts as decimal strings, days as known, instants in ISO 8601. */
export const valueToJson = (field: Field, value: unknown): Json =>
  value === null || value === undefined ? null : byKind(jsons, field)(value, field);

/** The fields of a record as JSON. */
export function recordToJson(fields: Fields, record: Values): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, valueToJson(field, record[key])]),
  );
}

/** A record with its id and version. */
export function keptToJson(fields: Fields, record: Kept & object): { [key: string]: Json } {
  return {
    id: record.id,
    version: record.version,
    ...recordToJson(fields, record),
    warnings: warningsToJson(record),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    updatedBy: { id: record.updatedBy.id, name: record.updatedBy.name },
  };
}

/** The same with what is derived on a day: how the API gives it, in answers but not in files, which are read again. */
export function keptToJsonOn<F extends Fields, D>(
  noun: Shown<F, D>,
  record: KeptRecord<F, D>,
  moment: Moment,
): { [key: string]: Json } {
  const json = keptToJson(noun.fields, record);
  return noun.derivedOn ? { ...json, [noun.derivedOn.key]: noun.derivedOn.of(record, moment) } : json;
}

/** Records as the answer to a list: whole with what its view shows, or their id, version and the columns chosen. */
export function listedToJson<F extends Fields, D>(noun: Shown<F, D>, query: ListQuery) {
  const moment = momentFor(query);
  const viewed = viewColumnsOf(noun, query.view);
  const whole = (record: KeptRecord<F, D>): { [key: string]: Json } => ({
    ...keptToJsonOn(noun, record, moment),
    ...Object.fromEntries(
      viewed.map(column => [column.key, valueToJson(column.field, column.cell(record, moment))]),
    ),
  });
  if (query.columns.length === 0) return whole;
  const columns = columnsOf(noun, query, 'en');
  return (record: KeptRecord<F, D>): { [key: string]: Json } => ({
    id: record.id,
    version: record.version,
    ...Object.fromEntries(columns.map(column => [column.key, columnToJson(noun, column, record, moment)])),
  });
}

/** What stands in a column under the name and with the value that a whole record has, where it has one. */
function columnToJson<F extends Fields, D>(
  noun: Shown<F, D>,
  column: ListColumn,
  record: KeptRecord<F, D>,
  moment: Moment,
): Json {
  const { key, field } = column;
  const own = noun.fields[key];
  if (own) return valueToJson(own, record[key]);
  if (key === 'warnings') return warningsToJson(record);
  return valueToJson(field, column.cell(record, moment));
}

/** Those of amounts say by how much. */
const warningsToJson = ({ warnings }: Kept): Json =>
  warnings.map(({ rule, field, byCents }) => ({
    rule,
    field,
    ...(byCents !== undefined && { by: centsToDecimal(byCents) }),
  }));

/** Totals of a list: each amount with how many of how many records state it. */
export const totalsToJson = ({ records, totals }: Totals): { [key: string]: Json } =>
  Object.fromEntries(
    Object.entries(totals).map(([key, { cents, stated }]) => [
      key,
      { amount: centsToDecimal(cents), stated, records },
    ]),
  );

/** The facets beside a list, with how many values each has: those beyond the limit are at an address of their own. */
export const facetsToJson = (facets: Readonly<Record<string, Facet>>, facetLimit: number) => {
  const each = Object.entries(facets);
  return {
    facets: Object.fromEntries(each.map(([key, { values }]) => [key, values])),
    facetInfo: { facetLimit, totalValues: Object.fromEntries(each.map(([key, { total }]) => [key, total])) },
  };
};

/** What a list was asked for, as the API repeats it; a search without a word says why it finds nothing. */
export const filterInfoOf = (query: ListQuery, t: Translate, firstRecordAt: Date | null = null) => ({
  ...query.chosen,
  ...Object.fromEntries(Object.entries(query.view).map(([key, value]) => [key, [value]])),
  exclude: query.excluded,
  q: query.search,
  ...(isWordless(query.search) && { searchHint: t('list.noWord') }),
  ...(firstRecordAt && { firstRecordAt: firstRecordAt.toISOString() }),
  on: query.on,
  knownAt: query.knownAt?.toISOString() ?? null,
});
