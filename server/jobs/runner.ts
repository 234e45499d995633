import type { ClientSession } from 'mongoose';
import { ExpectedError } from '../../models/values/errors.ts';
import {
  endForBlocked,
  hasBegun,
  markBlockedMeanwhile,
} from '../../models/imports/lifecycle/blockedAsker.ts';
import { findImport } from '../../models/imports/imports.ts';
import { isDueFor } from '../../models/imports/lifecycle/resume.ts';
import { stopImport } from '../../models/imports/lifecycle/stopped.ts';
import type { FencedTransaction } from '../../models/imports/fencedTransaction.ts';
import {
  checkClaim,
  claimJob,
  endJob,
  holdClaim,
  isClaimLost,
  leaseMs,
  mostAttempts,
  mostFailures,
  noteFailure,
  noteReached,
  onJobAdded,
  releaseClaim,
  type Claim,
} from '../../models/process/job.ts';
import { inTransaction } from '../../models/record/record.ts';
import { findBlocked } from '../../models/accounts/user.ts';
import { isDatabaseAway } from '../database/answer.ts';
import type { Log } from '../logger.ts';
import { track } from '../files/running.ts';
import { jobActions, type JobSettings } from './importJobs.ts';
import { startUpkeep } from './upkeep.ts';

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
    while (!isStopping()) {
      isAdded = false;
      const claim = await claimJob().catch(() => null);
      if (claim) await runClaim(claim, settings, log, isStopping);
      else if (!isStopping()) await idle(isAdded ? 20 : pollMs);
    }
  };
  const working = work();
  const upkeep = startUpkeep(settings, log);
  return {
    stop: async () => {
      stopping.abort();
      forget();
      wake();
      await Promise.all([working, upkeep.stop()]);
    },
  };
}

/** Does one job that was claimed. Throws nothing: what went wrong is logged, and tried again or given up. */
export async function runClaim(
  claim: Claim,
  settings: JobSettings,
  log: Log,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const step: FencedTransaction = async (action, how) => {
    if (isStopping()) throw new Stopping();
    signal.throwIfAborted();
    return inTransaction(async session => {
      await (how?.isConcurrent ? checkClaim : holdClaim)(claim, session);
      return action(session);
    }, stepLimitMs);
  };
  const renewal = setInterval(() => void holdClaim(claim).catch(() => undefined), leaseMs / 3);
  renewal.unref();
  // A dry run ends with the access of whoever asked for it; what writes records is finished.
  const isDryRun = claim.kind === 'checkImport';
  const forget =
    claim.by && isDryRun ? track(claim.by, why => ending.abort(new Error(why))) : () => undefined;
  try {
    await refuseHopeless(claim);
    await refuseBlocked(claim);
    await inGoodTime(jobActions[claim.kind](claim.subject, step, settings, signal), signal);
    await inTransaction(async session => {
      await markBlocked(claim, session);
      await endJob(claim, 'done', session);
    });
  } catch (error) {
    const why = signal.aborted ? new Blocked() : error;
    // Where that fails as well its lease ends, and whoever takes it up then sees how it is.
    await settle(claim, why, log).catch((unsettled: unknown) =>
      log.warn({ err: unsettled, job: claim.kind, import: claim.subject }, 'a job was left as it was'),
    );
  } finally {
    clearInterval(renewal);
    forget();
  }
}

/** Whoever asked for it was blocked, and it has written nothing. */
class Blocked extends Error {}

const findAsker = async ({ by }: Claim, session?: ClientSession) =>
  by ? (await findBlocked([by], session))[0] : undefined;

async function refuseBlocked(claim: Claim): Promise<void> {
  const found = await findImport(claim.subject);
  if (found && !hasBegun(claim.kind, found) && (await findAsker(claim))) throw new Blocked();
}

async function markBlocked(claim: Claim, session: ClientSession): Promise<void> {
  const asker = claim.kind === 'checkImport' ? undefined : await findAsker(claim, session);
  if (asker) await markBlockedMeanwhile(claim.subject, asker, session);
}

/** What is to end may take so long to notice; then nobody waits for it any more, and its next step does nothing. */
const noticedWithinMs = 1_000;

async function inGoodTime(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const late = new Promise<never>((_resolve, reject) => {
    const leave = () => void setTimeout(() => reject(new Blocked()), noticedWithinMs).unref();
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  await Promise.race([work, late]);
}

/** It was taken up too often without coming further: whatever it does then ends its process. */
class Hopeless extends Error {}

async function refuseHopeless(claim: Claim): Promise<void> {
  const { attempts } = await noteReached(claim, await reachedBy(claim));
  if (attempts > mostAttempts) throw new Hopeless(`claimed ${mostAttempts} times and never further`);
}

/** Rows, as its import counts them. */
const reachedBy = async ({ subject }: Claim): Promise<number> =>
  (await findImport(subject))?.progress.rows ?? 0;

/** What becomes of a job that did not come to its end: left to another, tried again after a while, or given up. */
async function settle(claim: Claim, error: unknown, log: Log): Promise<void> {
  if (isClaimLost(error)) return;
  if (error instanceof Stopping) {
    await releaseClaim(claim, 0, true);
    return;
  }
  if (error instanceof Blocked) {
    const by = (await findAsker(claim)) ?? { id: claim.by ?? '', name: '' };
    await inTransaction(async session => {
      await endJob(claim, 'failed', session);
      // It may have come to its end at that very moment.
      const isDue = isDueFor(claim.kind, await findImport(claim.subject, session));
      if (isDue) await endForBlocked(claim.subject, claim.kind, by, session);
    });
    log.warn({ job: claim.kind, import: claim.subject }, 'a job was ended: who asked for it was blocked');
    return;
  }
  log.error({ err: error, job: claim.kind, import: claim.subject }, 'a job did not come to its end');
  if (!isDueFor(claim.kind, await findImport(claim.subject))) {
    // A restore put other records in the place of its own.
    await inTransaction(async session => endJob(claim, 'failed', session));
    return;
  }
  const { attempts } = await noteReached(claim, await reachedBy(claim));
  const failures = isPassing(error) ? 0 : await noteFailure(claim);
  if (failures < mostFailures && !(error instanceof Hopeless)) {
    await releaseClaim(claim, Math.min(longestWaitMs, 1_000 * 2 ** Math.min(attempts, 5)));
    return;
  }
  await inTransaction(async session => {
    await endJob(claim, 'failed', session);
    await stopImport(claim.subject, claim.kind, Math.min(attempts, mostAttempts), session);
  });
  log.error({ job: claim.kind, import: claim.subject }, 'an import was given up');
}

/** The database was away, or does not know whether it kept something: that says nothing of the job. */
const isPassing = (error: unknown): boolean =>
  isDatabaseAway(error) || (error instanceof ExpectedError && error.key === 'uncertain');
