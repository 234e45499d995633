import { emptyValues, type Fields, type RecordOf, type Values } from '../../record/fields.ts';
import { importables } from '../../nouns.ts';
import type { Notation } from '../cells/cellValue.ts';
import type { ReadOptions, Rejected, RowNoun, RowProblem } from '../contract/incoming.ts';
import { openItemStore, type ItemStore } from '../files/itemStore.ts';
import {
  columnOf,
  inBoth,
  isBlank,
  isWithheldName,
  noteSeveral,
  openRow,
  problemAt,
  rawCell,
  valuesIn,
  type OwnRow,
} from './fileCells.ts';
import type { OwnTable } from './fileColumns.ts';
import type { SourceRow } from '../contract/table.ts';

/** A row of a sheet of items, set aside until its record is read. */
interface KeptRow {
  sheet: number;
  row: SourceRow;
}

/** What the sheets of items say of one record. */
export interface ItemsRead {
  /** List → its items, for every list that has a sheet. */
  values: Record<string, unknown[]>;
  incomplete: string[];
  rejected: Rejected[];
  /** How many rows there are, those that were refused among them. */
  rows: number;
  warnings: RowProblem[];
}

/** The rows of the sheets of items, to be asked for record by record. */
export interface OwnItems {
  store: ItemStore<KeptRow>;
  /** Items of the record with one of these keys. */
  read(keys: readonly string[]): Promise<ItemsRead>;
  /** The rows of a key as refused, with the reason. */
  refuse(key: string, problem: (name: string) => RowProblem['problem']): Promise<Rejected[]>;
}

export const keyOfId = (id: string): string => `#${id}`;
export const keyOfName = (name: string): string => `~${name.trim().toLowerCase()}`;

/** A row of a list that is not taken is a participation, or a line beside its record. */
function rejectedItem({ own, where, problems }: OwnRow, name: string | null): Rejected {
  const noun = (importables[own.noun].brings?.[own.sheet.list ?? ''] ?? 'detail') as RowNoun;
  return { noun, where, name, rejected: problems };
}

const isItemBlank = (row: OwnRow): boolean =>
  row.own.columns.every(column => column.key.startsWith('$') || rawCell(row, column) === '');

/** The fields of the items that their sheet has no column for, in words. */
function missingColumns({ sheet, columns }: OwnTable): string[] {
  const there = new Set(columns.map(({ key }) => key));
  return sheet.columns
    .filter(({ key, field }) => field !== null && !field.isReadOnly && !there.has(key))
    .map(({ heading }) => inBoth(heading));
}

function itemsOf({ noun, sheet }: OwnTable): Fields | undefined {
  const { fields } = importables[noun].noun;
  return sheet.list === null ? undefined : fields[sheet.list]?.items;
}

/** Every key of the fields, those without a column empty. */
const whole = (fields: Fields, values: Values) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, values[key] ?? emptyValues[field.kind]()]),
  );

interface Gathered {
  items: RecordOf[];
  rejected: Rejected[];
}

/** Reads a row as an item, or as one more line of the item with its number. */
function gather(row: OwnRow, items: Fields, into: Gathered, numbered: Map<string, number>) {
  const { own } = row;
  const { inner, list } = own.sheet;
  const name = rawCell(row, columnOf(own, 'name'));
  if (list === 'participants' && isWithheldName(name)) return;
  const outer = own.columns.filter(({ key }) => inner === null || !key.startsWith(`${inner}.`));
  const item = whole(items, valuesIn(row, outer));
  if (list === 'participants') {
    const isOurs = rawCell(row, columnOf(own, '$id')) !== '';
    // As it stands in the cell: its field makes one line of several.
    noteSeveral(row, columnOf(own, 'name')?.written ?? null, { ...item, name }, isOurs);
  }
  const innerItems = inner === null ? undefined : items[inner]?.items;
  const innerColumns = own.columns.filter(({ key }) => inner !== null && key.startsWith(`${inner}.`));
  const hasInner = innerItems && innerColumns.some(column => rawCell(row, column) !== '');
  const within = hasInner ? [whole(innerItems, valuesIn(row, innerColumns, `${inner}.`))] : [];
  if (row.problems.length > 0) {
    into.rejected.push(rejectedItem(row, name || rawCell(row, columnOf(own, '$record')) || null));
    return;
  }
  const number = rawCell(row, columnOf(own, '$item'));
  const at = number === '' ? undefined : numbered.get(number);
  const known = at === undefined ? undefined : into.items[at];
  if (!known || inner === null) {
    if (number !== '') numbered.set(number, into.items.length);
    into.items.push(inner === null ? item : { ...item, [inner]: within });
    return;
  }
  for (const { key, written } of outer) {
    if (key.startsWith('$') || JSON.stringify(known[key]) === JSON.stringify(item[key])) continue;
    row.warnings.push(problemAt(row.where, written, null, { key: 'importTable.roundDiffers' }));
  }
  known[inner] = [...(known[inner] as unknown[]), ...within];
}

