import { expect } from 'chai';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { countFacets, countFirstByDatabase, countFirstValues } from '../../../models/lists/facets.ts';
import { isAskedFor } from '../../../models/query/facetValues.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { createCollectionsAndIndexes } from '../../../server/database/indexes.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addUser, edit, now } from '../../support/factories.ts';
import { until } from '../../support/pause.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { callValues, changes, projectValues, urlsOf } from '../../support/queries.ts';

const followed = [projects, calls, organisations] as const;

/** Both counts of all facets of a list, whole and cut, as text: values, words, counts, order and how many there are. */
async function both(noun: Listed, url: UrlQuery): Promise<[columns: string, database: string]> {
  const query = parseListQuery(noun, url, now);
  const columns: object[] = [];
  const database: object[] = [];
  for (const most of [Infinity, 2]) {
    columns.push(await countFirstValues(noun, query, noun.facets, most));
    database.push(await countFirstByDatabase(noun, query, noun.facets, most));
  }
  return [JSON.stringify(columns), JSON.stringify(database)];
}

async function expectSame(noun: Listed, url: UrlQuery): Promise<void> {
  expect(await findColumns(noun), 'the columns are there').not.to.equal(null);
  const [columns, database] = await both(noun, url);
  expect(columns, JSON.stringify(url)).to.equal(database);
}

