import { expect } from 'chai';
import mongoose from 'mongoose';
import type { Collection } from 'mongodb';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects/projects.ts';
import { nameVersionSources } from '../../../server/database/versionSources.ts';
import { loadReference } from '../../../models/reference/loadReference.ts';
import { grace, lead, locard, type Tables } from '../../support/cordis.ts';
import { apply, check, undo } from '../../support/cordisImport.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, changeAt, edit } from '../../support/factories.ts';

type Stored = Record<string, unknown> & { source: { kind: string; id?: string; name?: string } };
const open = (name: string): Collection => mongoose.connection.db!.collection(name);
const versionsIn = async () => {
  const each = Object.values(nouns).map(({ versions }) => versions.collection.find({}).sort({ _id: 1 }));
  return (await Promise.all(each.map(found => found.toArray()))).flat();
};

/** As the door wrote a version until schema 7. */
function earlierReason({ source: { kind, id, name }, reason }: Stored): unknown {
  if (kind === 'import') return name ?? reason;
  if (kind === 'undo') return `undone: ${name}`;
  return kind === 'reference' ? [id, reason].filter(Boolean).join(': ') : reason;
}

async function makeEarlier(): Promise<void> {
  for (const { versions } of Object.values(nouns))
    for (const stored of await versions.collection.find({ source: { $exists: true } }).toArray()) {
      const { kind } = (stored as unknown as Stored).source;
      const $set = {
        channel: kind === 'undo' ? 'import' : kind,
        reason: earlierReason(stored as unknown as Stored),
      };
      await versions.collection.updateOne({ _id: stored._id }, { $set, $unset: { source: '' } });
    }
}

/** Versions of every source there is: two imports of one name, both undone, reference data, and persons. */
async function writeOfEverySource(): Promise<void> {
  await loadReference(changeAt(undefined, { reason: 'first start' }));
  await addProgramme(
    { code: 'ALPHA' },
    changeAt(undefined, { source: { kind: 'reference', id: 'models/reference/reference.json' } }),
  );
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

describe('the step to versions that name what made them', function () {
  this.timeout(60_000);
  useDatabase();

  it('finds what made each, wherever it is cut off, and changes nothing when run again', async () => {
    await writeOfEverySource();
    const written = await versionsIn();
    const kinds = written.map(one => (one as unknown as Stored).source.kind);
    expect([...new Set(kinds)]).to.have.members(['form', 'api', 'import', 'undo', 'reference']);
    for (let steps = 0, isCut = true; isCut; steps += 3) {
      await makeEarlier();
      expect(await open('projectVersions').countDocuments({ source: { $exists: true } })).to.equal(0);
      let left = steps;
      const cut = (name: string): Collection => {
        if (left === 0) throw new Error('killed');
        left -= 1;
        return open(name);
      };
      isCut = await nameVersionSources(cut).then(
        () => false,
        () => true,
      );
      await nameVersionSources(open);
      expect(await versionsIn(), `cut off after ${steps}`).to.deep.equal(written);
    }
    await nameVersionSources(open);
    expect(await versionsIn()).to.deep.equal(written);
  });
});
