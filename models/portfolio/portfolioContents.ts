import { calls } from '../calls/call.ts';
import type { callFields } from '../calls/callFields.ts';
import { type CallDerived } from '../calls/callRules.ts';
import { isApart, isCounted } from '../coverage/counted.ts';
import { countCoverage } from '../coverage/coverage.ts';
import type { Coverage } from '../coverage/matrix.ts';
import type { CoverageQuery } from '../coverage/coverageQuery.ts';
import type { PartialDay } from '../values/day.ts';
import { findAllRecords, findRecord, streamRecords } from '../lists/list.ts';
import type { KeptRecord, StoredVersion } from '../record/noun.ts';
import { findVersions } from '../record/versions.ts';
import { channelOf, reasonOf, type Channel } from '../record/versionSource.ts';
import type { Participant, Project, ProjectDerived, projectFields } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';
import { recordPredicate, wholeList, type ListQuery } from '../query/query.ts';
import { strategies, type Strategy } from '../strategies/strategy.ts';
import { readAtOneInstant, readBeside } from '../process/snapshot.ts';
import { supporting } from '../assessments/supportFilters.ts';
import { strategyOf } from '../assessments/support.ts';
import { joinAll } from '../process/joinAll.ts';
import { forFiles, openly, visibleTo, type Sight, type VisibleNoun } from '../record/visibleTo.ts';

/** What no sheet shows of a project and of its participants: most of what is stored of them. */
const unread = ['objective', 'keywords', 'legalBasis', 'euroSciVoc', 'documents', 'note'] as const;
const unreadOfParticipants = ['organisation', 'startsOn', 'endsOn', 'note'] as const;
const without = [...unread, ...unreadOfParticipants.map(key => `participants.${key}`)];

export type KeptProject = Omit<
  KeptRecord<typeof projectFields, ProjectDerived>,
  (typeof unread)[number] | 'participants'
> & { participants: Omit<Participant, (typeof unreadOfParticipants)[number]>[] };
export type KeptCall = KeptRecord<typeof callFields, CallDerived>;

/** Fields whose changes between versions are reported beside the signed amendments: dates and amounts. */
export const watchedFields = [
  'signedOn',
  'startsOn',
  'endsOn',
  'terminatedOn',
  'totalCost',
  'euContribution',
] as const satisfies readonly (keyof Project)[];
export type WatchedField = (typeof watchedFields)[number];

/** A date or amount that one version has otherwise than the one before. */
export interface RecordedChange {
  recordId: string;
  field: WatchedField;
  before: PartialDay | number | null;
  after: PartialDay | number | null;
  at: Date;
  channel: Channel;
  reason: string | null;
}

/** Everything the portfolio workbook shows, read with one query and without what is withheld. */
export interface Portfolio {
  query: CoverageQuery;
  /** The list of projects as files show it to whoever asked. */
  list: VisibleNoun;
  /** The instant of the database that all of it is of. */
  readAt: Date;
  coverage: Coverage;
  /** The list as asked for, in its order. */
  projects: KeptProject[];
  /** Those of `projects` that the coverage counts, by id. */
  counted: ReadonlySet<string>;
  /** Those of `projects` that stand apart from them, by id. */
  apart: ReadonlySet<string>;
  calls: KeptCall[];
  changes: RecordedChange[];
  /** Passages of the strategy that name money for which there is no record. */
  passages: Strategy['passages'];
}

/** Gathers the workbook of a portfolio: all of it as it was at one instant. */
export async function gatherPortfolio(query: CoverageQuery, reader: Sight = openly): Promise<Portfolio> {
  const sight = forFiles(reader);
  const list = visibleTo(projects, sight);
  return readAtOneInstant(async ({ at }) => {
    const [coverage, listed] = await joinAll([
      countCoverage(query),
      readBeside(async () => findAllRecords(list, query.asked, { without }) as Promise<KeptProject[]>),
    ]);
    const linked = await findCallsOf(visibleTo(calls, sight), listed, query, coverage.strategy.code);
    const changes = (await listRecordedChanges(listed, query.asked)).filter(
      ({ field }) => field in list.fields,
    );
    const strategy = await findRecord(
      visibleTo(strategies, sight),
      coverage.strategy.code,
      query.asked.knownAt,
    );
    const passages = (strategy?.passages ?? [])
      .filter(({ registeredAs }) => registeredAs.length === 0)
      .toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
    const idsOf = (isOne: typeof isCounted) =>
      new Set(listed.filter(project => isOne(project, query.asked)).map(({ id }) => id));
    return {
      query,
      list,
      readAt: at,
      coverage,
      projects: listed,
      counted: idsOf(isCounted),
      apart: idsOf(isApart),
      calls: linked,
      changes,
      passages,
    };
  });
}

