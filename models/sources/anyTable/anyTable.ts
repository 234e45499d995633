import { ExpectedError } from '../../values/errors.ts';
import { importables } from '../../nouns.ts';
import { callsNamed } from '../contract/callsNamed.ts';
import { leftOutOf } from '../cordis/cordisMembers.ts';
import { onceAColumn } from '../cells/emptyMarks.ts';
import type { Mapping, Read, RowProblem, Source, Unused } from '../contract/incoming.ts';
import { beginJoin, joinRow, listsIn, settleJoin, type Joined, type RowRead } from './joinRows.ts';
import { findLacking } from './mappingColumns.ts';
import { readRow, type MappedColumn, type Reading } from './mappedRow.ts';
import { organisationsFound } from '../contract/organisationsFound.ts';
import { isBlank, problemAt } from '../callfolioFile/fileCells.ts';
import { noteNamed } from '../callfolioFile/readFile.ts';
import { isPersonal } from '../contract/personal.ts';
import { siblingBudgets } from './siblingBudgets.ts';
import { findTotalsRows, type TotalsRows } from './totalsRows.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';

/** The columns of a table that a mapping knows; of two with one heading the first. */
function mappedColumns(table: SourceTable, mapping: Mapping): MappedColumn[] {
  const taken = new Set<string>();
  return table.columns.flatMap((written, at): MappedColumn[] => {
    const key = Object.hasOwn(mapping.columns, written) ? mapping.columns[written] : null;
    if (!key || taken.has(written)) return [];
    taken.add(written);
    return [{ at, written, key }];
  });
}

/** The tables of the file with the most mapped columns: what a mapping of one sheet says of the others is chance. */
function mappedTables({ tables }: SourceFile, mapping: Mapping): SourceTable[] {
  const counts = tables.map(table => mappedColumns(table, mapping).length);
  const most = Math.max(0, ...counts);
  return most === 0 ? [] : tables.filter((_table, at) => counts[at] === most);
}

/** Refuses, with the sentence of its own source, a list of CORDIS that is none of projects: mapped by hand, too. */
function refuseLeftOut(tables: readonly SourceTable[], file: SourceFile): void {
  for (const table of tables) {
    const kind = leftOutOf(table, table.name, file.name);
    if (kind) throw new ExpectedError('invalid', `importSource.${kind}`, { table: table.name });
  }
}

/** Says once, of the first record, which columns of the mapping the file does not have. */
function withAbsent(absent: readonly string[]): (read: Read) => Read {
  let isTold = absent.length === 0;
  return read => {
    if (isTold || !('values' in read)) return read;
    isTold = true;
    const problem = {
      key: 'importTable.columnsAbsent',
      values: { columns: absent.join(', ').slice(0, 500) },
    };
    return { ...read, warnings: [...read.warnings, problemAt(read.where, null, null, problem)] };
  };
}

/** How a spreadsheet calls the column at this place: a column without a heading has no other name. */
const letterOf = (at: number): string =>
  (at >= 26 ? letterOf(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));

function unusedOf(
  file: SourceFile,
  { mapping, keepsPersonalData }: Parameters<Source['unused']>[1],
): Unused[] {
  if (!mapping) return [];
  const read = new Set(mappedTables(file, mapping));
  const mayNot = (key: string | null) => !keepsPersonalData && isPersonal(mapping.noun, key);
  const fixed = Object.keys(mapping.fixed).filter(mayNot);
  return file.tables.flatMap((table): Unused[] => {
    if (!read.has(table)) return [{ table: table.name, column: null }];
    const keys = new Map(mappedColumns(table, mapping).map(({ at, key }) => [at, key]));
    const why = 'personal' as const;
    return [
      ...table.columns.flatMap((column, at): Unused[] => {
        if (mayNot(keys.get(at) ?? null)) return [{ table: table.name, column, why }];
        return keys.has(at) ? [] : [{ table: table.name, column: column || `(${letterOf(at)})` }];
      }),
      ...fixed.map(column => ({ table: table.name, column, why })),
    ];
  });
}

/** The mapping as it is read where personal data may not be kept. */
function withoutPersonal(mapping: Mapping): Mapping {
  const { noun } = mapping;
  const columns = Object.entries(mapping.columns).filter(([, key]) => !isPersonal(noun, key));
  const fixed = Object.entries(mapping.fixed).filter(([key]) => !isPersonal(noun, key));
  return { ...mapping, columns: Object.fromEntries(columns), fixed: Object.fromEntries(fixed) };
}

const hasPersonal = ({ noun, columns }: Mapping): boolean =>
  Object.values(columns).some(key => isPersonal(noun, key));

/** A table with what is known of its columns. */
interface Mapped {
  table: SourceTable;
  columns: MappedColumn[];
  /** Its rows that add up others, and are no records. */
  totals: TotalsRows;
}

