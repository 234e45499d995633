import { expect } from 'chai';
import mongoose from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { callStatuses, statusAt, type CallStatus } from '../../../models/calls/callStatus.ts';
import { archiveValues } from '../../../models/curation/archive.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { findAllRecords, listIds, listRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { momentFor } from '../../../models/query/query.ts';
import { ExpectedError } from '../../../models/values/errors.ts';
import { addDays, brusselsInstant, todayInBrussels, type Day } from '../../../models/values/day.ts';
import { inTransaction, saveRecord } from '../../../models/record/record.ts';
import { removeRecords } from '../../../models/record/records.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { rewriteCallStatuses } from '../../../server/database/callStatuses.ts';
import { link } from '../../support/coverage.ts';
import { describeEitherWay } from '../../support/eitherWay.ts';
import { addCall, addProgramme, addProject, addStrategy, changeAt, edit } from '../../support/factories.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { everything } from '../../support/readers.ts';

const now = new Date('2026-11-24T10:00:00Z');
const today = brusselsInstant('2026-11-24', '00:00');
const random = (below: number): number => Math.floor(Math.random() * below);
const oneOf = <T>(some: readonly T[]): T => some[random(some.length)] as T;
const dayIn = (from: Day, days: number): Day => addDays(from, random(days));
const begin = new Date('2026-11-01T00:00:00Z').getTime();
let clock = begin;
/** A later instant each time: what was known between two can then be asked. */
const next = (): Date => new Date((clock += 1_000));

type Call = Awaited<ReturnType<typeof addCall>>;
type Project = Awaited<ReturnType<typeof addProject>>;

const signedDay = ({ status, signedOn, startsOn, archivedAt }: Project): Day | null =>
  archivedAt || status === 'PREPARATION' ? null : (signedOn?.from ?? startsOn?.from ?? null);

const deadlinesOf = (round: Call['rounds'][number]): Date[] =>
  round.deadlines.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());

/** Whose round a project is, told as a person would. */
function isOfRound(project: Project, call: Call, at: number): boolean {
  const named = call.rounds.filter(round => round.call && round.call.id === project.call?.id);
  const mine = call.rounds[at];
  if (!mine) return false;
  if (named.length === 1) return named[0] === mine;
  const day = signedDay(project) ?? '';
  const among = named.length > 0 ? named : call.rounds;
  const last = (round: typeof mine) =>
    deadlinesOf(round)
      .filter(one => todayInBrussels(one) < day)
      .at(-1)
      ?.getTime() ?? 0;
  const best = Math.max(...among.map(last));
  if (best > 0) return among.find(round => last(round) === best) === mine && among.includes(mine);
  return among.length === 1 && among[0] === mine && mine.deadlines.length === 0;
}

/** The status of a call told in the plainest way, of rounds of one stage. */
function plainStatus(call: Call, all: readonly Project[], at: Date): CallStatus {
  const statuses = call.rounds.map((round, index): CallStatus => {
    const signed = all
      .filter(one => one.call?.id === call.id || one.topic?.id === call.id)
      .filter(one => signedDay(one) !== null && isOfRound(one, call, index))
      .map(one => brusselsInstant(signedDay(one) ?? '', '00:00').getTime());
    const last = deadlinesOf(round).at(-1);
    if (signed.length > 0 && at.getTime() >= Math.max(Math.min(...signed), last?.getTime() ?? 0))
      return 'closed';
    if (last && at >= brusselsInstant(addDays(todayInBrussels(last), 246), '00:00')) return 'closed';
    if (last && at >= last) return 'underEvaluation';
    if (!round.openingOn) return 'unknown';
    if (at < brusselsInstant(round.openingOn.from, '00:00')) return at >= today ? 'forthcoming' : 'unknown';
    return last ? 'open' : 'unknown';
  });
  return (
    (['open', 'forthcoming', 'underEvaluation', 'closed'] as const).find(one => statuses.includes(one)) ??
    'unknown'
  );
}

/** Projects of these calls in any state; a write that lost against another is left. */
function projectOf(all: readonly Call[]) {
  const topics = all.filter(({ kind }) => kind === 'topic');
  const wholes = all.filter(({ kind }) => kind === 'call');
  return {
    call: random(3) > 0 ? oneOf(wholes).id : null,
    topic: random(3) > 0 ? oneOf(topics).id : null,
    programme: 'A',
    status: oneOf(['SIGNED', 'PREPARATION', 'CLOSED', null]),
    signedOn: random(3) > 0 ? oneOf([dayIn('2025-06-01', 600), dayIn('2025-06-01', 600).slice(0, 7)]) : null,
    startsOn: random(2) > 0 ? dayIn('2025-06-01', 600) : null,
    scope: oneOf(['in', 'candidate', 'out']),
  };
}

