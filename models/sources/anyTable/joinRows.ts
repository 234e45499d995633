import { importables } from '../../nouns.ts';
import { textAt } from '../../record/importable.ts';
import { fold } from '../../record/search.ts';
import type { Incoming, Read, RowProblem, Where } from '../contract/incoming.ts';
import { problemAt } from '../callfolioFile/fileCells.ts';
import { missingIn } from '../callfolioFile/readFile.ts';
import type { SourceProblem } from '../contract/table.ts';
import type { RecordOf } from '../../record/fields.ts';

/** One row of a table, read. */
export interface RowRead {
  incoming: Incoming;
  /** What the row states of one item of each list. */
  items: Record<string, RecordOf>;
  problems: RowProblem[];
  /** What makes rows those of one record; null where the row does not say which. */
  key: string | null;
}

/** A column that states a field of the record, with its heading. */
export interface JoinedColumn {
  key: string;
  written: string;
}

/** An amount of the record in one of its rows, and which item of a list stands beside it; null for none. */
interface StatedAmount {
  where: Where;
  cents: number;
  item: string | null;
}

/** A record whose rows are still coming. */
export interface Joined {
  incoming: Incoming;
  columns: JoinedColumn[];
  values: RecordOf;
  lists: Record<string, unknown[]>;
  /** Its rows, those that were refused among them. */
  rows: Where[];
  refused: number;
  problems: RowProblem[];
  /** What is to be said of its rows though they are taken. */
  warnings: RowProblem[];
  /** Where a row says otherwise than one before it. */
  differing: RowProblem[];
  /** Heading of an amount → where it stands. */
  amounts: Map<string, StatedAmount[]>;
  /** Which items stand in the rows that are taken; null for a row without any. */
  items: (string | null)[];
}

/** So many problems of one record are told; how many rows there are, is told in any case. */
const mostTold = 100;
const mostNamed = 20;

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Whether two rows say the same, texts whatever their case, accents and signs. */
const areSame = (one: unknown, other: unknown): boolean =>
  typeof one === 'string' && typeof other === 'string' && fold(one) !== ''
    ? fold(one) === fold(other)
    : JSON.stringify(one) === JSON.stringify(other);

/** Which item a row is about: of a participant who it is and in which role, whatever else is stated of it. */
function itemOf(items: RowRead['items']): string | null {
  const lists = Object.entries(items);
  if (lists.length === 0) return null;
  const told = lists.map(([list, item]) => {
    const { pic, name, country, role } = item;
    const who = pic ?? [fold(typeof name === 'string' ? name : ''), country];
    return list === 'participants' ? [list, who, role] : [list, item];
  });
  return JSON.stringify(told);
}

/** The rows by their numbers, with the table where it is another than the first one's: `2, 3, Y2 5`. */
export function rowList(rows: readonly Where[]): string {
  const table = rows[0]?.table;
  const named = rows
    .slice(0, mostNamed)
    .map(where => (where.table === table ? String(where.row) : `${where.table} ${where.row}`));
  return [...named, ...(rows.length > mostNamed ? ['…'] : [])].join(', ');
}

/** A record of which this is the first row. */
export const beginJoin = ({ incoming }: RowRead): Joined => ({
  incoming,
  columns: [],
  values: {},
  lists: {},
  rows: [],
  refused: 0,
  problems: [],
  warnings: [],
  differing: [],
  amounts: new Map(),
  items: [],
});

/** Adds a row, of a table with these columns, to the record it is about. */
export function joinRow(
  joined: Joined,
  { incoming, items, problems }: RowRead,
  columns: readonly JoinedColumn[],
): void {
  const { values, lists, rows, differing, amounts } = joined;
  for (const column of columns)
    if (!joined.columns.some(({ key }) => key === column.key)) joined.columns.push(column);
  const { noun, where } = incoming;
  rows.push(where);
  if (problems.length > 0) {
    joined.refused += 1;
    if (joined.problems.length < mostTold) joined.problems.push(...problems);
    for (const key of importables[noun].calledBy) values[key] ??= incoming.values[key];
    return;
  }
  if (joined.warnings.length < mostTold) joined.warnings.push(...incoming.warnings);
  const item = itemOf(items);
  const { fields } = importables[noun].noun;
  for (const [key, says] of Object.entries(incoming.values)) {
    const column = joined.columns.find(one => one.key === key);
    if (isEmpty(says)) {
      values[key] ??= says;
      continue;
    }
    const isAmount = fields[key]?.kind === 'money';
    if (column && isAmount) {
      const stated = amounts.get(key) ?? [];
      stated.push({ where, cents: says as number, item });
      amounts.set(key, stated);
    }
    if (isEmpty(values[key])) values[key] = says;
    else if (column && !isAmount && !areSame(values[key], says)) {
      const problem = { key: 'importTable.differs', values: { row: rows[0]?.row ?? where.row } };
      if (differing.length < mostTold) differing.push(problemAt(where, column.written, null, problem));
    }
  }
  joined.items.push(item);
  for (const [list, one] of Object.entries(items)) (lists[list] ??= []).push(one);
}