/** The rows of all tables, each with the key of its record: a row that names none but has an item is of the one above. */
async function* keyedRows(
  tables: readonly Mapped[],
  mapping: Mapping,
  reading: Reading,
): AsyncIterable<{ key: string; row: RowRead; columns: readonly MappedColumn[] }> {
  for (const { table, columns, totals } of tables) {
    let above: string | null = null;
    const byNumber = new Map<string, string>();
    for await (const found of table.rows()) {
      const total = totals.get(found.row);
      if (isBlank(found) || total?.isRefused) continue;
      const row = readRow(table, columns, mapping, found, reading);
      const { where, values } = row.incoming;
      if (total)
        row.incoming.warnings = [...row.incoming.warnings, problemAt(where, null, null, total.problem)];
      const isNameless = importables[mapping.noun].calledBy.every(name => (values[name] ?? null) === null);
      const isOfAbove = above !== null && isNameless && Object.keys(row.items).length > 0;
      if (isOfAbove && row.problems.length === 0)
        row.problems.push(problemAt(where, null, null, { key: 'importTable.ofWhich' }));
      // The programme may stand in the first row of a project alone.
      const number =
        typeof values['grantAgreement'] === 'string' ? values['grantAgreement'].toLowerCase() : '';
      const hasProgramme = (values['programme'] ?? null) !== null;
      const named = (hasProgramme ? null : byNumber.get(number)) ?? row.key;
      if (named !== null && number !== '') byNumber.set(number, named);
      const key: string = named ?? (isOfAbove ? above : null) ?? `${table.name} row ${where.row}`;
      above = named ?? above;
      yield { key, row, columns };
    }
  }
}

/**
 * The records of the tables. Their rows are read twice: counted by record, so that each is given as soon as its last
 * row is read.
 */
async function* readTables(
  tables: readonly Mapped[],
  mapping: Mapping,
  reading: Reading,
): AsyncIterable<Read> {
  for (const { table, totals } of tables) {
    for (const [row, { problem, label, isRefused }] of totals) {
      const where = { table: table.name, row };
      const rejected = [problemAt(where, null, label || null, problem)];
      if (isRefused) yield { noun: mapping.noun, where, name: label || null, rejected };
    }
  }
  const left = new Map<string, number>();
  const siblings = siblingBudgets();
  for await (const { key, row } of keyedRows(tables, mapping, reading)) {
    left.set(key, (left.get(key) ?? 0) + 1);
    siblings.see(key, row.incoming);
  }
  const lists = listsIn(tables.flatMap(({ columns }) => columns));
  const open = new Map<string, Joined>();
  for await (const { key, row, columns } of keyedRows(tables, mapping, reading)) {
    const joined = open.get(key) ?? beginJoin(row);
    open.set(key, joined);
    joinRow(joined, row, columns);
    const more = (left.get(key) ?? 1) - 1;
    left.set(key, more);
    if (more > 0) continue;
    open.delete(key);
    yield* settleJoin(joined, lists).map(read => siblings.warned(read));
  }
}

/**
 * Any table, with a person's mapping of its columns. Several rows of one record, such as one a participant, are joined
 * wherever they stand; one of which a row is refused, or whose rows say different things of it, stays out (decision 0054).
 */
export const tableSource: Source = {
  name: 'table',
  recognises: async () => false,
  unused: unusedOf,
  async *read(file, { mapping: asMade, keepsPersonalData }) {
    const mapping = asMade && !keepsPersonalData ? withoutPersonal(asMade) : asMade;
    const tables = mapping ? mappedTables(file, mapping) : [];
    const where = { table: file.tables[0]?.name ?? file.name, row: 1 };
    const refused = (rejected: RowProblem[]): Read => ({
      noun: mapping?.noun ?? 'project',
      where,
      name: null,
      rejected,
    });
    if (!mapping || tables.length === 0) {
      yield refused([problemAt(where, null, null, { key: 'importTable.noMapping' })]);
      return;
    }
    refuseLeftOut(tables, file);
    const { misnamed, absent } = findLacking(
      mapping,
      file.tables.flatMap(({ columns }) => columns),
    );
    if (misnamed.length > 0) {
      yield refused(misnamed.map(column => problemAt(where, column, null, { key: 'importTable.noColumn' })));
      return;
    }
    const isText = file.container === 'csv';
    const hidesCells = !keepsPersonalData && asMade !== undefined && hasPersonal(asMade);
    const named = { organisations: organisationsFound(), calls: callsNamed() };
    const mapped: Mapped[] = [];
    for (const table of tables) {
      const columns = mappedColumns(table, mapping);
      mapped.push({ table, columns, totals: await findTotalsRows(table, columns, mapping) });
    }
    const once = onceAColumn();
    const told = withAbsent(absent);
    for await (const read of readTables(mapped, mapping, { isText, hidesCells })) {
      const one = told(once(read));
      if ('values' in one) noteNamed(named, one);
      yield one;
    }
    yield* named.organisations.all();
    yield* named.calls.all();
  },
};
