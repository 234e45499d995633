import { expect } from 'chai';
import mongoose from 'mongoose';
import { AsyncResource } from 'node:async_hooks';
import { calls } from '../../../models/calls/call.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { countFacets } from '../../../models/lists/facets.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { iterate } from '../../../models/process/iterate.ts';
import {
  countItems,
  countRecords,
  findAllRecords,
  listIds,
  listRecords,
} from '../../../models/lists/list.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { gatherPortfolio } from '../../support/portfolioContents.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { isInstantLost, readAtOneInstant, readBeside } from '../../../models/process/snapshot.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { addOrganisation, addProject, edit, now } from '../../support/factories.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { useDatabase } from '../../support/database.ts';
import { until } from '../../support/files.ts';
import { countOpenCursors } from '../../support/openCursors.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

interface Profiled {
  op: string;
  ns: string;
  command: { readConcern?: { level: string; atClusterTime?: mongoose.mongo.Timestamp } };
}

/** What the server was asked of records while something was done: but for more of the same, which says no instant. */
async function questionsOf(work: () => Promise<unknown>): Promise<Profiled[]> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection');
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const profile = db.collection('system.profile');
  const found = (await profile
    .find({
      op: { $in: ['query', 'command'] },
      ns: /\.(projects|calls|programmes|strategies|organisations|imports)/,
    })
    .toArray()) as unknown as Profiled[];
  await profile.drop();
  return found;
}

const instantsOf = (questions: readonly Profiled[]): Set<string> =>
  new Set(
    questions.map(({ command: { readConcern } }) => {
      if (readConcern?.level !== 'snapshot') return 'now';
      return readConcern.atClusterTime ? JSON.stringify(readConcern.atClusterTime) : 'fixes it';
    }),
  );

describe('what is read at one instant', () => {
  useDatabase();
  let columns: IndexFollower;
  beforeEach(async () => {
    columns = followIndex([projects, calls, organisations]);
    await columns.ready;
  });
  afterEach(() => columns.stop());

  /** What the index still reads of what was written would be among the questions. */
  const indexIsRead = async (): Promise<void> => {
    for (const noun of [projects, calls, organisations])
      await until(async () => (await findColumns(noun)) !== null);
  };

  const query = (url = {}) => parseListQuery(projects, url, now);
  /** Every way there is to ask for records of a list, for a file or not. */
  const waysToAsk: Readonly<Record<string, () => Promise<unknown>>> = {
    records: async () => findAllRecords(visibleTo(projects, everything), query({ sort: 'title' })),
    'a search': async () => findAllRecords(visibleTo(projects, everything), query({ q: 'project' })),
    'a search of then': async () => listIds(projects, query({ q: 'project', knownAt: now.toISOString() })),
    page: async () => listRecords(visibleTo(projects, everything), query()),
    ids: async () => listIds(projects, query({ programme: 'ALPHA' })),
    count: async () => countRecords(projects, query({ phase: 'ongoing' })),
    items: async () => countItems(projects, query(), ['participants']),
    facets: async () => countFacets(projects, query(), projects.facets),
    totals: async () => totalAmounts(projects, query(), ['euContribution']),
    coverage: async () => countCoverage(parseCoverageQuery({}, now)),
    portfolio: async () => gatherPortfolio(parseCoverageQuery({ sort: 'title' }, now)),
  };

  it('is so by whichever function: every question of it names that instant, the first alone fixes it', async () => {
    await addPortfolio();
    await indexIsRead();
    for (const [name, ask] of Object.entries(waysToAsk)) {
      const questions = await questionsOf(async () =>
        readAtOneInstant(async () => {
          expect(await findColumns(projects)).to.equal(null);
          await ask();
        }),
      );
      expect(questions.length, name).to.be.above(1);
      expect(instantsOf(questions.slice(0, 1)), name).to.deep.equal(new Set(['fixes it']));
      const instants = instantsOf(questions.slice(1));
      expect(instants.size, `${name} ${[...instants].join(' ')}`).to.equal(1);
      expect([...instants][0], name).to.not.be.oneOf(['now', 'fixes it']);
    }
  });

  it('otherwise is of now, and the index in memory answers', async () => {
    await addPortfolio();
    await indexIsRead();
    const questions = await questionsOf(async () => waysToAsk['records']?.() ?? Promise.resolve());
    expect(instantsOf(questions)).to.deep.equal(new Set(['now']));
  });

  it('stays what it was while others write, also in what is read beside it', async () => {
    const one = await addProject({ title: 'Before' });
    const writing = new AsyncResource('somebody else');
    const titles = async () =>
      (await findAllRecords(visibleTo(projects, everything), query({ sort: 'title' }))).map(
        ({ title }) => title,
      );
    await readAtOneInstant(async () => {
      expect(await titles()).to.deep.equal(['Before']);
      await writing.runInAsyncScope(async () => {
        await edit(projects, one, { title: 'After' });
        await addProject({ title: 'Another' });
        await addOrganisation();
      });
      expect(await titles()).to.deep.equal(['Before']);
      expect(await readBeside(titles)).to.deep.equal(['Before']);
      expect(
        await Promise.all([readBeside(async () => countRecords(projects, query())), titles()]),
      ).to.deep.equal([1, ['Before']]);
      expect(await countRecords(organisations, parseListQuery(organisations, {}, now))).to.equal(0);
    });
    expect(await titles()).to.deep.equal(['After', 'Another']);
  });

  it('holds what was acknowledged before it began', async () => {
    for (let at = 1; at <= 20; at += 1) {
      await addProject();
      expect(await readAtOneInstant(async () => countRecords(projects, query()))).to.equal(at);
    }
  });

  it('refuses the quick count, which is of no instant', async () => {
    const failure = await readAtOneInstant(async () => projects.current.estimatedDocumentCount()).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).to.include('of no instant');
  });
});

