import type { PortfolioProject, KeptProject } from '../../../models/portfolio/portfolioContents.ts';
import { statedAmount } from '../../../models/projects/basis.ts';
import { phaseOf } from '../../../models/projects/phase.ts';
import { projectKinds, type Project } from '../../../models/projects/project.ts';
import type { PortfolioContext } from './portfolioContext.ts';

/** Counts of projects, by phase on the day, with what the basis comes to (cents) and how many state it. */
export interface Figures {
  projects: number;
  ongoing: number;
  ended: number;
  unknown: number;
  undated: number;
  cents: number;
  stated: number;
}

/** Projects alike in programme and kind. */
export interface Group {
  programme: string | null;
  kind: Project['kind'];
  figures: Figures;
}

export const noFigures = (): Figures => ({
  projects: 0,
  ongoing: 0,
  ended: 0,
  unknown: 0,
  undated: 0,
  cents: 0,
  stated: 0,
});

const amounts = ['totalCost', 'euContribution', 'notAttributed'] as const;
export type AmountKey = (typeof amounts)[number];

/** What of a project no initiative of the strategy receives, by split; null by marker, or where not stated. */
function notAttributed(project: KeptProject, { query, strategy }: PortfolioContext): number | null {
  if (query.method !== 'split') return null;
  const amount = statedAmount(project, query.basis);
  const own = project.attributions.find(one => one.strategy === strategy.code);
  return amount === null ? null : own ? own.notAttributed[query.basis] : amount;
}

/** An amount that the workbook shows of a project, in cents. */
export const amountOf: Readonly<
  Record<AmountKey, (project: KeptProject, context: PortfolioContext) => number | null>
> = {
  totalCost: project => statedAmount(project, 'totalCost'),
  euContribution: ({ euContribution }) => euContribution,
  notAttributed,
};

/** What the projects of a workbook come to, gathered while they are read. */
export interface PortfolioSums {
  /** What is counted. */
  counted: Figures;
  /** What stands apart from that, what will be counted once it is signed, and what is none of these. */
  apart: Figures;
  later: Figures;
  notCounted: Figures;
  everything: Figures;
  /** What is counted by programme and kind, in no order. */
  groups: Map<string, Group>;
  scopes: Map<string, number>;
  /** Over all projects, in cents. */
  amounts: Record<AmountKey, number>;
}

export const emptySums = (): PortfolioSums => ({
  counted: noFigures(),
  apart: noFigures(),
  later: noFigures(),
  notCounted: noFigures(),
  everything: noFigures(),
  groups: new Map(),
  scopes: new Map(),
  amounts: { totalCost: 0, euContribution: 0, notAttributed: 0 },
});

/** Adds a project to the sums. */
export function addProject(
  sums: PortfolioSums,
  { project, as, isUndated }: PortfolioProject,
  context: PortfolioContext,
): void {
  const { query } = context;
  const phase = phaseOf(project, query.asked.on);
  const cents = statedAmount(project, query.basis) ?? null;
  const into = [sums.everything, sums[as]];
  if (as === 'counted') into.push(groupOf(sums.groups, project).figures);
  for (const figures of into) {
    figures.projects += 1;
    if (phase === 'ongoing' || phase === 'ended' || phase === 'unknown') figures[phase] += 1;
    figures.undated += Number(isUndated);
    figures.cents += cents ?? 0;
    figures.stated += Number(cents !== null);
  }
  sums.scopes.set(project.scope, (sums.scopes.get(project.scope) ?? 0) + 1);
  for (const key of amounts) sums.amounts[key] += amountOf[key](project, context) ?? 0;
}

function groupOf(groups: Map<string, Group>, { programme, kind }: KeptProject): Group {
  const key = `${(programme ?? '').toLowerCase()} ${kind}`;
  const group = groups.get(key) ?? { programme, kind, figures: noFigures() };
  groups.set(key, group);
  return group;
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** The groups of what is counted; those without a programme last. */
export function groupsInOrder({ groups }: PortfolioSums): Group[] {
  const kinds = Object.keys(projectKinds);
  return [...groups.values()].toSorted(
    (a, b) =>
      Number(a.programme === null) - Number(b.programme === null) ||
      inOrder.compare(a.programme ?? '', b.programme ?? '') ||
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  );
}
