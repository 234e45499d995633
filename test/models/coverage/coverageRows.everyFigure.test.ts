import { expect } from 'chai';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { calls } from '../../../models/calls/call.ts';
import { countFacets } from '../../../models/lists/facets.ts';
import { followIndex } from '../../../models/index/indexFollower.ts';
import { readIndex } from '../../../models/index/readIndex.ts';
import { getImport } from '../../../models/imports/imports.ts';
import { countRecords, listRecords } from '../../../models/lists/list.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { restoreBackup } from '../../../server/backup/restoreBackup.ts';
import { apiAs } from '../../support/app.ts';
import { backUp, own, place, restoring, useBackups } from '../../support/backups.ts';
import { grace, locard } from '../../support/cordis.ts';
import { apply, check, undo } from '../../support/cordisImport.ts';
import { emptyDatabase, testDatabase } from '../../support/database.ts';
import { chanceOf, deeds, doDeed, type DeedName } from '../../support/deeds.ts';
import { addProgramme, addStrategy } from '../../support/factories.ts';
import {
  downloadedFigures,
  figuresOf,
  liarsAmong,
  ofRows,
  query,
  saidBy,
  storedFigures,
  type Figures,
  type Stored,
} from '../../support/figures.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

/** An unguarded twin of the rows behind the matrix: reads the open versions that are new, and hears of nothing else. */
function versionsOnly(): () => Promise<Figures> {
  const newest = new Map<string, Stored & { archivedAt: Date | null }>();
  const seen = new Set<string>();
  return async () => {
    const stored = await projects.current.collection.find({}).toArray();
    for (const { _id, versionId, ...version } of stored.filter(one => !seen.has(String(one['versionId'])))) {
      seen.add(String(versionId));
      newest.set(_id, version as never);
    }
    return figuresOf([...newest.values()].filter(({ archivedAt }) => archivedAt === null));
  };
}

/** Everything else that counts: facets, other kinds of record, and what a search finds. */
async function expectOthers(): Promise<void> {
  const { programme = [] } = await countFacets(projects, query({ scope: 'in' }), ['programme']);
  const inScope = await projects.current.countDocuments({ archivedAt: null, scope: 'in' });
  const byProgramme = programme.reduce((sum, { count: own }) => sum + own, 0);
  expect(byProgramme, 'projects in scope by programme').to.equal(inScope);
  const found = await countRecords(projects, query({ q: 'imported', archived: 'any' }));
  const imported = await projects.current.countDocuments({ title: /^Imported/ });
  expect(found, 'found by a word of what was imported').to.equal(imported);
  for (const noun of [calls, organisations]) {
    const listed = await countRecords(noun, parseListQuery(noun, {}, new Date()));
    const stored = await noun.current.collection.countDocuments({ ...noun.always, archivedAt: null });
    expect(listed, noun.name).to.equal(stored);
  }
}

/** What another process wrote is followed within moments. */
const followedWithinMs = 15_000;

/**
 * The whole list, archived ones included, page by page in its order: each record and what it says. The records are of the
 * database, their number of the index, which follows what another process wrote within moments.
 */
async function listedFrom(past: UrlQuery, isToFollow = false): Promise<string[]> {
  const until = Date.now() + (isToFollow ? followedWithinMs : 0);
  for (;;) {
    const { listed, totalItems } = await pagesOf(past);
    if (listed.length === totalItems) return listed;
    if (Date.now() > until) expect(listed, 'as many as are counted').to.have.length(totalItems);
    await wait(10);
  }
}

async function pagesOf(past: UrlQuery) {
  const listed: string[] = [];
  for (let page = 1; ; page += 1) {
    const url = { ...past, archived: 'any', sort: '-euContribution', pageSize: '25', page: String(page) };
    const { items, totalItems } = await listRecords(visibleTo(projects, everything), query(url));
    for (const { id, version, title, scope, euContribution, archivedAt, supports, updatedAt } of items)
      listed.push(
        JSON.stringify([id, version, title, scope, euContribution, archivedAt, supports, updatedAt]),
      );
    if (items.length < 25) return { listed, totalItems };
  }
}

/** An unguarded twin of a list as known at an instant, which forgets what was closed since. */
const currentOnly = async (at: Date) => projects.current.find({ validFrom: { $lte: at } }, { _id: 1 }).lean();

/** Another process on the same database, which does deeds as it is told. */
async function startOther(): Promise<ChildProcess> {
  const { uri, dbName } = testDatabase();
  const other = fork('test/support/deedsProgram.ts', [uri, dbName], { execArgv: ['--import=tsx'] });
  await once(other, 'message');
  return other;
}

async function doElsewhere(other: ChildProcess, name: DeedName, seed: number): Promise<void> {
  other.send({ name, seed });
  const [{ failed }] = (await once(other, 'message')) as [{ failed: string | null }];
  if (failed !== null) throw new Error(`${name} elsewhere: ${failed}`);
}

async function beginRegister(): Promise<void> {
  await emptyDatabase();
  await addStrategy();
  for (const code of ['ALPHA', 'BETA', 'H2020']) await addProgramme({ code });
}

