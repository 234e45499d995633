import exceljs from 'exceljs';
import type { apiAs, signedInAs } from './app.ts';
import { attributesOn, wordsOn } from './page.ts';

export type PageUser = Awaited<ReturnType<typeof signedInAs>>;
export type ApiUser = Awaited<ReturnType<typeof apiAs>>;

/** What an output says: ids in order, how many there are in all, and the sums it prints. */
export interface Rows {
  ids: string[];
  /** What it says of the whole list; null where it does not say. */
  total: number | null;
}

/** Lines and cells of a CSV file: RFC 4180. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  // The first heading says by what they are separated: the reader's notation rules it.
  const separator = /^[^,\r\n]*;/.test(text) ? ';' : ',';
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n|$)`, 'g');
  for (const [, quoted, plain, end] of text.replace(/^\ufeff/, '').matchAll(cell)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') lines.push([]);
    if (end === '') break;
  }
  return lines.filter(line => line.length > 1 || line[0] !== '');
}

/** The first sheet of a workbook, by the headings of its columns. */
export async function readSheet(body: Buffer): Promise<Record<string, exceljs.CellValue>[]> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(body as never);
  const [sheet] = book.worksheets;
  const table = Object.values(
    (sheet as unknown as { tables: Record<string, { table: { tableRef: string } }> }).tables,
  )[0];
  if (!sheet || !table) return [];
  const [, top = '1', bottom = '1'] = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(table.table.tableRef) ?? [];
  const cellsOf = (number: number): exceljs.CellValue[] =>
    (sheet.getRow(number).values as exceljs.CellValue[]).slice(1);
  const headings = cellsOf(Number(top)).map(String);
  const numbers = Array.from({ length: Number(bottom) - Number(top) }, (_none, at) => Number(top) + 1 + at);
  return numbers.map(number => {
    const cells = cellsOf(number);
    return Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? null]));
  });
}

const textOf = (value: exceljs.CellValue | undefined): string => (typeof value === 'string' ? value : '');

/** A list's page: the ids its first column links to, and the number above it. */
export async function rowsOnPage(
  user: PageUser,
  noun: string,
  query: string,
): Promise<Rows & { html: string }> {
  const { status, text } = await user.get(`/${noun}?${query}`);
  if (status !== 200) throw new Error(`The page of ${noun}?${query} gave ${status}.`);
  const links = attributesOn(text, `th[scope="row"] > a:first-child[href^="/${noun}/"]`, 'href');
  const [count] = wordsOn(text, '.list-count');
  return {
    // On another day than today a link leads to the record as of that day.
    ids: links.map(link => decodeURIComponent(link.split(/[/?]/)[2] ?? '')),
    total: Number(/^[\d.,\s]+/.exec(count ?? '')?.[0].replaceAll(/\D/g, '')),
    html: text,
  };
}

/** A list in every other form: the API, and each file on both mounts. */
export async function rowsElsewhere(
  user: PageUser,
  api: ApiUser,
  noun: string,
  query: string,
): Promise<Readonly<Record<string, Rows>>> {
  const found: Record<string, Rows> = {};
  const list = await api.get(`/${noun}?${query}`);
  found['API'] = {
    ids: (list.body.items as { id: string }[]).map(({ id }) => id),
    total: list.body.paginationInfo.totalItems,
  };
  for (const [mount, get] of [
    ['page', user.get],
    ['API', api.get],
  ] as const) {
    const csv = await get(`/${noun}.csv?${query}`);
    const [head = [], ...lines] = readCsv(csv.text);
    const idAt = head.indexOf(mount === 'API' ? 'id' : 'Id');
    found[`${mount} .csv`] = { ids: lines.map(line => line[idAt] ?? ''), total: lines.length };
    const json = await get(`/${noun}.json?${query}`);
    const items = JSON.parse(json.text).items as { id: string }[];
    found[`${mount} .json`] = { ids: items.map(({ id }) => id), total: items.length };
    const xlsx = await get(`/${noun}.xlsx?${query}`).responseType('blob');
    const rows = await readSheet(xlsx.body as Buffer);
    const [inFile, matching] = (xlsx.headers['x-rows'] as string).split('/').map(Number);
    const ids = rows.map(row => textOf(row['Id']));
    found[`${mount} .xlsx`] = {
      ids: ids.filter(Boolean),
      total: matching === inFile ? (matching ?? null) : null,
    };
  }
  return found;
}
