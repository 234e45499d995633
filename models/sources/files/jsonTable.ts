import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import { numberText } from '../cells/cellText.ts';
import { decode, type Encoding } from './encoding.ts';
import { answerKeys, jsonValues, type FoundValue } from './jsonValues.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { CellMark, SourceFile, SourceRow, SourceTable } from '../contract/table.ts';
import { isJsonObject, type JsonObject } from '../../values/jsonObject.ts';

const sampleValues = 100;
/** A list with so many values that are no records is no list of records. */
const mostLoose = 10_000;

/**
 * The lists of objects in a JSON file, as tables; where one is an answer's, the others are left aside. Reads the file
 * once. Throws `invalid` where there is none, or the file goes beyond the limits.
 */
export async function openJsonTables(source: ByteSource, encoding: Encoding, limits: SourceLimits) {
  const lists = new Map<string, { columns: Set<string>; objects: number }>();
  let loose = 0;
  for await (const { list, value } of readValues(source, encoding, limits)) {
    const known = lists.get(list) ?? { columns: new Set<string>(), objects: 0 };
    lists.set(list, known);
    if (!isJsonObject(value) || Object.keys(value).length === 0) {
      loose += 1;
      if (loose > mostLoose) throw new ExpectedError('invalid', 'importFile.noList', { name: source.name });
      continue;
    }
    known.objects += 1;
    if (known.objects > limits.rows)
      throw new ExpectedError('invalid', 'importFile.tooManyRows', { table: source.name, most: limits.rows });
    if (known.objects > sampleValues) continue;
    for (const key of Object.keys(value)) known.columns.add(key);
    if (known.columns.size > limits.columns)
      throw new ExpectedError('invalid', 'importFile.tooManyColumns', {
        table: source.name,
        most: limits.columns,
      });
  }
  const filled = [...lists].filter(([, { objects }]) => objects > 0);
  const answers = filled.filter(([list]) => answerKeys.includes(list));
  const taken = answers.length > 0 ? answers : filled;
  if (taken.length === 0) throw new ExpectedError('invalid', 'importFile.noList', { name: source.name });
  const tables = taken.map(([list, { columns }]) => {
    const name = taken.length === 1 ? source.name : `${source.name}#${list}`;
    return jsonTable(name, list, [...columns], source, encoding, limits);
  });
  const ignored: SourceFile['ignored'] = filled
    .filter(one => !taken.includes(one))
    .map(([list]) => ({ name: `${source.name}#${list}`, why: { key: 'importFile.otherList' } }));
  return { tables, ignored };
}

function jsonTable(
  name: string,
  list: string,
  columns: readonly string[],
  source: ByteSource,
  encoding: Encoding,
  limits: SourceLimits,
): SourceTable {
  async function* places(): AsyncGenerator<FoundValue & { row: number }> {
    let row = 0;
    for await (const found of readValues(source, encoding, limits)) {
      if (found.list !== list) continue;
      row += 1;
      if (row > limits.rows)
        throw new ExpectedError('invalid', 'importFile.tooManyRows', { table: name, most: limits.rows });
      yield { ...found, row };
    }
  }
  return {
    name,
    columns,
    async *rows(): AsyncGenerator<SourceRow> {
      for await (const { row, value, broken } of places()) {
        if (isJsonObject(value)) yield { row, ...cellsOf(value, columns) };
        else yield { row, cells: [], broken: broken ?? { key: 'importFile.noObject' } };
      }
    },
    async *values() {
      for await (const { row, value } of places()) yield { row, value };
    },
  };
}

const numberMark: CellMark = { isNumber: true };

/** The members as texts; what is nested stays JSON, and what was a number is marked as one. */
function cellsOf(value: JsonObject, columns: readonly string[]): Pick<SourceRow, 'cells' | 'marks'> {
  const marks: CellMark[] = [];
  const cells = columns.map((column, at) => {
    const cell = Object.hasOwn(value, column) ? value[column] : null;
    if (cell === null || cell === undefined) return '';
    if (typeof cell === 'number') marks[at] = numberMark;
    if (typeof cell === 'number') return numberText(String(cell)) ?? String(cell);
    return typeof cell === 'string' ? cell : JSON.stringify(cell);
  });
  return { cells, ...(marks.length > 0 && { marks }) };
}

async function* readValues(
  source: ByteSource,
  encoding: Encoding,
  limits: SourceLimits,
): AsyncGenerator<FoundValue> {
  const values = jsonValues(source.name, limits);
  for await (const text of decode(source, encoding)) {
    // A list of a CSV file says in which row; here no row is refused by itself.
    if (encoding.hasBadCharacters && text.includes('\ufffd'))
      throw new ExpectedError('invalid', 'importFile.otherEncoding', { member: source.name });
    yield* values.write(text);
  }
  values.end();
}
