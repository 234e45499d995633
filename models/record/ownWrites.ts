import type { ClientSession } from 'mongoose';

/** What the news of a change stream says of the transaction that it tells of. */
export interface TransactionMark {
  lsid?: { id: { buffer: Uint8Array } };
  txnNumber?: unknown;
}

/** By session and number; as many as can still be told of, the latest last. */
const own = new Set<string>();
const mostOwn = 5_000;

const nameOf = (id: Uint8Array, number: unknown): string =>
  `${Buffer.from(id).toString('hex')} ${String(number)}`;

/**
 * Notes the transaction that a session is about to commit: news of it proves that it was, and who listens to this process
 * (`onWritten`) is told in any case.
 */
export function noteOwn({ id, serverSession }: ClientSession): string | null {
  if (!id || !serverSession) return null;
  const name = nameOf(id.id.buffer, serverSession.txnNumber);
  own.add(name);
  for (const oldest of own) {
    if (own.size <= mostOwn) break;
    own.delete(oldest);
  }
  return name;
}

/** Of a transaction whose commit got no answer: those who were told may have looked too early, and look again on news. */
export function forgetOwn(name: string | null): void {
  if (name !== null) own.delete(name);
}

/** Whether news is of a transaction of this process. */
export const isOwn = ({ lsid, txnNumber }: TransactionMark): boolean =>
  lsid !== undefined && own.has(nameOf(lsid.id.buffer, txnNumber));

/** Transactions of this process of whose end those who listen were not told yet. */
const underWay = new Set<Promise<unknown>>();

/** Notes a transaction, from its beginning until it has ended and those who listen were told. */
export async function noteUnderWay<T>(transaction: Promise<T>): Promise<T> {
  underWay.add(transaction);
  try {
    return await transaction;
  } finally {
    underWay.delete(transaction);
  }
}

/** Resolves when those who listen were told of each transaction of this process that has begun by now. */
export async function untilAllTold(): Promise<void> {
  await Promise.allSettled(underWay);
}