async function writeOne(all: readonly Call[]): Promise<void> {
  const ids = await projects.current
    .find({}, { _id: 1, version: 1 })
    .lean<{ _id: string; version: number }[]>();
  const known = ids.length > 0 ? oneOf(ids) : null;
  const kind = known ? random(6) : 0;
  const change = changeAt(next());
  if (!known || kind <= 1) await addProject(projectOf(all), change);
  else if (kind <= 3) await edit(projects, { id: known._id, version: known.version }, projectOf(all), change);
  else if (kind === 4)
    await saveRecord(
      projects,
      { id: known._id, version: known.version, values: archiveValues(random(2) ? change : null) },
      change,
    );
  else {
    const [record] = await findAllRecords(
      visibleTo(projects, everything),
      parseListQuery(projects, { archived: ['yes', 'no'] }, now),
    ).then(found => found.filter(({ id }) => id === known._id));
    if (record) await inTransaction(async session => removeRecords(projects, [record], change, session));
  }
}

const perhaps = async (write: Promise<void>): Promise<void> =>
  write.catch((error: unknown) => {
    if (!(error instanceof ExpectedError)) throw error;
  });

describeEitherWay('The status of a call, whatever is written of its projects', () => {
  async function addCalls(): Promise<Call[]> {
    await addStrategy({}, changeAt(next()));
    await addProgramme({ code: 'A' }, changeAt(next()));
    const rounds = (ids: readonly (string | null)[]) =>
      ids.map(call => {
        const opens = dayIn('2025-01-01', 700);
        const isDated = random(5) > 0;
        return {
          call,
          openingOn: random(6) > 0 ? opens : null,
          deadlines: isDated ? [{ at: addDays(opens, 1 + random(200)) }] : [],
        };
      });
    const common = { programme: 'A', deadlineModel: 'singleStage', supports: [link(1)] };
    const made: Call[] = [];
    for (let at = 0; at < 3; at += 1)
      made.push(
        await addCall({ ...common, rounds: rounds(oneOf([[null], [null, null]])) }, changeAt(next())),
      );
    const ids = [null, ...made.map(({ id }) => id)];
    for (let at = 0; at < 3; at += 1)
      made.push(
        await addCall(
          { ...common, kind: 'topic', rounds: rounds([oneOf(ids), oneOf(ids)].slice(random(2))) },
          changeAt(next()),
        ),
      );
    return made;
  }

  async function expectTruth(knownAt: Date | null, on: Day): Promise<void> {
    const url = { on, ...(knownAt && { knownAt: knownAt.toISOString() }) };
    const later = new Date(Math.max(now.getTime(), clock));
    const ask = (more: object) => parseListQuery(calls, { ...url, ...more }, later);
    const query = ask({});
    const moment = momentFor(query);
    const every = await findAllRecords(
      visibleTo(projects, everything),
      parseListQuery(projects, { ...url, archived: ['yes', 'no'] }, later),
    );
    const { items } = await listRecords(visibleTo(calls, everything), query);
    const truth = new Map(items.map(call => [call.id, plainStatus(call, every, moment.at)]));
    const says = `on ${on}, as known ${knownAt?.toISOString() ?? 'now'}`;
    for (const call of items) expect(statusAt(call.timeline, moment), says).to.equal(truth.get(call.id));
    for (const status of callStatuses) {
      const found = await listIds(calls, ask({ status }));
      expect(found.toSorted(), `${status} ${says}`).to.deep.equal(
        [...truth].flatMap(([id, one]) => (one === status ? [id] : [])).toSorted(),
      );
    }
    const places = (await listRecords(visibleTo(calls, everything), ask({ sort: 'status' }))).items.map(
      ({ id }) => callStatuses.indexOf(truth.get(id) ?? 'unknown'),
    );
    expect(places, `sorted ${says}`).to.deep.equal(places.toSorted((a, b) => a - b));
    const { rows } = await countCoverage(parseCoverageQuery(url, later));
    const isOne = (some: readonly CallStatus[]) =>
      [...truth.values()].filter(one => some.includes(one)).length;
    expect(rows[0]?.overall, says).to.include({
      callsAhead: isOne(['forthcoming', 'open', 'underEvaluation']),
      callsOpen: isOne(['open']),
    });
  }

  it('is in page, API, filter, sort and coverage what the projects of its rounds say, now and as known then', async () => {
    clock = begin;
    const all = await addCalls();
    const known: Date[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      // Side by side, so that they meet.
      await Promise.all(Array.from({ length: 4 }, async () => perhaps(writeOne(all))));
      if (turn % 4 === 3) {
        const call = oneOf(await calls.current.find({}).lean<{ _id: string; version: number }[]>());
        const rounds = oneOf(all).rounds.map(round => ({ ...round, call: null }));
        await edit(
          calls,
          { id: call._id, version: call.version },
          { rounds, publishedOn: null },
          changeAt(next()),
        );
      }
      known.push(next());
      await expectTruth(null, oneOf(['2026-11-24', dayIn('2025-06-01', 700)]));
    }
    for (const at of known) await expectTruth(at, dayIn('2025-06-01', 700));
    // What is made anew from the versions is the same.
    const timelines = async () =>
      JSON.stringify(await calls.current.find({}, { timeline: 1, results: 1 }).sort({ _id: 1 }).lean());
    const kept = await timelines();
    await calls.current.updateMany({}, { $set: { evaluationDays: null } });
    await rewriteCallStatuses(name => mongoose.connection.db!.collection(name));
    for (const at of [null, ...known.slice(-3)]) await expectTruth(at, '2026-11-24');
    expect(kept.length).to.be.greaterThan(0);
  });
});
