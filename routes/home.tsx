import { countedOf } from '../models/coverage/counted.ts';
import type { Format } from '../models/values/format.ts';
import type { Reader } from '../models/accounts/reader.ts';
import { countCoverage } from '../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../models/coverage/coverageQuery.ts';
import { supportOf } from '../models/process/databaseSupport.ts';
import { todayInBrussels } from '../models/values/day.ts';
import { countFacets } from '../models/lists/facets.ts';
import { countRecords, listRecords } from '../models/lists/list.ts';
import { listBlockedMeanwhile } from '../models/imports/lifecycle/blockedAsker.ts';
import { listWaitingImports } from '../models/imports/rows/waiting.ts';
import { listRequestsFor } from '../models/accounts/linkConsent.ts';
import { nouns } from '../models/nouns.ts';
import {
  countEndedNotClosed,
  countLinksToRate,
  listLatestChanges,
  listMilestonesWithoutEvidence,
  listMyRecordsWithWarnings,
  listUpcomingDeadlines,
  overviewLists,
} from '../models/portfolio/homeFigures.ts';
import { roles, type Right, type Role } from '../models/record/permissions.ts';
import { summarisePortfolio } from '../models/portfolio/portfolio.ts';
import { parseListQuery, wholeList } from '../models/query/query.ts';
import { findLatestStart } from '../models/process/start.ts';
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
import { openly, visibleTo } from '../models/record/visibleTo.ts';

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
    handle: async (request, reader, settings) => {
      const role = reader.user?.role ?? 'reader';
      const wanted = panelsOf[role].filter(name => reader.rights.has(panelRights[name]));
      const panels = await Promise.all(wanted.map(async name => load(name, request, reader, settings)));
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

async function load(name: PanelName, ...given: Parameters<Route['handle']>): Promise<Panel> {
  return { name, data: await loaders[name](...given) } as Panel;
}

const mostMine = 8;
const mostImports = 5;
const mostChanges = 10;
const mostClosing = 5;

const loaders: { [N in PanelName]: (...given: Parameters<Route['handle']>) => Promise<PanelData[N]> } = {
  deadlines: ({ now }) => listUpcomingDeadlines(now),
  mine: async ({ now }, { user }) => {
    const userId = user?.id ?? '';
    return { ...(await listMyRecordsWithWarnings(userId, mostMine, now)), userId };
  },
  imports: (_request, reader) => listWaitingImports(mostImports, reader),
  changes: (_request, reader) => listLatestChanges(mostChanges, reader),
  coverage: coverages,
  gaps: coverages,
  toRate: ({ now }) => countLinksToRate(now),
  milestones: ({ now }) => listMilestonesWithoutEvidence(null, todayInBrussels(now)),
  portfolio: async ({ now }) => {
    const query = wholeList(visibleTo(nouns.project, openly), now);
    return { lists: countedOf(query), summary: await summarisePortfolio(query) };
  },
  closing: async ({ now }, reader) => {
    const url = { ...overviewLists.endedNotClosed, sort: 'endsOn', pageSize: String(mostClosing) };
    const project = visibleTo(nouns.project, reader);
    const [count, { items }] = await Promise.all([
      countEndedNotClosed(now),
      listRecords(project, parseListQuery(project, url, now)),
    ]);
    return {
      count,
      longest: items.map(({ id, acronym, title, endsOn }) => ({ id, acronym, title, endsOn })),
    };
  },
  administration: async ({ now }, { user }) => {
    const all = wholeList(visibleTo(nouns.user, openly), now);
    const [accounts, { role = [], blocked = [] }, start, requests, blockedImports] = await Promise.all([
      countRecords(nouns.user, all),
      countFacets(nouns.user, all, ['role', 'blocked']),
      findLatestStart(),
      listRequestsFor(user?.id ?? '', now),
      listBlockedMeanwhile(mostImports),
    ]);
    const countOf = (values: typeof role, wanted: string) =>
      values.find(({ value }) => value === wanted)?.count ?? 0;
    return {
      accounts,
      byRole: (Object.keys(roles) as Role[]).map(one => ({ role: one, count: countOf(role, one) })),
      blocked: countOf(blocked, 'yes'),
      requests,
      blockedImports,
      start,
      support: start && supportOf(start.serverVersion, now),
      version: programVersion,
    };
  },
};

/** The matrix of each strategy with initiatives, as its page opens. */
async function coverages({ now }: RouteRequest, reader: Reader): Promise<PanelData['coverage']> {
  const strategy = visibleTo(nouns.strategy, reader);
  const { items } = await listRecords(strategy, wholeList(strategy, now));
  return Promise.all(
    items
      .filter(({ initiatives }) => initiatives.length > 0)
      .map(({ code }) => countCoverage(parseCoverageQuery({ strategy: code }, now))),
  );
}