/** Sets the rows of the sheets of items aside; rows that cannot belong to any record are given at once. */
export async function setItemsAside(
  sheets: readonly OwnTable[],
  notation: Notation,
  isText: boolean,
  { workFolder }: Pick<ReadOptions, 'workFolder'>,
): Promise<{ items: OwnItems; rejected: Rejected[] }> {
  const store = await openItemStore<KeptRow>(workFolder);
  const rejected: Rejected[] = [];
  const missing = sheets.map(missingColumns);
  const open = ({ sheet, row }: KeptRow): OwnRow | null => {
    const own = sheets[sheet];
    return own ? openRow(own, row, notation, isText) : null;
  };
  for (const [sheet, own] of sheets.entries()) {
    for await (const row of own.table.rows()) {
      if (isBlank(row)) continue;
      const opened = openRow(own, row, notation, isText);
      const id = rawCell(row, columnOf(own, '$id'));
      const record = rawCell(row, columnOf(own, '$record'));
      if (!row.broken && isItemBlank(opened) && id === '') continue;
      if (opened.problems.length === 0 && id === '' && record === '') {
        const problem = { key: 'importTable.noRecord', values: { name: '' } };
        opened.problems.push(problemAt(opened.where, null, null, problem));
      }
      if (opened.problems.length > 0 && id === '' && record === '')
        rejected.push(rejectedItem(opened, record || null));
      else await store.add(id === '' ? keyOfName(record) : keyOfId(id), { sheet, row });
    }
  }
  const read = async (keys: readonly string[]): Promise<ItemsRead> => {
    const kept: KeptRow[] = [];
    for (const key of keys) kept.push(...(await store.take(key)));
    const result: ItemsRead = { values: {}, incomplete: [], rejected: [], rows: kept.length, warnings: [] };
    for (const [sheet, own] of sheets.entries()) {
      const { list } = own.sheet;
      const items = list === null ? undefined : itemsOf(own);
      if (list === null || !items) continue;
      const rows = kept.filter(one => one.sheet === sheet).toSorted((a, b) => a.row.row - b.row.row);
      const into: Gathered = { items: [], rejected: [] };
      const numbered = new Map<string, number>();
      for (const one of rows) {
        const row = open(one);
        if (!row) continue;
        gather(row, items, into, numbered);
        result.warnings.push(...row.warnings);
      }
      result.values[list] = [...(result.values[list] ?? []), ...into.items];
      result.rejected.push(...into.rejected);
      const [first] = into.rejected;
      if (first) {
        const values = { row: first.where.row, table: own.table.name };
        result.warnings.push(problemAt(first.where, null, null, { key: 'importTable.itemRefused', values }));
      }
      const lacking = missing[sheet] ?? [];
      if (lacking.length > 0 && rows.length > 0) {
        const where = { table: own.table.name, row: rows[0]?.row.row ?? 1 };
        const problem = { key: 'importTable.itemColumns', values: { columns: lacking.join(', ') } };
        result.warnings.push(problemAt(where, null, null, problem));
      }
      if (first || lacking.length > 0) result.incomplete.push(list);
    }
    return result;
  };
  const refuse: OwnItems['refuse'] = async (key, problem) => {
    const rows = (await store.take(key)).flatMap(one => open(one) ?? []);
    return rows.map(row => {
      const id = rawCell(row, columnOf(row.own, '$id'));
      const name = id || rawCell(row, columnOf(row.own, '$record'));
      row.problems.push(problemAt(row.where, null, name, problem(name)));
      return rejectedItem(row, name);
    });
  };
  return { items: { store, read, refuse }, rejected };
}
