import { parse } from 'csv-parse/sync';
import exceljs, { type CellValue } from 'exceljs';
import type { Fields } from '../../models/record/fields.ts';
import { countRecords, streamRecords } from '../../models/lists/list.ts';
import type { Noun } from '../../models/record/noun.ts';
import { parseListQuery } from './listQuery.ts';
import type { Incoming } from '../../models/sources/contract/incoming.ts';
import { ownSource } from '../../models/sources/callfolioFile/callfolioFile.ts';
import type { SourceFile } from '../../models/sources/contract/table.ts';
import { writeBook } from '../../views/workbooks/book.ts';
import { csvOf, jsonOf } from '../../views/workbooks/csv.ts';
import { listBook } from '../../views/workbooks/listBook.ts';
import { takenFor } from '../../views/workbooks/list.ts';
import { now } from './factories.ts';
import { readAll, sourceFileOf, tableOf, valuesTable } from './sourceFile.ts';
import { openly, visibleTo } from '../../models/record/visibleTo.ts';

/** A cell as the reader of uploads gives it. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const text = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
  }
  if (typeof value === 'object') throw new Error(`not a plain cell: ${JSON.stringify(value)}`);
  // As the format has it: `_x005F_` stands for the sign before an escape.
  return String(value).replaceAll('_x005F_', '_');
}

export type Sheets = Record<string, string[][]>;

/** The sheets of a workbook as texts, the headings first. */
export async function sheetsOf(file: Buffer): Promise<Sheets> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0]);
  return Object.fromEntries(
    book.worksheets.map(sheet => {
      const rows: string[][] = [];
      const width = sheet.columnCount;
      for (let row = 1; row <= sheet.rowCount; row += 1) {
        const cells = Array.from({ length: width }, (_none, at) => {
          const { value, isMerged } = sheet.getCell(row, at + 1);
          return isMerged || (typeof value === 'object' && value !== null && 'hyperlink' in value)
            ? ''
            : textOf(value);
        });
        rows.push(cells);
      }
      return [sheet.name, rows];
    }),
  );
}

export const workbookOf = (sheets: Sheets): SourceFile =>
  sourceFileOf(
    Object.entries(sheets).map(([name, rows]) => tableOf(name, rows)),
    'xlsx',
    'projects.xlsx',
  );

export const csvFile = (text: string, delimiter = ','): SourceFile =>
  sourceFileOf(
    [tableOf('projects.csv', parse(text, { bom: true, relax_column_count: true, delimiter }))],
    'csv',
    'projects.csv',
  );

export const jsonFile = (text: string): SourceFile =>
  sourceFileOf(
    [valuesTable('projects.json', (JSON.parse(text) as { items: object[] }).items)],
    'json',
    'projects.json',
  );

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

const formats = {
  en: { language: 'en', locale: 'en-IE' },
  nl: { language: 'nl', locale: 'nl-BE' },
} as const;

/** A whole list in every format in which it is exported. */
export function exportsOf<F extends Fields, D>(of: Noun<F, D>, url: Record<string, unknown> = {}) {
  const noun = visibleTo(of, openly);
  const query = parseListQuery(noun, url, now);
  const records = () => streamRecords(noun, query);
  return {
    csv: async (language?: 'en' | 'nl') =>
      whole(
        csvOf(noun, records(), {
          query,
          format: formats[language ?? 'en'],
          hasKeys: language === undefined,
        }),
      ),
    json: async () => whole(jsonOf(noun, records(), query)),
    xlsx: async (language: 'en' | 'nl' = 'en') => {
      return writeBook(
        await listBook(
          {
            noun,
            totalItems: await countRecords(noun, query),
            query,
            format: formats[language],
            baseUrl: 'https://callfolio.example.org',
            madeBy: 'The reader',
            now,
            readAt: now,
            underWay: null,
          },
          list => streamRecords(noun, query, takenFor(noun, list)),
        ),
      );
    },
  };
}

/** The sheet of a workbook whose name is so, with a cell of one row changed. */
export function changed(sheets: Sheets, sheet: string, row: number, heading: string, text: string): Sheets {
  const rows = sheets[sheet];
  const at = rows?.[0]?.indexOf(heading) ?? -1;
  if (!rows || at < 0) throw new Error(`There is no ${heading} on ${sheet}.`);
  return { ...sheets, [sheet]: rows.map((cells, number) => (number === row ? cells.with(at, text) : cells)) };
}

/** A table without some of its columns. */
export function withoutColumns(rows: readonly string[][], headings: readonly string[]): string[][] {
  const [head = []] = rows;
  return rows.map(cells => cells.filter((_cell, at) => !headings.includes(head[at] ?? '')));
}

/** What a file of ours states, apart from what is only named. */
export async function readOwn(file: SourceFile) {
  const { read, rejected, ...nouns } = await readAll(ownSource, file);
  const own = [...nouns.projects, ...nouns.calls, ...nouns.organisations].filter(one => !one.isNamedOnly);
  return { read, rejected, own };
}

/** The participants that a project of a file states. */
export const participantsOf = (one: Incoming | undefined) =>
  (one?.values['participants'] ?? []) as { name: string }[];

/** A new project as a JSON file of ours states it. */
export const project = (grantAgreement: string, more: object = {}) => ({
  id: null,
  version: null,
  programme: 'H2020',
  grantAgreement,
  title: `Project ${grantAgreement}`,
  ...more,
});
