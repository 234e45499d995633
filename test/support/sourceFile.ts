import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importables } from '../../models/nouns.ts';
import type { Fields } from '../../models/record/fields.ts';
import { importAmountTexts } from '../../views/locales/importAmounts.ts';
import { importSourceTexts } from '../../views/locales/importSources.ts';
import { importTableTexts } from '../../views/locales/importTables.ts';
import { problems } from '../../views/locales/problems.ts';
import type {
  Incoming,
  Read,
  ReadOptions,
  Rejected,
  RowProblem,
  Source,
} from '../../models/sources/contract/incoming.ts';
import type { SourceFile, SourceRow, SourceTable } from '../../models/sources/contract/table.ts';

type Cell = string | number | boolean | null | undefined;

/** A table from its rows, the first being the header; row numbers are those of a sheet. */
export function tableOf(name: string, rows: readonly (readonly Cell[])[]): SourceTable {
  const [header = [], ...body] = rows;
  return {
    name,
    columns: header.map(cell => String(cell ?? '').trim()),
    async *rows() {
      for (const [at, cells] of body.entries())
        yield { row: at + 2, cells: cells.map(cell => String(cell ?? '')) };
    },
  };
}

/** A table of records: an object a row, the keys of all of them its columns. */
export function recordsTable(name: string, records: readonly Readonly<Record<string, Cell>>[]): SourceTable {
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))];
  return tableOf(name, [columns, ...records.map(record => columns.map(column => record[column]))]);
}

/** A table from CSV text as CORDIS writes it: `;` between cells, quotes around those that need it. */
export function csvTable(name: string, text: string): SourceTable {
  const rows = parse(text, {
    delimiter: ';',
    bom: true,
    relax_column_count: true,
    info: true,
  }) as unknown as {
    record: string[];
    info: { lines: number };
  }[];
  const [header, ...body] = rows;
  const first = (at: number) => (rows[at]?.info.lines ?? 0) + 1;
  return {
    name,
    columns: (header?.record ?? []).map(cell => cell.trim()),
    async *rows() {
      for (const [at, { record }] of body.entries())
        yield { row: first(at), cells: record } satisfies SourceRow;
    },
  };
}

/** A table of the values of a JSON list, nested as they are. */
export const valuesTable = (name: string, values: readonly object[]): SourceTable => ({
  name,
  columns: [...new Set(values.flatMap(value => Object.keys(value)))],
  async *rows() {
    const { columns } = this;
    for (const [at, value] of values.entries())
      yield {
        row: at + 1,
        cells: columns.map(column => String((value as Record<string, Cell>)[column] ?? '')),
      };
  },
  async *values() {
    for (const [at, value] of values.entries()) yield { row: at + 1, value };
  },
});

/** A file of these tables. */
export const sourceFileOf = (
  tables: readonly SourceTable[],
  container: SourceFile['container'] = 'zip',
  name = 'file',
): SourceFile => ({
  name,
  container,
  encoding: 'utf-8',
  tables,
  ignored: [],
  bytesRead: () => 0,
  close: async () => {},
});

/** A folder for what a source sorts aside, below the temporary one. */
export const workFolder = (): string => mkdtempSync(join(tmpdir(), 'callfolio-source-'));

const sentences: Readonly<Record<string, { en: string }>> = Object.fromEntries(
  Object.entries({ ...importAmountTexts, ...importSourceTexts, ...importTableTexts, problems }).flatMap(
    ([area, own]) => Object.entries(own).map(([key, text]) => [`${area}.${key}`, text as { en: string }]),
  ),
);

/** Every problem can be said: there is a sentence for it, and it has the values the sentence wants. */
function expectSaid(problems: readonly RowProblem[]): void {
  for (const { problem } of problems) {
    const text = sentences[problem.key]?.en ?? '';
    const wanted = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
    const lacking = wanted.filter(name => !(name in (problem.values ?? {})));
    expect({ key: problem.key, isSaid: text !== '', lacking }).to.deep.equal({
      key: problem.key,
      isSaid: true,
      lacking: [],
    });
  }
}

/** All that a source reads of a file, by kind. */
export async function readAll(source: Source, file: SourceFile, options: Partial<ReadOptions> = {}) {
  const read: Read[] = [];
  const folder = workFolder();
  try {
    const all = { workFolder: folder, keepsPersonalData: false, ...options };
    for await (const one of source.read(file, all)) read.push(one);
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const one of read) expectSaid('values' in one ? one.warnings : one.rejected);
  const taken = read.filter((one): one is Incoming => 'values' in one);
  const of = (noun: Incoming['noun']) => taken.filter(one => one.noun === noun);
  return {
    read,
    projects: of('project'),
    calls: of('call'),
    organisations: of('organisation'),
    rejected: read.filter((one): one is Rejected => 'rejected' in one),
  };
}

/** `row column key` of each reason of the rows not taken. */
export const reasonsOf = (rejected: readonly Rejected[]): string[] =>
  rejected.flatMap(one =>
    one.rejected.map(
      ({ where, column, problem }) => `${where.row} ${column} ${problem.key.replace('importSource.', '')}`,
    ),
  );

/** `column key` of each warning. */
export const warningsOf = (taken: readonly Incoming[]): string[] =>
  taken.flatMap(one =>
    one.warnings.map(({ column, problem }) => `${column} ${problem.key.replace('importSource.', '')}`),
  );

const linkKinds = ['reference'];

function misfits(fields: Fields, values: Readonly<Record<string, unknown>>, path: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const field = fields[key];
    if (!field) return [`${path}${key}: no such field`];
    if (field.items) {
      const items = value as Record<string, unknown>[];
      const { items: own } = field;
      return items.flatMap((item, at) => {
        const keys = Object.keys(own).filter(each => !(each in item));
        return [
          ...misfits(own, item, `${path}${key}.${at}.`),
          ...keys.map(each => `${path}${key}.${at}.${each}: missing`),
        ];
      });
    }
    const given =
      linkKinds.includes(field.kind) && value ? (value as { identifier: string }).identifier : value;
    const inEuro = field.kind === 'money' && typeof value === 'number' ? value / 100 : given;
    const { error } = field.rule.validate(inEuro);
    return error ? [`${path}${key}: ${error.message}`] : [];
  });
}

/** What of an incoming record its noun's fields would not take; empty where all fits. */
export const misfitsOf = ({ noun, values }: Incoming): string[] =>
  misfits(importables[noun].noun.fields, values, '');

/** What a source is told where no setting allows personal data. */
export const notKept = { keepsPersonalData: false };
