import type { ClientSession } from 'mongoose';

/**
 * Does a part of an import's work in one transaction that commits only while the work is still this process' own.
 * Whoever runs a job gives it.
 */
export type Step = <T>(deed: (session: ClientSession) => Promise<T>) => Promise<T>;

/** So many records a transaction writes: decision 0040. */
export const chunkSize = 150;
/** The same for organisations, which are a tenth as large as projects. */
export const smallChunkSize = 500;
