import {
  cellsOf,
  isBlankRow,
  lineIn,
  narrowed,
  shapeOf,
  shapeProblem,
  type Cells,
  type Shape,
} from './cells.ts';
import { cordisTables, type CordisFormat, type CordisTable } from './cordisFormat.ts';
import type { Rejected, RowNoun, RowProblem } from './incoming.ts';
import { notationOf } from './notation.ts';
import { openSpread, type Spread } from './spread.ts';
import type { SourceTable } from './table.ts';

/** Projects read together; the tables beside them are spread so that memory holds so many at a time. */
const projectsAPart = 200;

const idColumn = (kind: CordisTable): string => (kind === 'project' ? 'id' : 'projectID');
const amountColumns: Partial<Record<CordisTable, readonly string[]>> = {
  project: ['totalcost', 'ecmaxcontribution'],
  organization: ['eccontribution'],
};
const nounOf: Readonly<Record<CordisTable, RowNoun>> = {
  project: 'project',
  organization: 'organisation',
  topics: 'call',
  legalBasis: 'detail',
  euroSciVoc: 'detail',
};

type Item = [table: number, row: number, id: string, cells: readonly string[]];

/** The rows of a project: its own, where the file has one, and those of the tables beside it. */
export interface ProjectRows {
  id: string;
  project: Cells | null;
  organization: Cells[];
  topics: Cells[];
  legalBasis: Cells[];
  euroSciVoc: Cells[];
  /** Tables with rows of this project that could not be taken. */
  lacking: ReadonlySet<CordisTable>;
}

/** The tables of a file, set aside by project. */
export interface Joined {
  spread: Spread<Item>;
  parts: number;
  /** How many projects there are in them. */
  projects: number;
  tables: { kind: CordisTable; shape: Shape }[];
  lacking: Map<string, Set<CordisTable>>;
}

export const rejectedRow = (noun: RowNoun, name: string, problems: readonly RowProblem[]): Rejected => ({
  noun,
  where: (problems[0] as RowProblem).where,
  name: name === '' ? null : name.slice(0, 200),
  rejected: problems,
});

const nameIn = (cells: Cells, kind: CordisTable, id: string): string =>
  (kind === 'project' && lineIn(cells, 'acronym')) ||
  (kind === 'organization' && lineIn(cells, 'name')) ||
  id;

/** A text of its own: one cut out of a piece of the file would keep the whole piece in memory. */
const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

function problemAt(
  cells: Cells,
  column: string,
  key: string,
  values: Record<string, string | number>,
): RowProblem {
  const value = lineIn(cells, column).slice(0, 500);
  return { where: cells.where, column, value, problem: { key: `importSource.${key}`, values } };
}

/**
 * Sets the rows aside by project, in the order of the projects, in files of the work folder; yields those that cannot
 * be: shifted ones, a project that stands twice, and rows of projects the file does not have. Without a table of
 * projects the tables beside it name them.
 */
export async function* joinTables(
  own: Readonly<Record<CordisTable, SourceTable[]>>,
  format: CordisFormat,
  workFolder: string,
  keepsPersonalData: boolean,
): AsyncGenerator<Rejected, Joined, undefined> {
  const spread = await openSpread<Item>(workFolder);
  const joined: Joined = { spread, parts: 0, projects: 0, tables: [], lacking: new Map() };
  const rows = new Map<string, { at: number; row: number; isTaken: boolean }>();
  const mayName = own.project.length === 0;
  let unnamed = 0;
  const placeOf = (id: string, row: number, isTaken = true) => {
    const place = { at: rows.get(id)?.at ?? rows.size + unnamed, row, isTaken };
    if (id === '') unnamed += 1;
    else rows.set(copyOf(id), place);
    return place;
  };

  async function* joinTable(kind: CordisTable, table: SourceTable): AsyncGenerator<Rejected> {
    const shape = shapeOf(table);
    // Only what is read is set aside, so that nothing personal lies in a file for a moment.
    const narrow = narrowed(shape, [...format.columns[kind], ...(keepsPersonalData ? format.personal : [])]);
    const notation = notationOf(narrow.shape, amountColumns[kind] ?? []);
    const number = joined.tables.push({ kind, shape }) - 1;
    for await (const row of table.rows()) {
      if (isBlankRow(row)) continue;
      const cells = cellsOf(shape, row);
      const id = lineIn(cells, idColumn(kind));
      const known = rows.get(id);
      const shifted = shapeProblem(shape, row);
      if (shifted) {
        // Its own rows belong to a project that is not taken: they are no rows of an unknown one.
        if (kind === 'project' && id !== '' && !known) placeOf(id, row.row, false);
        if (known) joined.lacking.set(copyOf(id), (joined.lacking.get(id) ?? new Set()).add(kind));
        yield rejectedRow(nounOf[kind], nameIn(cells, kind, id), [shifted]);
      } else if (kind === 'project' && known?.isTaken) {
        const problem = problemAt(cells, 'id', 'projectTwice', { row: known.row });
        yield rejectedRow('project', nameIn(cells, kind, id), [problem]);
      } else if (kind !== 'project' && !known && (!mayName || id === '')) {
        const problem = problemAt(cells, 'projectID', id === '' ? 'missing' : 'projectUnknown', { id });
        yield rejectedRow(nounOf[kind], nameIn(cells, kind, id), [problem]);
      } else {
        const kept = { row: row.row, cells: narrow.cut(row.cells) };
        notation.see(kept);
        const { at } = known?.isTaken ? known : placeOf(id, row.row, kind === 'project' || mayName);
        const full = spread.add(Math.floor(at / projectsAPart), [number, row.row, id, kept.cells]);
        if (full) await full;
      }
    }
    joined.tables[number] = { kind, shape: notation.settled() };
  }

  for (const kind of cordisTables) {
    for (const table of own[kind]) yield* joinTable(kind, table);
  }
  joined.projects = rows.size + unnamed;
  joined.parts = Math.ceil(joined.projects / projectsAPart);
  return joined;
}

const noTables: ReadonlySet<CordisTable> = new Set();

/** The rows of one part's projects, in their order. */
export async function takePart({ spread, tables, lacking }: Joined, part: number): Promise<ProjectRows[]> {
  const byId = new Map<string, ProjectRows>();
  for (const [number, row, id, found] of await spread.take(part)) {
    const { kind, shape } = tables[number] as Joined['tables'][number];
    const cells = cellsOf(shape, { row, cells: found });
    // Rows without a number are of no one project: each stands for itself.
    const key = id === '' ? `row ${row}` : id;
    let rows = byId.get(key);
    if (!rows) {
      rows = {
        id,
        project: null,
        organization: [],
        topics: [],
        legalBasis: [],
        euroSciVoc: [],
        lacking: lacking.get(id) ?? noTables,
      };
      byId.set(key, rows);
    }
    if (kind === 'project') rows.project = cells;
    else rows[kind].push(cells);
  }
  return [...byId.values()];
}
