import { expect } from 'chai';
import fc from 'fast-check';
import mongoose, { Types } from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { roundsKnown } from '../../../models/calls/callResults.ts';
import { callStatuses, judgeCall } from '../../../models/calls/callStatus.ts';
import { addDays, brusselsInstant, todayInBrussels } from '../../../models/values/day.ts';
import { countFacets } from '../../../models/lists/facets.ts';
import {
  countRecords,
  findAllRecords,
  listIds,
  listRecords,
  streamRecords,
} from '../../../models/lists/list.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { isEndedNotClosed, phaseOf, phases } from '../../../models/projects/phase.ts';
import type { Project } from '../../../models/projects/project.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import {
  addCall,
  addProgramme,
  addProject,
  addStrategy,
  changeAt,
  edit,
  now,
} from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const query = (url: UrlQuery, at = now) => parseListQuery(projects, url, at);
const day = fc.integer({ min: 0, max: 1200 }).map(count => addDays('2018-06-01', count));
const partial = fc.option(
  fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([known, length]) => known.slice(0, length)),
);

describe('listRecords', () => {
  useDatabase();

  it('keeps one order over pages where everything sorted on is equal', async () => {
    for (let at = 0; at < 30; at += 1) await addProject({ acronym: at % 2 === 0 ? 'SAME' : null });
    const whole = await listIds(projects, query({}));
    const paged: string[] = [];
    for (const page of ['1', '2', '3', '4']) {
      const { items, totalItems } = await listRecords(
        visibleTo(projects, everything),
        query({ page, pageSize: '9' }),
      );
      expect(totalItems).to.equal(30);
      paged.push(...items.map(({ id }) => id));
    }
    expect(paged).to.deep.equal(whole);
    const known = await listIds(projects, query({ knownAt: now.toISOString() }));
    expect(known).to.deep.equal(whole);
    const all = await findAllRecords(visibleTo(projects, everything), query({}));
    expect(all.map(({ id }) => id)).to.deep.equal(whole);
  });

  it('reads a whole list a few records at a time, and only those with the list that is asked for', async () => {
    const bare = await addProject({});
    await addProject({ documents: [{ title: 'Plan', url: 'https://example.org/plan' }] });
    const collection = mongoose.connection.collection('projects');
    const stored = await collection.findOne({ _id: new Types.ObjectId(bare.id) });
    await collection.insertMany(
      Array.from({ length: 700 }, (_none, at) => ({ ...stored, _id: new Types.ObjectId(), note: at })),
    );
    const { db } = mongoose.connection;
    await db?.command({ profile: 2 });
    const all = await findAllRecords(visibleTo(projects, everything), query({}));
    await db?.command({ profile: 0 });
    expect(all).to.have.length(702);
    const profile = db?.collection('system.profile');
    const answers = await profile?.find({ op: 'getmore' }).toArray();
    await profile?.drop();
    expect(answers).to.have.length.above(2);
    for (const { nreturned } of answers ?? []) expect(nreturned).to.be.at.most(200);

    const some: Project[] = [];
    for await (const one of streamRecords(visibleTo(projects, everything), query({}), {
      having: 'documents',
    }))
      some.push(one);
    expect(some.map(({ documents }) => documents.length)).to.deep.equal([1]);
  });

  it('shows at any instant what was known then', async () => {
    const edits = fc.array(
      fc.record({
        which: fc.nat({ max: 3 }),
        title: fc.constantFrom('a', 'b', 'c'),
        euContribution: fc.option(fc.nat({ max: 500 })),
        after: fc.integer({ min: 1, max: 1000 }),
      }),
      { minLength: 3, maxLength: 14 },
    );
    const asked = fc.array(fc.nat({ max: 15_000 }), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(edits, asked, async (list, offsets) => {
        await projects.current.deleteMany({});
        await projects.versions.deleteMany({});
        const start = now.getTime();
        const history: { at: number; state: Map<string, string> }[] = [{ at: 0, state: new Map() }];
        const records: Awaited<ReturnType<typeof addProject>>[] = [];
        let at = start;
        for (const { which, after, ...values } of list) {
          at += after;
          const change = changeAt(new Date(at));
          const existing = records[which];
          const saved = existing
            ? await edit(projects, existing, values, change)
            : await addProject(values, change);
          records[existing ? which : records.length] = saved;
          const state = new Map(history.at(-1)?.state).set(
            saved.id,
            `${values.title} ${values.euContribution}`,
          );
          history.push({ at, state });
        }
        const end = new Date(start + 20_000);
        for (const instant of [...offsets.map(offset => start + offset), ...history.map(one => one.at)]) {
          const knownAt = new Date(instant).toISOString();
          const shown = await findAllRecords(visibleTo(projects, everything), query({ knownAt }, end));
          const expected = history.findLast(one => one.at <= instant)?.state ?? new Map<string, string>();
          const cents = (stored: number | null) => (stored === null ? null : stored / 100);
          expect(
            new Map(shown.map(one => [one.id, `${one.title} ${cents(one.euContribution)}`])),
          ).to.deep.equal(expected);
        }
      }),
      { numRuns: 6 },
    );
  });

  it('judges phases on the day asked for', async () => {
    await addProject({ title: 'x', startsOn: '2019-01-01', endsOn: '2019-12-31' });
    const on = (asked: string, phase: string) => countRecords(projects, query({ on: asked, phase }));
    expect(await on('2018-12-31', 'upcoming')).to.equal(1);
    expect(await on('2019-12-31', 'ongoing')).to.equal(1);
    expect(await on('2020-01-01', 'ended')).to.equal(1);
    expect(await countRecords(projects, query({ on: '2020-01-01', closing: 'due' }))).to.equal(1);
  });
});

