import { setTimeout as pause } from 'node:timers/promises';
import { onWritten } from '../../models/record/record.ts';
import { findBlocked } from '../../models/accounts/user.ts';
import type { Log } from '../logger.ts';
import { endRunning, listRunning } from '../files/running.ts';

/** How long what another process wrote stays unknown, in ms. */
const lookEveryMs = 1_000;

export type BlockWatch = Readonly<{ stop: () => Promise<void> }>;

/**
 * Ends what runs here for whoever is blocked, by whichever process: at once where it was this one. Asks the database
 * only while something runs for somebody.
 */
export function watchBlocked(log: Log): BlockWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async (): Promise<void> => {
    const ids = listRunning();
    if (ids.length === 0) return;
    for (const { id } of await findBlocked(ids)) {
      const ended = endRunning(id, 'The account was blocked.');
      if (ended > 0) log.warn({ user: id, ended }, 'what ran for a blocked account was ended');
    }
  };
  // What cannot be asked now is asked again in a moment.
  const tryToLook = async () => look().catch(() => undefined);
  const forget = onWritten(noun => {
    if (noun === 'user') void tryToLook();
  });
  const repeat = async (): Promise<void> => {
    while (!signal.aborted) {
      await tryToLook();
      await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const repeating = repeat();
  return {
    stop: async () => {
      stopping.abort();
      forget();
      await repeating;
    },
  };
}
