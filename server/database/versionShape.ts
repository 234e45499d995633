import type { Document } from 'mongodb';
import { iterate } from '../../models/process/iterate.ts';
import { nouns } from '../../models/nouns.ts';
import type { OpenCollection } from './openCollection.ts';

/** Names of files are told apart by case, which these collections do not do by themselves. */
const exact = { collation: { locale: 'simple' } } as const;
/** What said by which way, and by whom: the latter as `updatedBy` does. */
const gone = ['channel', 'changedBy'];
/** Only versions have these that were written before decision 0062. */
const isEarlier = { source: { $exists: false } };

interface AppliedImport {
  _id: string;
  file: { name: string };
  appliedAt: Date | null;
  undoneAt: Date | null;
}

/** Instants since which what an import of a name wrote is that of the latest that had begun. */
const begins = (imports: readonly AppliedImport[], by: 'appliedAt' | 'undoneAt') =>
  imports
    .flatMap(({ _id: id, file: { name }, [by]: at }) => (at === null ? [] : [{ id, name, at }]))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());

/**
 * Versions name what made them. Until schema 7 an import's were known by the name of its file, and of several imports of
 * one name by the instant; reference data's by the file too. Those that were rewritten are passed over, so that what a
 * crash ended is taken up where it was.
 */
async function nameVersionSources(open: OpenCollection): Promise<void> {
  const imports = await open<AppliedImport>('imports').find({}).toArray();
  for (const { name } of Object.values(nouns)) {
    const versions = open(`${name}Versions`);
    const rewrite = async (match: Document, source: Document, reason: unknown = null): Promise<void> => {
      const $set = { source: { $literal: source }, reason };
      await versions.updateMany({ ...isEarlier, ...match }, [{ $set }, { $unset: gone }], exact);
    };
    // The latest first: what is left for an earlier one was written before.
    for (const { id, name: file, at } of begins(imports, 'appliedAt'))
      await rewrite(
        { channel: 'import', reason: file, validFrom: { $gte: at } },
        { kind: 'import', id, name: file },
      );
    for (const { id, name: file, at } of begins(imports, 'undoneAt'))
      await rewrite(
        { channel: 'import', reason: `undone: ${file}`, validFrom: { $gte: at } },
        { kind: 'undo', id, name: file },
      );
    const reference = { kind: 'reference', id: referenceFile };
    await rewrite({ channel: 'reference', reason: referenceFile }, reference);
    const given = { $substrCP: ['$reason', `${referenceFile}: `.length, 10_000] };
    await rewrite({ channel: 'reference', reason: { $regex: `^${referenceFile}: ` } }, reference, given);
    // What nobody knows any more whose it is keeps the reason that it has.
    for (const channel of await versions.distinct('channel', isEarlier))
      await rewrite({ channel }, { kind: channel as string }, '$reason');
  }
}

/** Where reference data has been since 0.1.0, as its versions named it. */
const referenceFile = 'models/reference/reference.json';

const batchSize = 200;
/** What a record takes over from its open version. */
const mark = { recordId: 1, validFrom: 1, source: 1, reason: 1, statedOn: 1 };

/**
 * Every record becomes its own open version, and the version that was open goes: each that is still there has not been
 * taken over, or not surely.
 */
async function foldOpenVersions(open: OpenCollection): Promise<void> {
  for (const { name, path } of Object.values(nouns)) {
    const records = open(path);
    const versions = open(`${name}Versions`);
    let batch: Document[] = [];
    const fold = async (): Promise<void> => {
      const updates = batch.map(({ _id: versionId, recordId, ...rest }) => {
        // In front, where the door puts it.
        const $mergeObjects = [{ $literal: { versionId, ...rest } }, '$$ROOT'];
        return { updateOne: { filter: { _id: recordId }, update: [{ $replaceWith: { $mergeObjects } }] } };
      });
      if (updates.length > 0) await records.bulkWrite(updates, { ordered: false });
      await versions.deleteMany({ _id: { $in: batch.map(({ _id }) => _id) } });
      batch = [];
    };
    const opened = () => versions.find({ validTo: null }, { projection: mark }).batchSize(batchSize);
    for await (const version of iterate<Document>(opened)) {
      batch.push(version);
      if (batch.length >= batchSize) await fold();
    }
    await fold();
  }
}

/** Brings versions into the shape of decision 0062: they name what made them, and only closed ones are kept apart. */
export async function reshapeVersions(open: OpenCollection): Promise<void> {
  await nameVersionSources(open);
  await foldOpenVersions(open);
}
