import type { Fields } from '../fields.ts';
import { nouns } from '../nouns.ts';
import { callsNamed } from './callsNamed.ts';
import { emptyValue, readCell, type Notation } from './cellValue.ts';
import type { Incoming, Mapping, Read, RowProblem, Source, Unused } from './incoming.ts';
import { organisationsFound } from './organisationsFound.ts';
import { isBlank, problemAt } from './ownCells.ts';
import { missingIn, namesOf, noteNamed } from './ownRead.ts';
import { isPersonal } from './personal.ts';
import { mappableFields } from './proposeMapping.ts';
import type { SourceFile, SourceRow, SourceTable } from './table.ts';

interface MappedColumn {
  at: number;
  written: string;
  key: string;
}

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
        return keys.has(at) || column === '' ? [] : [{ table: table.name, column }];
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

/** One row of the table, read. */
interface RowRead {
  incoming: Incoming;
  /** What the row states of one item of each list. */
  items: Record<string, Record<string, unknown>>;
  problems: RowProblem[];
  key: string | null;
}

/** How the cells of a table are read, and whether a row refused for its shape may be shown. */
interface Reading {
  isText: boolean;
  hidesCells: boolean;
}

function readRow(
  table: SourceTable,
  columns: readonly MappedColumn[],
  mapping: Mapping,
  row: SourceRow,
  { isText, hidesCells }: Reading,
): RowRead {
  const { noun } = mapping;
  const where = { table: table.name, row: row.row };
  const fields: Fields = nouns[noun].fields;
  const known = new Map(mappableFields(noun).map(one => [one.key, one.field]));
  const notation: Notation = mapping;
  const problems: RowProblem[] = [];
  const values: Record<string, unknown> = {};
  const items: Record<string, Record<string, unknown>> = {};
  if (row.broken) {
    const { column = null, ...problem } = row.broken;
    problems.push(problemAt(where, column, null, problem));
  } else if (isText && row.cells.length !== table.columns.length) {
    const found = { found: row.cells.length, expected: table.columns.length };
    problems.push(
      problemAt(where, null, hidesCells ? null : row.cells.join(', '), {
        key: 'importTable.cellCount',
        values: found,
      }),
    );
  }
  const take = (written: string, key: string, text: string, isFixed: boolean) => {
    const field = known.get(key);
    if (!field) return;
    const [list = '', inItem] = key.split('.');
    const isEmpty = text.trim() === '';
    const target = inItem === undefined ? values : (items[list] ??= {});
    const own = inItem ?? key;
    // A column goes before what every row gets.
    if (isFixed && (target[own] ?? null) !== null) return;
    if (isEmpty && (field.isRequired || inItem !== undefined)) return;
    const read = readCell(field, text, notation);
    if ('problem' in read) problems.push(problemAt(where, written, text, read.problem));
    else target[own] = read.value;
  };
  if (problems.length === 0) {
    for (const { at, written, key } of columns) take(written, key, row.cells[at] ?? '', false);
    for (const [key, text] of Object.entries(mapping.fixed)) take(key, key, text, true);
  }
  for (const [list, item] of Object.entries(items)) {
    const own = fields[list]?.items ?? {};
    const isStated = columns.some(
      ({ at, key }) => key.startsWith(`${list}.`) && (row.cells[at] ?? '').trim() !== '',
    );
    if (!isStated) {
      delete items[list];
      continue;
    }
    for (const [key, field] of Object.entries(own)) {
      const isLacking = field.isRequired && (item[key] ?? null) === null;
      if (isLacking && problems.length === 0) {
        const label = `${fields[list]?.label.en}: ${field.label.en}`;
        problems.push(problemAt(where, null, null, { key: 'importTable.missing', values: { label } }));
      }
      item[key] ??= emptyValue(field);
    }
  }
  if (problems.length === 0) problems.push(...missingIn(noun, values, where));
  const key = problems.length > 0 ? null : keyOf(noun, values);
  return { incoming: { noun, where, values, statedOn: null, warnings: [] }, items, problems, key };
}

/** What makes rows those of one record: the programme and number, or name, of a project; the identifier of a call. */
function keyOf(noun: Mapping['noun'], values: Readonly<Record<string, unknown>>): string | null {
  if (noun === 'call') return `${String(values['kind'])} ${String(values['identifier']).toLowerCase()}`;
  if (noun === 'organisation') return null;
  const programme = (values['programme'] ?? '') as string;
  const name = namesOf[noun].map(key => values[key]).find(one => typeof one === 'string' && one !== '');
  return typeof name === 'string' ? `${programme} ${name.toLowerCase()}` : null;
}

