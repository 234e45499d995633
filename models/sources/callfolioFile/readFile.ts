import { nothingListed } from '../../lists/listColumns.ts';
import { importables } from '../../nouns.ts';
import { addNamed, type CallsNamed } from '../contract/callsNamed.ts';
import { amountColumnsOf } from '../cells/amountColumns.ts';
import { storedValue, type Notation, type Notes } from '../cells/cellValue.ts';
import type { Incoming, IncomingNoun, Read, RowProblem, Where } from '../contract/incoming.ts';
import type { OrganisationsFound } from '../contract/organisationsFound.ts';
import {
  columnOf,
  inBoth,
  isBlank,
  noteSeveral,
  openRow,
  problemAt,
  rawCell,
  valuesIn,
  withoutWithheldLine,
  type OwnRow,
} from './fileCells.ts';
import type { OwnTable } from './fileColumns.ts';
import { keyOfId, keyOfName, type OwnItems } from './fileItems.ts';
import type { SourceRow } from '../contract/table.ts';
import { areOfTotal } from '../cells/totalWords.ts';
import type { RecordOf, Values } from '../../record/fields.ts';
import { isJsonObject } from '../../values/jsonObject.ts';

/** What records of a file named so far; given after them. */
export interface Named {
  organisations: OrganisationsFound;
  calls: CallsNamed;
}

/** Notes the organisations and calls that a project names: they are made with it. */
export function noteNamed({ organisations, calls }: Named, { noun, values, where }: Incoming): void {
  if (!importables[noun].isLeading) return;
  addNamed(calls, values, where);
  for (const one of (values['participants'] ?? []) as RecordOf[]) {
    const { name, pic, country, activityType } = one;
    organisations.name({ name, pic, country, activityType }, where);
  }
}

/** The problems of fields a new record cannot do without and does not state. */
export function missingIn(noun: IncomingNoun, values: Values, where: Where): RowProblem[] {
  const { noun: of, decidedLater } = importables[noun];
  return Object.entries(of.fields).flatMap(([key, { isRequired, label }]) => {
    if (!isRequired || decidedLater?.includes(key) || (values[key] ?? null) !== null) return [];
    return [problemAt(where, null, null, { key: 'importTable.missing', values: { label: inBoth(label) } })];
  });
}

/** The version as a number; null where it is none. */
const versionIn = (text: string): number | null =>
  /^\d{1,3}(?:[., ]?\d{3})*$|^\d+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : null;

/** A sheet without rows says so in its first cell. */
const isRemark = ({ cells }: SourceRow): boolean => {
  const filled = cells.filter(cell => cell.trim() !== '');
  return filled.length === 1 && [nothingListed.en, nothingListed.nl].includes(filled[0]?.trim() ?? '');
};

/** The keys by which the sheets of items may name a record. */
export function keysOfRow(own: OwnTable, row: Pick<SourceRow, 'cells'>): string[] {
  const id = rawCell(row, columnOf(own, '$id'));
  const names = importables[own.noun].calledBy
    .map(key => rawCell(row, columnOf(own, key)))
    .filter(name => name !== '');
  return [...(id === '' ? [] : [keyOfId(id)]), ...new Set(names.map(keyOfName))];
}

function ownOf(row: OwnRow): Incoming['own'] {
  const { own } = row;
  const id = rawCell(row, columnOf(own, '$id'));
  if (id === '') return undefined;
  const column = columnOf(own, '$version');
  const text = rawCell(row, column);
  const version = versionIn(text);
  if (version !== null) return { id, version };
  row.problems.push(problemAt(row.where, column?.written ?? null, text, { key: 'importTable.version' }));
  return undefined;
}

/** Rows already seen, by their id. */
export type SeenIds = Map<string, number>;