describe('an instant that the database no longer keeps', () => {
  useDatabase();

  it('is known as such by what the server says', async () => {
    const admin = mongoose.connection.getClient().db('admin');
    const keep = async (seconds: number) =>
      admin.command({ setParameter: 1, minSnapshotHistoryWindowInSeconds: seconds });
    await keep(0);
    try {
      const writing = new AsyncResource('somebody else');
      const failure: unknown = await readAtOneInstant(async () => {
        for (;;) {
          await writing.runInAsyncScope(async () => addProject());
          await new Promise(resolve => setTimeout(resolve, 100));
          await countRecords(projects, parseListQuery(projects, {}, now));
        }
      }).catch((error: unknown) => error);
      expect(isInstantLost(failure), String(failure)).to.equal(true);
      expect(isInstantLost(new Error('The cursor is gone.'))).to.equal(false);
    } finally {
      await keep(300);
    }
  });
});

describe('the deadline of what is read at one instant', () => {
  useDatabase();
  const slowly = (ms: number) => () =>
    projects.current
      .find({ $where: `sleep(${ms}) || true` } as never, { _id: 1 })
      .lean<{ _id: string }[]>()
      .cursor({ batchSize: 2 });
  const read = async (ms: number) => {
    let rows = 0;
    for await (const row of iterate<{ _id: string }>(slowly(ms))) rows += Number(row._id !== '');
    return rows;
  };
  beforeEach(async () => {
    for (let at = 0; at < 8; at += 1) await addProject();
  });

  it('is by batch: many together may take longer', async () => {
    const startedAt = Date.now();
    expect(await readAtOneInstant(async () => read(150), { batchLimitMs: 1_000 })).to.equal(8);
    expect(Date.now() - startedAt).to.be.above(1_000);
  });

  it('ends what takes longer, on the server too', async () => {
    const before = await countOpenCursors();
    const failure: unknown = await readAtOneInstant(async () => read(3_000), { batchLimitMs: 400 }).catch(
      (error: unknown) => error,
    );
    expect(failure).to.include({ kind: 'unavailable', key: 'late' });
    await until(async () => (await countOpenCursors()) === before);
  });

  it('of the database would be of all batches together', async () => {
    const cursor = slowly(150)();
    const summed = projects.current
      .find({ $where: 'sleep(150) || true' } as never, { _id: 1 })
      .maxTimeMS(700)
      .lean()
      .cursor({ batchSize: 2 });
    let failure: unknown = null;
    try {
      while ((await summed.next()) !== null);
    } catch (error) {
      failure = error;
    }
    expect(String(failure)).to.include('time limit');
    await summed.close();
    await cursor.close().catch(() => undefined);
  });

  it('is over at once where nobody wants it any more', async () => {
    const wish = new AbortController();
    const before = await countOpenCursors();
    const reading = readAtOneInstant(async () => read(2_000), { signal: wish.signal }).catch(
      (error: unknown) => error,
    );
    setTimeout(() => wish.abort(new Error('Nobody waits.')), 300);
    const startedAt = Date.now();
    expect(String(await reading)).to.include('Nobody waits.');
    expect(Date.now() - startedAt).to.be.below(5_000);
    await until(async () => (await countOpenCursors()) === before);
  });
});
