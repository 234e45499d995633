import mongoose from 'mongoose';
import { emptyRows, putVersion, type RowStore, type StoredVersion } from './coverageStore.ts';
import { iterate } from './iterate.ts';
import { projects } from './projects.ts';
import { findLatestRestore } from './restore.ts';

const read =
  'recordId version validFrom programme scope kind status signedOn startsOn endsOn terminatedOn euContribution ' +
  'totalCost attributions archivedAt supports.initiative supports.significance';

/**
 * A version is written with an id of that moment and committed within a minute, and the clocks of two processes differ
 * by seconds: what is older than this has been seen.
 */
const windowMs = 5 * 60_000;

type Id = mongoose.Types.ObjectId;
type WithId = StoredVersion & { _id: Id };

/** Versions as young as the window: how many, and the last of them. */
interface Young {
  count: number;
  last: string;
}

/** What the process has read. Replaced or added to in one go, so that nobody sees half of what a transaction wrote. */
let rows: RowStore = emptyRows();
/** The ids read of the versions in the window; older ones are forgotten. */
let young = new Set<string>();
/** The restore of a backup that the rows are of: other records may be as many and as old as those before. */
let lastRestore: string | null = null;
/** By how many documents the server's quick count was off when all of them were last counted. */
let drift = 0;

const versionsWith = (match: Record<string, unknown>) =>
  iterate<WithId>(() => projects.versions.find(match, read).lean<WithId[]>().cursor({ batchSize: 500 }));

const idAt = (since: Date): Id =>
  new mongoose.Types.ObjectId(
    `${Math.floor(since.getTime() / 1000)
      .toString(16)
      .padStart(8, '0')}0000000000000000`,
  );

async function readAll(first: Id): Promise<void> {
  const read = emptyRows();
  const ids = new Set<string>();
  const from = first.toHexString();
  for await (const { _id, ...stored } of versionsWith({})) {
    putVersion(read, stored);
    const id = _id.toHexString();
    if (id >= from) ids.add(id);
  }
  [rows, young] = [read, ids];
}

async function countYoung(first: Id): Promise<Young> {
  const [found] = await projects.versions.aggregate<{ count: number; last: Id }>([
    { $match: { _id: { $gte: first } } },
    { $group: { _id: null, count: { $sum: 1 }, last: { $max: '$_id' } } },
  ]);
  return { count: found?.count ?? 0, last: found?.last.toHexString() ?? '' };
}

/** Reads the versions of the window that are new; everything, when one that was read is gone: data were replaced. */
async function readYoung(first: Id): Promise<void> {
  const match = { _id: { $gte: first } };
  const found = await projects.versions.find(match, { _id: 1 }).lean<{ _id: Id }[]>();
  const ids = new Set(found.map(({ _id }) => _id.toHexString()));
  for (const id of young) if (!ids.has(id)) return readAll(first);
  const unknown = found.filter(({ _id }) => !young.has(_id.toHexString())).map(({ _id }) => _id);
  const versions: WithId[] = [];
  for await (const version of versionsWith({ _id: { $in: unknown } })) versions.push(version);
  for (const version of versions) putVersion(rows, version);
  young = ids;
}

function forgetBefore(first: Id): void {
  const from = first.toHexString();
  for (const id of young) if (id < from) young.delete(id);
}

async function catchUp(): Promise<void> {
  const first = idAt(new Date(Date.now() - windowMs));
  const [counted, restored] = await Promise.all([
    projects.versions.estimatedDocumentCount(),
    findLatestRestore(),
  ]);
  if (rows.size === 0 || restored !== lastRestore) await readAll(first);
  lastRestore = restored;
  forgetBefore(first);
  const now = await countYoung(first);
  // Most of the time nothing was written, or nothing since thousands were: their ids need not be read again.
  if (now.count !== young.size || (now.count > 0 && !young.has(now.last))) await readYoung(first);
  if (counted === rows.size + drift) return;
  // Something was written meanwhile; or the quick count is off; or restored data came with ids of long ago.
  const older = await projects.versions.countDocuments({ _id: { $lt: first } });
  if (older !== rows.size - young.size) await readAll(first);
  drift = counted - rows.size;
}

let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/**
 * The rows of every version that was committed before this was asked. They are kept in the process, because adding up
 * tens of thousands of stored documents takes the database about a second; a version never changes, so each time only
 * those that came since are read (decision 0036).
 */
export async function readProjectRows(): Promise<RowStore> {
  // Whoever asks while rows are being read may have written since that began.
  if (running) next ??= running.catch(() => undefined).then(start);
  await (next ?? start());
  return rows;
}

async function start(): Promise<void> {
  next = null;
  running = catchUp().finally(() => {
    running = null;
  });
  return running;
}
