import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects.ts';
import { issueToken } from '../../../models/token.ts';
import { inviteUser } from '../../../models/user.ts';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { finishRestore, startSwitch } from '../../../server/backup/switchCollections.ts';
import { writeBackup } from '../../../server/backup/writeBackup.ts';
import { prepareSchema } from '../../../server/database/migrations.ts';
import { createLogger } from '../../../server/logger.ts';
import { StartError } from '../../../server/startError.ts';
import { tokenOn } from '../../support/app.ts';
import { runCommandLine } from '../../support/command.ts';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addUser, edit, password } from '../../support/factories.ts';
import { serveProgram } from '../../support/served.ts';

const log = createLogger('silent');
const restoring = { isReplacing: true, confirm: async () => true, log };
let folder: string;
let file: string;
let other: Db;

const own = (): Db => mongoose.connection.db!;
const client = () => mongoose.connection.getClient();
const uriOf = (name: string): string => testDatabase().uri.replace(/\/[^/]+\?/, `/${name}?`);

const backUp = async (to = file, force = false) => writeBackup(client(), own(), to, { app: 'test', force });

/** Every document of a collection by its id, as a hash of what it says whatever the order of its keys. */
async function hashesOf(db: Db, name: string): Promise<Map<string, string>> {
  const canonical = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
      ? Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, canonical(one)])
      : Array.isArray(value)
        ? value.map(canonical)
        : value instanceof Date
          ? value.toISOString()
          : value;
  const found = await db.collection(name).find().toArray();
  return new Map(
    found.map(one => [
      String(one._id),
      createHash('sha256')
        .update(JSON.stringify(canonical(one)))
        .digest('hex'),
    ]),
  );
}

/** What a database holds of every kind of record and of accounts. */
async function stateOf(db: Db): Promise<Map<string, Map<string, string>>> {
  const state = new Map<string, Map<string, string>>();
  for (const { current, versions } of Object.values(nouns)) {
    for (const { collection } of [current, versions])
      state.set(collection.name, await hashesOf(db, collection.name));
  }
  for (const name of ['credentials', 'tokens']) state.set(name, await hashesOf(db, name));
  return state;
}

/** Nothing is half there: each project has its versions without a gap, and equals the last one. */
async function expectWholeProjects(db: Db): Promise<void> {
  const versions = await db.collection('projectVersions').find().toArray();
  for (const project of await db.collection('projects').find().toArray()) {
    const ofIt = versions.filter(({ recordId }) => recordId === String(project._id));
    const numbers = ofIt.map(({ version }) => Number(version)).toSorted((a, b) => a - b);
    expect(numbers).to.deep.equal(Array.from({ length: Number(project['version']) }, (_one, at) => at + 1));
    const last = ofIt.filter(({ validTo }) => validTo === null);
    expect(last.map(one => [one['title'], one['version']])).to.deep.equal([
      [project['title'], project['version']],
    ]);
  }
}

async function refusal(deed: Promise<unknown>): Promise<string> {
  const error = await deed.catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(StartError);
  return (error as StartError).message;
}

