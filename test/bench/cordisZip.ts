// Writes a CORDIS download of the size of Horizon 2020, or of as many projects as `--projects` says:
// node --import=tsx test/bench/cordisZip.ts FILE [--projects 35389] [--shape csv|json|xlsx]
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { zipOf, type Member } from '../support/zip.ts';
import { participationQuirks, projectQuirks, type Quirk } from './cordisQuirks.ts';
import {
  cordisColumns,
  cordisProjects,
  type CordisRow,
  type CordisSize,
  type CordisTable,
} from './cordisRows.ts';
import { inlineSheet } from './cordisSheet.ts';
import { wholeOfHorizon2020 } from './generate.ts';

export const cordisShapes = ['csv', 'json', 'xlsx'] as const;
export type CordisShape = (typeof cordisShapes)[number];

/** One row with a quirk, and what an import has to make of it. */
export interface QuirkRow {
  quirk: string;
  table: CordisTable;
  /** Its line (csv), its place in the list from 1 (json) or its row of the sheet (xlsx). */
  row: number;
  grantAgreement: string;
  /** Of a participation. */
  pic: string | null;
  /** Fields of the project or the participant; null where the row is to be rejected. */
  taken: Readonly<Record<string, unknown>> | null;
}

/** What rows of CORDIS are of. */
export const cordisNouns = ['project', 'organisation', 'call', 'detail'] as const;
export type CordisNoun = (typeof cordisNouns)[number];

/** What an import of the file into an installation with nothing but reference data has to count. */
export interface Foretold {
  quirkRows: QuirkRow[];
  /**
   * Projects: rows. Organisations: distinct ones of the rows and projects taken, and rejected rows. Calls: those that projects taken
   * name, and rejected rows of topics. Details: rows of legal bases and of EuroSciVoc that belong to no project.
   */
  counts: Record<CordisNoun, { read: number; created: number; rejected: number }>;
  /** Of the projects taken. */
  participations: number;
}

const tables = Object.keys(cordisColumns) as CordisTable[];
const columnsOf = (table: CordisTable): string[] => cordisColumns[table].split(';');
const quoted = (cell: string) => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The quirk of a row by its place: every so many rows the next one. */
const quirkAt = (
  quirks: readonly Quirk[],
  index: number,
  share: number,
): { quirk: Quirk; at: number } | null => {
  const at = Math.floor(index * share);
  const quirk = quirks[at % quirks.length];
  return quirk && Math.floor((index + 1) * share) > at ? { quirk, at } : null;
};

/** Of a row: rejected, or rejected so that the rows of its project in other tables are lost too. */
type Fate = 'taken' | 'rejected' | 'lost';

/** The rows of every table as cells, and what is to become of them. `row` is filled in by the shape. */
function tablesOf(size: CordisSize, shape: CordisShape, quirkShare: number) {
  const rows = Object.fromEntries(tables.map(table => [table, [] as string[][]])) as Record<
    CordisTable,
    string[][]
  >;
  const rejected = { project: 0, organisation: 0, call: 0, detail: 0 };
  const quirkRows: (QuirkRow & { index: number })[] = [];
  const organisations = new Set<string>();
  const named = new Set<string>();
  let [projects, participations] = [0, 0];
  const add = (table: CordisTable, plain: CordisRow, quirks: readonly Quirk[], isLost = false): Fate => {
    const next = quirkAt(quirks, rows[table].length, quirkShare);
    const found = shape !== 'csv' && next?.quirk.isOfLines ? null : next;
    const row = found?.quirk.change?.(plain, found.at) ?? plain;
    const cells = columnsOf(table).map(column => row[column] ?? '');
    const taken = isLost ? null : found ? (found.quirk.taken?.(row) ?? null) : {};
    if (found || isLost) {
      quirkRows.push({
        quirk: isLost ? 'of a project without a grant number' : (found?.quirk.name ?? ''),
        table,
        row: 0,
        index: rows[table].length,
        grantAgreement: plain['id'] ?? plain['projectID'] ?? '',
        pic: plain['organisationID'] ?? null,
        taken,
      });
    }
    rows[table].push(found?.quirk.breaks?.(cells) ?? cells);
    if (taken === null) rejected[nounOf[table]] += 1;
    return taken !== null ? 'taken' : found?.quirk.isLost ? 'lost' : 'rejected';
  };
  for (const one of cordisProjects(size)) {
    const fate = add('project', one.project, projectQuirks);
    const isLost = fate === 'lost';
    if (fate === 'taken') {
      projects += 1;
      for (const column of ['topics', 'masterCall']) named.add((one.project[column] ?? '').toLowerCase());
    }
    for (const plain of one.organization) {
      // A quirk must not make two rows of one organisation disagree: it has an organisation of its own.
      const isQuirky = quirkAt(participationQuirks, rows.organization.length, quirkShare) !== null;
      const own = isQuirky
        ? { ...plain, organisationID: String(700_000_000 + rows.organization.length) }
        : plain;
      if (add('organization', own, participationQuirks, isLost) !== 'taken') continue;
      if (fate !== 'taken') continue;
      organisations.add(own['organisationID'] ?? '');
      participations += 1;
    }
    for (const table of ['topics', 'legalBasis', 'euroSciVoc'] as const) {
      for (const row of one[table]) add(table, row, [], isLost);
    }
  }
  const countsOf = (taken: number, noun: CordisNoun) => ({
    read: taken + rejected[noun],
    created: taken,
    rejected: rejected[noun],
  });
  const counts = {
    project: countsOf(projects, 'project'),
    organisation: countsOf(organisations.size, 'organisation'),
    call: countsOf(named.size, 'call'),
    detail: countsOf(0, 'detail'),
  };
  return { rows, quirkRows, counts, participations };
}

