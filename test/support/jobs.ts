import { claimJob } from '../../models/process/job.ts';
import { runClaim } from '../../server/jobs/runner.ts';
import { createLogger } from '../../server/logger.ts';

/** What a test may ask of jobs: `silent` where they are meant to fail. */
interface Jobs {
  level?: 'error' | 'silent';
  keepsPersonalData?: boolean;
  /** Files of so many bytes are read by a thread of their own. */
  threadFromBytes?: number;
}

/** Does every job that waits, in this process; personal data is kept only where a test asks for it. */
export async function runJobsNow({
  level = 'error',
  keepsPersonalData = false,
  ...more
}: Jobs = {}): Promise<void> {
  const settings = { keepsPersonalData, importLimitMb: 100, importKeptDays: 30, ...more };
  for (let claim = await claimJob(); claim; claim = await claimJob())
    await runClaim(claim, settings, createLogger(level));
}
