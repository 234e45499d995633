import { expect } from 'chai';
import { getImport } from '../../../models/imports/imports.ts';
import { tellWhile } from '../../../server/jobs/tellProgress.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport } from '../../support/imports.ts';
import { until } from '../../support/pause.ts';

describe('tellWhile', () => {
  useDatabase();

  it('tells how much of a file is read before any row is known, and gives what the work gives', async () => {
    const { id } = await addImport([], { state: 'checking' });
    let bytes = 0;
    const bytesTold = async () => (await getImport(id)).progress.bytes;
    const work = async () => {
      for (bytes of [10, 25]) await until(async () => (await bytesTold()) === bytes);
      return 'done';
    };
    expect(await tellWhile(id, { bytesRead: () => bytes }, work, 5)).to.equal('done');
    expect((await getImport(id)).progress.rows).to.equal(0);
  });
});
