import type { FacetIndex } from '../index/facetIndex.ts';
import { judgeInMemory, keysWithoutColumn, recordJudge } from '../index/select.ts';
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
import { projectVersions, rowReader } from '../projects/projectVersions.ts';
import { recordPredicate, type ListQuery } from '../query/query.ts';
import { isSearch } from '../record/search.ts';

/** The rows in memory that a query takes, of an index as it changes. */
export interface ChosenRows {
  readonly table: FacetIndex;
  readonly rows: VersionRows;
  /** When they were chosen. */
  readonly revision: number;
  /** The records among which they are; the others have none. */
  readonly ids: Iterable<string>;
  /** Whether `choose` says of records that changed what the query says of them. */
  readonly isFollowed: boolean;
  /** What says which row is taken of a record as it is when that is asked; 0 for none. */
  choose(): (id: string) => number;
}

/** The rows in memory that a query takes (decision 0064); null where the database has to be asked. */
export const chooseRows = async (query: ListQuery, table: FacetIndex): Promise<ChosenRows | null> =>
  query.knownAt === null ? choosePresent(query) : choosePast(query, query.knownAt, table);

async function choosePresent(query: ListQuery): Promise<ChosenRows | null> {
  const judged = await judgeInMemory(projects, query);
  const rows = judged?.table.versions;
  if (!rows) return null;
  const { table, misses } = judged;
  const ids = table.ids.filter((_id, record) => misses[record] === 0);
  const newest = (id: string) => rows.newest.get(id) ?? 0;
  const isFollowed = !isSearch(query.search) && keysWithoutColumn(projects, query).length === 0;
  return {
    table,
    rows,
    revision: table.revision,
    ids,
    isFollowed,
    choose: () => {
      const isTaken = recordJudge(projects, query, table);
      return id => {
        const record = table.recordAt.get(id);
        return record !== undefined && isTaken(record) ? newest(id) : 0;
      };
    },
  };
}

/** Filters that a row answers by itself. */
const ofRows = ['programme', 'scope', 'kind', 'status', 'phase', 'portfolio', 'archived'];

async function choosePast(query: ListQuery, knownAt: Date, table: FacetIndex): Promise<ChosenRows | null> {
  const { versions: rows, revision } = table;
  if (!rows) return null;
  // What is written while the database answers is of later.
  const chosen = await findByOthers(query);
  const isTaken = recordPredicate(projects, query, ofRows);
  const read = rowReader(rows);
  return {
    table,
    rows,
    revision,
    ids: chosen ?? rows.newest.keys(),
    isFollowed: chosen === null,
    choose: () => id => {
      const row = findRowAt(rows, rows.newest.get(id) ?? 0, knownAt.getTime());
      return row !== 0 && isTaken(read(row)) ? row : 0;
    },
  };
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
export async function readRows(query: ListQuery): Promise<VersionRows> {
  return readBeside(async () => {
    const rows = emptyRows(projectVersions);
    const paths = ['validTo', ...pathsOf(projectVersions)];
    const stored = aggregateFound<Read>(await sourceOf(projects, query), [
      { $project: Object.fromEntries(paths.map(path => [path, 1])) },
    ]).option({ batchSize: 500 });
    for await (const { _id, validTo = null, ...version } of iterate<Read>(() => stored.cursor()))
      putVersion(rows, { ...version, validTo, recordId: _id });
    return rows;
  });
}

/** A query without what it says by some filters. */
export function without(query: ListQuery, keys: readonly string[]): ListQuery {
  const others = (values: ListQuery['chosen']) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
  return { ...query, chosen: others(query.chosen), excluded: others(query.excluded) };
}
