import type { apiAs } from './app.ts';
import { runJobsNow } from './jobs.ts';

type Api = Pick<Awaited<ReturnType<typeof apiAs>>, 'get' | 'post'>;

/** A row of the report, as far as it says what becomes of a row of the file. */
export interface ReportedRow {
  row: number;
  name: string | null;
  noun: string;
  outcome: string;
  problems: { column: string | null; type: string; message: string }[];
  warnings: { column: string | null; value: string | null; type: string; message: string }[];
}

/** Sends a table by API, maps its columns to a project's fields, has it checked, and gives its report. */
export async function importTable(
  { get, post }: Api,
  file: { bytes: Buffer; name: string },
  columns: Readonly<Record<string, string>>,
  more: object = {},
) {
  const { body } = await post('/imports').field({ source: 'table' }).attach('file', file.bytes, file.name);
  const id = body.id as string;
  await runJobsNow();
  const mapping = { noun: 'project', columns, fixed: { programme: 'ISFP' }, ...more };
  const mapped = await post(`/imports/${id}/mapping`).send(mapping);
  await runJobsNow();
  const found = (await get(`/imports/${id}`)).body;
  const { items } = (await get(`/imports/${id}/rows?pageSize=250`)).body as { items: ReportedRow[] };
  const rows = items.toSorted((a, b) => a.row - b.row);
  return { id, mapped, found, rows, projects: rows.filter(({ noun }) => noun === 'project') };
}

/** What becomes of each row, and why: `2 created`, `3 rejected importAmount.cellCurrency`. */
export const outcomesOf = (rows: readonly ReportedRow[]): string[] =>
  rows.map(({ row, outcome, problems, warnings }) =>
    [row, outcome, ...[...problems, ...warnings].map(({ type }) => type)].join(' '),
  );
