import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import mongoose from 'mongoose';
import { hasMark, leaveMark, newMark } from './checkpointMark.ts';
import type { FacetIndex } from './facetIndex.ts';
import { readIndexFrom, writeIndex } from './indexSections.ts';
import { DamagedFile, readSections, writeSections, type SectionWriter } from './sectionFile.ts';
import type { Listed, NounName } from '../record/noun.ts';

/** Where a checkpoint is kept, and what says that it was made by a program that reads records as this one does. */
export interface CheckpointPlace {
  readonly file: string;
  /** What it is written as until it is whole. */
  readonly temporary: string;
  readonly stamp: string;
  /** Told in a sentence of each that was kept, used or dropped. */
  log(sentence: string, details: object): void;
}

/** From where on the change stream tells what is not in it. */
export type Position = object;

export interface Checkpoint {
  readonly position: Position;
  readonly tables: ReadonlyMap<NounName, FacetIndex>;
}

/** How such a file begins; another number once it is written otherwise. */
const format = 'callfolio index 2';

interface Heading {
  format: typeof format;
  stamp: string;
  /** The collections by their names, as the database numbers them: a restore puts others in their place. */
  collections: Record<string, string>;
  mark: string;
  position: Position;
  writtenAt: Date;
}

class NotUsable extends Error {}

/**
 * Keeps what is known of all records in a file, with the place in the change stream from which it is followed: a
 * *checkpoint*, as databases have it. The file is there whole or not at all, for its owner alone.
 *
 * @param whileHeld called for each noun in turn; it calls back with a table into which nothing is put meanwhile
 */
export async function keepCheckpoint(
  place: CheckpointPlace,
  nouns: readonly Listed[],
  position: Position,
  whileHeld: (noun: Listed, write: (table: FacetIndex) => Promise<void>) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const { temporary } = place;
  await mkdir(dirname(place.file), { recursive: true, mode: 0o700 });
  await rm(temporary, { force: true });
  const mark = newMark();
  const collections = await numbersOf(nouns);
  const heading: Heading = {
    format,
    stamp: place.stamp,
    collections,
    mark,
    position,
    writtenAt: new Date(),
  };
  try {
    await writeSections(temporary, async (out: SectionWriter) => {
      await out.value(heading);
      for (const noun of nouns) await whileHeld(noun, async table => writeIndex(out, table));
    });
    await leaveMark(mark);
    await rename(temporary, place.file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  const { size } = await stat(place.file);
  place.log('The index was kept for the next start.', {
    bytes: size,
    ms: Math.round(performance.now() - began),
  });
}

/**
 * What was kept, if it is whole, made by this very program and of this database as it is; null otherwise, and a line says
 * why.
 */
export async function findCheckpoint(
  place: CheckpointPlace,
  nouns: readonly Listed[],
): Promise<Checkpoint | null> {
  const began = performance.now();
  try {
    const found = await readSections(place.file, async from => {
      const { position, ...heading } = (await from.value()) as Heading;
      await refuseOther(heading, place, nouns);
      const tables = new Map<NounName, FacetIndex>();
      for (const noun of nouns) tables.set(noun.name, await readIndexFrom(from, noun));
      return { position, tables };
    });
    place.log('The index that was kept is read; what changed since follows.', {
      ms: Math.round(performance.now() - began),
    });
    return found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const why = error instanceof DamagedFile || error instanceof NotUsable ? error.message : String(error);
    place.log(`The index that was kept is not used: ${why}. It is read anew from the database.`, {});
    return null;
  }
}

async function refuseOther(
  heading: Partial<Omit<Heading, 'position'>>,
  { stamp }: CheckpointPlace,
  nouns: readonly Listed[],
): Promise<void> {
  if (heading.format !== format) throw new NotUsable('it has another format');
  if (heading.stamp !== stamp) throw new NotUsable('another version of callfolio made it');
  const numbers = await numbersOf(nouns);
  if (JSON.stringify(heading.collections) !== JSON.stringify(numbers))
    throw new NotUsable('it is of other collections');
  if (!(await hasMark(heading.mark ?? ''))) throw new NotUsable('this database does not know of it');
}

async function numbersOf(nouns: readonly Listed[]): Promise<Record<string, string>> {
  const { db } = mongoose.connection;
  const names = nouns.flatMap(({ current, versions }) => [
    current.collection.collectionName,
    versions.collection.collectionName,
  ]);
  const listed = db?.listCollections({ name: { $in: names } }, { nameOnly: false });
  const found = (await listed?.toArray()) ?? [];
  const numbered = found.map(({ name, info }) => [name, info?.uuid?.toString('hex') ?? ''] as const);
  return Object.fromEntries(numbered.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