/** A record whose rows are still coming. */
interface Joined {
  incoming: Incoming;
  lists: Record<string, unknown[]>;
  incomplete: Set<string>;
}

/** Adds a row to the record it is about; the reasons where it says otherwise of it. */
function join(joined: Joined, { incoming, items }: RowRead, columns: readonly MappedColumn[]): RowProblem[] {
  const { values } = joined.incoming;
  const problems = columns.flatMap(({ key, written }): RowProblem[] => {
    const says = incoming.values[key] ?? null;
    if (key.includes('.') || says === null || JSON.stringify(values[key]) === JSON.stringify(says)) return [];
    const problem = { key: 'importTable.differs', values: { row: joined.incoming.where.row } };
    return [problemAt(incoming.where, written, null, problem)];
  });
  for (const [list, item] of Object.entries(items)) {
    if (problems.length > 0) joined.incomplete.add(list);
    else joined.lists[list] = [...(joined.lists[list] ?? []), item];
  }
  return problems;
}

/** How many rows each record has, so that it can be given as soon as the last one is read. */
async function countRows(
  rows: (row: SourceRow) => RowRead,
  table: SourceTable,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const row of table.rows()) {
    const key = isBlank(row) ? null : rows(row).key;
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

async function* readTable(table: SourceTable, mapping: Mapping, reading: Reading): AsyncIterable<Read> {
  const columns = mappedColumns(table, mapping);
  const read = (row: SourceRow) => readRow(table, columns, mapping, row, reading);
  const lists = [
    ...new Set(columns.flatMap(({ key }) => (key.includes('.') ? [key.split('.')[0] ?? ''] : []))),
  ];
  const left = await countRows(read, table);
  const open = new Map<string, Joined>();
  const finished = ({ incoming, lists: found, incomplete }: Joined): Incoming => ({
    ...incoming,
    values: { ...incoming.values, ...Object.fromEntries(lists.map(list => [list, found[list] ?? []])) },
    ...(incomplete.size > 0 && { incomplete: [...incomplete] }),
  });
  for await (const row of table.rows()) {
    if (isBlank(row)) continue;
    const one = read(row);
    const { noun, where, values } = one.incoming;
    const refused = (rejected: RowProblem[]): Read => {
      const name = namesOf[noun].map(key => values[key]).find(each => typeof each === 'string');
      return { noun, where, name: typeof name === 'string' ? name : null, rejected };
    };
    if (one.problems.length > 0) {
      yield refused(one.problems);
      continue;
    }
    const key = one.key ?? `row ${where.row}`;
    const joined = open.get(key) ?? { incoming: one.incoming, lists: {}, incomplete: new Set<string>() };
    open.set(key, joined);
    const problems = join(joined, one, columns);
    if (problems.length > 0) yield refused(problems);
    const more = (left.get(key) ?? 1) - 1;
    left.set(key, more);
    if (more > 0) continue;
    open.delete(key);
    yield finished(joined);
  }
}

/**
 * Any table, with a person's mapping of its columns. Several rows of one record, such as one a participant, are joined
 * wherever they stand; a row that says otherwise of the record than its first one is refused.
 */
export const tableSource: Source = {
  name: 'table',
  label: { en: 'Another table', nl: 'Een andere tabel' },
  recognises: async () => false,
  unused: unusedOf,
  async *read(file, { mapping: asMade, keepsPersonalData }) {
    const mapping = asMade && !keepsPersonalData ? withoutPersonal(asMade) : asMade;
    const tables = mapping ? mappedTables(file, mapping) : [];
    if (!mapping || tables.length === 0) {
      const where = { table: file.tables[0]?.name ?? file.name, row: 1 };
      const problem = problemAt(where, null, null, { key: 'importTable.noMapping' });
      yield { noun: mapping?.noun ?? 'project', where, name: null, rejected: [problem] };
      return;
    }
    const isText = file.container === 'csv';
    const hidesCells = !keepsPersonalData && asMade !== undefined && hasPersonal(asMade);
    const named = { organisations: organisationsFound(), calls: callsNamed() };
    for (const table of tables) {
      for await (const one of readTable(table, mapping, { isText, hidesCells })) {
        if ('values' in one) noteNamed(named, one);
        yield one;
      }
    }
    yield* named.organisations.all();
    yield* named.calls.all();
  },
};
