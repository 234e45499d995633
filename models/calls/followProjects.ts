import mongoose, { type ClientSession } from 'mongoose';
import type { Call } from './callFields.ts';
import { calls } from './call.ts';
import {
  firstDays,
  resultsOf,
  signedDayOf,
  spansOf,
  spansOfVersion,
  type CallResults,
  type KnownFacts,
  type ResultFacts,
  type ResultSpan,
} from './callResults.ts';
import { readVersions } from './projectResults.ts';
import { afterWriting, noteWritten } from '../record/record.ts';

/** What one write made of a project; null where it is new, or gone. */
interface Changed {
  before: ResultFacts | null;
  after: ResultFacts | null;
  at: Date;
}

/** A call as it is stored, of one version. */
type StoredTimes = Pick<Call, 'rounds' | 'deadlineModel' | 'publishedOn'> &
  Partial<CallResults> & { _id: string; validFrom: Date; validTo?: Date | null };

/** What says something of rounds: two with the same say the same. */
const saysOf = (facts: ResultFacts | null): string =>
  JSON.stringify(facts && [signedDayOf(facts), facts.call?.id, facts.topic?.id]);

const idsOf = (facts: ResultFacts | null): string[] =>
  facts ? [facts.call?.id, facts.topic?.id].filter(id => id !== undefined) : [];

const timesRead = {
  rounds: 1,
  deadlineModel: 1,
  publishedOn: 1,
  results: 1,
  validFrom: 1,
  validTo: 1,
};

const storedCalls = () => mongoose.connection.collection<StoredTimes & { isLocked?: true }>(calls.path);

/**
 * Keeps the statuses of calls true to their projects, in the transaction that writes these: of every version of a call that
 * was valid at the instant of the change or is since.
 */
async function followProjects(changed: readonly Changed[], session: ClientSession): Promise<void> {
  const telling = changed.filter(({ before, after }) => saysOf(before) !== saysOf(after));
  const ids = [...new Set(telling.flatMap(({ before, after }) => [...idsOf(before), ...idsOf(after)]))];
  if (ids.length === 0) return;
  // A lock: of two transactions that each see but their own projects one has to wait, and sees those of the other. Nothing of it
  // stays in the document.
  const filter = { _id: { $in: ids } };
  const locks = [{ $set: { isLocked: true } }, { $unset: { isLocked: true } }] as const;
  await storedCalls().bulkWrite(
    locks.map(update => ({ updateMany: { filter, update } })),
    { session },
  );
  const found = await calls.current.find(filter, timesRead).session(session).lean<StoredTimes[]>();
  for (const call of found) {
    const own = telling.filter(one => [one.before, one.after].some(facts => idsOf(facts).includes(call._id)));
    await refreshCall(call, own, session);
  }
}

async function refreshCall(
  call: StoredTimes,
  own: readonly Changed[],
  session: ClientSession,
): Promise<void> {
  const at = new Date(Math.min(...own.map(one => one.at.getTime())));
  const spans = spansAdded(call, own, at);
  if (spans === 'same') return;
  const versions = spans ? null : await readVersions(call._id, at, session);
  const { results, timeline, evaluationDays } = resultsOf(
    call,
    spans ?? spansSince(call, versions ?? [], at),
  );
  noteWritten('call', call._id, session);
  await storedCalls().updateOne(
    { _id: call._id },
    { $set: { results, timeline, evaluationDays } },
    { session },
  );
  if (call.validFrom <= at || versions === null) return;
  const closed = await calls.versions
    .find({ recordId: call._id, validTo: { $gt: at } }, timesRead)
    .session(session)
    .lean<StoredTimes[]>();
  for (const one of closed)
    await calls.versions.updateOne(
      { _id: one._id },
      { $set: { ...resultsOf(one, spansSince(one, versions, at)) } },
      { session },
    );
}

/** The spans where projects only came in, later than all that is known: without reading the others. Null where that is not so. */
function spansAdded(call: StoredTimes, own: readonly Changed[], at: Date): ResultSpan[] | 'same' | null {
  const known = call.results?.at(-1);
  const isMore = own.every(
    ({ before }) => before === null || !idsOf(before).includes(call._id) || signedDayOf(before) === null,
  );
  if (!known || !isMore || call.validFrom > at || (known.since && known.since > at)) return null;
  const added = firstDays(
    call.rounds,
    own.flatMap(({ after }) => (after && idsOf(after).includes(call._id) ? [after] : [])),
  );
  const days = call.rounds.map((_round, round) => {
    const [one, other] = [known.days[round] ?? null, added[round] ?? null];
    return one === null || (other !== null && other < one) ? other : one;
  });
  if (days.every((day, round) => day === (known.days[round] ?? null))) return 'same';
  return [...(call.results ?? []).slice(0, -1), { ...known, until: at }, { since: at, until: null, days }];
}

/** What was known before an instant stays; from then on it is that of the versions. */
function spansSince(call: StoredTimes, versions: readonly KnownFacts[], at: Date): ResultSpan[] {
  if (call.validFrom >= at || !call.results?.length) return spansOfVersion(call, versions);
  const before = call.results
    .filter(({ since }) => since === null || since < at)
    .map(span => (span.until === null || span.until > at ? { ...span, until: at } : span));
  return [...before, ...spansOf(call.rounds, versions, { from: at, until: call.validTo ?? null })];
}

afterWriting('project', async (written, session) =>
  followProjects(
    written.map(({ after, before, at }) => ({
      before: before as ResultFacts | null,
      after: after as ResultFacts | null,
      at,
    })),
    session,
  ),
);
