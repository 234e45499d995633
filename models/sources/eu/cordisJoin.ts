import {
  cellsOf,
  isBlankRow,
  lineIn,
  narrowed,
  shapeOf,
  shapeProblem,
  type Cells,
  type Shape,
} from '../cells/cells.ts';
import { cordisTables, type CordisFormat, type CordisTable } from './cordisFormat.ts';
import type { Rejected, RowNoun, RowProblem } from '../contract/incoming.ts';
import { notationOf } from '../cells/notation.ts';
import { openSpread, type Spread } from '../files/spread.ts';
import type { SourceRow, SourceTable } from '../contract/table.ts';

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

type Item = [table: number, row: number, id: string, kept: Pick<SourceRow, 'cells' | 'marks'>];

/** The rows of a project: its own, where the file has one, and those of the tables beside it. */
export interface ProjectRows {
  id: string;
  project: Cells | null;
  organization: Cells[];
  topics: Cells[];
  legalBasis: Cells[];
  euroSciVoc: Cells[];
  /** Tables with shifted rows of this project, and how many of them. */
  lacking: ReadonlyMap<CordisTable, number>;
  /** Another row that states the project with other amounts. */
  doubtedBy: number | null;
}

/** The tables of a file, set aside by project. */
export interface Joined {
  spread: Spread<Item>;
  parts: number;
  /** How many projects there are in them. */
  projects: number;
  tables: { kind: CordisTable; shape: Shape }[];
  lacking: Map<string, Map<CordisTable, number>>;
  /** Projects that stand in several rows with other amounts, and one of these rows. */
  doubted: Map<string, number>;
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

/** Where a project stands, and the amounts it states there. */
interface Place {
  at: number;
  row: number;
  isTaken: boolean;
  amounts?: string;
}

const amountsIn = (cells: Cells): string =>
  (amountColumns.project ?? []).map(column => lineIn(cells, column).replace(',', '.')).join(' ');

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
  const joined: Joined = {
    spread,
    parts: 0,
    projects: 0,
    tables: [],
    lacking: new Map(),
    doubted: new Map(),
  };
  const rows = new Map<string, Place>();
  const mayName = own.project.length === 0;
  let unnamed = 0;
  const placeOf = (id: string, row: number, isTaken = true) => {
    const place: Place = { at: rows.get(id)?.at ?? rows.size + unnamed, row, isTaken };
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
        if (known) {
          const lacking = joined.lacking.get(id) ?? new Map<CordisTable, number>();
          joined.lacking.set(copyOf(id), lacking.set(kind, (lacking.get(kind) ?? 0) + 1));
        }
        yield rejectedRow(nounOf[kind], nameIn(cells, kind, id), [shifted]);
      } else if (kind === 'project' && known?.isTaken) {
        const isOpen = known.amounts !== amountsIn(cells);
        if (isOpen) joined.doubted.set(copyOf(id), row.row);
        const key = isOpen ? 'projectTwiceInDoubt' : 'projectTwice';
        const problem = problemAt(cells, 'id', key, { row: known.row });
        yield rejectedRow('project', nameIn(cells, kind, id), [problem]);
      } else if (kind !== 'project' && !known && (!mayName || id === '')) {
        const problem = problemAt(cells, 'projectID', id === '' ? 'missing' : 'projectUnknown', { id });
        yield rejectedRow(nounOf[kind], nameIn(cells, kind, id), [problem]);
      } else {
        const kept = narrow.cut(row);
        notation.see({ row: row.row, ...kept });
        const place = known?.isTaken ? known : placeOf(id, row.row, kind === 'project' || mayName);
        if (kind === 'project') place.amounts = copyOf(amountsIn(cells));
        const full = spread.add(Math.floor(place.at / projectsAPart), [number, row.row, id, kept]);
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

const noTables: ReadonlyMap<CordisTable, number> = new Map();

/** The rows of one part's projects, in their order. */
export async function takePart(
  { spread, tables, lacking, doubted }: Joined,
  part: number,
): Promise<ProjectRows[]> {
  const byId = new Map<string, ProjectRows>();
  for (const [number, row, id, kept] of await spread.take(part)) {
    const { kind, shape } = tables[number] as Joined['tables'][number];
    const cells = cellsOf(shape, { row, ...kept });
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
        doubtedBy: doubted.get(id) ?? null,
      };
      byId.set(key, rows);
    }
    if (kind === 'project') rows.project = cells;
    else rows[kind].push(cells);
  }
  return [...byId.values()];
}
