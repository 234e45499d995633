import { expect } from 'chai';
import mongoose from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { findImport } from '../../../models/imports/imports.ts';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import { claimJob, type Claim } from '../../../models/process/job.ts';
import { startUpkeep, type Upkeep } from '../../../server/jobs/upkeep.ts';
import { createLogger } from '../../../server/logger.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport, variedRows } from '../../support/imports.ts';

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 500; tries += 1) {
    const found = await look();
    if (found !== null) return found;
    await pause(10);
  }
  throw new Error('It never came.');
}

describe('The upkeep of imports', () => {
  useDatabase();

  let upkeep: Upkeep | null = null;
  beforeEach('a program runs', () => {
    const pace = { resumeEveryMs: 20, tidyAfterMs: 20, tidyEveryMs: 20 };
    upkeep = startUpkeep({ importKeptDays: 30 }, createLogger('error'), pace);
  });
  afterEach(async () => upkeep?.stop());

  it('finds an import that a restore put under way while the program runs', async () => {
    const { id } = await addImport([], { state: 'applying' });
    const claim = await until<Claim>(claimJob);
    expect(claim).to.include({ kind: 'applyImport', subject: id });
    expect(await mongoose.connection.collection('jobs').countDocuments({ subject: id })).to.equal(1);
  });

  it('removes what has expired', async () => {
    const past = new Date('2020-01-01T00:00:00Z');
    const { id } = await addImport(variedRows(), { createdAt: past, checkedAt: past });
    await until(async () => ((await rowsCollection().countDocuments({ importId: id })) === 0 ? true : null));
    expect(await findImport(id)).to.include({ state: 'expired' });
  });
});
