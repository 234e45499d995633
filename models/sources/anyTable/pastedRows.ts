import { importables } from '../../nouns.ts';
import type { Field, Fields } from '../../record/fields.ts';
import { areOfTotal } from '../cells/totalWords.ts';
import { provenDecimal } from '../cells/fieldValues.ts';
import { readCell, type Notation } from '../cells/cellValue.ts';
import { defaultLimits } from '../contract/limits.ts';
import { csvRecords } from '../files/csvRecords.ts';
import { plainHeading } from './proposeMapping.ts';

/** A row that was pasted: by the fields of an item its cells, trimmed. */
export type PastedRow = Readonly<Record<string, string>>;

export interface PastedRows {
  rows: PastedRow[];
  /** How an amount of these rows is written, where one of them proves it. */
  notation: Notation;
  /** Rows that only say a sum of others: left out. */
  totals: number;
}

/** As many as a list takes. */
const mostRows = 2000;

/** The cells of a text that was copied from a sheet: tab-separated, else by semicolon; empty rows are none. */
function cellsOf(text: string): string[][] {
  const delimiter = text.includes('\t') || !text.includes(';') ? '\t' : ';';
  const form = {
    delimiter,
    newline: '\n',
    limits: defaultLimits,
    columns: [],
    marksBadCharacters: false,
  } as const;
  const records = csvRecords(form);
  const read = [...records.write(text.replaceAll(/\r\n?/g, '\n')), ...records.end()];
  return read
    .map(({ cells }) => cells.map(cell => cell.replaceAll(/\s+/gu, ' ').trim()))
    .filter(cells => cells.some(cell => cell !== ''));
}

/** What people call the columns of participants: our labels, and what files call them. */
function namesOf(fields: Fields): Map<string, string> {
  const names = new Map<string, string>();
  const { project, organisation } = importables;
  for (const [key, { label, kind }] of Object.entries(fields)) {
    // "Organisation" is what the name is of: which record it means, nobody has in a sheet.
    if (kind === 'reference') continue;
    const others = [
      ...(project.otherNames[`participants.${key}`] ?? []),
      ...(organisation.otherNames[key] ?? []),
      ...(project.otherNames[key] ?? []),
    ];
    for (const name of [key, label.en, label.nl, ...others])
      if (!names.has(plainHeading(name))) names.set(plainHeading(name), key);
  }
  return names;
}

const reads = (field: Field | undefined, text: string, notation: Notation): boolean =>
  field !== undefined && 'value' in readCell(field, text, notation);

const notations = (['.', ','] as const).map((decimal): Notation => ({ decimal, dayOrder: 'dayFirst' }));
/** The order in which the form itself has them. */
const usualOrder = ['name', 'pic', 'country', 'role', 'euContribution'];
/** In this order columns without headings are looked for; what is left first is the name. */
const told = ['pic', 'country', 'role', 'activityType', 'euContribution'];

/** Which column holds which field, by what its cells say; null for none. */
function columnsByContent(fields: Fields, rows: readonly string[][]): (string | null)[] {
  const width = Math.max(0, ...rows.map(cells => cells.length));
  const found: (string | null)[] = Array.from({ length: width }, () => null);
  const share = (at: number, key: string) => {
    const filled = rows.flatMap(cells => cells[at] || []);
    const isRead = (cell: string) => notations.some(notation => reads(fields[key], cell, notation));
    return filled.filter(isRead).length / Math.max(1, filled.length);
  };
  for (const key of told) {
    const open = found.flatMap((one, at) => (one === null ? [{ at, share: share(at, key) }] : []));
    const [best] = open.toSorted((a, b) => b.share - a.share || b.at - a.at);
    if (best && best.share > 0.5) found[best.at] = key;
  }
  const name = found.findIndex(
    (one, at) => one === null && rows.some(cells => /\p{L}/u.test(cells[at] ?? '')),
  );
  const named = name === -1 ? found : found.with(name, 'name');
  // What cannot be read is shown where it would stand, for its reader to see what is wrong: nothing is dropped.
  return named.map((key, at) => {
    const usual = usualOrder[at];
    return key ?? (usual === undefined || named.includes(usual) ? null : usual);
  });
}

/** The decimal sign that one of the amounts proves, for those that leave it open. */
function decimalIn(amounts: readonly string[]): Notation['decimal'] {
  const proven = new Set(amounts.map(provenDecimal).filter(sign => sign !== null));
  return proven.size === 1 ? ([...proven][0] ?? null) : null;
}

/**
 * Reads rows that were copied from a sheet into a form, headings or none: which column is which is said by its heading, by its place where
 * one column is given (`only`), else by what stands in it.
 * @param only the field that a single column is of
 */
export function readPastedRows(fields: Fields, text: string, only: string | null): PastedRows {
  const [first = [], ...others] = cellsOf(text);
  const names = namesOf(fields);
  const headings = first.map(cell => names.get(plainHeading(cell)) ?? null);
  const named = headings.filter(heading => heading !== null).length;
  // Words of our own above figures: a line of participants holds no two of them.
  const isHeaded =
    named >= 2 || (named === 1 && first.filter(cell => cell !== '').length === 1 && others.length > 0);
  const body = isHeaded ? others : [first, ...others];
  const isColumn = body.every(cells => cells.length <= 1);
  const columns = isHeaded ? headings : isColumn && only !== null ? [only] : columnsByContent(fields, body);
  const all = body
    .slice(0, mostRows)
    .map(cells =>
      Object.fromEntries(
        columns.flatMap((key, at): [string, string][] =>
          key === null || !cells[at] ? [] : [[key, cells[at]]],
        ),
      ),
    );
  const rows = all.filter(row => Object.keys(row).length > 0 && !areOfTotal([row['name'] ?? '']));
  const decimal = decimalIn(rows.flatMap(row => row['euContribution'] || []));
  return { rows, notation: { decimal, dayOrder: 'dayFirst' }, totals: all.length - rows.length };
}
