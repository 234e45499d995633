import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import { numberText, serialText, unescaped, type CellStyle } from '../cells/cellText.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { SharedTexts } from './sharedTexts.ts';
import type { CellMark, SourceProblem } from '../contract/table.ts';
import { readXml, type Attributes } from './xml.ts';

/** What the cells of every sheet of a workbook refer to. */
export interface SheetContext {
  shared: SharedTexts;
  /** By the number of the cell's style. */
  styles: readonly CellStyle[];
  is1904: boolean;
  /** No program computed it since it was written: a result of 0 stands for none. */
  isUncomputed: boolean;
  limits: SourceLimits;
}

/** A row that holds something, with what is wrong in it and the columns (from 0) where that is. */
export interface SheetRow {
  row: number;
  cells: string[];
  /** By place: what its numbers are besides their text. */
  marks: (CellMark | undefined)[];
  wrong: { at: number; why: SourceProblem }[];
}

const lastRow = 1_048_576;
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** `C` of `C12` as 2; -1 where it is no reference. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}(?=\d+$)/.exec(reference)?.[0] ?? '')
    column = column * 26 + (letter.charCodeAt(0) - 64);
  return column - 1;
}

type Text = { text: string; mark?: CellMark } | { why: SourceProblem };

const plainStyle: CellStyle = { format: 'number', mark: { isNumber: true } };

/** A cell as its text, from what stands in it. */
function cellText(attributes: Attributes, value: string | null, inline: string, context: SheetContext): Text {
  const badCell = { why: { key: 'importFile.badCell', values: { value: (value ?? '').slice(0, 100) } } };
  switch (attributes['t'] ?? 'n') {
    case 'inlineStr':
      return { text: unescaped(inline) };
    case 'str':
      return { text: unescaped(value ?? '') };
    case 's': {
      if (value === null) return { text: '' };
      const text = /^\d+$/.test(value.trim()) ? context.shared.get(Number(value)) : undefined;
      return text === undefined ? badCell : { text };
    }
    case 'b':
      return value === '1' || value === '0' ? { text: value === '1' ? 'true' : 'false' } : badCell;
    case 'e':
      return { why: { key: 'importFile.cellError', values: { value: (value ?? '').slice(0, 100) } } };
    case 'd': {
      const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/.exec(value ?? '');
      if (!parts) return badCell;
      return {
        text:
          parts[2] === undefined || parts[2] === '00:00:00' ? (parts[1] ?? '') : `${parts[1]} ${parts[2]}`,
      };
    }
    case 'n': {
      if (value === null || value === '') return { text: '' };
      const text = numberText(value);
      if (text === null) return badCell;
      const { format, mark } = context.styles[Number(attributes['s'] ?? 0)] ?? plainStyle;
      if (format === 'number') return { text, mark };
      const date = serialText(Number(value), format, context.is1904);
      return date === null
        ? { why: { key: 'importFile.noSuchDate', values: { value: text } } }
        : { text: date };
    }
    default:
      return badCell;
  }
}

/**
 * The rows of a sheet that hold something, hidden and filtered ones too, whatever size the sheet says it has. Formulas are
 * their stored result. Throws `invalid` where rows do not follow one another or are too many.
 */
export async function* readSheet(sheet: ByteSource, context: SheetContext): AsyncGenerator<SheetRow> {
  const { limits } = context;
  let rows: SheetRow[] = [];
  let [count, last] = [0, 0];
  let row: SheetRow = { row: 0, cells: [], marks: [], wrong: [] };
  let attributes: Attributes = {};
  let column = -1;
  let value: string | null = null;
  let inline = '';
  let hasFormula = false;
  let phonetic = 0;
  let into: 'value' | 'inline' | null = null;
  let isInRows = false;

  const wrong = (at: number, why: SourceProblem) => {
    if (row.wrong.length <= limits.columns) row.wrong.push({ at, why });
  };
  function beginRow(given: string | undefined): void {
    const number = given === undefined ? last + 1 : Number(given);
    if (!Number.isInteger(number) || number <= last || number > lastRow)
      throw new ExpectedError('invalid', 'importFile.badWorkbook', { member: sheet.name });
    last = number;
    row = { row: number, cells: [], marks: [], wrong: [] };
    column = -1;
  }
  function beginCell(given: Attributes): void {
    attributes = given;
    column = given['r'] === undefined ? column + 1 : columnOf(given['r']);
    value = null;
    inline = '';
    hasFormula = false;
  }
  /** Whether a formula has no stored result; an empty text is one. */
  function lacksResult(): boolean {
    if (!hasFormula || attributes['t'] === 'inlineStr') return false;
    if (attributes['t'] === 'str') return value === null;
    return value === null || value.trim() === '' || (context.isUncomputed && Number(value) === 0);
  }
  function endCell(): void {
    if (lacksResult()) {
      wrong(column, { key: 'importFile.noResult' });
      return;
    }
    const found = cellText(attributes, value, inline, context);
    if ('why' in found) wrong(column, found.why);
    else if (found.text === '') return;
    else if (column < 0 || (row.cells[column] !== undefined && row.cells[column] !== ''))
      wrong(column, { key: 'importFile.badCell', values: { value: found.text.slice(0, 100) } });
    else if (column >= limits.columns)
      wrong(column, { key: 'importFile.tooManyCells', values: { most: limits.columns } });
    else {
      if (found.text.length > limits.cellLength)
        wrong(column, { key: 'importFile.cellTooLong', values: { most: limits.cellLength } });
      else if (controlCharacters.test(found.text)) wrong(column, { key: 'importFile.controlCharacter' });
      while (row.cells.length < column) row.cells.push('');
      row.cells[column] = found.text.slice(0, limits.cellLength);
      if (found.mark) row.marks[column] = found.mark;
    }
  }
  function endRow(): void {
    if (row.cells.length === 0 && row.wrong.length === 0) return;
    count += 1;
    if (count > limits.rows)
      throw new ExpectedError('invalid', 'importFile.tooManyRows', { table: sheet.name, most: limits.rows });
    rows.push(row);
  }

  const reading = readXml(sheet, limits, {
    open(name, given) {
      into = null;
      if (name === 'sheetData') isInRows = true;
      else if (!isInRows) return;
      else if (name === 'row') beginRow(given['r']);
      else if (name === 'c') beginCell(given);
      else if (name === 'f') hasFormula = true;
      else if (name === 'rPh') phonetic += 1;
      else if (name === 'v') {
        value = '';
        into = 'value';
      } else if (name === 't' && phonetic === 0) into = 'inline';
    },
    close(name) {
      into = null;
      if (!isInRows) return;
      if (name === 'c') endCell();
      else if (name === 'row') endRow();
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'sheetData') isInRows = false;
    },
    text(part) {
      if (into === 'value' && (value ?? '').length <= limits.cellLength) value = (value ?? '') + part;
      else if (into === 'inline' && inline.length <= limits.cellLength) inline += part;
    },
  });
  for await (const _ of reading) {
    yield* rows;
    rows = [];
  }
}
