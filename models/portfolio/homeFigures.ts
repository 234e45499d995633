import { listLatestEvents, type AccountEvent, type AccountEventName } from '../accounts/accountEvent.ts';
import { calls } from '../calls/call.ts';
import type { Call } from '../calls/callFields.ts';
import { statusOfRound, type CallStatus } from '../calls/callStatus.ts';
import { addDays, brusselsInstant, todayInBrussels, type Day, type PartialDay } from '../values/day.ts';
import type { Fields, Reference } from '../record/fields.ts';
import { listRecentChanges } from '../lists/history.ts';
import { countRecords, listRecords } from '../lists/list.ts';
import type { Noun, NounName, VersionMark, Warning } from '../record/noun.ts';
import { nouns } from '../nouns.ts';
import { projects } from '../projects/projects.ts';
import { parseListQuery, type UrlQuery } from '../query/query.ts';
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
 * have their results are left out; those of unknown status (the opening day is missing) are not.
 */
export async function listUpcomingDeadlines(now: Date, days = 30): Promise<UpcomingDeadline[]> {
  const until = brusselsInstant(addDays(todayInBrussels(now), days + 1), '00:00');
  const stored = await calls.current
    .find({ archivedAt: null, 'rounds.deadlines': { $elemMatch: { at: { $gt: now, $lt: until } } } })
    .lean<(Call & { _id: string })[]>();
  const deadlines = stored.flatMap(({ _id, identifier, kind, title, programme, deadlineModel, rounds }) =>
    rounds.flatMap(round => {
      const status = statusOfRound(round, deadlineModel, now);
      if (status === 'cancelled' || status === 'resultsKnown') return [];
      return round.deadlines
        .filter(({ at }) => at > now && at < until)
        .map(({ at, stage }): UpcomingDeadline => {
          const own = { id: _id, identifier, kind, title, programme };
          return { ...own, call: round.call, at, stage, status };
        });
    }),
  );
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

/** A person's projects and calls with warnings, the latest changed first; at most so many (up to 250) of each. */
export async function listMyRecordsWithWarnings(userId: string, most: number, now: Date) {
  const url = { ...overviewLists.myWarnings(userId), sort: '-updatedAt', pageSize: String(most) };
  const [seenProjects, seenCalls] = [visibleTo(projects, openly), visibleTo(calls, openly)];
  const [mine, myCalls] = await joinAll([
    listRecords(seenProjects, parseListQuery(seenProjects, url, now)),
    listRecords(seenCalls, parseListQuery(seenCalls, url, now)),
  ]);
  const items: RecordWithWarnings[] = [
    ...mine.items.map(one => ({ ...one, noun: 'project' as const, identifier: projects.identify(one) })),
    ...myCalls.items.map(one => ({ ...one, noun: 'call' as const, identifier: calls.identify(one) })),
  ].map(({ noun, id, identifier, title, warnings, updatedAt }) => ({
    noun,
    id,
    identifier,
    title,
    warnings,
    updatedAt,
  }));
  return {
    items: items.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime()).slice(0, most),
    projects: mine.totalItems,
    calls: myCalls.totalItems,
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
export async function listLatestChanges(most: number, reader: Sight = openly): Promise<LatestChange[]> {
  const each = await joinAll(
    changing.map(async noun =>
      (await listRecentChanges(visibleTo<Fields, unknown>(nouns[noun], reader), most)).map(mark => ({
        ...mark,
        noun,
      })),
    ),
  );
  const ofAccounts = reader.rights.has('user:read') ? (await listLatestEvents(most)).map(changeOf) : [];
  return [...each.flat(), ...ofAccounts]
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
): Promise<MilestoneWithoutEvidence[]> {
  const stored = await strategies.current.find(strategy === null ? {} : { _id: strategy }).lean<Strategy[]>();
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

/** Finance's work list: how many projects in scope have ended and are not closed. */
export async function countEndedNotClosed(now: Date): Promise<number> {
  return count(projects, overviewLists.endedNotClosed, now);
}
