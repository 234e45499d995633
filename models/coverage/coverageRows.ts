import mongoose from 'mongoose';
import { emptyRows, endVersion, putVersion, type StoredVersion, type VersionRows } from '../index/versionRows.ts';
import { aggregateFound, countFound, type Found } from '../lists/asKnown.ts';
import { iterate } from '../process/iterate.ts';
import { projects } from '../projects/projects.ts';
import { projectVersions } from '../projects/projectVersions.ts';
import { findLatestRestore } from '../process/restore.ts';
import { joinAll } from '../process/joinAll.ts';
import { openVersion } from '../record/versions.ts';

const ofProject = ['version', 'validFrom', ...projectVersions.reads].join(' ');

/**
 * A version is written with an id of that moment and committed within a minute, and so is a tombstone; the clocks of two
 * processes differ by seconds. What is older than this, counted from the last reading, has been seen.
 */
const windowMs = 5 * 60_000;

type Id = mongoose.Types.ObjectId;
type WithId = Pick<StoredVersion, keyof StoredVersion> & { _id: Id; tombstone?: Id };

/**
 * Where the ids of what comes to be stand: of a version in the current record, and in the version when it is closed; of the
 * tombstones that removals leave, in versions. In the order in which they are read: what is closed meanwhile is found twice,
 * and never not at all.
 */
const places = {
  versions: [
    { model: projects.current, path: 'versionId' },
    { model: projects.versions, path: '_id' },
  ],
  tombstones: [{ model: projects.versions, path: 'tombstone' }],
} as const;
type Kind = keyof typeof places;

/** What was read of versions or of tombstones: how many in all, and the ids of those in the window. */
interface Heard {
  readonly kind: Kind;
  total: number;
  readonly young: Set<string>;
}

/** What a process has read. Replaced or added to in one go, so that nobody sees half of what a transaction wrote. */
interface Replica {
  rows: VersionRows;
  versions: Heard;
  tombstones: Heard;
  /** The restore of a backup that the rows are of: other records may be as many and as old as those before. */
  lastRestore: string | null;
  /** By how many documents the server's quick count of versions was off when all of them were last counted. */
  drift: number;
  /** How many projects there were when the tombstones were last counted. */
  projectsCounted: number;
  /** When the rows were last read, in ms. */
  readAt: number;
  /** The reading under way; and the one after it, where somebody waits for it. */
  running: Promise<void> | null;
  next: Promise<void> | null;
}

const heardNothing = (kind: Kind): Heard => ({ kind, total: 0, young: new Set() });

const emptyReplica = (): Replica => ({
  rows: emptyRows(projectVersions),
  versions: heardNothing('versions'),
  tombstones: heardNothing('tombstones'),
  lastRestore: null,
  drift: 0,
  projectsCounted: 0,
  readAt: Infinity,
  running: null,
  next: null,
});

type Filter = Record<string, unknown>;

const batchSize = 500;

/** Versions: the open ones of current records, then closed ones; null for none of either kind. */
async function* versionsWith(current: Filter | null, closed: Filter | null) {
  if (current)
    for await (const stored of iterate(() =>
      projects.current.find(current, `versionId ${ofProject}`).lean<Filter[]>().cursor({ batchSize }),
    ))
      yield openVersion(stored) as WithId;
  if (closed)
    yield* iterate<WithId>(() =>
      projects.versions
        .find(closed, `recordId validTo tombstone ${ofProject}`)
        .lean<WithId[]>()
        .cursor({ batchSize }),
    );
}

const idAt = (since: number): Id =>
  new mongoose.Types.ObjectId(
    `${Math.floor(since / 1000)
      .toString(16)
      .padStart(8, '0')}0000000000000000`,
  );

function hear({ young, ...heard }: Heard, id: Id | undefined, from: string): Heard {
  const hex = id?.toHexString();
  if (hex === undefined) return { ...heard, young };
  if (hex >= from) young.add(hex);
  return { ...heard, young, total: heard.total + 1 };
}

async function readAll(replica: Replica, first: Id): Promise<void> {
  const rows = emptyRows(projectVersions);
  let [versions, tombstones] = [heardNothing('versions'), heardNothing('tombstones')];
  const from = first.toHexString();
  for await (const version of versionsWith({}, {})) {
    if (putVersion(rows, version)) versions = hear(versions, version._id, from);
    // Closed since it was read as the open one.
    else endVersion(rows, version);
    tombstones = hear(tombstones, version.tombstone, from);
  }
  Object.assign(replica, { rows, versions, tombstones });
}

/** Whether there is something in the window that was not heard of, or something that was is gone. */
async function isNew({ kind, young }: Heard, first: Id): Promise<boolean> {
  let count = 0;
  for (const { model, path } of places[kind]) {
    const [found] = await model.aggregate<{ count: number; last: Id }>([
      { $match: { [path]: { $gte: first } } },
      { $group: { _id: null, count: { $sum: 1 }, last: { $max: `$${path}` } } },
    ]);
    if (found && !young.has(found.last.toHexString())) return true;
    count += found?.count ?? 0;
  }
  return count !== young.size;
}

