import { expect } from 'chai';
import { stat } from 'node:fs/promises';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { projects } from '../../../models/projects/projects.ts';
import { makeToken } from '../../../models/accounts/token.ts';
import { inviteUser } from '../../../models/accounts/invitation.ts';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { finishRestore, startSwitch } from '../../../server/backup/switchCollections.ts';
import {
  backUp,
  collectionOptions,
  expectWholeProjects,
  log,
  own,
  place,
  restoring,
  stateOf,
  uriOf,
  useBackups,
} from '../../support/backups.ts';
import { runCommandLine } from '../../support/command.ts';
import { testDatabase } from '../../support/database.ts';
import { newestSchema } from '../../../server/database/migrations.ts';
import { addProgramme, addProject, addUser, changeAt, edit, password } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';
import { end, serve } from '../../support/served.ts';

describe('A backup', () => {
  useBackups();

  it('taken while others write shows one instant, and another database restored from it is the same', async function () {
    this.timeout(90_000);
    const administrator = await addUser('administrator');
    await makeToken(administrator, { name: 'script', access: 'full', endsOn: null }, new Date());
    const programme = await addProgramme();
    const kept = await Promise.all(
      Array.from({ length: 20 }, async () => addProject({ programme: programme.code })),
    );
    const writing = new AbortController();
    const writers = [0, 1, 2].map(async number => {
      for (let turn = 0; !writing.signal.aborted; turn += 1) {
        await addProject({ programme: programme.code, title: `Of writer ${number}, ${turn}` });
        const one = kept[(turn * 3 + number) % kept.length]!;
        await edit(projects, { id: one.id, version: null as never }, { title: `Again ${number} ${turn}` });
      }
    });
    const env = { SESSION_SECRET: 's'.repeat(32) };
    const taken = await runCommandLine(['backup', place.file], { ...env, MONGODB_URI: testDatabase().uri });
    writing.abort();
    await Promise.all(writers);
    expect(taken.code, taken.err).to.equal(0);
    expect((await stat(place.file)).mode & 0o777).to.equal(0o600);

    const at = { ...env, MONGODB_URI: uriOf('callfolio-restored') };
    const restored = await runCommandLine(['restore', place.file], at);
    expect(restored.code, restored.err).to.equal(0);
    const table = (text: string) => text.split('\n').filter(line => /[0-9a-f]{64}$/.test(line));
    expect(table(restored.out)).to.deep.equal(table(taken.out));

    await expectWholeProjects(place.other);
    // What was there at that instant and not written since is the same, to the byte.
    const then = await stateOf(place.other);
    const now = await stateOf(own());
    for (const [name, documents] of then) {
      for (const [id, hash] of documents) {
        if (name !== 'projects' && name !== 'projectVersions') expect(now.get(name)?.get(id)).to.equal(hash);
      }
    }
    expect(then.get('projects')!.size).to.be.within(20, now.get('projects')!.size);

    // And people go on with it: the old password signs in.
    const program = await serve(at);
    try {
      const agent = supertest.agent(program.address);
      const page = await agent.get('/sign-in');
      const fields = { _csrf: tokenOn(page.text), email: administrator.email, password };
      await agent.post('/sign-in').type('form').send(fields).expect(303);
      await agent.get(`/projects/${kept[0]!.id}`).expect(200);
    } finally {
      await end(program, 'SIGTERM');
    }
  });

  it('restored over other records leaves exactly what it holds', async () => {
    const user = await addUser('officer');
    await addProject();
    await backUp();
    const before = await stateOf(own());
    await addProject();
    await addUser('reader');
    await own().collection('sessions').insertOne({ session: 'of somebody' });
    const spent = await inviteUser(user.id, changeAt(new Date()));
    await own().collection<{ _id: string }>('starts').insertOne({ _id: 'latest' });
    await restoreBackup(own(), place.file, restoring);
    expect(await stateOf(own())).to.deep.equal(before);
    expect(await own().collection('sessions').countDocuments(), 'sessions end').to.equal(0);
    expect(await own().collection('invitations').countDocuments(), spent).to.equal(0);
    expect(await own().collection('starts').countDocuments()).to.equal(1);
    await addProject();
    const names = (await own().listCollections().toArray()).map(({ name }) => name);
    expect(names.filter(name => name.startsWith('restoring.'))).to.deep.equal([]);
  });

  it('restored while people write parts no record from its versions, and they go on writing', async () => {
    const programme = await addProgramme();
    const kept = await Promise.all(
      Array.from({ length: 20 }, async () => addProject({ programme: programme.code })),
    );
    await backUp();
    const writing = new AbortController();
    const refused = new Set<unknown>();
    const writers = [0, 1, 2, 3].map(async number => {
      for (let turn = 0; !writing.signal.aborted; turn += 1) {
        const one = kept[(turn * 4 + number) % kept.length]!;
        const title = { title: `Of ${number}, ${turn}` };
        const results = await Promise.allSettled([
          edit(projects, { id: one.id, version: null as never }, title),
          addProject({ programme: programme.code, ...title }),
        ]);
        for (const result of results) {
          if (result.status === 'rejected') refused.add((result.reason as { code?: unknown }).code);
        }
      }
    });
    for (let round = 0; round < 2; round += 1) {
      await restoreBackup(own(), place.file, restoring);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    writing.abort();
    await Promise.all(writers);
    await expectWholeProjects(own());
    // Whoever wrote during the switch was told so (121), and nothing else went wrong.
    expect([...refused].filter(code => code !== 121)).to.deep.equal([]);
    await edit(projects, { id: kept[0]!.id, version: null as never }, { title: 'Afterwards' });
  });

  it('keeps the indexes, the collation and the types of numbers', async () => {
    const [int, double] = [new mongoose.mongo.Int32(5), new mongoose.mongo.Double(5)];
    await own()
      .collection('odd')
      .insertOne({ int, double, long: mongoose.mongo.Long.fromNumber(5) });
    await backUp();
    await restoreBackup(place.other, place.file, restoring);
    const raw = async (db: Db) => db.collection('odd').find({}, { raw: true }).toArray();
    expect(await raw(place.other)).to.deep.equal(await raw(own()));
    for (const name of ['projects', 'projectVersions', 'users', 'tokens']) {
      expect(await place.other.collection(name).indexes()).to.deep.equal(
        await own().collection(name).indexes(),
      );
    }
    await own().collection('odd').drop();
  });

  it('of an older schema is brought to today’s before it is used', async () => {
    await addProgramme();
    await backUp();
    const step = {
      number: newestSchema() + 1,
      says: 'name becomes called',
      run: async (
        open: (name: string) => { updateMany: (match: object, change: object) => Promise<unknown> },
      ) => void (await open('programmes').updateMany({}, { $rename: { name: 'called' } })),
    };
    await restoreBackup(place.other, place.file, { ...restoring, steps: [step] });
    expect(await place.other.collection('programmes').findOne()).to.have.property('called');
    expect(
      await place.other.collection<{ _id: number }>('schema').countDocuments({ _id: step.number }),
    ).to.equal(1);
  });

  it('whose switch was cut off takes no write meanwhile, and is finished by whoever comes next', async () => {
    const project = await addProject();
    const report = await backUp();
    await own()
      .collection('projects')
      .updateOne({}, { $set: { title: 'Written since' } });
    // As a crash leaves it: everything staged, the switch begun, projects closed, nothing renamed.
    const options = await collectionOptions();
    for (const name of ['projects', 'projectVersions']) {
      await own().createCollection(`restoring.${name}`, options.get(name));
      await own()
        .collection(name)
        .aggregate([{ $match: {} }, { $out: `restoring.${name}` }])
        .toArray();
    }
    await own()
      .collection('restoring.projects')
      .updateOne({}, { $set: { title: 'From the backup' } });
    await startSwitch(own(), report);
    await own().command({ collMod: 'projectVersions', validator: { _id: { $exists: false } } });
    const refused = await edit(projects, project, { title: 'Now' }).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 121);
    expect(await own().collection('projects').countDocuments({ title: 'Now' })).to.equal(0);
    expect(await finishRestore(own(), log)).to.equal(true);
    expect((await own().collection('projects').findOne())?.['title']).to.equal('From the backup');
    expect(await finishRestore(own(), log)).to.equal(false);
    await edit(projects, project, { title: 'Now' });
  });
});
