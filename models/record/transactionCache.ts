import type { ClientSession } from 'mongoose';
import type { NounName } from './noun.ts';

/** What a transaction has read of each noun, by question. */
const memos = new WeakMap<ClientSession, Map<NounName, Map<string, unknown>>>();

/**
 * Begins to remember what this transaction reads of other records: many of a batch lead to the same ones. Answers whether it
 * did: a batch within a batch goes on with what that remembers.
 */
export function startMemo(session: ClientSession): boolean {
  if (memos.has(session)) return false;
  memos.set(session, new Map());
  return true;
}

export function endMemo(session: ClientSession): void {
  memos.delete(session);
}

/** What is remembered of a noun is forgotten as soon as one of its records is written. */
export function forgetNoun(noun: NounName, session: ClientSession): void {
  memos.get(session)?.delete(noun);
}

/** Remembers an answer that was read for many questions at once; nothing where nobody began to remember. */
export function remember(noun: NounName, question: string, answer: unknown, session: ClientSession): void {
  const memo = memos.get(session);
  if (!memo) return;
  const own = memo.get(noun) ?? new Map<string, unknown>();
  own.set(question, answer);
  memo.set(noun, own);
}

/** The answer to a question, if it is remembered; undefined where it is not. */
export const recallNow = (noun: NounName, question: string, session: ClientSession): unknown =>
  memos.get(session)?.get(noun)?.get(question);

/** The answer to a question about other records, read once a transaction where it remembers. */
export async function recall<T>(
  noun: NounName,
  question: string,
  session: ClientSession,
  read: () => Promise<T>,
): Promise<T> {
  const known = memos.get(session)?.get(noun);
  if (known?.has(question)) return known.get(question) as T;
  const answer = await read();
  remember(noun, question, answer, session);
  return answer;
}
