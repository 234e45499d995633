import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../logger.ts';
import {
  explainOutage,
  noteOutage,
  noteService,
  outageReasons,
  wordsOf,
  type OutageReason,
} from './outage.ts';
import { isRunning, type ProcessMark } from './processes.ts';

/** Milliseconds between two looks, and between two attempts: twice as long after each failure. */
export type Pace = Readonly<{ watchEveryMs: number; firstPauseMs: number; longestPauseMs: number }>;

const usualPace: Pace = { watchEveryMs: 1_000, firstPauseMs: 500, longestPauseMs: 10_000 };
/** One that ran so long has recovered: what ends it then is a new misfortune, and is met at once. */
const steadyMs = 60_000;
const firstLimitMs = 60_000;
const longestLimitMs = 300_000;

export type Attempt = Readonly<{
  /** Aborted when the program stops. */
  signal: AbortSignal;
  /** How long it may take, in milliseconds: longer each time, since what is cut off begins anew. */
  limitMs: number;
}>;

export type Supervised = Readonly<{
  /** The process of now; another one after a restart. */
  findProcess: () => ProcessMark;
  /** No more restarts; one under way is broken off. */
  stop: () => Promise<void>;
}>;

export type Supervision = Readonly<{
  dataDir: string;
  first: ProcessMark;
  /** Starts another; throws when that fails, with nothing left behind. */
  start: (attempt: Attempt) => Promise<ProcessMark>;
  log: Log;
  pace?: Pace;
}>;

/**
 * Supervises a mongod: one that ends by itself is started again, with exponential backoff up to 10 s, for ever: what
 * keeps it away (a full disk) may be mended hours later by somebody who does not know of us. Each failure and the
 * recovery is one line of the log, and `/health/ready` says the same meanwhile.
 */
export function keepRunning({ dataDir, first, start, log, pace = usualPace }: Supervision): Supervised {
  const stopping = new AbortController();
  const { signal } = stopping;
  let mark = first;
  let startedAt = -Infinity;
  let pauseMs = 0;

  const longer = (ms: number): number => Math.min(pace.longestPauseMs, Math.max(pace.firstPauseMs, ms * 2));
  const fail = async (said: string, otherwise: OutageReason): Promise<OutageReason> =>
    noteOutage(await explainOutage(dataDir, said, otherwise)).reason;

  /** Tries until it runs. @returns at which attempt */
  const startAgain = async (): Promise<number> => {
    for (let attempt = 1; ; attempt += 1) {
      await pause(pauseMs, undefined, { signal, ref: false });
      try {
        mark = await start({ signal, limitMs: Math.min(longestLimitMs, firstLimitMs * attempt) });
        return attempt;
      } catch (error) {
        signal.throwIfAborted();
        const reason = await fail(wordsOf(error), outageReasons.notStarting);
        const detail = reason === outageReasons.notStarting ? ` (${sentenceOf(error)})` : '';
        pauseMs = longer(pauseMs);
        log.error(
          `Attempt ${attempt} to start the database again failed: ${reason}${detail}. The next is in ${pauseMs / 1000} s.`,
        );
      }
    }
  };

  const watch = async (): Promise<void> => {
    for (;;) {
      await pause(pace.watchEveryMs, undefined, { signal, ref: false });
      if (isRunning(mark)) continue;
      const endedAt = performance.now();
      pauseMs = endedAt - startedAt > steadyMs ? 0 : longer(pauseMs);
      const reason = await fail('', outageReasons.ended);
      const why = reason === outageReasons.ended ? '' : `, ${reason}`;
      log.error(`The database (process ${mark.pid}) ended by itself${why}: starting it again.`);
      const attempt = await startAgain();
      noteService();
      startedAt = performance.now();
      const seconds = Math.round((startedAt - endedAt) / 1000);
      log.info(`The database runs again after ${seconds} s, at attempt ${attempt}.`);
    }
  };
  // It ends by being stopped alone.
  const watching = watch().catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'The database is not watched any more.');
  });

  return {
    findProcess: () => mark,
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}

const sentenceOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').replace(/\.$/, '');
