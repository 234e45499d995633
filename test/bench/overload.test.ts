import { expect } from 'chai';
import { makeToken } from '../../models/accounts/token.ts';
import { testDatabase, useDatabase } from '../support/database.ts';
import { addProject, addUser } from '../support/factories.ts';
import { end, serve, type Served } from '../support/served.ts';
import { putUnderLoad, type LoadFigures } from './overload.ts';
import type { Asker } from './people.ts';

const writers = 5;

/** Sixty readers who do as they are told and five writers, with this limit for reading. */
async function putServedUnderLoad(readDelayMs: number, askers: readonly Asker[]): Promise<LoadFigures> {
  const env = {
    MONGODB_URI: testDatabase().uri,
    READ_DELAY_MS: String(readDelayMs),
    ANSWERS_AT_ONCE: '100000',
  };
  const served: Served = await serve(env);
  try {
    return await putUnderLoad({
      address: served.address,
      askers,
      readers: 60,
      writers,
      seconds: 4,
      honours: true,
    });
  } finally {
    await end(served, 'SIGTERM');
  }
}

describe('More than the program can answer', () => {
  useDatabase();

  it('is refused at once and costs no change; without a limit readers wait for each other', async () => {
    for (let at = 0; at < 50 + writers; at += 1) await addProject({ title: `Project ${at}` });
    const user = await addUser('officer');
    const { token } = await makeToken(user, { name: 'test', access: 'full', endsOn: null }, new Date());
    // The token reads pages nowhere: a page asks it to sign in, which is an answer like any other.
    const askers = [{ api: { Authorization: `Bearer ${token}` }, page: {} }];
    const limited = await putServedUnderLoad(100, askers);
    const unlimited = await putServedUnderLoad(8_000, askers);
    expect(limited.reads.refused).to.be.above(60);
    expect(unlimited.reads.refused).to.equal(0);
    expect(limited.reads.p99).to.be.below(unlimited.reads.p99);
    expect(limited.reads.refusedP99).to.be.below(unlimited.reads.p99);
    for (const { writes } of [limited, unlimited]) {
      expect(writes).to.include({ refused: 0, failed: 0 });
      expect(writes.done).to.be.at.least(writers);
    }
  }).timeout(60_000);
});
