import type { PipelineStage } from 'mongoose';
import { calls } from '../calls/call.ts';
import { callStatusFilter, type CallStatus } from '../calls/callStatus.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import { without } from './coverageRows.ts';
import type { SumsQuery } from './keptSums.ts';
import type { Match } from '../record/facts.ts';
import { aggregateFound } from '../lists/asKnown.ts';
import { sourceOf } from '../lists/list.ts';
import { isPastDay } from '../projects/position.ts';
import { projects } from '../projects/projects.ts';
import { momentFor, recordPredicate, type ListQuery } from '../query/query.ts';
import { supporting } from '../assessments/supportFilters.ts';

/** Linked calls ahead, alike in programme and initiative. */
export interface CallGroup {
  programme: string | null;
  initiative: string;
  calls: number;
  open: number;
}

export const callsAhead = ['forthcoming', 'open', 'underEvaluation'] as const satisfies CallStatus[];

/** Which sums a matrix is made of: of all projects that it, its candidates and what stands apart have, with their links. */
export function sumsQueryOf(
  { asked, projects: counted, rights }: CoverageQuery,
  initiatives: readonly string[],
): SumsQuery {
  const isKindTaken = recordPredicate(projects, counted, ['kind']);
  return {
    // The scope and the kind say only where a project is counted.
    chosen: without(asked, ['scope', 'kind']),
    on: asked.on,
    isPast: isPastDay(momentFor(asked)),
    initiatives,
    isKindLinked: (kind: string) => isKindTaken({ kind }),
    kinds: JSON.stringify([counted.chosen['kind'], counted.excluded['kind']]),
    rights,
  };
}

/** The linked calls ahead, by programme and initiative, as the database counts them. */
export async function groupCalls(query: ListQuery, initiatives: readonly string[]): Promise<CallGroup[]> {
  const found = await sourceOf(calls, query);
  const moment = momentFor(query);
  const isAhead = { $or: callsAhead.map(status => callStatusFilter(status, moment)) };
  const isOpen = callStatusFilter('open', moment)['$expr'];
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