describe('phases and statuses in a query', () => {
  useDatabase();

  it('are those of the functions, for any project and day', async () => {
    const terminatedOn = fc.option(day, { freq: 2 });
    const status = fc.option(fc.constantFrom('SIGNED', 'CLOSED', 'TERMINATED', 'SUSPENDED'));
    const facts = fc.record({ startsOn: partial, endsOn: partial, terminatedOn, status });
    const { code: programme } = await addProgramme();
    for (const one of fc.sample(facts, 60)) await addProject({ ...one, programme }).catch(() => null);
    const all = await projects.current.find({}).lean<(Project & { _id: string })[]>();
    expect(all.length).to.be.greaterThan(20);
    const idsWhere = (isWanted: (one: Project) => boolean) =>
      all
        .filter(isWanted)
        .map(({ _id }) => _id)
        .sort();
    for (const on of fc.sample(day, 8)) {
      for (const phase of phases)
        expect((await listIds(projects, query({ on, phase }))).sort(), `${phase} ${on}`).to.deep.equal(
          idsWhere(one => phaseOf(one, on) === phase),
        );
      expect((await listIds(projects, query({ on, closing: 'due' }))).sort()).to.deep.equal(
        idsWhere(one => isEndedNotClosed(one, on)),
      );
    }
  });

  it('are those of the functions, for any call and day', async () => {
    const { code: programme } = await addProgramme();
    const deadline = fc.record({ at: day, stage: fc.option(fc.constantFrom(1, 2)) });
    const round = fc.record({
      openingOn: partial,
      deadlines: fc.array(deadline, { maxLength: 3 }),
      resultsOn: fc.option(day, { freq: 1 }),
    });
    const call = fc.record({
      rounds: fc.array(round, { maxLength: 3 }),
      deadlineModel: fc.option(fc.constantFrom('singleStage', 'twoStage', 'multipleCutOff')),
    });
    for (const one of fc.sample(call, 50)) await addCall({ ...one, programme }).catch(() => null);
    const all = await findAllRecords(visibleTo(calls, everything), parseListQuery(calls, {}, now));
    const today = brusselsInstant(todayInBrussels(now), '00:00');
    expect(all.length).to.be.greaterThan(15);
    for (const on of fc.sample(day, 8)) {
      const at = new Date(brusselsInstant(on, '23:59').getTime() + 59_999);
      for (const status of callStatuses)
        expect((await listIds(calls, parseListQuery(calls, { on, status }, now))).sort()).to.deep.equal(
          all
            .filter(
              one => judgeCall(roundsKnown(one, null), one.deadlineModel, { at, today }).status === status,
            )
            .map(({ id }) => id)
            .sort(),
        );
    }
  });
});

