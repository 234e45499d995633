import { readAmountCell } from '../cells/amountCell.ts';
import { amountColumnsOf } from '../cells/amountColumns.ts';
import { importables } from '../../nouns.ts';
import type { Mapping } from '../contract/incoming.ts';
import { mappableFields } from './proposeMapping.ts';
import type { SourceProblem, SourceRow, SourceTable } from '../contract/table.ts';
import { areOfTotal, isOfTotal, totalWordsIn } from '../cells/totalWords.ts';

/** A column of a table, and the field it is mapped to. */
export interface FieldColumn {
  at: number;
  written: string;
  key: string;
}

/** Why rows are no records: row → reason, and what stands in the row. */
export type TotalsRows = ReadonlyMap<number, { problem: SourceProblem; label: string; isRefused: boolean }>;

/** A partner called "Total" is one where something else is said of it. */
const ofPartner = ['participants.pic', 'participants.country', 'participants.role'];

/** A row as far as it can be one that adds up others. */
interface Seen {
  row: number;
  /** Cents by the place of the column; a cell without an amount has none. */
  amounts: ReadonlyMap<number, number>;
  label: string;
  isCalledTotal: boolean;
  mayBeCalledTotal: boolean;
  /** Its first cell, mapped or not, does. */
  isBesideTotal: boolean;
  hasId: boolean;
  hasShortName: boolean;
  /** Whether mapped columns beside its names and amounts say anything. */
  saysMore: boolean;
}

function reader(table: SourceTable, columns: readonly FieldColumn[], { noun, decimal }: Mapping) {
  const money = new Set(
    mappableFields(noun).flatMap(({ key, field }) => (field.kind === 'money' ? [key] : [])),
  );
  const { ids, names } = importables[noun].identifying;
  const partner = columns.find(({ key }) => key === 'participants.name');
  const units = amountColumnsOf(table.columns);
  return ({ row, cells, marks }: SourceRow): Seen => {
    const textAt = ({ at }: FieldColumn): string => (cells[at] ?? '').trim();
    const filled = columns.filter(column => textAt(column) !== '');
    const amounts = new Map<number, number>();
    for (const { at, written } of filled.filter(({ key }) => money.has(key))) {
      const text = (cells[at] ?? '').trim();
      const read = readAmountCell({ text, mark: marks?.[at], written, decimal, columns: units, cells });
      if ('cents' in read) amounts.set(at, read.cents);
    }
    const first = cells.find(cell => cell.trim() !== '')?.trim() ?? '';
    const named = filled.filter(({ key }) => ids.includes(key) || names.includes(key)).map(textAt);
    const isNamedTotal = areOfTotal(named);
    const isFirstTotal = named.length === 0 && totalWordsIn(first) === 'whole';
    const label = [...named, first].find(text => totalWordsIn(text) !== null) ?? '';
    const idCells = filled.filter(({ key }) => ids.includes(key)).map(textAt);
    const isPartnerTotal =
      partner !== undefined &&
      totalWordsIn(textAt(partner)) === 'whole' &&
      !filled.some(({ key }) => ofPartner.includes(key));
    return {
      row,
      amounts,
      label: isPartnerTotal ? textAt(partner) : label,
      isCalledTotal: isPartnerTotal || isNamedTotal || isFirstTotal,
      mayBeCalledTotal:
        named.some(text => totalWordsIn(text) !== null) &&
        named.every(text => totalWordsIn(text) !== null || isOfTotal(text)),
      isBesideTotal: totalWordsIn(first) !== null,
      hasId: !isPartnerTotal && idCells.some(text => totalWordsIn(text) === null),
      hasShortName: filled.some(({ key }) => key === 'acronym'),
      saysMore: filled.some(({ key }) => !ids.includes(key) && !names.includes(key) && !money.has(key)),
    };
  };
}

