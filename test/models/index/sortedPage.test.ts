import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { selectPage } from '../../../models/index/sortedPage.ts';
import { listIds, listRecords } from '../../../models/lists/list.ts';
import { parseListQuery, type ListQuery } from '../../../models/query/query.ts';
import type { Fields } from '../../../models/record/fields.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { visibleTo, type VisibleNoun } from '../../../models/record/visibleTo.ts';
import { projects } from '../../../models/projects/projects.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject, edit, now } from '../../support/factories.ts';
import { pause } from '../../support/pause.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { callValues, changes, projectValues, urlsOf } from '../../support/queries.ts';
import { everything } from '../../support/readers.ts';

const allProjects = visibleTo(projects, everything);
const allCalls = visibleTo(calls, everything);

const computedOf = (noun: Listed): string[] =>
  Object.entries(noun.sorts).flatMap(([key, by]) => (typeof by === 'string' ? [] : [key, `-${key}`]));

/** Pages of every length and place, by every sort that is computed. */
const pagesOf = <F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  values: Record<string, string[]>,
): fc.Arbitrary<ListQuery> =>
  fc
    .record({
      url: urlsOf(values),
      sort: fc.constantFrom(...computedOf(noun)),
      page: fc.integer({ min: 1, max: 9 }),
      pageSize: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ url, sort, page, pageSize }) => ({
      ...parseListQuery(noun, { ...url, sort }, now),
      page,
      pageSize,
    }));

/** A page in memory, and what the database has in its place. @returns how many records it has */
async function expectSame(noun: Listed, query: ListQuery): Promise<number> {
  const all = await listIds(noun, query);
  const from = (query.page - 1) * query.pageSize;
  const page = await selectPage(noun, query);
  expect(page, JSON.stringify(query)).to.deep.equal({
    ids: all.slice(from, from + query.pageSize),
    totalItems: all.length,
  });
  return page?.ids.length ?? 0;
}

describe('a page sorted by what is computed', () => {
  useDatabase();
  let columns: IndexFollower | null = null;
  const follow = async () => {
    columns = followIndex([projects, calls]);
    await columns.ready;
  };
  afterEach('stop following', () => columns?.stop());

  it('is that of the database to the last tie, both ways and in the middle', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await follow();
    let most = 0;
    for (const query of fc.sample(pagesOf(allProjects, projectValues), 60)) await expectSame(projects, query);
    for (const query of fc.sample(pagesOf(allCalls, callValues), 30)) await expectSame(calls, query);
    for (const sort of computedOf(projects))
      for (const page of [1, 2, 3, 4])
        most = Math.max(
          most,
          await expectSame(projects, {
            ...parseListQuery(allProjects, { sort, archived: 'any' }, now),
            page,
            pageSize: 12,
          }),
        );
    expect(most, 'some of them are full').to.equal(12);
  });

  it('is so after every change, whoever makes it', async () => {
    await addPortfolio();
    await follow();
    const stored = await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>();
    const known = stored.map(({ _id: id, version }) => ({ id, version }));
    for (const [at, input] of fc.sample(changes, 20).entries()) {
      const project = known[at % known.length];
      if (at % 3 === 0) known.push(await addProject(input));
      else if (project) known[at % known.length] = await edit(projects, project, input);
      for (const query of fc.sample(pagesOf(allProjects, projectValues), 3))
        await expectSame(projects, query);
    }
    for (const at of [7, 0, 3]) {
      const [removed] = known.splice(at, 1);
      await projects.current.collection.deleteOne({ _id: removed?.id ?? '' });
      // Ids that stand before all others, and between them.
      const { _id, grantAgreement: _unique, ...copied } = { ...(await projects.current.findOne().lean()) };
      await projects.current.collection.insertMany([
        { ...copied, _id: `0${at}` } as never,
        { ...copied, _id: `B-${at}` } as never,
      ]);
      await untilSame(async () =>
        expectSame(projects, parseListQuery(allProjects, { sort: '-phase', pageSize: '250' }, now)),
      );
      for (const query of fc.sample(pagesOf(allProjects, projectValues), 8))
        await expectSame(projects, query);
    }
  });

  it('shows no record that the list does not have, while others write', async () => {
    await addPortfolio();
    await follow();
    const query = parseListQuery(allProjects, { sort: 'phase', scope: 'in', pageSize: '250' }, now);
    const writers = new AbortController();
    const writing = (async () => {
      for (let turn = 0; !writers.signal.aborted; turn += 1)
        await projects.current.collection.updateMany(
          { version: { $gt: turn % 2 } },
          { $set: { scope: turn % 3 === 0 ? 'in' : 'out' } },
        );
    })();
    try {
      for (let turn = 0; turn < 40; turn += 1) {
        const { items } = await listRecords(allProjects, query);
        expect(items.filter(({ scope }) => scope !== 'in')).to.deep.equal([]);
        expect(new Set(items.map(({ id }) => id)).size).to.equal(items.length);
      }
    } finally {
      writers.abort();
      await writing;
    }
    await untilSame(async () => expectSame(projects, query));
  });

  it('is sorted by the database where that stores it, for a past instant, and while nothing is in memory', async () => {
    await addPortfolio();
    const page = async (url: Record<string, string>) =>
      selectPage(projects, parseListQuery(allProjects, url, now));
    expect(await findColumns(projects)).to.equal(null);
    expect(await page({ sort: 'phase' })).to.equal(null);
    await follow();
    expect(await page({ sort: 'phase' })).not.to.equal(null);
    expect(await page({ sort: 'title' })).to.equal(null);
    expect(await page({ sort: 'phase', knownAt: '2026-09-02' })).to.equal(null);
  });
});

/** What another process writes is known within moments. */
async function untilSame(expectIt: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      await expectIt();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(20);
    }
  }
}

describe('a page of calls in the order of their deadlines', () => {
  useDatabase();

  it('is read from an index, and no more calls than it shows', async () => {
    const programme = (await addProgramme()).code;
    for (let at = 0; at < 60; at += 1)
      await addCall({
        programme,
        rounds: [{ openingOn: '2026-01-01', deadlines: [{ at: `2026-12-${10 + (at % 20)}` }] }],
      });
    const { db } = mongoose.connection;
    await db?.command({ profile: 2 });
    await listRecords(allCalls, parseListQuery(allCalls, { pageSize: '25' }, now));
    await db?.command({ profile: 0 });
    const ran = await db
      ?.collection<Profiled>('system.profile')
      .find({ 'command.aggregate': 'calls', 'command.pipeline.$sort': { $exists: true } })
      .toArray();
    await db?.collection('system.profile').drop();
    expect(
      ran?.map(({ planSummary, hasSortStage, docsExamined }) => [
        planSummary,
        hasSortStage ?? false,
        docsExamined,
      ]),
    ).to.deep.equal([['IXSCAN { deadlineAt: 1, _id: 1 }', false, 25]]);
  });
});

/** What the database says of a question that it answered. */
interface Profiled {
  planSummary: string;
  hasSortStage?: boolean;
  docsExamined: number;
}
