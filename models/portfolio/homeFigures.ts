import { listLatestEvents, type AccountEvent, type AccountEventName } from '../accounts/accountEvent.ts';
import { calls } from '../calls/call.ts';
import type { Call } from '../calls/callFields.ts';
import type { CallDerived } from '../calls/callRules.ts';
import { roundsKnown } from '../calls/callResults.ts';
import { statusOfRound, type CallStatus } from '../calls/callStatus.ts';
import { addDays, brusselsInstant, todayInBrussels, type Day, type PartialDay } from '../values/day.ts';
import type { Fields, Reference } from '../record/fields.ts';
import { listRecentChanges } from '../lists/history.ts';
import { countRecords, listRecords } from '../lists/list.ts';
import { storeOf } from '../index/facetIndex.ts';
import { judgeInMemory } from '../index/select.ts';
import type { Noun, NounName, Stored, VersionMark, Warning } from '../record/noun.ts';
import { keptFrom } from '../record/versions.ts';
import { nouns } from '../nouns.ts';
import type { Project } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';
import { matchOf, parseListQuery, type ListQuery, type UrlQuery } from '../query/query.ts';
import { batchReads, readAlone, type Read } from '../record/batchedReads.ts';
import { initiativeCode, strategies, type Strategy } from '../strategies/strategy.ts';
import { joinAll } from '../process/joinAll.ts';
import { openly, visibleTo, type Sight } from '../record/visibleTo.ts';

/** The lists behind the figures of the home page: a figure and its link are made from the same URL. */
export const overviewLists = {
  projectsToRate: { scope: 'in', unrated: 'any' },
  callsToRate: { unrated: 'any' },
  endedNotClosed: { scope: 'in', closing: 'due' },
  /** Of projects, and of calls. */
  myWarnings: (userId: string) => ({ officer: userId, warning: 'any' }),
} as const satisfies Record<string, UrlQuery | ((id: string) => UrlQuery)>;

const count = async <F extends Fields, D>(noun: Noun<F, D>, url: UrlQuery, now: Date): Promise<number> =>
  countRecords(noun, parseListQuery(visibleTo(noun, openly), url, now));

export interface UpcomingDeadline {
  id: string;
  identifier: string;
  kind: Call['kind'];
  title: string | null;
  programme: string;
  /** The call of the round, where the round names one. */
  call: Reference | null;
  at: Date;
  stage: number | null;
  /** Of the round, now: under evaluation where this is a later deadline than that for new applicants. */
  status: CallStatus;
}

/**
 * Deadlines still to come, to the end of the Brussels day so many days on, the nearest first. Rounds that are cancelled or
 * closed are left out; those of unknown status (the opening day is missing) are not.
 */
export async function listUpcomingDeadlines(
  now: Date,
  read: Read = readAlone,
  days = 30,
): Promise<UpcomingDeadline[]> {
  const until = brusselsInstant(addDays(todayInBrussels(now), days + 1), '00:00');
  const shown = { identifier: 1, kind: 1, title: 1, programme: 1, deadlineModel: 1, rounds: 1 } as const;
  type Stored = Pick<Call & CallDerived, keyof typeof shown | 'publishedOn' | 'results'> & { _id: string };
  const stored = await read<Stored>({
    collection: calls.current.collection.collectionName,
    stages: [
      { $match: { archivedAt: null, 'rounds.deadlines': { $elemMatch: { at: { $gt: now, $lt: until } } } } },
      { $project: { ...shown, publishedOn: 1, results: 1 } },
    ],
  });
  const deadlines = stored.flatMap(({ _id, identifier, kind, title, programme, ...call }) => {
    const rounds = roundsKnown(call, null);
    return call.rounds.flatMap((round, index) => {
      const status = statusOfRound(rounds[index] ?? round, call.deadlineModel, { at: now });
      if (status === 'cancelled' || status === 'closed') return [];
      return round.deadlines
        .filter(({ at }) => at > now && at < until)
        .map(({ at, stage }): UpcomingDeadline => {
          const own = { id: _id, identifier, kind, title, programme };
          return { ...own, call: round.call, at, stage, status };
        });
    });
  });
  return deadlines.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || a.identifier.localeCompare(b.identifier),
  );
}

