import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { calls } from '../../../models/calls/call.ts';
import { findCheckpoint, type CheckpointPlace } from '../../../models/index/checkpoint.ts';
import {
  findColumns,
  followIndex,
  isIndexReady,
  type IndexFollower,
} from '../../../models/index/indexFollower.ts';
import { readIndex } from '../../../models/index/readIndex.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { changeAsAnother, changeAsAnotherUntil, replaceCollection } from '../../support/anotherProcess.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, edit } from '../../support/factories.ts';
import { viewOf } from '../../support/indexView.ts';
import { pause, until } from '../../support/pause.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { changes } from '../../support/queries.ts';

const nouns = [projects, calls, organisations] as const;
type Known = { id: string; version: number }[];

describe('the index that is kept for the next start', () => {
  useDatabase();
  let folder = '';
  let lines: string[] = [];
  let follower: IndexFollower | null = null;

  beforeEach('a folder', async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-checkpoint-'));
    lines = [];
  });
  afterEach('stop and tidy up', async () => {
    follower?.stop();
    follower = null;
    await rm(folder, { recursive: true, force: true });
  });

  const placeOf = (stamp = 'this program'): CheckpointPlace => ({
    file: join(folder, 'index.checkpoint'),
    temporary: join(folder, 'index.checkpoint.part'),
    stamp,
    log: sentence => void lines.push(sentence),
  });
  const start = async (place = placeOf()): Promise<void> => {
    follower = followIndex(nouns, place);
    await follower.ready;
  };
  /** The first keeping begins as soon as everything is read. */
  const startAndKeep = async (): Promise<void> => {
    await start();
    await until(() => lines.includes('The index was kept for the next start.'));
  };
  const wasUsed = () => lines.some(line => line.startsWith('The index that was kept is read'));
  const wasRefused = () => lines.find(line => / (not used|cannot be followed)/.test(line)) ?? null;
  const startAgain = async (): Promise<void> => {
    lines = [];
    await start();
  };

  /** At once, and not within moments: what was written before the start is there when the index is. */
  async function expectAsReadAnew(): Promise<void> {
    for (const noun of nouns) {
      const table = await findColumns(noun);
      if (!table) throw new Error(`nothing is in memory of ${noun.path}`);
      expect(viewOf(table), noun.path).to.deep.equal(viewOf(await readIndex(noun)));
    }
  }

  it('is read back as it was written', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await startAndKeep();
    const found = await findCheckpoint(placeOf(), nouns);
    for (const noun of nouns) {
      const {
        revision: _one,
        changed: _these,
        words,
        ...table
      } = (await findColumns(noun)) ?? (await readIndex(noun));
      const {
        revision: _other,
        changed: _those,
        words: readWords,
        ...read
      } = found?.tables.get(noun.name) ?? (await readIndex(noun));
      expect(read).to.deep.equal(table);
      expect({ ...readWords, latest: null }).to.deep.equal({ ...words, latest: null });
    }
    expect(found?.tables.get('project')?.ids).to.have.lengthOf(40);
  });

  it('is what a reading of everything finds, whatever was written before, meanwhile and after', async () => {
    await addPortfolio();
    const known = await knownProjects();
    await startAndKeep();
    for (let turn = 0; turn < 4; turn += 1) {
      await changeAsOneself(known, 4);
      const writing = changeAsOneself(known, 3);
      // By turns as a program that is stopped, and as one that is killed.
      if (turn % 2 === 0) await follower?.close();
      else follower?.stop();
      await writing;
      await changeAsAnother(turn);
      await changeAsOneself(known, 2);
      const others = new AbortController();
      const writingOn = changeAsAnotherUntil(others.signal);
      try {
        await startAgain();
      } finally {
        others.abort();
        await writingOn;
      }
      await until(async () => viewsAreEqual());
      expect([wasUsed(), wasRefused()], lines.join('\n')).to.deep.equal([true, null]);
      expect(isIndexReady()).to.equal(true);
    }
  });

  it('has what was written while no program ran from the first answer on', async () => {
    await addPortfolio();
    await startAndKeep();
    follower?.stop();
    for (let turn = 0; turn < 30; turn += 1) await addProject({ acronym: `LATER ${turn}` });
    await changeAsAnother(1);
    await startAgain();
    await expectAsReadAnew();
    expect(wasUsed()).to.equal(true);
  });

  it('waits for each transaction of this process whose end is not told', async () => {
    await addPortfolio();
    const known = await knownProjects();
    await startAndKeep();
    for (let turn = 0; turn < 6; turn += 1) {
      const writing = changeAsOneself(known, 1);
      await pause(turn * 2);
      await follower?.close();
      await writing;
      await startAgain();
      await expectAsReadAnew();
    }
  });

  it('is for its owner alone, and there whole or not at all', async () => {
    await addPortfolio();
    await startAndKeep();
    expect((await stat(placeOf().file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder)).to.deep.equal(['index.checkpoint']);
    const before = await readFile(placeOf().file);
    await addProject({});
    // Nobody may write there any more: what was kept before stays as it is.
    await writeFile(join(folder, 'file'), '');
    follower?.stop();
    await startAgain();
    follower?.stop();
    await start({ ...placeOf('another program'), temporary: join(folder, 'file', 'part') });
    await until(() => lines.some(line => line.startsWith('The index could not be kept')));
    expect((await readFile(placeOf().file)).equals(before)).to.equal(true);
    await expectAsReadAnew();
  });

  it('is not used once a restore has put other collections in their place', async () => {
    await addPortfolio();
    await startAndKeep();
    await follower?.close();
    await replaceCollection('projects');
    await startAgain();
    expect(wasRefused()).to.match(/of other collections/);
    await expectAsReadAnew();
  });

  it('is not used by a database that was put back to before it', async () => {
    await addPortfolio();
    await startAndKeep();
    await follower?.close();
    await mongoose.connection.db?.collection('indexMarks').deleteMany({});
    await startAgain();
    expect(wasRefused()).to.match(/does not know of it/);
    await expectAsReadAnew();
  });

  it('is read anew where a collection is replaced while it is followed', async () => {
    await addPortfolio();
    await startAndKeep();
    await replaceCollection('projectVersions');
    await until(async () => viewsAreEqual());
    await follower?.close();
    await startAgain();
    await expectAsReadAnew();
  });

  it('is not used where another program made it, or one that wrote otherwise', async () => {
    await addPortfolio();
    await startAndKeep();
    await follower?.close();
    lines = [];
    await start(placeOf('a later program'));
    expect(wasRefused()).to.match(/another version of callfolio/);
    await expectAsReadAnew();
  });

  it('is dropped with a line in the log where its file is damaged, wherever that is', async () => {
    await addPortfolio();
    await startAndKeep();
    await follower?.close();
    const whole = await readFile(placeOf().file);
    const damage = fc.oneof(
      fc
        .integer({ min: 0, max: whole.length - 1 })
        .map(at => ({ what: `cut off at ${at}`, bytes: whole.subarray(0, at) })),
      fc
        .tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }))
        .map(([at, bits]) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ bits;
          return { what: `bits ${bits} at ${at}`, bytes };
        }),
      fc.uint8Array({ maxLength: 200 }).map(all => ({ what: 'foreign', bytes: Buffer.from(all) })),
    );
    for (const { what, bytes } of fc.sample(damage, 80)) {
      await writeFile(placeOf().file, bytes);
      lines = [];
      expect(await findCheckpoint(placeOf(), nouns), what).to.equal(null);
      expect(lines, what).to.have.lengthOf(1);
    }
    await startAgain();
    expect(wasRefused()).not.to.equal(null);
    await expectAsReadAnew();
  });

  it('is read anew where the database no longer knows what changed since', async () => {
    await addPortfolio();
    await startAndKeep();
    await follower?.close();
    const found = await findCheckpoint(placeOf(), nouns);
    const { _data: token } = { _data: '', ...found?.position };
    const whole = await readFile(placeOf().file);
    // The place of the same stream, in 1970; of what was written the checksum is made anew.
    const long = `${token.slice(0, 2)}00000001${token.slice(10)}`;
    await writeFile(placeOf().file, rewritten(whole, token, long));
    await startAgain();
    expect(wasUsed()).to.equal(true);
    expect(wasRefused()).to.match(/cannot be followed/);
    await expectAsReadAnew();
  });

  const viewsAreEqual = async (): Promise<boolean> => {
    try {
      await expectAsReadAnew();
      return true;
    } catch {
      return false;
    }
  };
});

const knownProjects = async (): Promise<Known> =>
  (await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>()).map(
    ({ _id: id, version }) => ({ id, version }),
  );

/** Through the door, as this program does. */
async function changeAsOneself(known: Known, times: number): Promise<void> {
  for (const input of fc.sample(changes, times)) {
    const at = fc.sample(fc.nat({ max: known.length }), 1)[0] ?? 0;
    const project = known[at];
    if (project) known[at] = await edit(projects, project, input).catch(() => project);
    else known.push(await addProject(input));
  }
}

/** The first piece of the file with one text in the place of another of its length. */
function rewritten(whole: Buffer, from: string, to: string): Buffer {
  const length = whole.readUInt32LE(1);
  const bytes = Buffer.from(whole);
  bytes.write(to, bytes.indexOf(from), 'latin1');
  bytes.writeUInt32LE(crc32(bytes.subarray(9, 9 + length)), 5);
  return bytes;
}
