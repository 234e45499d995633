import { claimJob } from '../../models/job.ts';
import { runClaim } from '../../server/jobs/runner.ts';
import { createLogger } from '../../server/logger.ts';

/** Does every job that waits, in this process; `silent` where jobs are meant to fail. */
export async function runJobsNow(level: 'error' | 'silent' = 'error'): Promise<void> {
  const settings = { keepsPersonalData: false, importLimitMb: 100, importKeptDays: 30 };
  for (let claim = await claimJob(); claim; claim = await claimJob())
    await runClaim(claim, settings, createLogger(level));
}
