import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Collection, Document } from 'mongodb';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { StoredVersion } from '../../../models/record/noun.ts';
import { openVersion } from '../../../models/record/versions.ts';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { findSchema, newestSchema, prepareSchema } from '../../../server/database/migrations.ts';
import type { OpenCollection } from '../../../server/database/openCollection.ts';
import { reshapeVersions } from '../../../server/database/versionShape.ts';
import { grace, lead, locard, type Tables } from '../../support/cordis.ts';
import { apply, check, undo } from '../../support/cordisImport.ts';
import { backUp, log, own, place, restoring, useBackups } from '../../support/backups.ts';
import { addProgramme, addProject, changeAt, edit } from '../../support/factories.ts';

type Stored = Record<string, unknown> & { source: { kind: string; id?: string; name?: string } };
const open = <T extends Document>(name: string) => mongoose.connection.db!.collection<T>(name);
const both = Object.values(nouns).flatMap(({ current, versions }) => [current, versions]);
const storedIn = async () =>
  (await Promise.all(both.map(async model => model.collection.find({}).sort({ _id: 1 }).toArray()))).flat();

/** As the door wrote a version until schema 7. */
function earlierVersion({ source, reason, ...stored }: StoredVersion) {
  const { kind, id, name } = source;
  const reasons: Record<string, unknown> = {
    import: name ?? reason,
    undo: `undone: ${name}`,
    reference: [id, reason].filter(Boolean).join(': '),
  };
  const channel = kind === 'undo' ? 'import' : kind;
  return { ...stored, changedBy: stored['updatedBy'], channel, reason: reasons[kind] ?? reason };
}

/** Stores everything as callfolio did until schema 7; what is so already stays. */
async function makeEarlier(): Promise<void> {
  for (const { current, versions } of Object.values(nouns)) {
    for (const stored of await current.collection.find({ versionId: { $exists: true } }).toArray()) {
      const { identifierText: _text, phraseText: _phrase, ...version } = openVersion(stored);
      await versions.collection.insertOne(earlierVersion(version) as never);
      const $unset = { versionId: '', validFrom: '', source: '', reason: '', statedOn: '' } as const;
      await current.collection.updateOne({ _id: stored._id }, { $unset });
    }
    for (const { _id, ...stored } of await versions.collection.find({ source: { $exists: true } }).toArray())
      await versions.collection.replaceOne({ _id }, earlierVersion({ _id, ...stored }));
  }
}

const writing = new Set(['updateMany', 'bulkWrite', 'deleteMany']);

/** Collections of a process that is killed when it has written so often. */
function killedAfter(writes: number): OpenCollection {
  let left = writes;
  const guarded = <T extends Document>(collection: Collection<T>) =>
    new Proxy(collection, {
      get: (target, key) => {
        const own: unknown = Reflect.get(target, key);
        if (typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          if (writing.has(String(key)) && (left -= 1) < 0) throw new Error('killed');
          return own.apply(target, given) as unknown;
        };
      },
    });
  return name => guarded(open(name));
}

/** Versions of every source there is: two imports of one name, both undone, reference data, and persons. */
async function writeOfEverySource(): Promise<void> {
  const source = { kind: 'reference', id: 'models/reference/reference.json' } as const;
  await addProgramme({ code: 'H2020' }, changeAt(undefined, { source, reason: 'first start' }));
  await addProgramme({}, changeAt(undefined, { source }));
  const first = await apply(await check({ project: [grace], organization: [lead] }));
  const [amended, again] = ['Amended', 'Amended again'].map(title => ({ ...grace, title }));
  for (const project of [[amended, locard], [again]]) {
    const next = await apply(await check({ project, organization: [lead] } as Tables));
    expect(next.file.name).to.equal(first.file.name);
    await undo(next);
  }
  const project = await addProject({}, changeAt(undefined, { source: { kind: 'api' } }));
  await edit(projects, project, { title: 'Ours' }, changeAt(undefined, { reason: first.file.name }));
  const lost = changeAt(undefined, { source: { kind: 'import' }, reason: 'Lost.csv' });
  await edit(projects, { ...project, version: 2 }, { title: 'Theirs' }, lost);
}

describe('the step to closed versions that name what made them', function () {
  this.timeout(120_000);
  useBackups();

  it('leaves what the door writes today, wherever it is cut off, and changes nothing when run again', async () => {
    await writeOfEverySource();
    const written = await storedIn();
    const kinds = written.flatMap(one => (one as unknown as Partial<Stored>).source?.kind ?? []);
    expect([...new Set(kinds)]).to.have.members(['form', 'api', 'import', 'undo', 'reference']);
    await makeEarlier();
    expect(await open('projectVersions').countDocuments({ source: { $exists: true } })).to.equal(0);
    let [cuts, isCut] = [0, true];
    for (; isCut; cuts += 1) {
      isCut = await reshapeVersions(killedAfter(cuts)).then(
        () => false,
        (error: Error) => error.message === 'killed',
      );
      await reshapeVersions(open);
      expect(await storedIn(), `cut off after ${cuts} writes`).to.deep.equal(written);
      await makeEarlier();
    }
    expect(cuts).to.be.at.least(30);
    for (let run = 0; run < 2; run += 1) {
      await reshapeVersions(open);
      expect(await storedIn()).to.deep.equal(written);
    }
  });

  it('is run when a backup of before is restored', async () => {
    await writeOfEverySource();
    const written = await storedIn();
    await makeEarlier();
    await prepareSchema(own(), { log });
    await open('schema').deleteMany({ _id: { $gt: 6 } } as never);
    await open('schema').updateOne({ _id: 6 } as never, { $set: { says: 'before' } }, { upsert: true });
    await backUp();
    await restoreBackup(own(), place.file, restoring);
    expect(await storedIn()).to.deep.equal(written);
    expect(await findSchema(open)).to.equal(newestSchema());
  });
});
