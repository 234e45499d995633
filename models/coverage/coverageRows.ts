import { awaitColumns, findColumns } from '../index/indexFollower.ts';
import { judgeInMemory } from '../index/select.ts';
import {
  emptyRows,
  findRowAt,
  pathsOf,
  putVersion,
  type RowVersion,
  type VersionRows,
} from '../index/versionRows.ts';
import { aggregateFound } from '../lists/asKnown.ts';
import { sourceOf } from '../lists/list.ts';
import { iterate } from '../process/iterate.ts';
import { readBeside } from '../process/snapshot.ts';
import { projects } from '../projects/projects.ts';
import { projectVersions, type ProjectRow } from '../projects/projectVersions.ts';
import { recordPredicate, type ListQuery } from '../query/query.ts';

/** Rows of versions of projects, and the numbers of those that a query takes, one of each project, if `isTaken` says so. */
export interface TakenRows {
  rows: VersionRows;
  taken: readonly number[];
  /** Asked by who reads the row: to read all of them twice would take as long again. */
  isTaken: (row: ProjectRow) => boolean;
}

const isAny = () => true;

/** The rows that a query takes, from memory where that is of the instant asked for (decision 0064). */
export async function findRows(query: ListQuery): Promise<TakenRows> {
  const { knownAt } = query;
  await awaitColumns(projects);
  const inMemory = await (knownAt === null ? findPresent(query) : findPast(query, knownAt));
  return inMemory ?? readBeside(async () => readRows(query));
}

async function findPresent(query: ListQuery): Promise<TakenRows | null> {
  const judged = await judgeInMemory(projects, query);
  const rows = judged?.table.versions;
  if (!rows) return null;
  const taken: number[] = [];
  for (const [record, id] of judged.table.ids.entries()) {
    const row = judged.misses[record] === 0 ? rows.newest.get(id) : undefined;
    if (row !== undefined) taken.push(row);
  }
  return { rows, taken, isTaken: isAny };
}

/** Filters that a row answers by itself. */
const ofRows = ['programme', 'scope', 'kind', 'status', 'phase', 'archived'];

async function findPast(query: ListQuery, knownAt: Date): Promise<TakenRows | null> {
  const rows = (await findColumns(projects))?.versions;
  if (!rows) return null;
  // What is written while the database answers is of later.
  const chosen = await findByOthers(query);
  const taken: number[] = [];
  for (const [id, newest] of rows.newest) {
    const row = findRowAt(rows, newest, knownAt.getTime());
    if (row !== 0 && (!chosen || chosen.has(id))) taken.push(row);
  }
  return { rows, taken, isTaken: recordPredicate(projects, query, ofRows) };
}

/** The projects that the other filters and the words of a query take; null where it has none. */
async function findByOthers(query: ListQuery): Promise<ReadonlySet<string> | null> {
  const { chosen, excluded, search } = without(query, ofRows);
  if (search === '' && Object.keys(chosen).length + Object.keys(excluded).length === 0) return null;
  const found = await sourceOf(projects, { ...query, chosen, excluded });
  const ids = await aggregateFound<{ _id: string }>(found, [{ $project: { _id: 1 } }]);
  return new Set(ids.map(({ _id }) => _id));
}

type Read = Omit<RowVersion, 'recordId'> & { _id: string };

/** Reads what a query takes and nothing else: for files, of their snapshot, and while nothing is in memory. */
async function readRows(query: ListQuery): Promise<TakenRows> {
  const rows = emptyRows(projectVersions);
  const paths = ['validTo', ...pathsOf(projectVersions)];
  const stored = aggregateFound<Read>(await sourceOf(projects, query), [
    { $project: Object.fromEntries(paths.map(path => [path, 1])) },
  ]).option({ batchSize: 500 });
  for await (const { _id, validTo = null, ...version } of iterate<Read>(() => stored.cursor()))
    putVersion(rows, { ...version, validTo, recordId: _id });
  return { rows, taken: [...rows.newest.values()], isTaken: isAny };
}

/** A query without what it says by some filters. */
export function without(query: ListQuery, keys: readonly string[]): ListQuery {
  const others = (values: ListQuery['chosen']) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
  return { ...query, chosen: others(query.chosen), excluded: others(query.excluded) };
}
