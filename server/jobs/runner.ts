import { ExpectedError } from '../../models/errors.ts';
import { resumeImports } from '../../models/imports/resume.ts';
import type { Step } from '../../models/imports/step.ts';
import {
  claimJob,
  endJob,
  holdClaim,
  isClaimLost,
  leaseMs,
  onJobAdded,
  releaseClaim,
  type Claim,
} from '../../models/job.ts';
import { inTransaction } from '../../models/record.ts';
import type { Log } from '../logger.ts';
import { jobDeeds, type JobSettings } from './importJobs.ts';

export type Runner = Readonly<{
  /** Ends after the transaction under way; another process, or the next start, goes on with the job. */
  stop: () => Promise<void>;
}>;

const pollMs = 1_000;
const stepLimitMs = 45_000;
const longestWaitMs = 30_000;

/** The program is stopping: what is done is kept, and the rest is left to the next. */
class Stopping extends Error {}

/** Looks for jobs and does them, one at a time, until it is stopped. */
export function startRunner(settings: JobSettings, log: Log): Runner {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let wake = (): void => undefined;
  let isAdded = false;
  const forget = onJobAdded(() => {
    isAdded = true;
    wake();
  });
  const idle = async (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        // The transaction that added it commits a moment later.
        setTimeout(resolve, 20).unref();
      };
    });
  const work = async (): Promise<void> => {
    await resumeImports().catch((error: unknown) =>
      log.error({ err: error }, 'imports under way were not looked for'),
    );
    while (!isStopping()) {
      isAdded = false;
      const claim = await claimJob().catch(() => null);
      if (claim) await runClaim(claim, settings, log, isStopping);
      else if (!isStopping()) await idle(isAdded ? 20 : pollMs);
    }
  };
  const working = work();
  return {
    stop: async () => {
      stopping.abort();
      forget();
      wake();
      await working;
    },
  };
}

/** Does one job that was claimed. Throws nothing: what went wrong is logged, and tried again after a while. */
export async function runClaim(
  claim: Claim,
  settings: JobSettings,
  log: Log,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const step: Step = async deed => {
    if (isStopping()) throw new Stopping();
    return inTransaction(async session => {
      await holdClaim(claim, session);
      return deed(session);
    }, stepLimitMs);
  };
  const renewal = setInterval(() => void holdClaim(claim).catch(() => undefined), leaseMs / 3);
  renewal.unref();
  try {
    await jobDeeds[claim.kind](claim.subject, step, settings);
    await inTransaction(async session => endJob(claim, 'done', session));
  } catch (error) {
    if (isClaimLost(error)) return;
    const isWanted = error instanceof Stopping;
    // Its state does not allow it any more: a restore put other records in the place of its own.
    const isPointless =
      error instanceof ExpectedError && (error.kind === 'notFound' || error.kind === 'conflict');
    if (!isWanted)
      log.error({ err: error, job: claim.kind, import: claim.subject }, 'a job did not come to its end');
    const waitMs = isWanted ? 0 : Math.min(longestWaitMs, 1_000 * 2 ** Math.min(claim.attempts, 5));
    const left = isPointless
      ? inTransaction(async session => endJob(claim, 'failed', session))
      : releaseClaim(claim, waitMs);
    await left.catch(() => undefined);
  } finally {
    clearInterval(renewal);
  }
}
