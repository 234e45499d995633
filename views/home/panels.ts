import type { Counted } from '../../models/coverage/counted.ts';
import type { Coverage } from '../../models/coverage/matrix.ts';
import type { DatabaseSupport } from '../../models/process/databaseSupport.ts';
import type { Role } from '../../models/record/permissions.ts';
import type {
  LatestChange,
  listMyRecordsWithWarnings,
  MilestoneWithoutEvidence,
  UpcomingDeadline,
} from '../../models/portfolio/homeFigures.ts';
import type { listBlockedMeanwhile } from '../../models/imports/lifecycle/blockedAsker.ts';
import type { listWaitingImports } from '../../models/imports/rows/waiting.ts';
import type { PortfolioSummary } from '../../models/portfolio/portfolio.ts';
import type { Project } from '../../models/projects/project.ts';
import type { ListQuery } from '../../models/query/query.ts';
import type { listRequestsFor } from '../../models/accounts/linkConsent.ts';
import type { Start } from '../../models/process/start.ts';

/** What the panels of the home page show. */
export interface PanelData {
  deadlines: UpcomingDeadline[];
  mine: Awaited<ReturnType<typeof listMyRecordsWithWarnings>> & { userId: string };
  imports: Awaited<ReturnType<typeof listWaitingImports>>;
  changes: LatestChange[];
  coverage: Coverage[];
  gaps: Coverage[];
  toRate: { projects: number; calls: number };
  milestones: MilestoneWithoutEvidence[];
  portfolio: { lists: Counted; file: ListQuery; summary: PortfolioSummary };
  closing: {
    count: number;
    longest: Pick<Project & { id: string }, 'id' | 'acronym' | 'title' | 'endsOn'>[];
  };
  administration: {
    accounts: number;
    byRole: { role: Role; count: number }[];
    blocked: number;
    /** Links that wait for the reader's consent. */
    requests: Awaited<ReturnType<typeof listRequestsFor>>;
    /** Imports that were applied for somebody who was blocked meanwhile. */
    blockedImports: Awaited<ReturnType<typeof listBlockedMeanwhile>>;
    start: Start | null;
    /** Of the database of that start. */
    support: DatabaseSupport | null;
    version: string;
  };
}
export type PanelName = keyof PanelData;

/** The panels of one home page, in order. */
export type Panel = { [N in PanelName]: { name: N; data: PanelData[N] } }[PanelName];
