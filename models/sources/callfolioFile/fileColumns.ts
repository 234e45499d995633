import type { Field } from '../../record/fields.ts';
import { csvColumnsOf, listSheetsOf, type ListSheet, type SheetField } from '../../lists/listColumns.ts';
import type { Noun } from '../../record/noun.ts';
import { nouns } from '../../nouns.ts';
import { incomingNouns, type IncomingNoun } from '../contract/incoming.ts';
import { wordsOfToday } from '../cells/formerWords.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';

/** A column of a file of ours. */
export interface OwnColumn {
  at: number;
  /** The heading as written. */
  written: string;
  /** As in `SheetField`. */
  key: string;
  /** null where it is calculated, or is no field (`$id` …). */
  field: Field | null;
}

/** A table of a file of ours, and what it holds. */
export interface OwnTable {
  table: SourceTable;
  noun: IncomingNoun;
  sheet: ListSheet;
  /** Text that looks like a formula was made safe, as in CSV. */
  isEscaped: boolean;
  columns: readonly OwnColumn[];
  /** Headings that mean nothing to us, or that are there a second time. */
  unknown: readonly string[];
  /** Cells of columns that are not read hold personal data: a row refused for its shape is not shown. */
  hidesCells?: true;
}

/** What stands under a heading. */
type Meant = Pick<OwnColumn, 'key' | 'field'>;

interface Known {
  noun: Noun;
  sheet: ListSheet;
  /** Heading in lower case, in either language → what stands under it. */
  headings: ReadonlyMap<string, Meant>;
  /** Key of the API → the same. */
  keys: ReadonlyMap<string, Meant>;
  /** As `headings`, in a CSV file, where lists stand too. */
  csvHeadings: ReadonlyMap<string, Meant>;
}

/** The keys over the columns of a CSV file, and of the items of a JSON file: lists too, as JSON. */
function keysOf({ fields, columns }: Noun): Known['keys'] {
  const derived = columns.flatMap(({ key }) => (key in fields ? [] : [key]));
  const calculated = [...new Set([...derived, 'warnings', 'createdAt', 'updatedAt', 'updatedBy'])];
  const keys = new Map<string, Meant>([
    ['id', { key: '$id', field: null }],
    ['version', { key: '$version', field: null }],
    ...calculated.map((key): [string, Meant] => [key, { key, field: null }]),
    ...Object.entries(fields).map(([key, field]): [string, Meant] => [key, { key, field }]),
  ]);
  const { supports } = fields;
  if (supports) keys.set('supports.json', { key: 'supports', field: supports });
  return keys;
}

/** What stands under each heading, in either language. */
function meantBy(columns: readonly SheetField[]): Map<string, Meant> {
  const headings = new Map<string, Meant>();
  for (const { key, heading, field } of columns) {
    for (const words of [heading.en.toLowerCase(), heading.nl.toLowerCase()]) {
      if (!headings.has(words)) headings.set(words, { key: key.replace(/\.json$/, ''), field });
    }
  }
  return headings;
}

function knownSheets(): Known[] {
  return (Object.values(nouns) as Noun[]).flatMap(noun =>
    listSheetsOf(noun).map((sheet): Known => {
      const isRecords = sheet.list === null;
      return {
        noun,
        sheet,
        headings: meantBy(sheet.columns),
        keys: isRecords ? keysOf(noun) : new Map(),
        csvHeadings: isRecords ? meantBy(csvColumnsOf(noun)) : new Map(),
      };
    }),
  );
}

/** Whether a table is a list of JSON. */
export const isOfValues = (table: SourceTable): boolean => 'values' in table;

let sheets: Known[] | null = null;

const isNamed = ({ name }: ListSheet, table: string): boolean => {
  const plain = table.replace(/ \d+$/, '').toLowerCase();
  return plain === name.en.toLowerCase() || plain === name.nl.toLowerCase();
};

function matched(
  table: SourceTable,
  known: Known,
  isCsv: boolean,
): { own: Omit<OwnTable, 'noun'>; score: number } | null {
  const { sheet, keys } = known;
  const isCsvOfRecords = isCsv && known.csvHeadings.size > 0;
  const headings = isCsvOfRecords ? known.csvHeadings : known.headings;
  const hasKeys = keys.size > 0 && table.columns.includes('id') && table.columns.includes('version');
  const taken = new Set<string>();
  const columns: OwnColumn[] = [];
  const unknown: string[] = [];
  // The list at a glance in a CSV file is not read where it stands in full too, nor where it does not.
  const shown = (written: string, field: Field | null) => (written === 'supports' ? null : field);
  table.columns.forEach((written, at) => {
    if (written === '') return;
    const found = hasKeys
      ? keys.get(written)
      : (headings.get(written.toLowerCase()) ?? headings.get(wordsOfToday(written)));
    // A list stands there at a glance and in full, under one key.
    const name = hasKeys || isCsvOfRecords ? written : found?.key;
    if (!found || name === undefined || taken.has(name)) {
      unknown.push(written);
      return;
    }
    taken.add(name);
    const isGlance = hasKeys && !isOfValues(table);
    columns.push({
      at,
      written,
      key: found.key,
      field: isGlance ? shown(written, found.field) : found.field,
    });
  });
  const has = (key: string) => columns.some(column => column.key === key);
  const fields = columns.filter(({ field }) => field !== null).length;
  const isRecords = sheet.list === null && has('$id') && has('$version') && fields >= 2;
  const isItems = sheet.list !== null && !has('$version') && (has('$record') || has('$id')) && fields >= 2;
  if (!isRecords && !isItems) return null;
  const score = columns.length + (isNamed(sheet, table.name) ? 100 : 0);
  return { own: { table, sheet, isEscaped: hasKeys || isCsvOfRecords, columns, unknown }, score };
}

const isIncoming = (name: string): name is IncomingNoun =>
  (incomingNouns() as readonly string[]).includes(name);

/** The tables of a file that callfolio wrote, or that look as if it had; a list of users or programmes is none. */
export function ownTablesOf(file: SourceFile): OwnTable[] {
  sheets ??= knownSheets();
  const all = sheets;
  const found = file.tables.flatMap(table => {
    const matches = all.flatMap(known => {
      const match = matched(table, known, file.container === 'csv');
      return match ? [{ ...match, noun: known.noun.name }] : [];
    });
    return matches.length === 0 ? [] : [matches.toSorted((a, b) => b.score - a.score)];
  });
  const recordNouns = new Set(
    found.flatMap(([best]) => (best && best.own.sheet.list === null ? [best.noun] : [])),
  );
  return found.flatMap((matches): OwnTable[] => {
    const [best] = matches;
    // Lists of calls and projects look alike: the records beside them say whose they are.
    const fits = matches.find(({ noun, score }) => score === best?.score && recordNouns.has(noun)) ?? best;
    return fits && isIncoming(fits.noun) ? [{ ...fits.own, noun: fits.noun }] : [];
  });
}