/** Whether rows are plainly those of one item each, such as a participant: each has one, and no two the same. */
const areItems = (items: readonly (string | null)[]): boolean =>
  items.every(item => item !== null) && new Set(items).size === items.length;

/** Why the rows cannot be one record, though they have one key. */
function doubtsOf({ incoming, columns, values, rows, amounts, items, differing }: Joined): RowProblem[] {
  const [first] = rows;
  if (!first || rows.length < 2) return [];
  const { noun } = incoming;
  const stated = [...amounts].filter(([, all]) => all.length > 1 && all.some(({ cents }) => cents !== 0));
  const isOpen = stated.length > 0 || differing.length > 0 || !areItems(items);
  if (importables[noun].isInDoubt?.({ values }) && isOpen) {
    const problem: SourceProblem = { key: 'importTable.sameTitle', values: { rows: rowList(rows) } };
    return [problemAt(first, null, String(values['title']), problem)];
  }
  return stated.flatMap(([key, all]): RowProblem[] => {
    const areOne = all.every(({ cents }) => cents === all[0]?.cents);
    if (areOne && areItems(all.map(({ item }) => item))) return [];
    const column = columns.find(one => one.key === key)?.written ?? null;
    const told = { rows: rowList(all.map(({ where }) => where)), ofRows: rowList(rows) };
    return [problemAt(first, column, null, { key: 'importTable.amountInDoubt', values: told })];
  });
}

/** Says which rows make one record, and which of its amounts stands in several of them. */
function joinedWarnings({ columns, rows, amounts }: Joined): RowProblem[] {
  const [first] = rows;
  if (!first || rows.length < 2) return [];
  const told = { count: rows.length, rows: rowList(rows) };
  const repeated = [...amounts].filter(([, all]) => all.length > 1).map(([key]) => key);
  return [
    problemAt(first, null, null, { key: 'importTable.rowsJoined', values: told }),
    ...columns
      .filter(({ key }) => repeated.includes(key))
      .map(({ written }) => problemAt(first, written, null, { key: 'importTable.amountOnce', values: told })),
  ];
}

/**
 * What the rows of one record come to once all are there: the record, or why it is not taken. One of which a row is
 * refused, or of which the rows say different things, stays out as a whole: what is left of it would look complete.
 */
export function settleJoin(joined: Joined, listed: readonly string[]): Read[] {
  const { incoming, values, lists, rows, refused, differing } = joined;
  const { noun } = incoming;
  const where = rows[0] ?? incoming.where;
  const name = importables[noun].calledBy.map(key => values[key]).find(one => typeof one === 'string');
  const reject = (rejected: readonly RowProblem[], at = where): Read => ({
    noun,
    where: at,
    name: typeof name === 'string' ? name : null,
    rejected: rejected.slice(0, mostTold),
  });
  const doubts = refused > 0 ? [] : doubtsOf(joined);
  // Each of them may be a project of its own.
  if (doubts.some(({ problem }) => problem.key === 'importTable.sameTitle'))
    return rows.map(row =>
      reject(
        doubts.map(one => ({ ...one, where: row })),
        row,
      ),
    );
  const ofRows = [...joined.problems, ...differing];
  const count = refused + new Set(differing.map(one => rowList([one.where]))).size;
  const told = { refused: count, count: rows.length, rows: rowList(rows) };
  const refusedKey = listed.join() === 'participants' ? 'partnersRefused' : 'rowsRefused';
  const whole: RowProblem[] =
    ofRows.length > 0 && rows.length > 1
      ? [problemAt(where, null, null, { key: `importTable.${refusedKey}`, values: told })]
      : [];
  // One that is known by a number or identifier may be here: whoever looks it up asks for what a new one needs.
  const { hasOneRow, uniqueFields } = importables[noun];
  const mayBeHere = !hasOneRow && textAt(values, uniqueFields.at(-1) ?? '') !== '';
  const missing = ofRows.length > 0 || mayBeHere ? [] : missingIn(noun, values, where);
  const problems = [...whole, ...doubts, ...ofRows, ...missing];
  if (problems.length > 0) return [reject(problems)];
  const all = Object.fromEntries(listed.map(list => [list, lists[list] ?? []]));
  return [
    {
      ...incoming,
      where,
      values: { ...values, ...all },
      warnings: [...joined.warnings, ...joinedWarnings(joined)],
    },
  ];
}

/** The lists of a noun that columns lead to. */
export const listsIn = (columns: readonly JoinedColumn[]): string[] => [
  ...new Set(columns.flatMap(({ key }) => (key.includes('.') ? [key.split('.')[0] ?? ''] : []))),
];
