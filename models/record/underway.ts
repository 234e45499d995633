import mongoose from 'mongoose';
import { ExpectedError } from '../values/errors.ts';
import { atSnapshot, presentSnapshot } from '../process/snapshot.ts';

/** Where imports are kept: all that is known of them here, below them, is that they rewrite records. */
export const importsCollectionName = 'imports';

/** The states of an import in which it writes records, once the instant is set from which its versions are valid. */
export const rewritingStates = ['applying', 'undoing'] as const;

interface Rewriting {
  _id: string;
  state: (typeof rewritingStates)[number];
  file: { name: string };
  appliedAt: Date | null;
  undoneAt: Date | null;
}

/** An import whose records are being written, or taken back, at this moment. */
export interface UnderWay {
  id: string;
  name: string;
  state: Rewriting['state'];
  /** The instant from which its versions are valid. */
  since: Date;
}

async function read(): Promise<UnderWay | null> {
  const imports = mongoose.connection.collection<Rewriting>(importsCollectionName);
  const found = await imports.findOne(
    {
      $or: [
        { state: 'applying', appliedAt: { $ne: null } },
        { state: 'undoing', undoneAt: { $ne: null } },
      ],
    },
    { projection: { state: 1, file: 1, appliedAt: 1, undoneAt: 1 }, maxTimeMS: 3_000, ...atSnapshot() },
  );
  if (!found) return null;
  const since = (found.state === 'undoing' ? found.undoneAt : found.appliedAt) ?? new Date();
  return { id: found._id, name: found.file.name, state: found.state, since };
}

const keptMs = 1_000;
let kept: { answer: Promise<UnderWay | null>; until: number } | null = null;

/** What lists say of an import under way: asked of the database once a second, for a file at its instant. */
export async function findImportUnderWay(): Promise<UnderWay | null> {
  if (presentSnapshot()) return read();
  if (kept && kept.until > Date.now()) return kept.answer;
  const answer = read();
  kept = { answer, until: Date.now() + keptMs };
  answer.catch(() => (kept = null));
  return answer;
}

/**
 * Refuses an instant at which an import is only half written: as of then all of it is known or nothing.
 * @throws {ExpectedError} `unavailable`
 */
export async function refuseUnderWay(knownAt: Date | null): Promise<void> {
  if (knownAt === null) return;
  const found = await read();
  if (found && found.since <= knownAt)
    throw new ExpectedError('unavailable', 'imports.underWay', { file: found.name });
}