describe('countFacets', () => {
  useDatabase();

  it('counts each facet without its own selection, and shows initiatives that nothing supports', async () => {
    await addStrategy();
    const { code } = await addProgramme();
    const supports = [{ initiative: 'S-1.2', significance: 'namedUnrated' }];
    await addProject({ programme: code, supports });
    await addProject({ scope: 'out' });
    const { initiative, programme, scope } = await countFacets(projects, query({ programme: code }), [
      'initiative',
      'programme',
      'scope',
    ]);
    const counts = (values: typeof scope) =>
      Object.fromEntries((values ?? []).map(one => [one.value, one.count]));
    expect(counts(initiative)).to.deep.equal({ 'S-1.1': 0, 'S-1.2': 1, 'S-1.3': 0, none: 0 });
    expect(counts(programme)).to.deep.equal({ [code]: 1, none: 1 });
    expect(counts(scope)).to.deep.equal({ in: 1, candidate: 0, out: 0 });
  });

  it('counts for every value exactly the records its choice lists', async () => {
    await addStrategy();
    const codes = [await addProgramme(), await addProgramme()].map(({ code }) => code);
    const participant = fc.record({
      name: fc.constantFrom('A', 'B', 'C'),
      country: fc.option(fc.constantFrom('NL', 'BE')),
      isWithheld: fc.boolean(),
    });
    const one = fc.record({
      programme: fc.option(fc.constantFrom(...codes)),
      scope: fc.constantFrom('in', 'out'),
      startsOn: partial,
      status: fc.option(fc.constantFrom('PREPARATION')),
      actionType: fc.option(fc.constantFrom('RIA', 'IA')),
      participants: fc.array(participant, { maxLength: 3 }),
    });
    for (const input of fc.sample(one, 30)) await addProject(input);
    for (const url of [
      {},
      { scope: 'in' },
      { country: 'NL', programme: codes[0] },
      { 'exclude.country': 'BE' },
    ]) {
      const asked = query(url);
      for (const [key, values] of Object.entries(await countFacets(projects, asked, projects.facets))) {
        for (const { value, count } of values) {
          const { [key]: _own, ...chosen } = asked.chosen;
          const { [key]: _other, ...excluded } = asked.excluded;
          const listed = await countRecords(projects, {
            ...asked,
            chosen: { ...chosen, [key]: [value] },
            excluded,
          });
          expect(listed, `${JSON.stringify(url)} ${key}=${value}`).to.equal(count);
        }
      }
    }
  });
});

describe('totalAmounts', () => {
  useDatabase();

  it('adds up to the cent and says how many records state an amount; a cost of 0 beside a contribution does not', async () => {
    await addProject({ euContribution: '0.10', totalCost: '0' });
    await addProject({ euContribution: '0.20' });
    await addProject({ totalCost: '0' });
    expect(await totalAmounts(projects, query({}), ['euContribution', 'totalCost'])).to.deep.equal({
      records: 3,
      totals: { euContribution: { cents: 30, stated: 2 }, totalCost: { cents: 0, stated: 1 } },
    });
    const none = await totalAmounts(projects, query({ scope: 'out' }), ['totalCost']);
    expect(none).to.deep.equal({ records: 0, totals: { totalCost: { cents: 0, stated: 0 } } });
  });
});