/** A record somebody is responsible for, with the warnings kept with it. */
export interface RecordWithWarnings {
  noun: 'project' | 'call';
  id: string;
  identifier: string;
  title: string | null;
  warnings: Warning[];
  updatedAt: Date;
}

/** Those of one kind: the latest changed by an index on the officer, and from memory how many there are. */
async function listMine<F extends Fields, D>(
  noun: Noun<F, D>,
  userId: string,
  { most, now, read }: { most: number; now: Date; read: Read },
): Promise<{ found: Omit<RecordWithWarnings, 'noun'>[]; count: number }> {
  const seen = visibleTo(noun, openly);
  const query = parseListQuery(seen, overviewLists.myWarnings(userId), now);
  const shown = Object.fromEntries(
    [...noun.namedBy, 'title', 'warnings', 'updatedAt', 'version'].map(path => [path, 1] as const),
  );
  const [found, count] = await joinAll([
    read<Stored & Pick<RecordWithWarnings, 'title'>>({
      collection: noun.current.collection.collectionName,
      stages: [
        // The officer's id alone as well: of an address it may be their name, which is in no index.
        { $match: { $and: [{ 'officer.id': userId }, matchOf(seen, query)] } },
        { $sort: { updatedAt: -1, _id: -1 } },
        { $limit: most },
        { $project: shown },
      ],
    }),
    countRecords(seen, query),
  ]);
  const named = found.map(stored => {
    const record = seen.see(keptFrom(seen, stored));
    const { id, warnings, updatedAt } = record;
    return { id, identifier: seen.identify(record), title: stored.title, warnings, updatedAt };
  });
  return { found: named, count };
}

/** A person's projects and calls with warnings, the latest changed first; at most so many of them. */
export async function listMyRecordsWithWarnings(
  userId: string,
  most: number,
  now: Date,
  read: Read = readAlone,
) {
  const [mine, myCalls] = await joinAll([
    listMine(projects, userId, { most, now, read }),
    listMine(calls, userId, { most, now, read }),
  ]);
  const items: RecordWithWarnings[] = [
    ...mine.found.map(one => ({ noun: 'project' as const, ...one })),
    ...myCalls.found.map(one => ({ noun: 'call' as const, ...one })),
  ];
  return {
    items: items.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime()).slice(0, most),
    projects: mine.count,
    calls: myCalls.count,
  };
}

/** A version of a record, with what kind of record it is and its name then; or what happened to the access to an account. */
export interface LatestChange extends VersionMark {
  noun: NounName;
  identifier: string;
  event?: AccountEventName;
  address?: string | null;
}

const changing = ['call', 'project', 'programme', 'strategy', 'organisation'] as const;

/**
 * The latest changes of any listed record, the newest first; withheld organisations are not among them. Of accounts there
 * is, for who may read them, what happened to the access to them.
 */
export async function listLatestChanges(
  most: number,
  reader: Sight = openly,
  read: Read = batchReads(),
): Promise<LatestChange[]> {
  const [ofRecords, ofAccounts] = await joinAll([
    listRecentChanges(
      changing.map(noun => visibleTo<Fields, unknown>(nouns[noun], reader)),
      most,
      read,
    ),
    reader.rights.has('user:read') ? listLatestEvents(most, read) : [],
  ]);
  return [...ofRecords, ...ofAccounts.map(changeOf)]
    .toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime())
    .slice(0, most);
}

const changeOf = ({
  userId,
  event,
  name,
  version,
  by,
  channel,
  at,
  address,
}: AccountEvent): LatestChange => ({
  noun: 'user',
  recordId: userId,
  identifier: name,
  version,
  validFrom: at,
  validTo: at,
  changedBy: by,
  channel,
  reason: null,
  statedOn: null,
  event,
  address,
});

