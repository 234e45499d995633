import type { PipelineStage } from 'mongoose';
import { calls } from './call.ts';
import { callStatusFilter, type CallStatus } from './callStatus.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import type { Day } from './day.ts';
import type { Cents } from './fields.ts';
import { missing, type Match } from './filters.ts';
import { sourceOf } from './list.ts';
import type { Phase } from './phase.ts';
import { phaseExpression } from './phase.ts';
import { statedExpression, type Basis } from './project.ts';
import { projects } from './projects.ts';
import { momentFor, type ListQuery } from './query.ts';
import type { Significance } from './significance.ts';
import { supporting } from './supportFilters.ts';

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

const without = (query: ListQuery, keys: readonly string[]): ListQuery => {
  const others = (values: ListQuery['chosen']) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
  return { ...query, chosen: others(query.chosen), excluded: others(query.excluded) };
};

/** Whether a query's own selection of a choice (scope, kind) takes records with this value. */
export function isAskedFor(query: ListQuery, key: string, value: string | null): boolean {
  const named = value ?? missing;
  return (query.chosen[key]?.includes(named) ?? true) && !query.excluded[key]?.includes(named);
}

/**
 * Signed by the day: by the day of signature where that is known, else by the status. In preparation never; terminated
 * at an unknown time is not claimed.
 */
function signedExpression(on: Day): Record<string, unknown> {
  const status = { $ifNull: ['$status', ''] };
  const known = { $ifNull: ['$signedOn.to', null] };
  const isSigned = {
    $cond: [
      { $ne: [known, null] },
      { $lte: ['$signedOn.to', on] },
      { $in: [status, ['SIGNED', 'SUSPENDED', 'CLOSED', 'TERMINATED']] },
    ],
  };
  const isTerminatedSometime = {
    $and: [{ $eq: [status, 'TERMINATED'] }, { $eq: [{ $ifNull: ['$terminatedOn.to', null] }, null] }],
  };
  return { $and: [isSigned, { $ne: [status, 'PREPARATION'] }, { $not: [isTerminatedSometime] }] };
}

/** All projects that the matrix, its candidates and what stands apart are made of, in one pass. */
export async function groupProjects(query: CoverageQuery): Promise<ProjectGroup[]> {
  const { model, match } = await sourceOf(projects, without(query.asked, ['scope', 'kind']));
  return model.aggregate<ProjectGroup>([
    { $match: match },
    {
      $group: {
        _id: { programme: '$programme', scope: '$scope', kind: '$kind' },
        projects: { $sum: 1 },
        amountCents: { $sum: `$${query.basis}` },
        stated: { $sum: statedExpression(query.basis) },
      },
    },
    ...flattened(['programme', 'scope', 'kind']),
  ]);
}

/** The links of projects (in scope as asked, and candidates) to the initiatives. */
export async function groupLinks(query: CoverageQuery, initiatives: readonly string[]): Promise<LinkGroup[]> {
  const { basis, method } = query;
  const { model, match } = await sourceOf(projects, without(query.projects, ['scope']));
  const supportsIt = { $ne: ['$$this.significance', 'examinedNotTargeted'] };
  return model.aggregate<LinkGroup>([
    { $match: { $and: [match, linkedTo(initiatives)] } },
    {
      $project: {
        programme: 1,
        scope: 1,
        cents: `$${basis}`,
        isStated: statedExpression(basis),
        phase: phaseExpression(query.asked.on),
        isSigned: signedExpression(query.asked.on),
        parts: `$attributions.parts`,
        links: {
          $filter: { input: '$supports', cond: { $in: ['$$this.initiative', initiatives] } },
        },
      },
    },
    {
      $set: { first: { $indexOfArray: [{ $map: { input: '$links', as: 'this', in: supportsIt } }, true] } },
    },
    { $unwind: { path: '$links', includeArrayIndex: 'at' } },
    {
      $group: {
        _id: {
          programme: '$programme',
          scope: '$scope',
          initiative: '$links.initiative',
          significance: '$links.significance',
          phase: '$phase',
          isSigned: '$isSigned',
        },
        projects: { $sum: 1 },
        amountCents: { $sum: method === 'split' ? partExpression(basis) : markerExpression },
        stated: { $sum: '$isStated' },
        firsts: { $sum: { $cond: [{ $eq: ['$at', '$first'] }, 1, 0] } },
      },
    },
    ...flattened(['programme', 'scope', 'initiative', 'significance', 'phase', 'isSigned']),
  ]);
}

/** The part of a project's amount that was allotted to the link's initiative when the project was saved. */
function partExpression(basis: Basis): Record<string, unknown> {
  const all = {
    $reduce: { input: '$parts', initialValue: [], in: { $concatArrays: ['$$value', '$$this'] } },
  };
  const ours = { $filter: { input: all, cond: { $eq: ['$$this.initiative', '$links.initiative'] } } };
  return { $let: { vars: { part: { $first: ours } }, in: `$$part.${basis}` } };
}

/** 40 % in hundredths of a cent, and half a cent, so that dropping the hundredths rounds half a cent up. */
const hundredths = { $add: [{ $multiply: ['$cents', 40] }, 50] };
const secondary = { $divide: [{ $subtract: [hundredths, { $mod: [hundredths, 100] }] }, 100] };
const isLinkedAs = (significance: Significance) => ({ $eq: ['$links.significance', significance] });
/** As `markerAmount`: principal in full, secondary 40 %; in whole cents throughout. */
const markerExpression = {
  $cond: [isLinkedAs('principal'), '$cents', { $cond: [isLinkedAs('secondary'), secondary, 0] }],
};

/** The linked calls ahead, by programme and initiative. */
export async function groupCalls(query: CoverageQuery, initiatives: readonly string[]): Promise<CallGroup[]> {
  const { model, match } = await sourceOf(calls, query.calls);
  const { at } = momentFor(query.calls);
  const isAhead = { $or: callsAhead.map(status => callStatusFilter(status, at)) };
  const isOpen = callStatusFilter('open', at)['$expr'];
  return model.aggregate<CallGroup>([
    { $match: { $and: [match, linkedTo(initiatives), isAhead] } },
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
    ...flattened(['programme', 'initiative']),
  ]);
}

const linkedTo = (initiatives: readonly string[]): Match => ({
  'supports.initiative': { $in: initiatives },
});

/** Groups as plain rows; the order is fixed, so that equal data give equal answers. */
function flattened(keys: readonly string[]): PipelineStage[] {
  const named = Object.fromEntries(keys.map(key => [key, { $ifNull: [`$_id.${key}`, null] }]));
  return [{ $sort: { _id: 1 } }, { $set: named }, { $unset: '_id' }];
}