describe('the facets counted in memory', () => {
  useDatabase();
  let columns: IndexFollower | null = null;
  const follow = async () => {
    columns = followIndex(followed);
    await columns.ready;
  };
  afterEach('stop following', () => columns?.stop());

  it('are those of the database: values, words, counts and order', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await follow();
    for (const url of [{}, ...fc.sample(urlsOf(projectValues), 40)]) await expectSame(projects, url);
    for (const url of [{}, ...fc.sample(urlsOf(callValues), 30)]) await expectSame(calls, url);
    for (const url of [{}, { country: 'nl' }, { 'exclude.activityType': 'none' }])
      await expectSame(organisations, url);
  });

  it('are cut to the first of all values, those asked for, and every option', async () => {
    await addPortfolio();
    await tagAndArchiveSome();
    await follow();
    let cut = 0;
    for (const url of [
      {},
      { programme: 'none', 'exclude.tag': 'a' },
      ...fc.sample(urlsOf(projectValues), 20),
    ]) {
      const query = parseListQuery(projects, url, now);
      const whole = await countFacets(projects, query, projects.facets);
      const first = await countFirstValues(projects, query, projects.facets, 2);
      for (const [key, { values, total }] of Object.entries(first)) {
        const filter = projects.filters[key];
        if (!filter) throw new Error(`There is no filter ${key}.`);
        const asked = [...(query.chosen[key] ?? []), ...(query.excluded[key] ?? [])];
        const wanted = whole[key]?.filter(
          (one, at) =>
            filter.count?.by === 'option' || at < 2 || asked.some(value => isAskedFor(filter, value, one)),
        );
        expect(values, `${key} of ${JSON.stringify(url)}`).to.deep.equal(wanted);
        expect(total, key).to.equal(whole[key]?.length);
        cut += total - values.length;
      }
    }
    expect(cut, 'values left out').to.be.greaterThan(20);
  });

  it('are asked for with every filter there is', () => {
    const untried = (noun: Listed, values: object) =>
      Object.keys(noun.filters).filter(key => !Object.hasOwn(values, key));
    expect(untried(projects, projectValues)).to.deep.equal([]);
  });

  it('show what this process wrote at once, whoever else it concerns', async () => {
    await addPortfolio();
    await follow();
    const stored = await projects.current.find({}, { version: 1 }).lean<{ _id: string; version: number }[]>();
    const known = stored.map(({ _id: id, version }) => ({ id, version }));
    for (const [at, input] of fc.sample(changes, 25).entries()) {
      const one = at % known.length;
      const project = known[one];
      if (project) known[one] = await edit(projects, project, input);
      else known.push(await addProject(input));
      await expectSame(projects, fc.sample(urlsOf(projectValues), 1)[0] ?? {});
      await expectSame(organisations, {});
    }
    await addProject({ programme: 'ALPHA' });
    await expectSame(projects, {});
  });

  it('show one spelling of values that differ in case only, that of the first record', async () => {
    const officer = await addUser('evaluator');
    const one = await addProject({ officer: officer.email });
    const two = await addProject({ officer: officer.email });
    const other = await addProject({});
    await projects.current.updateOne({ _id: one.id }, { $set: { actionTypeCode: 'Ria' } });
    await projects.current.updateOne(
      { _id: two.id },
      { $set: { actionTypeCode: 'RIA', 'officer.identifier': 'Z' } },
    );
    await projects.current.updateOne({ _id: other.id }, { $set: { actionTypeCode: 'ría' } });
    await follow();
    await expectSame(projects, {});
    const { actionType } = await countFacets(projects, parseListQuery(projects, {}, now), ['actionType']);
    expect(actionType?.map(({ value, count }) => [value, count])).to.deep.equal([
      ['Ria', 2],
      ['ría', 1],
    ]);
  });

  it('follow what another process writes and removes within moments', async () => {
    await addPortfolio();
    await follow();
    const isSame = async () => {
      const [mine, database] = await both(projects, { scope: 'in' });
      return mine === database;
    };
    await projects.current.updateMany({ scope: 'candidate' }, { $set: { scope: 'in', programme: 'OTHER' } });
    await until(isSame);
    await projects.current.collection.deleteMany({ programme: 'ALPHA' });
    await until(isSame);
    await expectSame(projects, {});
  });

  it('follow on when the stream loses its cursor', async () => {
    await addPortfolio();
    await follow();
    const admin = mongoose.connection.getClient().db('admin');
    const open = { $currentOp: { idleCursors: true, allUsers: true } };
    const findStreams = async () => {
      const running = await admin
        .aggregate<{
          cursor?: { cursorId: mongoose.mongo.Long; originatingCommand?: { pipeline?: object[] } };
        }>([open], { readConcern: { level: 'local' } })
        .toArray();
      return running.filter(({ cursor }) =>
        cursor?.originatingCommand?.pipeline?.some(stage => '$changeStream' in stage),
      );
    };
    // That of the test before ends when what it waits for has come.
    await until(async () => (await findStreams()).length === 1);
    const cursors = (await findStreams()).map(({ cursor }) => cursor?.cursorId);
    await mongoose.connection.db?.command({ killCursors: '$cmd.aggregate', cursors });
    await projects.current.updateMany({}, { $set: { scope: 'out' } });
    await until(async () => {
      const [mine, database] = await both(projects, {});
      return mine === database;
    });
  });

  it('are read again when a collection is put in the place of theirs', async () => {
    await addProgramme({ code: 'ALPHA' });
    await addProject({ programme: 'ALPHA' });
    await follow();
    const before = await findColumns(projects);
    const { db } = mongoose.connection;
    await db
      ?.collection('projects')
      .aggregate([{ $limit: 1 }, { $set: { scope: 'out', programme: 'BETA' } }, { $out: 'restored' }])
      .toArray();
    await db?.collection('restored').rename('projects', { dropTarget: true });
    await until(async () => {
      const table = await findColumns(projects);
      return table !== null && table !== before;
    });
    await expectSame(projects, {});
    const { programme } = await countFacets(projects, parseListQuery(projects, {}, now), ['programme']);
    expect(programme?.map(({ value }) => value)).to.deep.equal(['BETA']);
  });

  it('are read again when the whole stream is invalid', async () => {
    await addPortfolio();
    await follow();
    const before = await findColumns(projects);
    await mongoose.connection.dropDatabase();
    await createCollectionsAndIndexes();
    await addProject({});
    await until(async () => {
      const table = await findColumns(projects);
      return table !== null && table !== before;
    });
    await expectSame(projects, {});
  });

  it('read what this process wrote once, though the stream tells of it again', async () => {
    const known = await addProject({});
    await follow();
    const readIds: string[] = [];
    const aggregate = projects.current.aggregate.bind(projects.current);
    projects.current.aggregate = ((stages: mongoose.PipelineStage[]) => {
      readIds.push(...(JSON.stringify(stages).match(/[\da-f]{24}/g) ?? []));
      return aggregate(stages);
    }) as never;
    try {
      const added = await addProject({});
      await projects.current.collection.updateOne({ _id: known.id }, { $set: { tags: ['told'] } });
      await until(async () => Promise.resolve(readIds.includes(known.id)));
      expect(readIds.filter(id => id === added.id)).to.have.length(1);
    } finally {
      projects.current.aggregate = aggregate;
    }
  });

  it('are counted by the database until all records are read, and after the end', async () => {
    await addPortfolio();
    columns = followIndex(followed);
    const query = parseListQuery(projects, {}, now);
    expect(await findColumns(projects)).to.equal(null);
    const early = await countFacets(projects, query, projects.facets);
    await columns.ready;
    await expectSame(projects, {});
    columns.stop();
    expect(await findColumns(projects)).to.equal(null);
    expect(await countFacets(projects, query, projects.facets)).to.deep.equal(early);
  });
});