/** How many projects in scope, and calls, have links that only a document states. */
export async function countLinksToRate(now: Date): Promise<{ projects: number; calls: number }> {
  const [ofProjects, ofCalls] = await joinAll([
    count(projects, overviewLists.projectsToRate, now),
    count(calls, overviewLists.callsToRate, now),
  ]);
  return { projects: ofProjects, calls: ofCalls };
}

export interface MilestoneWithoutEvidence {
  strategy: string;
  name: string;
  /** The code of its initiative; null where it belongs to none. */
  initiative: string | null;
  dueOn: PartialDay;
  precision: Strategy['milestones'][number]['precision'];
  words: string | null;
}

/**
 * Milestones whose time has passed on the day without any evidence that they were reached, the longest past first.
 * Those without a date are never among them.
 * @param strategy its code; null is every strategy
 */
export async function listMilestonesWithoutEvidence(
  strategy: string | null,
  on: Day,
  read: Read = readAlone,
): Promise<MilestoneWithoutEvidence[]> {
  const stored = await read<Pick<Strategy, 'code' | 'milestones'>>({
    collection: strategies.current.collection.collectionName,
    stages: [
      { $match: strategy === null ? {} : { _id: strategy } },
      { $project: { code: 1, milestones: 1 } },
    ],
  });
  const open = stored.flatMap(({ code, milestones }) =>
    milestones.flatMap(({ name, initiative, fromOn, toOn, precision, words, evidence, evidenceUrl }) => {
      const dueOn = toOn ?? fromOn;
      const hasEvidence = evidence !== null || evidenceUrl !== null;
      if (dueOn === null || dueOn.to >= on || hasEvidence) return [];
      const of = initiative === null ? null : initiativeCode(code, initiative);
      return [{ strategy: code, name, initiative: of, dueOn, precision, words }];
    }),
  );
  return open.toSorted((a, b) => a.dueOn.to.localeCompare(b.dueOn.to));
}

/** Finance's work list: how many projects in scope have ended and are not closed, and those that ended longest ago. */
export async function listEndedNotClosed(most: number, now: Date, reader: Sight, read: Read = readAlone) {
  const seen = visibleTo(projects, reader);
  const url = { ...overviewLists.endedNotClosed, sort: 'endsOn', pageSize: String(most) };
  const query = parseListQuery(seen, url, now);
  const first = await firstByEnd(query, most);
  if (!first) {
    const { items, totalItems } = await listRecords(seen, query);
    return {
      count: totalItems,
      longest: items.slice(0, most).map(({ id, acronym, title, endsOn }) => ({ id, acronym, title, endsOn })),
    };
  }
  type Ended = Pick<Project, 'acronym' | 'title' | 'endsOn'>;
  const found = await read<Ended & { _id: string }>({
    collection: projects.current.collection.collectionName,
    stages: [{ $match: { _id: { $in: first.ids } } }, { $project: { acronym: 1, title: 1, endsOn: 1 } }],
  });
  const byId = new Map(
    found.map(({ _id: id, acronym, title, endsOn }) => [id, { id, acronym, title, endsOn }]),
  );
  return { count: first.count, longest: first.ids.flatMap(id => byId.get(id) ?? []) };
}

/** The first of a list sorted by end, and how many it has, from memory; null where that is not there. */
async function firstByEnd(query: ListQuery, most: number): Promise<{ ids: string[]; count: number } | null> {
  const judged = await judgeInMemory(projects, query);
  const ends = projects.filters['endsOn.from'];
  if (!judged || !ends) return null;
  const { table, misses } = judged;
  const { facts, at } = storeOf(table, ends);
  const first: { end: Day; id: string }[] = [];
  let count = 0;
  for (let record = 0; record < misses.length; record += 1) {
    if (misses[record] !== 0) continue;
    count += 1;
    const [end = ''] = (facts[at[record] ?? 0] ?? []) as Day[];
    const last = first[most - 1];
    if (last && end > last.end) continue;
    first.push({ end, id: table.ids[record] ?? '' });
    first.sort((a, b) => (a.end === b.end ? (a.id < b.id ? -1 : 1) : a.end < b.end ? -1 : 1));
    first.length = Math.min(first.length, most);
  }
  return { ids: first.map(({ id }) => id), count };
}
