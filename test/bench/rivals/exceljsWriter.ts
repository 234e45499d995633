// Writes the workbook of all projects by exceljs' stream writer, from a plain cursor; prints its CPU and cells as JSON:
// node --import=tsx test/bench/rivals/exceljsWriter.ts MONGODB_URI PLAN.json FILE.xlsx
import ExcelJS from 'exceljs';
import { MongoClient, type Document } from 'mongodb';
import { readFile } from 'node:fs/promises';
import type { Plan, PlanColumn } from './plan.ts';

const [uri = '', planFile = '', file = ''] = process.argv.slice(2);
const plan = JSON.parse(await readFile(planFile, 'utf8')) as Plan;

type Value = string | number | Date | null;
type Row = Record<string, unknown>;

const amount = { numFmt: '#,##0.00' };
const styles: Partial<Record<string, Partial<ExcelJS.Style>>> = {
  money: amount,
  percent: { numFmt: '0.00%' },
  integer: { numFmt: '#,##0' },
  day: { numFmt: 'd mmm yyyy' },
  instant: { numFmt: 'd mmm yyyy hh:mm' },
};

interface Day {
  value: string;
  from: string;
  to: string;
}
interface Link {
  initiative: string;
  significance: string;
  shareBp: number | null;
}

function phaseOf(row: Row): string {
  const starts = row['startsOn'] as Day | null;
  const terminated = row['terminatedOn'] as Day | null;
  const ends = terminated ?? (row['endsOn'] as Day | null);
  if (ends && ends.to < plan.on) return 'ended';
  if (starts && starts.from > plan.on) return 'upcoming';
  return starts && ends && (terminated || row['status'] !== 'TERMINATED') ? 'ongoing' : 'unknown';
}

const linkText = ({ initiative, significance, shareBp }: Link): string =>
  `${initiative} ${plan.significances[significance]}${shareBp === null ? '' : ` ${shareBp / 100} %`}`;

const coordinatorOf = (row: Row): string | null =>
  (row['participants'] as { role: string; isWithheld: boolean; name: string }[]).find(
    one => one.role === 'coordinator' && !one.isWithheld,
  )?.name ?? null;

type Make = (row: Row, record: Row, column: PlanColumn) => Value;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const stored: Make = (row, _record, { path }) => text(row[path]);
const number: Make = (row, _record, { path }) => (row[path] as number | null | undefined) ?? null;
const joined = (texts: readonly string[]): string | null => (texts.length > 0 ? texts.join('; ') : null);
const hundredth: Make = (row, _record, { path }) => (typeof row[path] === 'number' ? row[path] / 100 : null);

const makes: Partial<Record<string, Make>> = {
  id: (_row, record) => String(record['_id']),
  plain: number,
  record: (_row, record) => text(record['acronym']) ?? text(record['title']),
  phase: (_row, record, { words }) => words[phaseOf(record)] ?? null,
  supports: (_row, record) => joined((record['supports'] as Link[]).map(linkText)),
  warnings: (_row, record, { words }) =>
    joined((record['warnings'] as { rule: string }[]).map(({ rule }) => words[rule] ?? rule)),
  coordinator: (_row, record) => coordinatorOf(record),
  money: hundredth,
  percent: (row, _record, { path }) => (typeof row[path] === 'number' ? row[path] / 10_000 : null),
  integer: number,
  day: (row, _record, { path }) => {
    const day = row[path] as Day | null | undefined;
    return day ? (day.from === day.to ? new Date(`${day.from}T00:00:00Z`) : day.value) : null;
  },
  instant: (row, _record, { path }) => (row[path] as Date | null | undefined) ?? null,
  yesNo: (row, _record, { path }) => (typeof row[path] === 'boolean' ? (row[path] ? 'Yes' : 'No') : null),
  choice: (row, _record, { path, words }) => {
    const code = text(row[path]);
    return code === null ? null : (words[code] ?? code);
  },
  reference: (row, _record, { path }) =>
    (row[path] as { identifier: string } | null | undefined)?.identifier ?? null,
  texts: (row, _record, { path }) => joined((row[path] as string[] | undefined) ?? []),
};

/** What nobody may know of a participant is not written, as the program does. */
const masked = (item: Row): Row =>
  item['isWithheld'] === true
    ? { name: plan.withheld, euContribution: item['euContribution'], isWithheld: true }
    : item;

const client = await MongoClient.connect(uri);
const collection = client.db('callfolio').collection<Document & { _id: string }>('projects');
const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true });
let cells = 0;

for (const { name, list, columns } of plan.sheets) {
  const sheet = workbook.addWorksheet(name);
  sheet.columns = columns.map(({ heading, width, as }) => ({
    header: heading,
    width,
    ...(styles[as] && { style: styles[as] }),
  }));
  const made = columns.map(column => ({ column, make: makes[column.as] ?? stored }));
  const having = list === '' ? {} : { [`${list}.0`]: { $exists: true } };
  const others = plan.sheets.flatMap(one => (one.list === '' || one.list === list ? [] : [one.list]));
  // A pass for each sheet: of a list's only its own items, of the records' not the lists that no column shows.
  const projection =
    list === ''
      ? { ...plan.projection, amendments: 0, documents: 0, statements: 0 }
      : { ...plan.projection, objective: 0, ...Object.fromEntries(others.map(one => [one, 0])) };
  const found = collection
    .find(having, { projection, batchSize: 1000 })
    .sort({ euContribution: -1, _id: -1 });
  for await (const record of found) {
    const rows = list === '' ? [record as Row] : (record[list] as Row[]).map(masked);
    for (const row of rows) {
      const values = made.map(({ column, make }) => make(row, record, column));
      for (const value of values) if (value !== null) cells += 1;
      sheet.addRow(values).commit();
    }
  }
  sheet.commit();
}
await workbook.commit();
await client.close();
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1000, cells }));
