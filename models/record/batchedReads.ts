import mongoose, { type PipelineStage } from 'mongoose';
import { collation } from './collator.ts';

/** A question to one collection. */
export interface Reading {
  readonly collection: string;
  readonly stages: readonly PipelineStage[];
}

/** Answers a reading; all that it finds, at once: for what a page shows, not for lists without an end. */
export type Read = <T>(reading: Reading) => Promise<T[]>;

interface Marked {
  of: number;
  found: unknown;
}

const limitMs = 7_000;
/** More than any page shows: what is found comes in one batch. */
const batchSize = 10_000;

/** Asks several questions in one round trip: an aggregation that joins what each of them finds. */
async function readTogether(readings: readonly Reading[]): Promise<unknown[][]> {
  const pipelines = readings.map(({ stages }, of) => [
    ...stages,
    { $replaceWith: { of: { $literal: of }, found: '$$ROOT' } },
  ]);
  const others = readings.flatMap(({ collection }, of) =>
    of === 0 ? [] : [{ $unionWith: { coll: collection, pipeline: pipelines[of] } }],
  );
  const found = await mongoose.connection
    .collection(readings[0]?.collection ?? '')
    .aggregate<Marked>([...(pipelines[0] ?? []), ...others], { collation, batchSize, maxTimeMS: limitMs })
    .toArray();
  return readings.map((_reading, at) => found.flatMap(one => (one.of === at ? [one.found] : [])));
}

/** Answers each reading by itself. */
export const readAlone: Read = async <T>(reading: Reading) => {
  const [found = []] = await readTogether([reading]);
  return found as T[];
};

interface Waiting {
  readonly reading: Reading;
  readonly answer: (found: unknown[]) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * *Batching*: the readings that are asked for in one turn of the event loop are one round trip to the database, whoever asks.
 * Where one fails all do.
 */
export function batchReads(): Read {
  let waiting: Waiting[] = [];
  const send = async (): Promise<void> => {
    const sent = waiting;
    waiting = [];
    try {
      const found = await readTogether(sent.map(({ reading }) => reading));
      for (const [at, { answer }] of sent.entries()) answer(found[at] ?? []);
    } catch (error) {
      for (const { fail } of sent) fail(error);
    }
  };
  return async <T>(reading: Reading) =>
    new Promise<T[]>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void send());
      waiting.push({ reading, answer: found => resolve(found as T[]), fail: reject });
    });
}
