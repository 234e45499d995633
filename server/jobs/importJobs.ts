import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import mongoose from 'mongoose';
import { ExpectedError, textKeyOf } from '../../models/values/errors.ts';
import { applyImport } from '../../models/imports/apply/apply.ts';
import { checkFile } from '../../models/imports/check/check.ts';
import type { Import, ImportState } from '../../models/imports/import.ts';
import { changeImport, getImport } from '../../models/imports/imports.ts';
import { type StoredImport } from '../../models/imports/importsCollection.ts';
import { uploadsBucket } from '../../models/imports/lifecycle/receive.ts';
import type { FencedTransaction } from '../../models/imports/fencedTransaction.ts';
import { forgetUpload } from '../../models/imports/lifecycle/uploads.ts';
import { undoImport } from '../../models/imports/undo/undo.ts';
import type { JobKind } from '../../models/process/job.ts';
import { tableSource } from '../../models/sources/anyTable/anyTable.ts';
import type { ReadOptions, Source, Unused } from '../../models/sources/contract/incoming.ts';
import { inThread } from '../../models/sources/register/readInWorker.ts';
import { openSource } from '../../models/sources/files/openSource.ts';
import { findSource, recogniseSource } from '../../models/sources/register/register.ts';
import type { SourceFile, SourceProblem } from '../../models/sources/contract/table.ts';
import type { Config } from '../config.ts';
import { tellWhile } from './tellProgress.ts';

export type JobSettings = Pick<Config, 'keepsPersonalData' | 'importLimitMb' | 'importKeptDays'> & {
  /** Files of this size or more are read by a thread of their own; 4 MiB unless given. */
  threadFromBytes?: number;
};

/** What a job does for an import, given what guards its transactions. */
export type JobAction = (
  importId: string,
  step: FencedTransaction,
  settings: JobSettings,
  /** Ends a dry run; what writes records is finished. */
  signal: AbortSignal,
) => Promise<void>;

export const jobActions: Readonly<Record<JobKind, JobAction>> = {
  checkImport,
  applyImport: async (id, step) => {
    await applyImport(id, step);
    // It may hold what the records may not: it is kept no longer than it is needed. What stays is tidied up later.
    await forgetUpload(id).catch(() => undefined);
  },
  undoImport: async (id, step) => undoImport(id, step),
};

const previewRows = 20;
/** From here on a file is read by a thread of its own, which takes a moment to begin. */
const threadFromBytes = 4 * 1_048_576;

/** What is read, as long as it is wanted. */
async function* until<T>(signal: AbortSignal, read: AsyncIterable<T>): AsyncIterable<T> {
  for await (const one of read) {
    signal.throwIfAborted();
    yield one;
  }
}

async function checkImport(
  id: string,
  step: FencedTransaction,
  settings: JobSettings,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-import-'));
  const change = async ($set: Partial<StoredImport>, from: readonly ImportState[] = ['checking']) =>
    step(async session => changeImport(id, null, from, $set, session));
  try {
    const begun = await getImport(id);
    const progress = { ...begun.progress, rows: 0, ofRows: null, startedAt: new Date() };
    await change({ state: 'checking', progress }, ['queued', 'checking']);
    const path = join(folder, 'upload');
    await pipeline(
      uploadsBucket().openDownloadStream(new mongoose.Types.ObjectId(id)),
      createWriteStream(path, { mode: 0o600 }),
      { signal },
    );
    const limits = { packedBytes: settings.importLimitMb * 1_048_576 };
    const { encoding: named } = begun.settings;
    const file = await openSource(path, begun.file.name, limits, named);
    try {
      const known = await recognised(begun, file);
      const { container, encoding, ignored } = file;
      const { keepsPersonalData } = settings;
      const { mapping } = begun.settings;
      const unused = known?.unused(file, { keepsPersonalData, ...(mapping && { mapping }) }) ?? [];
      const found = await change({
        file: { ...begun.file, container, encoding },
        ignored: [...ignored],
        preview: await previewOf(file, unused),
        source: known?.name ?? null,
        unused,
      });
      if (!known) {
        await change({ state: 'queued', needsMapping: true });
        return;
      }
      const workFolder = join(folder, 'work');
      await mkdir(workFolder);
      const isLarge = begun.file.bytes >= (settings.threadFromBytes ?? threadFromBytes);
      // A thread opens it for itself.
      if (isLarge) await file.close();
      const reading = isLarge
        ? inThread({ path, name: begun.file.name, limits, encoding: named, source: known.name }, signal)
        : { bytesRead: () => file.bytesRead(), read: (options: ReadOptions) => known.read(file, options) };
      const read = (options: ReadOptions) => until(signal, reading.read(options));
      const given = { import: found, source: known, read, workFolder, keepsPersonalData };
      await tellWhile(id, reading, async () => checkFile(given, step));
    } finally {
      await file.close();
    }
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    await change({ state: 'failed', failure }, ['queued', 'checking']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What reads the file; null where a person has to name its columns first. */
async function recognised({ settings }: Import, file: SourceFile): Promise<Source | null> {
  const { source, mapping } = settings;
  if (source === 'table') return mapping ? tableSource : null;
  return (source && findSource(source)) ?? recogniseSource(file);
}

/** Why a file cannot be read; null for what is no fault of the file. */
function failureOf(error: unknown): SourceProblem | null {
  if (error instanceof ExpectedError && (error.kind === 'invalid' || error.kind === 'badQuery'))
    return { key: textKeyOf(error.key), values: error.values };
  const isGone = error instanceof Error && error.message.startsWith('FileNotFound');
  return isGone ? { key: 'imports.uploadGone' } : null;
}

const isKept = ({ why }: Unused): boolean => why !== 'personal' && why !== 'contactPerson';

/** The first rows as found; what may not be kept of them is not kept here either. */
async function previewOf(file: SourceFile, unused: readonly Unused[]): Promise<StoredImport['preview']> {
  const preview: { table: string; columns: readonly string[]; rows: string[][] }[] = [];
  for (const { name, columns, rows } of file.tables.map(table => ({ ...table, rows: () => table.rows() }))) {
    const first: string[][] = [];
    const empty = new Set(unused.flatMap(one => (one.table === name && !isKept(one) ? [one.column] : [])));
    for await (const { cells } of rows()) {
      first.push(
        cells.slice(0, 60).map((cell, at) => (empty.has(columns[at] ?? '') ? '' : cell.slice(0, 200))),
      );
      if (first.length >= previewRows) break;
    }
    preview.push({ table: name, columns, rows: first });
  }
  return preview;
}
