import { setTimeout as pause } from 'node:timers/promises';
import { expireImports, removeExpiredRows } from '../../models/imports/lifecycle/expire.ts';
import { resumeImports } from '../../models/imports/lifecycle/resume.ts';
import { removeLeftUploads } from '../../models/imports/lifecycle/uploads.ts';
import type { Log } from '../logger.ts';
import type { JobSettings } from './importJobs.ts';

/**
 * A restore into a running program leaves imports without a job: within a minute somebody goes on with them. Tidying
 * waits until the program has read what its first pages need.
 */
const usualPace = { resumeEveryMs: 30_000, tidyAfterMs: 60_000, tidyEveryMs: 3_600_000 };

export type Upkeep = Readonly<{ stop: () => Promise<void> }>;

/**
 * Looks after imports beside the jobs, also while one is being done: at once and from time to time it gives those a job
 * that have lost theirs (a restore took it), and from time to time it removes what expired or was left by a process
 * that died.
 */
export function startUpkeep(
  settings: Pick<JobSettings, 'importKeptDays'>,
  log: Log,
  { resumeEveryMs, tidyAfterMs, tidyEveryMs } = usualPace,
): Upkeep {
  const stopping = new AbortController();
  const { signal } = stopping;
  const wait = async (ms: number) => pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
  const repeat = async (everyMs: number, says: string, action: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      await action().catch((error: unknown) => log.error({ err: error }, says));
      await wait(everyMs);
    }
  };
  const tidy = async () => tidyImports(settings, log, signal);
  const running = [
    repeat(resumeEveryMs, 'imports without a job were not looked for', resumeImports),
    wait(tidyAfterMs).then(async () => repeat(tidyEveryMs, 'what imports left was not removed', tidy)),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Expires imports and removes what nobody needs any more; what it cannot do now it does the next time. */
export async function tidyImports(
  { importKeptDays }: Pick<JobSettings, 'importKeptDays'>,
  log: Log,
  signal?: AbortSignal,
): Promise<void> {
  const now = new Date();
  const expired = await expireImports(importKeptDays, now);
  if (expired > 0) log.info({ imports: expired }, 'imports that nobody applied have expired');
  await removeExpiredRows(signal);
  await removeLeftUploads(now, signal);
}