describe('A backup', () => {
  useDatabase();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-backup-'));
    file = join(folder, 'all.backup');
    other = client().db('callfolio-restored');
    await other.dropDatabase();
    await prepareSchema(own(), { log });
  });
  afterEach(async () => {
    await other.dropDatabase();
    await rm(folder, { recursive: true });
  });

  it('taken while others write shows one instant, and another database restored from it is the same', async function () {
    this.timeout(90_000);
    const administrator = await addUser('administrator');
    await issueToken(administrator, 'script', new Date());
    const programme = await addProgramme();
    const kept = await Promise.all(
      Array.from({ length: 20 }, async () => addProject({ programme: programme.code })),
    );
    let isWriting = true;
    const writers = [0, 1, 2].map(async number => {
      for (let turn = 0; isWriting; turn += 1) {
        await addProject({ programme: programme.code, title: `Of writer ${number}, ${turn}` });
        const one = kept[(turn * 3 + number) % kept.length]!;
        await edit(projects, { id: one.id, version: null as never }, { title: `Again ${number} ${turn}` });
      }
    });
    const env = { SESSION_SECRET: 's'.repeat(32) };
    const taken = await runCommandLine(['backup', file], { ...env, MONGODB_URI: testDatabase().uri });
    isWriting = false;
    await Promise.all(writers);
    expect(taken.code, taken.err).to.equal(0);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);

    const at = { ...env, MONGODB_URI: uriOf('callfolio-restored') };
    const restored = await runCommandLine(['restore', file], at);
    expect(restored.code, restored.err).to.equal(0);
    const table = (text: string) => text.split('\n').filter(line => /[0-9a-f]{64}$/.test(line));
    expect(table(restored.out)).to.deep.equal(table(taken.out));

    await expectWholeProjects(other);
    // What was there at that instant and not written since is the same, to the byte.
    const then = await stateOf(other);
    const now = await stateOf(own());
    for (const [name, documents] of then) {
      for (const [id, hash] of documents) {
        if (name !== 'projects' && name !== 'projectVersions') expect(now.get(name)?.get(id)).to.equal(hash);
      }
    }
    expect(then.get('projects')!.size).to.be.within(20, now.get('projects')!.size);

    // And people go on with it: the old password signs in.
    const program = await serveProgram(at);
    try {
      const agent = supertest.agent(program.address);
      const page = await agent.get('/sign-in');
      const fields = { _csrf: tokenOn(page.text), email: administrator.email, password };
      await agent.post('/sign-in').type('form').send(fields).expect(303);
      await agent.get(`/projects/${kept[0]!.id}`).expect(200);
    } finally {
      await program.stop();
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
    const spent = await inviteUser(user.id, new Date());
    await own().collection<{ _id: string }>('starts').insertOne({ _id: 'latest' });
    await restoreBackup(own(), file, restoring);
    expect(await stateOf(own())).to.deep.equal(before);
    expect(await own().collection('sessions').countDocuments(), 'sessions end').to.equal(0);
    expect(await own().collection('invitations').countDocuments(), spent).to.equal(0);
    expect(await own().collection('starts').countDocuments()).to.equal(1);
    await addProject();
    const names = (await own().listCollections().toArray()).map(({ name }) => name);
    expect(names.filter(name => name.startsWith('restoring.'))).to.deep.equal([]);
  });

  it('restored while people write parts no record from its versions, and they go on writing', async function () {
    this.timeout(60_000);
    const programme = await addProgramme();
    const kept = await Promise.all(
      Array.from({ length: 20 }, async () => addProject({ programme: programme.code })),
    );
    await backUp();
    let isWriting = true;
    const refused = new Set<unknown>();
    const writers = [0, 1, 2, 3].map(async number => {
      for (let turn = 0; isWriting; turn += 1) {
        const one = kept[(turn * 4 + number) % kept.length]!;
        const title = { title: `Of ${number}, ${turn}` };
        await Promise.allSettled([
          edit(projects, { id: one.id, version: null as never }, title),
          addProject({ programme: programme.code, ...title }),
        ]).then(results => {
          for (const result of results) {
            if (result.status === 'rejected') refused.add((result.reason as { code?: unknown }).code);
          }
        });
      }
    });
    for (let round = 0; round < 3; round += 1) {
      await restoreBackup(own(), file, restoring);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    isWriting = false;
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
    await restoreBackup(other, file, restoring);
    const raw = async (db: Db) => db.collection('odd').find({}, { raw: true }).toArray();
    expect(await raw(other)).to.deep.equal(await raw(own()));
    for (const name of ['projects', 'projectVersions', 'users', 'tokens']) {
      expect(await other.collection(name).indexes()).to.deep.equal(await own().collection(name).indexes());
    }
    await own().collection('odd').drop();
  });

  it('that is cut, changed, foreign or newer is refused, and nothing changes', async function () {
    this.timeout(60_000);
    await addProject();
    await backUp();
    const before = await stateOf(own());
    const good = await readFile(file);
    const text = gunzipSync(good);
    const changed = (at: number): Buffer => {
      const bytes = Buffer.from(good);
      bytes[at] = bytes[at]! ^ 0x10;
      return bytes;
    };
    const rewritten = (from: string, to: string): Buffer => {
      const at = text.indexOf(from);
      expect(at, from).to.be.greaterThan(-1);
      return gzipSync(
        Buffer.concat([text.subarray(0, at), Buffer.from(to), text.subarray(at + from.length)]),
      );
    };
    const lastLine = text.lastIndexOf('\n', text.length - 2) + 1;
    const bad: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.alloc(0), /is not a backup of callfolio/],
      [Buffer.from('hello'), /is not a backup of callfolio/],
      [gzipSync('hello\n'), /is not a backup of callfolio/],
      [gzipSync('{"a":1}\n'), /is not a backup of callfolio/],
      ...[0.1, 0.4, 0.7, 0.95].map(part => [changed(Math.floor(good.length * part)), /is damaged/] as const),
      ...[0.2, 0.6, 0.99].map(
        part => [good.subarray(0, Math.floor(good.length * part)), /is damaged/] as const,
      ),
      [good.subarray(0, good.length - 1), /is damaged/],
      [gzipSync(text.subarray(0, lastLine)), /is damaged \(it is cut off\)/],
      [gzipSync(Buffer.concat([text, Buffer.from('more')])), /something follows its end/],
      [Buffer.concat([good, Buffer.from('more')]), /is damaged/],
      [rewritten('title\0', 'titel\0'), /are not what was written/],
      [rewritten('"callfolioBackup":1', '"callfolioBackup":2'), /has format 2 .* reads format 1/],
      [rewritten('"schema":1', '"schema":9'), /has schema 9 and this callfolio knows/],
      [rewritten('"collection":"users"', '"collection":"system.users"'), /is damaged/],
    ];
    for (const [content, sentence] of bad) {
      await writeFile(file, content);
      expect(await refusal(restoreBackup(own(), file, restoring))).to.match(sentence);
    }
    expect(await refusal(restoreBackup(own(), join(folder, 'none'), restoring))).to.match(
      /^There is no file /,
    );
    expect(await stateOf(own())).to.deep.equal(before);
  });

  it('goes over records only when that is asked for and agreed to', async () => {
    await addProject();
    await backUp();
    const before = await stateOf(own());
    expect(await refusal(restoreBackup(own(), file, { ...restoring, isReplacing: false }))).to.match(
      /holds records: restore with --replace/,
    );
    expect(await refusal(restoreBackup(own(), file, { ...restoring, confirm: async () => false }))).to.equal(
      'Nothing was changed.',
    );
    expect(await stateOf(own())).to.deep.equal(before);
  });

  it('writes over a file only when that is asked for, and leaves no part of one', async () => {
    await addProject();
    await writeFile(file, 'dear to somebody');
    expect(await refusal(backUp())).to.match(/exists already/);
    expect(await readFile(file, 'utf8')).to.equal('dear to somebody');
    await backUp(file, true);
    expect(await refusal(backUp(join(folder, 'no', 'such', 'folder')))).to.match(/cannot be written to/);
    const abort = AbortSignal.abort();
    const stopped = writeBackup(client(), own(), join(folder, 'b'), { app: 'test', signal: abort });
    expect(await refusal(stopped)).to.equal('Interrupted: no backup was written.');
    expect(await readdir(folder)).to.deep.equal(['all.backup']);
  });

  it('of an older schema is brought to today’s before it is used', async () => {
    await addProgramme();
    await backUp();
    const step = {
      number: 2,
      says: 'name becomes called',
      run: async (
        open: (name: string) => { updateMany: (match: object, change: object) => Promise<unknown> },
      ) => void (await open('programmes').updateMany({}, { $rename: { name: 'called' } })),
    };
    await restoreBackup(other, file, { ...restoring, steps: [step] });
    expect(await other.collection('programmes').findOne()).to.have.property('called');
    expect(await other.collection<{ _id: number }>('schema').countDocuments({ _id: 2 })).to.equal(1);
  });

  it('whose restore fails before the switch leaves the old records, and no rest of it', async () => {
    await addProject();
    await backUp();
    await addProject();
    const before = await stateOf(own());
    const failing = { number: 2, says: 'no', run: async () => Promise.reject(new StartError('No room.')) };
    expect(await refusal(restoreBackup(own(), file, { ...restoring, steps: [failing] }))).to.equal(
      'No room.',
    );
    expect(await stateOf(own())).to.deep.equal(before);
    const names = (await own().listCollections().toArray()).map(({ name }) => name);
    expect(names.filter(name => name.startsWith('restoring.'))).to.deep.equal([]);
    expect(await finishRestore(own(), log)).to.equal(false);
  });

  it('whose switch was cut off takes no write meanwhile, and is finished by whoever comes next', async () => {
    const project = await addProject();
    const report = await backUp();
    await own()
      .collection('projects')
      .updateOne({}, { $set: { title: 'Written since' } });
    // As a crash leaves it: everything staged, the switch begun, projects closed, nothing renamed.
    for (const name of ['projects', 'projectVersions']) {
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