/** All who count say what is so: at once, or within moments where they follow what another process wrote. */
async function expectNoLiar(isToFollow: boolean, chance = chanceOf(1), says = ''): Promise<void> {
  const figures = await storedFigures();
  const until = Date.now() + (isToFollow ? followedWithinMs : 0);
  for (;;) {
    const liars = liarsAmong(await saidBy({}, chance), figures);
    if (liars.length === 0) return;
    if (Date.now() > until) expect.fail(`${says}: ${JSON.stringify(figures)}, but ${liars.join('; ')}`);
    await wait(10);
  }
}

const names = Object.keys(deeds) as DeedName[];
/** Imports and their undoing come often: they are what takes records away. */
const drawn: readonly DeedName[] = [
  ...names,
  ...Array.from({ length: 2 }, () => 'importApply' as const),
  ...Array.from({ length: 5 }, () => 'importUndo' as const),
];
const [blocks, sequencesInBlock, deedsInSequence] = [10, 20, 3];
describe('every figure', function () {
  this.timeout(900_000);
  useBackups();
  let other: ChildProcess;
  before('start another process', async () => {
    other = await startOther();
  });
  after('end the other process', () => other.disconnect());

  it('is that of the list, whatever is done, here or in another process, now and as known before', async () => {
    const done = new Map<DeedName, number>();
    let [sequences, removals, missed, forgotten] = [0, 0, 0, 0];
    for (let block = 0; block < blocks; block += 1) {
      await beginRegister();
      const api = await apiAs('reader');
      // Every other one counts by the index in memory; the others ask the database.
      const isFollowed = block % 2 === 0;
      const follower = isFollowed ? followIndex([projects, calls, organisations]) : null;
      await follower?.ready;
      const twin = versionsOnly();
      const known: { at: Date; figures: Figures; listed: string[] }[] = [];
      for (let sequence = 0; sequence < sequencesInBlock; sequence += 1) {
        const seed = block * sequencesInBlock + sequence;
        const chance = chanceOf(seed);
        const told: string[] = [];
        for (let step = 0; step < deedsInSequence; step += 1) {
          const name = drawn[chance(drawn.length)] ?? 'create';
          const isElsewhere = chance(4) === 0;
          const before = await projects.current.countDocuments({});
          await (isElsewhere ? doElsewhere(other, name, seed + step) : doDeed(name, seed + step));
          told.push(isElsewhere ? `${name} elsewhere` : name);
          done.set(name, (done.get(name) ?? 0) + 1);
          const figures = await storedFigures();
          known.push({ at: new Date(), figures, listed: await listedFrom({}, isFollowed && isElsewhere) });
          if ((await projects.current.countDocuments({})) < before) removals += 1;
          const says = `sequence ${seed}, ${told.join(', ')}`;
          await expectNoLiar(isFollowed && isElsewhere, chance, says);
          if (liarsAmong({ twin: await twin() }, figures).length > 0) missed += 1;
          // The next deed is of a later millisecond.
          await wait(2);
        }
        sequences += 1;
        await expectOthers();
        expect(
          ofRows((await readIndex(projects)).versions),
          `a process that begins, sequence ${seed}`,
        ).to.deep.equal(await storedFigures());
        const earlier = known[chance(known.length)];
        if (earlier) {
          const past = { knownAt: earlier.at.toISOString() };
          expect(await listedFrom(past), `listed at ${past.knownAt}`).to.deep.equal(earlier.listed);
          const ofScopes = (await countFacets(projects, query(past), ['scope']))['scope'] ?? [];
          const counted = ofScopes.reduce((sum, { count: own }) => sum + own, 0);
          expect(counted, `by scope at ${past.knownAt}`).to.equal(await countRecords(projects, query(past)));
          if ((await currentOnly(earlier.at)).length !== earlier.listed.length) forgotten += 1;
          const liars = liarsAmong(await saidBy(past, chance), earlier.figures);
          expect(liars, `as known at ${past.knownAt}, sequence ${seed}`).to.deep.equal([]);
        }
      }
      expect(liarsAmong({ download: await downloadedFigures(api) }, await storedFigures())).to.deep.equal([]);
      follower?.stop();
    }
    expect([...done.keys()], 'every deed was done').to.have.members(names);
    expect(sequences).to.be.at.least(200);
    expect(removals, 'records were taken away').to.be.at.least(10);
    // The same detector, at rows that hear of no removal.
    expect(missed, 'steps at which the twin was wrong').to.be.at.least(removals);
    expect(forgotten, 'instants at which current records alone are wrong').to.be.at.least(50);
  });

  for (const isUndone of [false, true])
    it(`is that of the list after a backup is restored in which an import was ${isUndone ? '' : 'not yet '}undone`, async () => {
      await beginRegister();
      const follower = isUndone ? null : followIndex([projects, calls, organisations]);
      await follower?.ready;
      const scopeRule = { scope: 'in', topics: [] } as const;
      const applied = await apply(await check({ project: [grace, locard] }, { scopeRule }));
      const before = await storedFigures();
      if (!isUndone) await backUp();
      await undo(await getImport(applied.id));
      await expectNoLiar(false);
      const after = await storedFigures();
      expect([before.projects, after.projects]).to.deep.equal([2, 0]);
      if (isUndone) await backUp();
      await doDeed('create', 1);
      await expectNoLiar(false);
      await restoreBackup(own(), place.file, restoring);
      await expectNoLiar(!isUndone);
      expect(await storedFigures()).to.deep.equal(isUndone ? after : before);
      follower?.stop();
    });
});