/** The records of a table in its rows, with the items the other sheets have for them. */
export async function* readRows(
  table: OwnTable,
  notation: Notation,
  isText: boolean,
  items: OwnItems | null,
  named: Named,
): AsyncIterable<Read> {
  const seen: SeenIds = new Map();
  const { noun } = table;
  const { calledBy, decidedLater, organisations } = importables[noun];
  for await (const found of table.table.rows()) {
    if (isBlank(found) || isRemark(found)) continue;
    const row = openRow(table, found, notation, isText);
    const { where } = row;
    const own = row.problems.length > 0 ? undefined : ownOf(row);
    if (own) {
      const before = seen.get(own.id);
      const problem = { key: 'importTable.idTwice', values: { row: before ?? 0 } };
      if (before !== undefined) row.problems.push(problemAt(where, null, own.id, problem));
      seen.set(own.id, where.row);
    }
    const names = [...calledBy, 'title'].map(key => rawCell(row, columnOf(table, key)));
    if (!own && row.problems.length === 0 && areOfTotal(names)) {
      const name = names.find(one => one !== '') ?? '';
      row.problems.push(problemAt(where, null, name, { key: 'importTable.totalsRow', values: { name } }));
    }
    const isRead = row.problems.length === 0;
    const values = isRead ? valuesIn(row, table.columns, '', decidedLater) : {};
    if (isRead && organisations === 'itself') {
      const column = columnOf(table, 'name');
      noteSeveral(row, column?.written ?? null, { ...values, name: rawCell(row, column) }, own !== undefined);
    }
    if (isRead && !own && row.problems.length === 0) row.problems.push(...missingIn(noun, values, where));
    const lists = (await items?.read(keysOfRow(table, found))) ?? null;
    if (lists) yield* lists.rejected;
    if (row.problems.length > 0) {
      const name = calledBy.map(key => rawCell(row, columnOf(table, key))).find(one => one !== '');
      yield { noun, where, name: name ?? null, rejected: row.problems };
      continue;
    }
    const incoming: Incoming = {
      noun,
      where,
      values: { ...values, ...lists?.values },
      ...(own && { own }),
      ...(lists && lists.incomplete.length > 0 && { incomplete: lists.incomplete }),
      ...(lists &&
        lists.rejected.length > 0 && { refusedRows: { count: lists.rejected.length, of: lists.rows } }),
      statedOn: null,
      warnings: [...row.warnings, ...(lists?.warnings ?? [])],
    };
    noteNamed(named, incoming);
    yield incoming;
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const nameIn = (noun: IncomingNoun, record: Values): string | null => {
  const name = importables[noun].calledBy
    .map(key => record[key])
    .find(one => typeof one === 'string' && one !== '');
  return typeof name === 'string' ? name : null;
};

/** The records of a JSON list, as the API gives them. */
export async function* readValues(table: OwnTable, named: Named): AsyncIterable<Read> {
  const { noun } = table;
  const { decidedLater, organisations } = importables[noun];
  const known = new Map(table.columns.map(column => [column.written, column]));
  for await (const { row, value: record } of table.table.values?.() ?? []) {
    const where = { table: table.table.name, row };
    const problems: RowProblem[] = [];
    const warnings: RowProblem[] = [];
    const refuse = (column: string | null, raw: unknown, problem: RowProblem['problem']) =>
      problems.push(problemAt(where, column, raw === undefined ? null : JSON.stringify(raw), problem));
    if (!isJsonObject(record)) {
      refuse(null, record, { key: 'importTable.notAnObject' });
      yield { noun, where, name: null, rejected: problems };
      continue;
    }
    const values: RecordOf = {};
    const told = table.table.columns.map(column => textOf(record[column]));
    const beside = amountColumnsOf(table.table.columns).ofRow(told);
    for (const [key, raw] of Object.entries(record)) {
      const column = known.get(key);
      const mayLack = raw === null && decidedLater?.includes(key);
      if (!column?.field || mayLack) continue;
      const notes: Notes = { unknown: [], warnings: [] };
      const read = storedValue(column.field, withoutWithheldLine(raw), notes);
      if ('problem' in read) refuse(key, raw, read.problem);
      else if (beside && column.field.kind === 'money' && read.value !== null) refuse(key, raw, beside);
      else values[key] = read.value;
      warnings.push(...notes.warnings.map(one => problemAt(where, key, JSON.stringify(raw), one)));
      for (const name of new Set(notes.unknown)) {
        const problem = { key: 'importTable.unknownKey', values: { key: `${key}.${name}` } };
        warnings.push(problemAt(where, key, null, problem));
      }
    }
    const { id, version } = record;
    const own = typeof id === 'string' && id !== '' ? { id, version: Number(version) } : undefined;
    if (own && !(Number.isSafeInteger(version) && own.version > 0))
      refuse('version', version, { key: 'importTable.version' });
    const people: unknown = organisations === 'itself' ? [record] : record['participants'];
    for (const one of Array.isArray(people) ? (people as unknown[]) : [])
      if (typeof one === 'object' && one !== null)
        noteSeveral({ where, problems, warnings }, 'name', { ...one }, own !== undefined);
    if (!own && problems.length === 0) problems.push(...missingIn(noun, values, where));
    if (problems.length > 0) {
      yield { noun, where, name: nameIn(noun, record), rejected: problems };
      continue;
    }
    const incoming: Incoming = { noun, where, values, ...(own && { own }), statedOn: null, warnings };
    noteNamed(named, incoming);
    yield incoming;
  }
}
