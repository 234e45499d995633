import type { ClientSession } from 'mongoose';

/**
 * Does a part of an import's work in one transaction that commits only while the work is still this process' own: of two
 * processes one commits. Whoever runs a job gives it.
 */
export type FencedTransaction = <T>(
  action: (session: ClientSession) => Promise<T>,
  how?: FencedOptions,
) => Promise<T>;

/**
 * `isConcurrent`: others of the same job go on at the same time. Such a step only looks whether the work is its own, so the
 * action itself must write something that a successor would write as well: of the two, again, one commits.
 */
export type FencedOptions = Readonly<{ isConcurrent: boolean }>;

/** So many records a transaction writes: decision 0040. */
export const chunkSize = 150;
/** The same for organisations, which are a tenth as large as projects. */
export const smallChunkSize = 500;