/** What the rows before add up to, since the last total and in all. */
function sums() {
  const group = new Map<number, number>();
  const all = new Map<number, number>();
  const totals = new Map<number, number>();
  let [inGroup, count, groups] = [0, 0, 0];
  const add = (to: Map<number, number>, amounts: Seen['amounts']) => {
    for (const [at, cents] of amounts) to.set(at, (to.get(at) ?? 0) + cents);
  };
  /** To the cent, or as nearly as amounts that were rounded one by one add up. */
  const isSum = ({ amounts }: Seen, of: ReadonlyMap<number, number>): boolean =>
    [...amounts.values()].some(cents => cents > 0) &&
    [...amounts].every(([at, cents]) => Math.abs((of.get(at) ?? 0) - cents) <= count);
  return {
    addRow(seen: Seen): void {
      add(group, seen.amounts);
      add(all, seen.amounts);
      inGroup += 1;
      count += 1;
    },
    addTotal(seen: Seen): void {
      add(totals, seen.amounts);
      group.clear();
      inGroup = 0;
      groups += 1;
    },
    /** Whether a row comes to what two or more before it do. */
    isReached: (seen: Seen): boolean =>
      (inGroup > 1 && isSum(seen, group)) ||
      (count > 1 && isSum(seen, all)) ||
      (groups > 1 && isSum(seen, totals)),
    isWhole: (seen: Seen): boolean => count > 1 && isSum(seen, all),
  };
}

const called = (label: string): SourceProblem => ({
  key: 'importTable.totalsRow',
  values: { name: label.slice(0, 100) },
});

/**
 * The rows of a table that add up others: by what they are called, in the languages of the Union, or by what they come to
 * where nothing else identifies them. A row with an identifier is one only where it is both. In a table whose rows have no
 * identifiers, an amount that happens to be a sum is only said, of the total of each group too.
 */
export async function findTotalsRows(
  table: SourceTable,
  columns: readonly FieldColumn[],
  mapping: Mapping,
): Promise<TotalsRows> {
  const found = new Map<number, { problem: SourceProblem; label: string; isRefused: boolean }>();
  const read = reader(table, columns, mapping);
  const before = sums();
  let [withId, withName, rows] = [0, 0, 0];
  let first: Seen | null = null;
  const below = sums();
  /** What came since a row that may be the total of a group: the next one may be that of the next group. */
  let since = sums();
  const maybe: number[] = [];
  for await (const one of table.rows()) {
    if ((one.broken && !one.wrongCells) || one.cells.every(cell => cell.trim() === '')) continue;
    const seen = read(one);
    const isReached = before.isReached(seen);
    const isAlone = !seen.hasId && (withId * 2 > rows || (withName * 2 > rows && !seen.hasShortName));
    const isTotal =
      (seen.isCalledTotal && (!seen.hasId || isReached)) ||
      (seen.mayBeCalledTotal && !seen.hasId && (isReached || !seen.saysMore)) ||
      (isReached && !seen.hasId && seen.isBesideTotal) ||
      (isReached && isAlone && !seen.saysMore);
    if (isTotal) {
      const sum = { key: 'importTable.sumOfRows', values: { name: seen.label.slice(0, 100) } };
      const problem = seen.label === '' ? sum : called(seen.label);
      found.set(seen.row, { problem, label: seen.label, isRefused: true });
      before.addTotal(seen);
      since = sums();
      continue;
    }
    if (first) below.addRow(seen);
    first ??= seen;
    before.addRow(seen);
    rows += 1;
    if (seen.hasId) withId += 1;
    if (seen.hasShortName) withName += 1;
    const isMaybe = !seen.hasId && (isReached || since.isReached(seen));
    if (isMaybe) {
      maybe.push(seen.row);
      since = sums();
    } else since.addRow(seen);
  }
  const sum = { key: 'importTable.sumOfRows', values: {} };
  const isFirstAlone = first && !first.hasId && !first.saysMore && withId * 2 > rows;
  if (first && isFirstAlone && below.isWhole(first))
    found.set(first.row, { problem: sum, label: '', isRefused: true });
  const problem = { key: 'importTable.maybeSum', values: {} };
  for (const row of maybe) if (!found.has(row)) found.set(row, { problem, label: '', isRefused: false });
  return found;
}
