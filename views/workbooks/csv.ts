import { escapeFormula } from '../../models/values/spreadsheetText.ts';
import { byKind, type ByKind, type Field, type Fields, type Values } from '../../models/record/fields.ts';
import { centsToDecimal } from '../../models/values/money.ts';
import { csvColumnsOf, type SheetField } from '../../models/lists/listColumns.ts';
import { momentFor, type ListQuery } from '../../models/query/query.ts';
import type { Moment } from '../../models/record/filters.ts';
import type { Kept, KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import type { Language } from '../../models/values/format.ts';
import type { Support } from '../../models/assessments/support.ts';
import { keptToJson, listedToJson, valueToJson } from '../json.ts';

// Without it Excel takes UTF-8 for the code page of its machine.
const byteOrderMark = '\ufeff';
const lineEnd = '\r\n';

/** RFC 4180: quoted where it must be, quotes doubled. */
const quoted = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;

/** Cells as a line of a CSV file, defused and quoted. */
export const csvLine = (cells: readonly string[]): string =>
  cells.map(cell => quoted(escapeFormula(cell))).join(',') + lineEnd;

/** `COM-2020-607.4 principal 50%`; the share is left out where none is stated. */
const supportText = ({ initiative, significance, shareBp }: Support): string =>
  `${initiative} ${significance}${shareBp === null ? '' : ` ${shareBp / 100}%`}`;

/** Several texts with semicolons between them; as JSON where they could not be told apart again. */
export function textsText(texts: readonly string[]): string {
  const isUnclear = texts.some(text => /[;\n]/.test(text)) || texts[0]?.startsWith('[') === true;
  return isUnclear ? JSON.stringify(texts) : texts.join('; ');
}

const asIs = (value: string) => value;
const csvTexts: ByKind<string, [field: Field, key: string]> = {
  text: asIs,
  longText: asIs,
  texts: textsText,
  url: asIs,
  country: asIs,
  choice: asIs,
  integer: String,
  money: centsToDecimal,
  percent: String,
  day: ({ value }) => value,
  instant: value => value.toISOString(),
  yesNo: String,
  coded: asIs,
  reference: ({ identifier }) => identifier,
  list: (items, field, key) => {
    if (items.length === 0) return '';
    return key === 'supports'
      ? (items as Support[]).map(supportText).join('; ')
      : JSON.stringify(valueToJson(field, items));
  },
};

/** A stored value as a cell of a CSV file, before quoting; missing is empty. */
export const csvText = (key: string, field: Field, value: unknown): string =>
  value === null || value === undefined ? '' : byKind(csvTexts, field)(value, field, key);

/** What stands over the columns of a CSV file: the words of a page in a language, or the keys of the API. */
export interface CsvHead {
  query: ListQuery;
  language: Language;
  hasKeys: boolean;
}

/** A cell of a column of a CSV file, before quoting. */
function csvCell({ key, field, column }: SheetField, record: Kept & Values, moment: Moment): string {
  if (key === '$id') return record.id;
  if (key === '$version') return String(record.version);
  if (column) return csvText(key, column.field, column.cell(record, moment));
  const inFull = key.replace(/\.json$/, '');
  return field ? csvText('', field, record[inFull]) : '';
}

/**
 * A list as CSV: UTF-8 with a byte order mark, commas, RFC 4180 quoting, CRLF. It begins with the columns of its page, in
 * their order; the first line has the words of the page, or the keys of the API (`id`, `version`, …), which are the same in
 * every language. Amounts are decimals with a point, shares basis points, choices their codes, days as much as is known
 * (`2019-01`), instants ISO 8601, links identifiers; several texts stand with semicolons between them, lists as JSON;
 * `supports` as `COM-2020-607.4 principal 50%; …`, to be read at a glance, and once more in full as JSON under
 * `supports.json`. Text that looks like a formula has an apostrophe before it (`escapeFormula`).
 *
 * @param records what is withheld must already be masked
 */
export async function* csvOf<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  records: AsyncIterable<KeptRecord<F, D>>,
  { query, language, hasKeys }: CsvHead,
): AsyncIterable<string> {
  const columns = csvColumnsOf(noun, { ...query, language });
  const moment = momentFor(query);
  const headings = columns.map(({ key, heading }) => (hasKeys ? key.replace('$', '') : heading[language]));
  yield byteOrderMark + csvLine(headings);
  for await (const record of records) yield csvLine(columns.map(one => csvCell(one, record, moment)));
}

/**
 * A list as JSON, `{"items": […]}`, each item as the API gives it, without what is derived on a day unless that was chosen;
 * written record by record.
 */
export async function* jsonOf<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  records: AsyncIterable<KeptRecord<F, D>>,
  query: ListQuery,
): AsyncIterable<string> {
  const toJson = listedToJson(noun, query);
  let before = '{"items":[\n';
  for await (const record of records) {
    yield (
      before + JSON.stringify(query.columns.length > 0 ? toJson(record) : keptToJson(noun.fields, record))
    );
    before = ',\n';
  }
  yield before === ',\n' ? '\n]}\n' : `${before}]}\n`;
}
