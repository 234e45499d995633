import mongoose from 'mongoose';
import type { Cents } from './fields.ts';
import type { PhaseFacts } from './phase.ts';
import type { Basis, Project, ProjectDerived } from './project.ts';
import { projects } from './projects.ts';
import { findLatestRestore } from './restore.ts';
import type { Significance } from './significance.ts';

/** What coverage asks of one version of a project. Money in whole cents, null where not stated. */
export interface ProjectRow extends PhaseFacts, Record<Basis, Cents | null> {
  recordId: string;
  version: number;
  /** In ms; until the next version of the same project. */
  validFrom: number;
  programme: string | null;
  scope: string;
  kind: string;
  signedOn: Project['signedOn'];
  isArchived: boolean;
  links: LinkRow[];
}

/** A link with what it was allotted by the split method when the project was saved. */
export interface LinkRow extends Record<Basis, Cents | null> {
  initiative: string;
  significance: Significance;
}

/** Versions by project, the oldest first. */
export type ProjectRows = ReadonlyMap<string, readonly ProjectRow[]>;

type StoredVersion = Pick<
  Project & ProjectDerived,
  | 'programme'
  | 'scope'
  | 'kind'
  | 'status'
  | 'signedOn'
  | 'startsOn'
  | 'endsOn'
  | 'terminatedOn'
  | 'euContribution'
  | 'totalCost'
  | 'supports'
  | 'attributions'
  | 'archivedAt'
> & { _id: mongoose.Types.ObjectId; recordId: string; version: number; validFrom: Date };

const read =
  'recordId version validFrom programme scope kind status signedOn startsOn endsOn terminatedOn euContribution ' +
  'totalCost attributions archivedAt supports.initiative supports.significance';

/**
 * A version is written with an id of that moment and committed within a minute, and the clocks of two processes differ
 * by seconds: what is older than this has been seen.
 */
const windowMs = 5 * 60_000;

/** What the process has read. Replaced or added to in one go, so that nobody sees half of what a transaction wrote. */
let byProject = new Map<string, ProjectRow[]>();
let known = new Set<string>();
/** The restore of a backup that the rows are of: other records may be as many and as old as those before. */
let lastRestore: string | null = null;
/** By how many documents the server's quick count was off when all ids were last compared. */
let drift = 0;

/** The same text once: tens of thousands of rows repeat the same days, codes and names. */
let texts = new Map<string, string>();
function once<T extends string | null>(text: T): T {
  if (text === null) return text;
  const same = texts.get(text);
  if (same === undefined) texts.set(text, text);
  return (same ?? text) as T;
}

const dayOnce = (day: Project['startsOn'] | undefined): Project['startsOn'] =>
  day ? { value: once(day.value), from: once(day.from), to: once(day.to) } : null;

function rowOf(stored: StoredVersion): ProjectRow {
  const parts = stored.attributions.flatMap(one => one.parts);
  return {
    recordId: once(stored.recordId),
    version: stored.version,
    validFrom: stored.validFrom.getTime(),
    programme: once(stored.programme ?? null),
    scope: once(stored.scope),
    kind: once(stored.kind),
    status: once(stored.status ?? null),
    signedOn: dayOnce(stored.signedOn),
    isArchived: (stored.archivedAt ?? null) !== null,
    startsOn: dayOnce(stored.startsOn),
    endsOn: dayOnce(stored.endsOn),
    terminatedOn: dayOnce(stored.terminatedOn),
    euContribution: stored.euContribution ?? null,
    totalCost: stored.totalCost ?? null,
    links: stored.supports.map(({ initiative, significance }) => {
      const part = parts.find(one => one.initiative === initiative);
      const { euContribution = null, totalCost = null } = part ?? {};
      return { initiative: once(initiative), significance: once(significance), euContribution, totalCost };
    }),
  };
}

function keep(key: string, row: ProjectRow): void {
  if (known.has(key)) return;
  known.add(key);
  const before = byProject.get(row.recordId) ?? [];
  const later = before.findIndex(({ version }) => version > row.version);
  before.splice(later < 0 ? before.length : later, 0, row);
  byProject.set(row.recordId, before);
}

async function readVersions(match: Record<string, unknown>): Promise<[string, ProjectRow][]> {
  const found: [string, ProjectRow][] = [];
  const cursor = projects.versions.find(match, read).lean<StoredVersion[]>().cursor({ batchSize: 500 });
  for await (const stored of cursor) found.push([stored._id.toHexString(), rowOf(stored)]);
  return found;
}

async function readAll(): Promise<void> {
  texts = new Map();
  const found = await readVersions({});
  [byProject, known] = [new Map(), new Set()];
  for (const [key, row] of found) keep(key, row);
}

const idsOf = async (match: Record<string, unknown>): Promise<Set<string>> => {
  const found = await projects.versions.find(match, { _id: 1 }).lean<{ _id: mongoose.Types.ObjectId }[]>();
  return new Set(found.map(({ _id }) => _id.toHexString()));
};

/** Reads what is new among all ids from `first` on; everything, when one that was read is gone: data were restored. */
async function readNew(first: string): Promise<void> {
  const ids = await idsOf({ _id: { $gte: new mongoose.Types.ObjectId(first) } });
  for (const key of known) if (key >= first && !ids.has(key)) return readAll();
  const unknown = [...ids].filter(key => !known.has(key)).map(key => new mongoose.Types.ObjectId(key));
  if (unknown.length === 0) return;
  for (const [key, row] of await readVersions({ _id: { $in: unknown } })) keep(key, row);
}

async function catchUp(): Promise<void> {
  const [counted, restored] = await Promise.all([
    projects.versions.estimatedDocumentCount(),
    findLatestRestore(),
  ]);
  if (known.size === 0 || restored !== lastRestore) await readAll();
  lastRestore = restored;
  const seconds = Math.floor((Date.now() - windowMs) / 1000);
  await readNew(mongoose.Types.ObjectId.createFromTime(seconds).toHexString());
  if (counted === known.size + drift) return;
  // Restored data come with ids of long ago.
  await readNew('0'.repeat(24));
  drift = counted - known.size;
}

let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/**
 * The rows of every version that was committed before this was asked. They are kept in the process, because adding up
 * tens of thousands of stored documents takes the database about a second; a version never changes, so each time only
 * those that came since are read (decision 0036).
 */
export async function readProjectRows(): Promise<ProjectRows> {
  // Whoever asks while rows are being read may have written since that began.
  if (running) next ??= running.catch(() => undefined).then(start);
  await (next ?? start());
  return byProject;
}

async function start(): Promise<void> {
  next = null;
  running = catchUp().finally(() => {
    running = null;
  });
  return running;
}

/** The row of a project that was valid at an instant (ms), or is now (null); undefined before its first. */
export function rowAt(rows: readonly ProjectRow[], at: number | null): ProjectRow | undefined {
  return at === null ? rows.at(-1) : rows.findLast(({ validFrom }) => validFrom <= at);
}
