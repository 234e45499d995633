import { escapeFormula } from '../../models/values/spreadsheetText.ts';
import { byKind, type ByKind, type Field, type Fields, type Values } from '../../models/record/fields.ts';
import { centsToDecimal } from '../../models/values/money.ts';
import { csvColumnsOf, type SheetField } from '../../models/lists/listColumns.ts';
import { momentFor, type ListQuery } from '../../models/query/query.ts';
import type { Moment } from '../../models/record/filters.ts';
import type { Kept, KeptRecord } from '../../models/record/noun.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import type { Format } from '../../models/values/format.ts';
import type { Support } from '../../models/assessments/support.ts';
import { csvNotation, notedText, type CsvNotation } from './csvNotation.ts';
import { supportsText, textsText, valueCell } from './recordCells.ts';
import { keptToJson, listedToJson, valueToJson } from '../json.ts';

// Without it Excel takes UTF-8 for the code page of its machine.
const byteOrderMark = '\ufeff';
const lineEnd = '\r\n';

/** RFC 4180: quoted where it must be, whatever the delimiter; quotes doubled. */
const quoted = (text: string): string =>
  /[",;\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;

/** Cells as a line of a CSV file, defused and quoted. */
export const csvLine = (cells: readonly string[], delimiter: CsvNotation['delimiter'] = ','): string =>
  cells.map(cell => quoted(escapeFormula(cell))).join(delimiter) + lineEnd;

/** `COM-2020-607.4 principal 50%`; the share is left out where none is stated. */
const supportText = ({ initiative, significance, shareBp }: Support): string =>
  `${initiative} ${significance}${shareBp === null ? '' : ` ${shareBp / 100}%`}`;

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

/** What a CSV file is made of: a list, and how it is written. */
export interface CsvHead {
  query: ListQuery;
  format: Format;
  /** The keys and the notation of the API, for programs; otherwise the words and the notation of whoever reads it. */
  hasKeys: boolean;
}

type CellText = (key: string, field: Field, value: unknown) => string;

/** A cell of a column of a CSV file, before quoting. */
function csvCell(
  { key, field, column }: SheetField,
  record: Kept & Values,
  moment: Moment,
  textOf: CellText,
): string {
  if (key === '$id') return record.id;
  if (key === '$version') return String(record.version);
  if (column) return textOf(key, column.field, column.cell(record, moment));
  const inFull = key.replace(/\.json$/, '');
  return field ? textOf('', field, record[inFull]) : '';
}

/** A value as whoever reads the file writes it: as in the workbook of the list, but that lists stand in full. */
const personalText =
  (format: Format, notation: CsvNotation): CellText =>
  (key, field, value) => {
    if (key === 'supports') return supportsText(value as Support[], format);
    return field.kind === 'list'
      ? csvText(key, field, value)
      : notedText(valueCell(field, value, format), notation);
  };

/**
 * A list as CSV: UTF-8 with a byte order mark, RFC 4180 quoting, CRLF. It begins with the columns of its page, in their order.
 *
 * For programs the first line has the keys of the API (`id`, `version`, …), cells end with commas, amounts are decimals with a
 * point, shares basis points, choices their codes, instants ISO 8601. For people it has the words of the page, and cells are
 * written as they write them (`csvNotation`): words of choices, decimal commas and semicolons between cells where their
 * spreadsheet expects these, instants by the clock in Brussels. For both, days are as much as is known (`2019-01`), links
 * identifiers; several texts stand with semicolons between them, lists as JSON; `supports` to be read at a glance, and once
 * more in full as JSON. Text that looks like a formula has an apostrophe before it (`escapeFormula`).
 *
 * @param records what is withheld must already be masked
 */
export async function* csvOf<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  records: AsyncIterable<KeptRecord<F, D>>,
  { query, format, hasKeys }: CsvHead,
): AsyncIterable<string> {
  const { language } = format;
  const columns = csvColumnsOf(noun, { ...query, language });
  const moment = momentFor(query);
  const headings = columns.map(({ key, heading }) => (hasKeys ? key.replace('$', '') : heading[language]));
  const notation = csvNotation(format);
  const delimiter = hasKeys ? ',' : notation.delimiter;
  const textOf = hasKeys ? csvText : personalText(format, notation);
  yield byteOrderMark + csvLine(headings, delimiter);
  for await (const record of records)
    yield csvLine(
      columns.map(one => csvCell(one, record, moment, textOf)),
      delimiter,
    );
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
