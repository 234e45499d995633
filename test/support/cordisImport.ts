import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import { applyImport } from '../../models/imports/apply/apply.ts';
import { checkFile } from '../../models/imports/check/check.ts';
import type { Import } from '../../models/imports/import.ts';
import { getImport, newImport, requestApply } from '../../models/imports/imports.ts';
import { importsCollection } from '../../models/imports/importsCollection.ts';
import type { FencedTransaction } from '../../models/imports/fencedTransaction.ts';
import { requestUndo, undoImport } from '../../models/imports/undo/undo.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { projects } from '../../models/projects/projects.ts';
import { inTransaction } from '../../models/record/record.ts';
import { cordis } from '../../models/sources/cordis/cordis.ts';
import type { ReadOptions, Source } from '../../models/sources/contract/incoming.ts';
import type { SourceFile } from '../../models/sources/contract/table.ts';
import { fileOf, grace, lead, locard, partner, type Tables } from './cordis.ts';
import { usualSettings } from './imports.ts';

export const ada = { id: 'ada', name: 'Ada Officer' };
export const usual: Tables = { project: [grace, locard], organization: [lead, partner] };

/** Steps of work that nobody else can take over. */
export const anyStep: FencedTransaction = async deed => inTransaction(deed);

/** An import of a file, checked in this process. */
export async function checkOf(
  file: SourceFile,
  source: Source,
  over: Partial<Import['settings']> = {},
): Promise<Import> {
  const id = new mongoose.Types.ObjectId().toHexString();
  const settings = { ...usualSettings, ...over };
  const made = newImport(id, { name: 'cordis.zip', bytes: 1, digest: 'x' }, settings, ada, new Date());
  await importsCollection().insertOne({ ...made, state: 'checking', source: source.name });
  const workFolder = await mkdtemp(join(tmpdir(), 'callfolio-check-'));
  const read = (options: ReadOptions) => source.read(file, options);
  const given = { source, read, workFolder, keepsPersonalData: false };
  try {
    await checkFile({ import: await getImport(id), ...given }, anyStep);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  return getImport(id);
}

/** The same of tables of CORDIS. */
export const check = async (tables: Tables, over: Partial<Import['settings']> = {}): Promise<Import> =>
  checkOf(fileOf(tables), cordis, over);

export async function apply({ id }: Import, step: FencedTransaction = anyStep): Promise<Import> {
  await requestApply(id, null, ada);
  await applyImport(id, step);
  return getImport(id);
}

/** Undone; `between` happens after somebody asked for it and before it is done. */
export async function undo({ id }: Import, between?: () => Promise<unknown>): Promise<Import> {
  await requestUndo(id, null, ada);
  await between?.();
  await undoImport(id, anyStep);
  return getImport(id);
}

export const sumsUp = ({ counts }: Import): boolean =>
  Object.values(counts).every(
    ({ read, created, changed, unchanged, conflicts, rejected, leftOut }) =>
      read === created + changed + unchanged + conflicts + rejected + leftOut,
  );

export const projectOf = async (grantAgreement: string) =>
  (await projects.current.findOne({ grantAgreement }).lean()) as unknown as Record<string, unknown> & {
    _id: string;
    version: number;
  };

export const versionsIn = async (): Promise<string> =>
  (
    await Promise.all(
      [projects, calls, organisations].map(
        async ({ current, versions }) =>
          (await current.countDocuments({})) + (await versions.countDocuments({})),
      ),
    )
  ).join();