/** The ids of the window; null when one that was read is gone: data were replaced. */
async function findYoung({ kind, young }: Heard, first: Id): Promise<Map<string, Id> | null> {
  const ids = new Map<string, Id>();
  for (const { model, path } of places[kind]) {
    const match = { [path]: { $gte: first } };
    const found = await model.find(match, { [path]: 1 }).lean<Record<string, Id>[]>();
    for (const { [path]: id } of found) if (id) ids.set(id.toHexString(), id);
  }
  return [...young].every(id => ids.has(id)) ? ids : null;
}

interface News {
  heard: Heard;
  found: WithId[];
}

/** Reads the versions, or the tombstones, of the window that are new; null as `findYoung`. */
async function readYoung(heard: Heard, first: Id): Promise<News | null> {
  if (!(await isNew(heard, first))) return { heard, found: [] };
  const ids = await findYoung(heard, first);
  if (ids === null) return null;
  const unknown = { $in: [...ids].flatMap(([hex, id]) => (heard.young.has(hex) ? [] : [id])) };
  const news =
    heard.kind === 'versions'
      ? versionsWith({ versionId: unknown }, { _id: unknown })
      : versionsWith(null, { tombstone: unknown });
  const found = new Map<string, WithId>();
  for await (const version of news) found.set(version._id.toHexString(), version);
  const young = new Set(ids.keys());
  const heardNow = { ...heard, total: heard.total + found.size, young };
  return { heard: heardNow, found: [...found.values()] };
}

/** Reads what is new in the window; everything, when something that was read is gone. */
async function readNews(replica: Replica, first: Id): Promise<void> {
  const added = await readYoung(replica.versions, first);
  // Not before the versions: of a version that is not there nothing could end.
  const ended = added && (await readYoung(replica.tombstones, first));
  if (!added || !ended) return readAll(replica, first);
  for (const version of added.found) putVersion(replica.rows, version);
  for (const version of ended.found) endVersion(replica.rows, version);
  Object.assign(replica, { versions: added.heard, tombstones: ended.heard });
}

function forgetBefore({ young }: Heard, first: Id): void {
  const from = first.toHexString();
  for (const id of young) if (id < from) young.delete(id);
}

async function isOldAsHeard({ kind, total, young }: Heard, first: Id): Promise<boolean> {
  const older = { $lt: first };
  const closed = { model: projects.versions, match: { _id: older } };
  const found =
    kind === 'versions'
      ? { model: projects.current, match: { versionId: older }, closed }
      : { ...closed, match: { tombstone: older }, closed: null };
  return (await countFound(found)) === total - young.size;
}

/** Whether the quick counts say that nothing came with an id of long ago. */
async function isOldAsCounted(replica: Replica, first: Id, counts: readonly [number, number]) {
  const { versions, tombstones, drift, projectsCounted } = replica;
  const [ofVersions, ofProjects] = counts;
  // Something was written meanwhile; or the quick count is off; or restored data came with ids of long ago.
  const isSame = ofVersions === versions.total + drift || (await isOldAsHeard(versions, first));
  return isSame && (ofProjects === projectsCounted || (await isOldAsHeard(tombstones, first)));
}

async function catchUp(replica: Replica): Promise<void> {
  const now = Date.now();
  const first = idAt(Math.min(now, replica.readAt) - windowMs);
  const [ofClosed, ofProjects, restored] = await joinAll([
    projects.versions.estimatedDocumentCount(),
    projects.current.estimatedDocumentCount(),
    findLatestRestore(),
  ]);
  const ofVersions = ofClosed + ofProjects;
  if (replica.rows.size === 0 || restored !== replica.lastRestore) await readAll(replica, first);
  replica.lastRestore = restored;
  for (const heard of [replica.versions, replica.tombstones]) forgetBefore(heard, first);
  await readNews(replica, first);
  if (!(await isOldAsCounted(replica, first, [ofVersions, ofProjects]))) await readAll(replica, first);
  replica.drift = ofVersions - replica.versions.total;
  replica.projectsCounted = ofProjects;
  replica.readAt = now;
}

/** Makes a reader of rows as `readProjectRows` is, with rows of its own. */
export function rowsReader(): () => Promise<VersionRows> {
  const replica = emptyReplica();
  const start = async (): Promise<void> => {
    replica.next = null;
    replica.running = catchUp(replica).finally(() => {
      replica.running = null;
    });
    return replica.running;
  };
  return async () => {
    // Whoever asks while rows are being read may have written since that began.
    if (replica.running) replica.next ??= replica.running.catch(() => undefined).then(start);
    await (replica.next ?? start());
    return replica.rows;
  };
}

type Read = Omit<StoredVersion, 'recordId'> & { _id: string };

/** The rows of what a query finds and of nothing else: read anew, as a file takes them from its snapshot. */
export async function readRowsOf(found: Found): Promise<VersionRows> {
  const rows = emptyRows(projectVersions);
  const stored = aggregateFound<Read>(found, [
    { $project: Object.fromEntries(`validTo ${ofProject}`.split(' ').map(path => [path, 1])) },
  ]).option({ batchSize });
  for await (const { _id, validTo = null, ...version } of iterate<Read>(() => stored.cursor()))
    putVersion(rows, { ...version, validTo, recordId: _id });
  return rows;
}

/**
 * The rows of every version that was committed before this was asked. They are kept in the process, because adding up
 * tens of thousands of stored documents takes the database about a second; a version changes in nothing but its end, so
 * each time only those that came since, and the removals since, are read (decisions 0036 and 0052).
 */
export const readProjectRows = rowsReader();
