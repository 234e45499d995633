import type { PipelineStage } from 'mongoose';
import { calls } from '../calls/call.ts';
import { callStatusFilter, type CallStatus } from '../calls/callStatus.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import type { Day } from '../values/day.ts';
import type { Cents } from '../record/fields.ts';
import type { Match } from '../record/facts.ts';
import { aggregateFound } from '../lists/asKnown.ts';
import { sourceOf } from '../lists/list.ts';
import { markerAmount } from '../assessments/attribution.ts';
import { findRows, without } from './coverageRows.ts';
import { phaseOf, type Phase } from '../projects/phase.ts';
import { statedAmount } from '../projects/basis.ts';
import { projects } from '../projects/projects.ts';
import { linksOf, rowOf, type ProjectRow } from '../projects/projectVersions.ts';
import { momentFor, recordPredicate } from '../query/query.ts';
import type { Significance } from '../assessments/significance.ts';
import { supporting } from '../assessments/supportFilters.ts';

/** Projects alike in programme, scope and kind. */
export interface ProjectGroup {
  programme: string | null;
  scope: string;
  kind: string;
  projects: number;
  amountCents: Cents;
  stated: number;
}

/** Links alike in all that a coverage state follows from. */
export interface LinkGroup {
  programme: string | null;
  scope: string;
  initiative: string;
  significance: Significance;
  phase: Phase;
  isSigned: boolean;
  projects: number;
  amountCents: Cents;
  stated: number;
  /** How many of these links are the first supporting one of their project: counts linked projects once. */
  firsts: number;
}

/** Linked calls ahead, alike in programme and initiative. */
export interface CallGroup {
  programme: string | null;
  initiative: string;
  calls: number;
  open: number;
}

export const callsAhead = ['forthcoming', 'open', 'underEvaluation'] as const satisfies CallStatus[];

/**
 * Signed by the day: by the day of signature where that is known, else by the status. In preparation never; terminated
 * at an unknown time is not claimed.
 */
function isSignedBy({ signedOn, status, terminatedOn }: ProjectRow, on: Day): boolean {
  if (status === 'PREPARATION' || (status === 'TERMINATED' && terminatedOn === null)) return false;
  if (signedOn !== null) return signedOn.to <= on;
  return status !== null && ['SIGNED', 'SUSPENDED', 'CLOSED', 'TERMINATED'].includes(status);
}

/** Adds to the group of a key, made by `begin` where it is the first. */
function groupIn<G>(groups: Map<string, G>, key: string, begin: () => G): G {
  const found = groups.get(key);
  if (found) return found;
  const made = begin();
  groups.set(key, made);
  return made;
}

/** All projects that the matrix, its candidates and what stands apart are made of, and their links to the initiatives. */
export async function groupProjects(
  query: CoverageQuery,
  initiatives: readonly string[],
): Promise<{ projects: ProjectGroup[]; links: LinkGroup[] }> {
  const { asked, basis, method } = query;
  // The scope and the kind say only where a project is counted.
  const { rows, taken, isTaken } = await findRows(without(asked, ['scope', 'kind']));
  const isKindTaken = recordPredicate(projects, query.projects, ['kind']);
  const isLinked = new Set(initiatives);
  const found = new Map<string, ProjectGroup>();
  const links = new Map<string, LinkGroup>();
  for (const number of taken) {
    const row = rowOf(rows, number);
    if (!isTaken(row)) continue;
    const { programme, scope, kind } = row;
    const amount = statedAmount(row.amounts, basis);
    const isStated = Number(amount !== null);
    const group = groupIn(found, `${programme} ${scope} ${kind}`, () => ({
      programme,
      scope,
      kind,
      projects: 0,
      amountCents: 0,
      stated: 0,
    }));
    group.projects += 1;
    group.amountCents += amount ?? 0;
    group.stated += isStated;
    if (!isKindTaken({ kind })) continue;
    const own = linksOf(rows, number, basis).filter(({ initiative }) => isLinked.has(initiative));
    if (own.length === 0) continue;
    const phase = phaseOf(row, asked.on);
    const isSigned = isSignedBy(row, asked.on);
    const first = own.find(({ significance }) => significance !== 'examinedNotTargeted');
    for (const link of own) {
      const { initiative, significance } = link;
      const key = `${programme} ${scope} ${initiative} ${significance} ${phase} ${isSigned}`;
      const linked = groupIn(links, key, () => ({
        programme,
        scope,
        initiative,
        significance,
        phase,
        isSigned,
        projects: 0,
        amountCents: 0,
        stated: 0,
        firsts: 0,
      }));
      linked.projects += 1;
      linked.amountCents += (method === 'split' ? link.cents : markerAmount(significance, amount)) ?? 0;
      linked.stated += isStated;
      linked.firsts += Number(link === first);
    }
  }
  return { projects: [...found.values()], links: [...links.values()] };
}

/** The linked calls ahead, by programme and initiative. */
export async function groupCalls(query: CoverageQuery, initiatives: readonly string[]): Promise<CallGroup[]> {
  const found = await sourceOf(calls, query.calls);
  const { at } = momentFor(query.calls);
  const isAhead = { $or: callsAhead.map(status => callStatusFilter(status, at)) };
  const isOpen = callStatusFilter('open', at)['$expr'];
  return aggregateFound<CallGroup>(found, [
    { $match: { $and: [linkedTo(initiatives), isAhead] } },
    { $project: { programme: 1, supports: 1, isOpen: { $cond: [isOpen, 1, 0] } } },
    { $unwind: '$supports' },
    {
      $match: {
        'supports.initiative': { $in: initiatives },
        'supports.significance': { $in: supporting },
      },
    },
    {
      $group: {
        _id: { programme: '$programme', initiative: '$supports.initiative' },
        calls: { $sum: 1 },
        open: { $sum: '$isOpen' },
      },
    },
    ...flattened,
  ]);
}

const linkedTo = (initiatives: readonly string[]): Match => ({
  'supports.initiative': { $in: initiatives },
});

/** Groups as plain rows; the order is fixed, so that equal data give equal answers. */
const flattened: PipelineStage[] = [
  { $sort: { _id: 1 } },
  { $set: { programme: { $ifNull: ['$_id.programme', null] }, initiative: '$_id.initiative' } },
  { $unset: '_id' },
];
