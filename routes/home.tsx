import { countedOf, inScopeOf } from '../models/coverage/counted.ts';
import type { Format } from '../models/values/format.ts';
import type { Reader } from '../models/accounts/reader.ts';
import { coverageOf, printedPaths } from '../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../models/coverage/coverageQuery.ts';
import type { CoveredStrategy, PrintedProgramme } from '../models/coverage/keptMatrices.ts';
import { supportOf } from '../models/process/databaseSupport.ts';
import { todayInBrussels } from '../models/values/day.ts';
import { listBlockedMeanwhile } from '../models/imports/lifecycle/blockedAsker.ts';
import { listWaitingImports } from '../models/imports/rows/waiting.ts';
import { listRequestsFor } from '../models/accounts/linkConsent.ts';
import { nouns } from '../models/nouns.ts';
import {
  countLinksToRate,
  listEndedNotClosed,
  listLatestChanges,
  listMilestonesWithoutEvidence,
  listMyRecordsWithWarnings,
  listUpcomingDeadlines,
} from '../models/portfolio/homeFigures.ts';
import { roles, type Right, type Role } from '../models/record/permissions.ts';
import { summarisePortfolio } from '../models/portfolio/portfolio.ts';
import { matchOf, wholeList } from '../models/query/query.ts';
import { findLatestStart, latestStart, type Start } from '../models/process/start.ts';
import { batchReads, type Read } from '../models/record/batchedReads.ts';
import { sayEndOfSupport } from '../views/home/endOfSupport.ts';
import { HomePage } from '../views/home/HomePage.tsx';
import type { Panel, PanelData, PanelName } from '../views/home/panels.ts';
import { programVersion } from '../views/workbooks/programVersion.ts';
import {
  instant,
  nullable,
  objectOf,
  shown,
  textual,
  wholeDay,
  type RouteRequest,
  type Route,
} from './line/route.ts';
import { openly, rightsSeeing, visibleTo } from '../models/record/visibleTo.ts';

/** The right a panel takes, beside being one that a role comes for. */
const panelRights: Record<PanelName, Right> = {
  deadlines: 'call:read',
  mine: 'project:write',
  imports: 'import:run',
  changes: 'history:read',
  coverage: 'coverage:read',
  gaps: 'coverage:read',
  toRate: 'support:write',
  milestones: 'strategy:read',
  portfolio: 'project:read',
  closing: 'project:read',
  administration: 'user:write',
};

const installationSchema = objectOf({
  version: textual,
  start: nullable(objectOf({ startedAt: instant, database: textual, serverVersion: textual })),
  support: nullable(
    objectOf({
      state: { type: 'string', enum: ['supported', 'ended', 'unknown'] },
      endsOn: nullable(wholeDay),
      warning: nullable({ ...textual, description: 'What to do, where the vendor mends it no more' }),
    }),
  ),
});

/** Where everyone begins: what they came for, by role and right. */
export const homeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    right: 'account:use',
    says: { en: 'Home', nl: 'Start' },
    media: ['page'],
    handle: async ({ now }, reader) => {
      const role = reader.user?.role ?? 'reader';
      const wanted = panelsOf[role].filter(name => reader.rights.has(panelRights[name]));
      const loading = loadingFor(now, reader);
      const panels = await Promise.all(wanted.map(async name => load(name, loading)));
      return shown(() => <HomePage panels={panels} />, {});
    },
  },
  {
    method: 'GET',
    path: '/installation',
    right: panelRights.administration,
    says: { en: 'What runs, since when and on what', nl: 'Wat er draait, sinds wanneer en waarop' },
    media: ['json'],
    output: { schema: installationSchema },
    handle: async (request, { format }) => ({
      kind: 'data',
      data: await describeInstallation(request, format),
    }),
  },
];

async function describeInstallation({ t, now }: RouteRequest, format: Format) {
  const start = await findLatestStart();
  const { startedAt, database, serverVersion } = start ?? {};
  const support = start && supportOf(start.serverVersion, now);
  return {
    version: programVersion,
    start: start && { startedAt, database, serverVersion },
    support: support && { ...support, warning: sayEndOfSupport(t, format, start, support) },
  };
}

const panelsOf: Record<Role, readonly PanelName[]> = {
  officer: ['deadlines', 'imports', 'mine', 'changes', 'coverage', 'toRate'],
  evaluator: ['coverage', 'gaps', 'toRate', 'milestones'],
  finance: ['portfolio', 'closing', 'deadlines'],
  administrator: [
    'administration',
    'coverage',
    'portfolio',
    'imports',
    'mine',
    'deadlines',
    'closing',
    'changes',
  ],
  reader: ['coverage', 'portfolio', 'deadlines', 'milestones', 'closing', 'changes'],
};