const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The calls and topics the projects come from, and those linked to the strategy, of the programmes asked for. */
async function findCallsOf(
  visible: VisibleNoun<typeof callFields, CallDerived>,
  listed: readonly KeptProject[],
  { asked }: CoverageQuery,
  strategy: string,
): Promise<KeptCall[]> {
  const origins = new Set(
    listed.flatMap(({ call, topic }) => [call?.id, topic?.id]).filter(id => id !== undefined),
  );
  const { on, isOnToday, knownAt, now } = asked;
  const isOfProgrammes = recordPredicate(calls, asked, ['programme']);
  const isOfInitiatives = recordPredicate(calls, { ...asked, excluded: {} }, ['initiative']);
  const isWanted = (call: KeptCall): boolean => {
    const supports = call.supports.filter(
      ({ initiative, significance }) =>
        strategyOf(initiative) === strategy && (supporting as readonly string[]).includes(significance),
    );
    return supports.length > 0 && isOfInitiatives({ supports }) && isOfProgrammes(call);
  };
  const found: KeptCall[] = [];
  const all: ListQuery = { ...wholeList(visible, now), on, isOnToday, knownAt };
  for await (const call of streamRecords(visible, all)) {
    if (origins.has(call.id) || isWanted(call)) found.push(call);
  }
  const familyOf = (call: KeptCall) => call.parent?.identifier ?? call.identifier;
  return found.toSorted(
    (a, b) =>
      inOrder.compare(a.programme, b.programme) ||
      inOrder.compare(familyOf(a), familyOf(b)) ||
      a.kind.localeCompare(b.kind) ||
      inOrder.compare(a.identifier, b.identifier),
  );
}

type WatchedVersion = StoredVersion<Pick<typeof projectFields, WatchedField>>;

const watched = Object.fromEntries(
  [...watchedFields, 'validFrom', 'source', 'reason'].map(key => [key, 1 as const]),
);

/** Changes of dates and amounts after creation, by record in the order of the list, the oldest first. */
async function listRecordedChanges(
  listed: readonly KeptProject[],
  { knownAt }: ListQuery,
): Promise<RecordedChange[]> {
  const changes: RecordedChange[] = [];
  const many = 1_000;
  for (let at = 0; at < listed.length; at += many) {
    // A first version has nothing before it.
    const ids = listed
      .slice(at, at + many)
      .filter(({ version }) => version > 1)
      .map(({ id }) => id);
    if (ids.length === 0) continue;
    const byRecord = (await findVersions(projects, ids, { only: watched })) as Map<string, WatchedVersion[]>;
    const isKnown = ({ validFrom }: WatchedVersion) => knownAt === null || validFrom <= knownAt;
    for (const id of ids) changes.push(...changesIn((byRecord.get(id) ?? []).filter(isKnown)));
  }
  return changes;
}

function changesIn(versions: readonly WatchedVersion[]): RecordedChange[] {
  return versions.slice(1).flatMap((version, index) =>
    watchedFields.flatMap(field => {
      const before = versions[index]?.[field] ?? null;
      const after = version[field] ?? null;
      if (plain(before) === plain(after)) return [];
      const { recordId, validFrom: at, source } = version;
      const why = { channel: channelOf(source), reason: reasonOf(source, version.reason ?? null) };
      return [{ recordId, field, before, after, at, ...why }];
    }),
  );
}

const plain = (value: PartialDay | number | null): string | number | null =>
  typeof value === 'object' && value !== null ? value.value : value;