/** What a row of a table is a row of, where it is rejected. */
const nounOf = {
  project: 'project',
  organization: 'organisation',
  topics: 'call',
  legalBasis: 'detail',
  euroSciVoc: 'detail',
} as const satisfies Record<CordisTable, CordisNoun>;

type Cells = readonly (readonly string[])[];

/** A table as a file of that shape, and where each of its rows stands in it. */
function fileOf(table: CordisTable, rows: Cells, shape: CordisShape): { member: Member; places: number[] } {
  const columns = columnsOf(table);
  const name = `${shape}/${table}.${shape}`;
  if (shape === 'csv') {
    const lines = rows.map(cells => cells.map(quoted).join(';'));
    let line = 2;
    const places = lines.map(text => {
      const place = line;
      line += text.split('\n').length;
      return place;
    });
    return { member: { name, content: `\ufeff${[columns.join(';'), ...lines].join('\n')}\n` }, places };
  }
  if (shape === 'json') {
    const objects = rows.map(cells =>
      Object.fromEntries(columns.slice(0, cells.length).map((column, at) => [column, cells[at]])),
    );
    return { member: { name, content: JSON.stringify(objects) }, places: rows.map((_row, at) => at + 1) };
  }
  const content = inlineSheet([columns, ...rows]);
  return { member: { name, content, isStored: true }, places: rows.map((_row, at) => at + 2) };
}

export interface CordisOptions {
  shape?: CordisShape;
  /** How many of the rows of projects and of participations have a quirk. */
  quirkShare?: number;
}

/** The files of a CORDIS download, what is foretold of them, and how many rows each has. */
export function cordisFiles(
  size: CordisSize,
  { shape = 'csv', quirkShare = 0.01 }: CordisOptions = {},
): { files: Member[]; foretold: Foretold; rows: Record<CordisTable, number> } {
  const { rows, quirkRows, counts, participations } = tablesOf(size, shape, quirkShare);
  const made = tables.map(table => ({ table, ...fileOf(table, rows[table], shape) }));
  const places = new Map(made.map(file => [file.table, file.places]));
  const foretold: Foretold = {
    quirkRows: quirkRows.map(({ index, ...one }) => ({ ...one, row: places.get(one.table)?.[index] ?? 0 })),
    counts,
    participations,
  };
  const sizes = Object.fromEntries(tables.map(table => [table, rows[table].length])) as Record<
    CordisTable,
    number
  >;
  return { files: made.map(({ member }) => member), foretold, rows: sizes };
}

/**
 * A CORDIS download as it has been since 2022, the same in every run: a zip with `project`, `organization`, `topics`,
 * `legalBasis` and `euroSciVoc`, and with quirks in one of a hundred rows of projects and of participations.
 */
export function cordisZip(size: CordisSize, options: CordisOptions = {}) {
  const { files, ...more } = cordisFiles(size, options);
  return { zip: zipOf(files), ...more };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      projects: { type: 'string', default: String(wholeOfHorizon2020.projects) },
      shape: { type: 'string', default: 'csv' },
    },
  });
  const shape = cordisShapes.find(one => one === values.shape) ?? 'csv';
  const { zip, rows } = cordisZip({ projects: Number(values.projects) }, { shape });
  writeFileSync(positionals[0] ?? `cordis-h2020projects-${shape}.zip`, zip);
  process.stdout.write(`${JSON.stringify(rows)}, ${Math.round(zip.length / 2 ** 20)} MB packed.\n`);
}
