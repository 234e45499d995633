import { claimJob } from '../../models/job.ts';
import { runClaim } from '../../server/jobs/runner.ts';
import { createLogger } from '../../server/logger.ts';

/** Does every job that waits, in this process; personal data is kept only where a test asks for it. */
export async function runJobsNow(keepsPersonalData = false): Promise<void> {
  const settings = { keepsPersonalData, importLimitMb: 100 };
  for (let claim = await claimJob(); claim; claim = await claimJob())
    await runClaim(claim, settings, createLogger('error'));
}
