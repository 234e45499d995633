import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { putClosed, type FacetIndex } from '../../../models/index/facetIndex.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { readIndex } from '../../../models/index/readIndex.ts';
import {
  emptyRows,
  findRowAt,
  itemsOf,
  numberAt,
  putVersion,
  textAt,
  type VersionRows,
} from '../../../models/index/versionRows.ts';
import type { Stored } from '../../../models/record/noun.ts';
import { projects } from '../../../models/projects/projects.ts';
import { rowOf } from '../../../models/projects/projectVersions.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { removeRecords, writeRecords } from '../../../models/record/records.ts';
import type { VersionColumns, VersionValues } from '../../../models/record/versionColumns.ts';
import { closedVersion } from '../../../models/record/versions.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, changeAt, edit } from '../../support/factories.ts';
import { until } from '../../support/files.ts';

const [march, may, june] = ['03', '05', '06'].map(month => new Date(`2026-${month}-01T10:00:00Z`)) as [
  Date,
  Date,
  Date,
];
const just = (before: Date) => new Date(before.getTime() - 1);

describe('rows of versions', () => {
  /** Versions of a noun of the test's own, which says its values itself. */
  const columns: VersionColumns = {
    texts: ['name', 'town'],
    numbers: ['size'],
    reads: ['values'],
    ofItems: { texts: ['word'], numbers: ['first', 'second'] },
    valuesOf: stored => (stored as { values: VersionValues }).values,
  };
  const text = fc.option(fc.constantFrom('', 'one', 'One', 'zwei', 'ÿ'));
  const number = fc.option(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 0.5, -1)));
  const item = fc.record({
    texts: fc.record({ word: text }),
    numbers: fc.record({ first: number, second: number }),
  });
  const version = fc.record({
    recordId: fc.constantFrom('a', 'b', 'c'),
    version: fc.integer({ min: 1, max: 20 }),
    values: fc.record({
      texts: fc.record({ name: text, town: text }),
      numbers: fc.record({ size: number }),
      items: fc.array(item, { maxLength: 4 }),
    }),
  });

  /** All that is kept of a record, by the number of each version, the newest first. */
  function valuesOf(rows: VersionRows, recordId: string): [number | undefined, VersionValues][] {
    const { own, ofItems } = rows;
    const found: [number | undefined, VersionValues][] = [];
    for (let row = rows.newest.get(recordId) ?? 0; row !== 0; row = rows.before[row] ?? 0) {
      const values = {
        texts: { name: textAt(rows, own.texts['name'], row), town: textAt(rows, own.texts['town'], row) },
        numbers: { size: numberAt(own.numbers['size'], row) },
        items: itemsOf(rows, row).map(at => ({
          texts: { word: textAt(rows, ofItems.texts['word'], at) },
          numbers: {
            first: numberAt(ofItems.numbers['first'], at),
            second: numberAt(ofItems.numbers['second'], at),
          },
        })),
      };
      found.push([rows.version[row], values]);
    }
    return found;
  }

  it('give back what was put in, whatever it is and in whichever order', () => {
    const versions = fc.uniqueArray(version, {
      maxLength: 200,
      size: 'max',
      selector: ({ recordId, version: one }) => `${recordId} ${one}`,
    });
    fc.assert(
      fc.property(versions, all => {
        const rows = emptyRows(columns);
        for (const one of [...all, ...all]) putVersion(rows, { ...one, validFrom: march, validTo: null });
        expect(rows.size).to.equal(all.length);
        for (const id of ['a', 'b', 'c']) {
          const ofRecord = all.filter(({ recordId }) => recordId === id);
          const expected = ofRecord.toSorted((one, other) => other.version - one.version);
          expect(valuesOf(rows, id)).to.deep.equal(expected.map(one => [one.version, one.values]));
        }
      }),
      { numRuns: 200 },
    );
  });
});

type KeptProject = Awaited<ReturnType<typeof addProject>>;

const remove = async (project: KeptProject, at = may) =>
  inTransaction(async session => removeRecords(projects, [project], changeAt(at), session));

