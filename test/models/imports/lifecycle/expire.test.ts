import { expect } from 'chai';
import mongoose from 'mongoose';
import { expireImports, expiresAt, removeExpiredRows } from '../../../../models/imports/lifecycle/expire.ts';
import type { Import } from '../../../../models/imports/import.ts';
import { getImport, requestApply, requestCheck } from '../../../../models/imports/imports.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { useDatabase } from '../../../support/database.ts';
import { addImport, previewed, stopped, variedRows } from '../../../support/imports.ts';

const by = { id: 'ada', name: 'Ada Officer' };
const now = new Date('2027-03-01T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const refusalOf = async (deed: Promise<unknown>): Promise<unknown> =>
  deed.then(
    () => null,
    (error: unknown) => error,
  );

describe('An import that nobody applies', () => {
  useDatabase();

  const old = { createdAt: daysAgo(31), checkedAt: daysAgo(31) };

  it('expires: it stays in the list without rows and preview, and can neither be applied nor checked', async () => {
    const { id } = await addImport(variedRows(), { ...previewed, ...old });
    const young = await addImport(variedRows(), { ...previewed, ...old, checkedAt: daysAgo(29) });
    expect(await expireImports(30, now)).to.equal(1);
    await removeExpiredRows();
    expect(await getImport(id)).to.deep.include({ state: 'expired', expiredAt: now, preview: [] });
    expect(await rowsCollection().countDocuments({ importId: id })).to.equal(0);
    for (const deed of [async () => requestApply(id, null, by), async () => requestCheck(id, null, {}, by)])
      expect(await refusalOf(deed())).to.include({ kind: 'conflict', key: 'imports.state_expired' });
    expect(await getImport(young.id)).to.deep.equal(young);
    expect(await rowsCollection().countDocuments({ importId: young.id })).to.equal(variedRows().length);
    expect(await expireImports(30, now)).to.equal(0);
  });

  it('says beforehand when that will be', async () => {
    const checked = await addImport([], { createdAt: daysAgo(10), checkedAt: daysAgo(3) });
    expect(expiresAt(checked, 30)).to.deep.equal(daysAgo(-27));
    expect(expiresAt(await addImport([], { state: 'applied', appliedAt: now }), 30)).to.equal(null);
  });

  it('expires also where it waits for a mapping, could not be read, or was given up unwritten', async () => {
    const failure = { key: 'importFile.empty', values: { name: 'a.csv' } };
    const given: Partial<Import>[] = [
      { state: 'queued', needsMapping: true },
      { state: 'failed', failure },
      { ...stopped(), stoppedIn: 'checking', appliedAt: null },
    ];
    const ids: string[] = [];
    for (const over of given) ids.push((await addImport([], { ...old, ...over })).id);
    expect(await expireImports(30, now)).to.equal(3);
    const found = await Promise.all(ids.map(async id => getImport(id)));
    expect(found.map(one => one.failure)).to.deep.equal([null, failure, null]);
    for (const one of found)
      expect(one).to.include({ state: 'expired', needsMapping: false, stoppedIn: null });
  });

  it('does not expire while a job works on it, nor with records written', async () => {
    const given: Partial<Import>[] = [
      { state: 'queued' },
      { state: 'checking' },
      { state: 'applying' },
      { state: 'applied', appliedAt: daysAgo(31) },
      { state: 'undone', appliedAt: daysAgo(31) },
      stopped(),
    ];
    for (const over of given) await addImport(variedRows(), { ...old, ...over });
    expect(await expireImports(30, now)).to.equal(0);
    const all = await rowsCollection().countDocuments({});
    await removeExpiredRows();
    expect(await rowsCollection().countDocuments({})).to.equal(all);
    expect(await mongoose.connection.collection('imports').countDocuments({ state: 'expired' })).to.equal(0);
  });
});
