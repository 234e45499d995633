import type { ClientSession } from 'mongoose';
import type { NounName } from './noun.ts';

/** Read-through cache: what a transaction has read of each noun, by question. */
const caches = new WeakMap<ClientSession, Map<NounName, Map<string, unknown>>>();

/**
 * Begins to remember what this transaction reads of other records: many of a batch lead to the same ones. Answers whether it
 * did: a batch within a batch goes on with what that remembers.
 */
export function startTransactionCache(session: ClientSession): boolean {
  if (caches.has(session)) return false;
  caches.set(session, new Map());
  return true;
}

export function endTransactionCache(session: ClientSession): void {
  caches.delete(session);
}

/** What is remembered of a noun is forgotten as soon as one of its records is written. */
export function forgetNoun(noun: NounName, session: ClientSession): void {
  caches.get(session)?.delete(noun);
}

/** Remembers an answer that was read for many questions at once; nothing where nobody began to remember. */
export function keepAnswer(noun: NounName, question: string, answer: unknown, session: ClientSession): void {
  const cache = caches.get(session);
  if (!cache) return;
  const own = cache.get(noun) ?? new Map<string, unknown>();
  own.set(question, answer);
  cache.set(noun, own);
}

/** The answer to a question, if it is remembered; undefined where it is not. */
export const cachedNow = (noun: NounName, question: string, session: ClientSession): unknown =>
  caches.get(session)?.get(noun)?.get(question);

/** The answer to a question about other records, read once a transaction where it remembers. */
export async function cached<T>(
  noun: NounName,
  question: string,
  session: ClientSession,
  read: () => Promise<T>,
): Promise<T> {
  const known = caches.get(session)?.get(noun);
  if (known?.has(question)) return known.get(question) as T;
  const answer = await read();
  keepAnswer(noun, question, answer, session);
  return answer;
}