/** The contribution of a project at instants, as the rows have it; undefined where it was not. */
function amountsAt({ versions: rows }: FacetIndex, id: string, instants: readonly (Date | null)[]) {
  if (!rows) throw new Error('no rows');
  return instants.map(at => {
    const row = findRowAt(rows, rows.newest.get(id) ?? 0, at && at.getTime());
    return row === 0 ? undefined : rowOf(rows, row).amounts.euContribution;
  });
}

describe('the rows of versions that are followed', () => {
  useDatabase();
  let follower: IndexFollower;
  beforeEach(async () => {
    follower = followIndex([projects]);
    await follower.ready;
  });
  afterEach(() => follower.stop());

  const followed = async (): Promise<FacetIndex> => {
    await until(async () => (await findColumns(projects)) !== null);
    return (await findColumns(projects)) ?? followed();
  };
  /** As this process has followed them, and as one reads them that begins now. */
  const both = async (): Promise<FacetIndex[]> => [await followed(), await readIndex(projects)];

  it('have what was written here before it was asked, also when many ask at once', async () => {
    const project = await addProject();
    const seen = await Promise.all(
      [1, 2, 3, 4, 5].map(async number => {
        const { id } = await addProject({ title: `Project ${number}` });
        return (await followed()).versions?.newest.has(id);
      }),
    );
    expect(seen).to.deep.equal([true, true, true, true, true]);
    await edit(projects, project, { scope: 'candidate' });
    expect((await followed()).versions?.size).to.equal(7);
  });

  it('give the version of an instant, none before the first, and the newest now', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await edit(projects, project, { euContribution: '20.50' }, changeAt(may));
    for (const index of await both()) {
      const found = amountsAt(index, project.id, [just(march), march, just(may), may, null]);
      expect(found).to.deep.equal([undefined, 1000, 1000, 2050, 2050]);
    }
  });

  it('have none of a removed project from then on, and what it was before', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await followed();
    await remove(project);
    for (const index of await both()) {
      const found = amountsAt(index, project.id, [just(march), march, just(may), may, null]);
      expect(found).to.deep.equal([undefined, 1000, 1000, undefined, undefined]);
    }
  });

  it('have a project again that is made anew under its id, and the time between without it', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    await followed();
    await remove(project);
    const values = { ...project, euContribution: 2_000 };
    const anew = { id: project.id, version: null, isNew: true as const, values };
    await inTransaction(async session => writeRecords(projects, [anew], changeAt(june), session));
    for (const index of await both()) {
      const found = amountsAt(index, project.id, [just(may), may, just(june), june, null]);
      expect(found).to.deep.equal([1000, undefined, undefined, 2000, 2000]);
    }
  });

  it('keep a project that was changed while they were read: what closed its version is told of', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(march));
    const stored = await projects.current.findOne({ _id: project.id }).lean<Stored>();
    const closed = closedVersion(stored!, may);
    const index = await followed();
    putClosed(index, closed);
    expect(amountsAt(index, project.id, [may, null])).to.deep.equal([1000, 1000]);
    // Put in without that, it is gone until somebody tells.
    if (index.versions) putVersion(index.versions, closed);
    expect(amountsAt(index, project.id, [may, null])).to.deep.equal([undefined, undefined]);
  });

  it('are read again when other versions are put in the place of theirs', async () => {
    const project = await addProject({ euContribution: '10' }, changeAt(may));
    const before = await followed();
    const { db } = mongoose.connection;
    const stored = await projects.current.findOne({}).lean<Stored>();
    const earlier = { ...closedVersion(stored!, may), version: 0 };
    const restored = { ...earlier, validFrom: march, euContribution: 5_000 };
    await db?.collection('restored').insertOne(restored);
    await db?.collection('restored').rename(projects.versions.collection.name, { dropTarget: true });
    await until(async () => (await followed()) !== before);
    const found = amountsAt(await followed(), project.id, [just(march), march, may]);
    expect(found).to.deep.equal([undefined, 5_000, 1000]);
  });
});