/** What panels are made from; `read` is one round trip for what several of them ask at once. */
interface Loading {
  now: Date;
  reader: Reader;
  read: Read;
  /** Asked for by two panels. */
  coverages: () => Promise<PanelData['coverage']>;
}

function loadingFor(now: Date, reader: Reader): Loading {
  const read = batchReads();
  let coverages: Promise<PanelData['coverage']> | null = null;
  return { now, reader, read, coverages: async () => (coverages ??= countCoverages(now, reader, read)) };
}

async function load(name: PanelName, loading: Loading): Promise<Panel> {
  return { name, data: await loaders[name](loading) } as Panel;
}

const mostMine = 8;
const mostImports = 5;
const mostChanges = 10;
const mostClosing = 5;

const loaders: { [N in PanelName]: (loading: Loading) => Promise<PanelData[N]> } = {
  deadlines: ({ now, read }) => listUpcomingDeadlines(now, read),
  mine: async ({ now, reader, read }) => {
    const userId = reader.user?.id ?? '';
    return { ...(await listMyRecordsWithWarnings(userId, mostMine, now, read)), userId };
  },
  imports: ({ reader, read }) => listWaitingImports(mostImports, reader, read),
  changes: ({ reader, read }) => listLatestChanges(mostChanges, reader, read),
  coverage: ({ coverages }) => coverages(),
  gaps: ({ coverages }) => coverages(),
  toRate: ({ now }) => countLinksToRate(now),
  milestones: ({ now, read }) => listMilestonesWithoutEvidence(null, todayInBrussels(now), read),
  portfolio: async ({ now, reader }) => {
    const query = wholeList(visibleTo(nouns.project, reader), now);
    const summary = await summarisePortfolio(query, rightsSeeing(nouns.project.fields, reader));
    return { lists: countedOf(query), file: inScopeOf(query), summary };
  },
  closing: ({ now, reader, read }) => listEndedNotClosed(mostClosing, now, reader, read),
  administration: async ({ now, reader: { user }, read }) => {
    const [accounts, [start = null], requests, blockedImports] = await Promise.all([
      countAccounts(now, read),
      read<Start>(latestStart),
      listRequestsFor(user?.id ?? '', now, read),
      listBlockedMeanwhile(mostImports, read),
    ]);
    return {
      ...accounts,
      requests,
      blockedImports,
      start,
      support: start && supportOf(start.serverVersion, now),
      version: programVersion,
    };
  },
};

/** How many accounts the list of accounts has, by role, and how many of them are blocked. */
async function countAccounts(now: Date, read: Read) {
  const seen = visibleTo(nouns.user, openly);
  const groups = await read<{ _id: { role: Role; isBlocked: boolean }; count: number }>({
    collection: nouns.user.current.collection.collectionName,
    stages: [
      { $match: matchOf(seen, wholeList(seen, now)) },
      { $group: { _id: { role: '$role', isBlocked: { $eq: ['$isBlocked', true] } }, count: { $sum: 1 } } },
    ],
  });
  const countOf = (isOne: (of: (typeof groups)[number]['_id']) => boolean) =>
    groups.reduce((sum, { _id, count }) => (isOne(_id) ? sum + count : sum), 0);
  return {
    accounts: countOf(() => true),
    byRole: (Object.keys(roles) as Role[]).map(role => ({ role, count: countOf(one => one.role === role) })),
    blocked: countOf(({ isBlocked }) => isBlocked),
  };
}

/** The matrix of each strategy with initiatives, as its page opens. */
async function countCoverages(now: Date, reader: Reader, read: Read): Promise<PanelData['coverage']> {
  const { strategy, programme } = nouns;
  const covered = { code: 1, reference: 1, titleEn: 1, titleNl: 1, initiatives: 1, thresholds: 1 } as const;
  const [found, printed] = await Promise.all([
    read<CoveredStrategy>({
      collection: strategy.current.collection.collectionName,
      stages: [{ $sort: { 'adoptedOn.from': -1, _id: -1 } }, { $project: covered }],
    }),
    read<PrintedProgramme>({
      collection: programme.current.collection.collectionName,
      stages: [{ $project: printedPaths }],
    }),
  ]);
  return Promise.all(
    found
      .filter(({ initiatives }) => initiatives.length > 0)
      .map(async one => coverageOf(parseCoverageQuery({ strategy: one.code }, now, reader), one, printed)),
  );
}
