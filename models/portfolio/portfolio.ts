import { countedOf, isAmong, kindsApart } from '../coverage/counted.ts';
import { without } from '../coverage/coverageRows.ts';
import { projectGroups } from '../coverage/coverageSums.ts';
import { withKeptSums } from '../coverage/keptSums.ts';
import type { Cents } from '../record/fields.ts';
import { missing } from '../record/filters.ts';
import { aggregateFound } from '../lists/asKnown.ts';
import { sourceOf } from '../lists/list.ts';
import { phaseExpression, type Phase } from '../projects/phase.ts';
import type { Project } from '../projects/project.ts';
import { statedExpression } from '../projects/basis.ts';
import { projects } from '../projects/projects.ts';
import { isPastDay, positionExpression, type Position } from '../projects/position.ts';
import { momentFor, type ListQuery } from '../query/query.ts';
import type { Right } from '../record/permissions.ts';

/** Distinct projects by phase on the day, and their EU contribution in whole cents, stated by `stated` of them. */
export interface PortfolioSum {
  projects: number;
  ongoing: number;
  ended: number;
  upcoming: number;
  unknown: number;
  /** Of `projects`, those with neither a signature nor a start: they are there on every day. */
  undated: number;
  euContributionCents: Cents;
  stated: number;
}

export interface PortfolioRow extends PortfolioSum {
  /** The programme's code; null for projects without one. */
  programme: string | null;
  kind: Project['kind'];
  /** A national programme: shown apart, outside `totals`. */
  isApart: boolean;
}

export interface PortfolioSummary {
  /** By programme (those without last) and kind, national programmes last. */
  rows: PortfolioRow[];
  /** All rows but those apart. */
  totals: PortfolioSum;
  /** The rows apart. */
  apart: PortfolioSum;
  /** What is signed only after the day and will be in `totals`; in no row. Nothing where it was asked for. */
  later: PortfolioSum;
}

interface Group {
  programme: string | null;
  kind: Project['kind'];
  scope: string;
  phase: Phase;
  position: Position;
  projects: number;
  euContributionCents: Cents;
  stated: number;
}

/** As the database groups them, from the sums that are kept (decision 0070); null where there are none. */
async function groupInMemory(query: ListQuery, rights: readonly Right[]): Promise<Group[] | null> {
  const chosen = without(query, ['scope', 'kind']);
  const nothingLinked = { initiatives: [], isKindLinked: () => false, kinds: '' };
  const found = await withKeptSums(
    { chosen, on: query.on, isPast: isPastDay(momentFor(query)), rights, ...nothingLinked },
    sums => projectGroups(sums, 'euContribution'),
  );
  return (
    found &&
    found.made.map(({ kind, amountCents, ...group }) => ({
      ...group,
      kind: kind as Project['kind'],
      euContributionCents: amountCents,
    }))
  );
}

/**
 * What is counted of a list of projects, by programme and kind, with what stands apart.
 * @param rights those of who asks on which depends what they see of projects (`rightsSeeing`)
 */
export async function summarisePortfolio(
  query: ListQuery,
  rights: readonly Right[] = [],
): Promise<PortfolioSummary> {
  const all = (await groupInMemory(query, rights)) ?? (await groupByDatabase(query));
  const { inScope, later } = countedOf(query);
  const groups = all.filter(group => isAmong(inScope, group));
  const keyOf = ({ programme, kind }: Pick<Group, 'programme' | 'kind'>) =>
    `${(programme ?? '').toLowerCase()} ${kind}`;
  const keys = [...new Set(groups.map(keyOf))];
  const rows = keys
    .map(key => rowOf(groups.filter(group => keyOf(group) === key)))
    .filter(row => row !== null)
    .toSorted(inOrder);
  return {
    rows,
    totals: addUp(rows.filter(({ isApart }) => !isApart)),
    apart: addUp(rows.filter(({ isApart }) => isApart)),
    later: sumOf(all.filter(group => isAmong(later, group))),
  };
}

async function groupByDatabase(query: ListQuery): Promise<Group[]> {
  const found = await sourceOf(projects, query);
  const position = positionExpression(momentFor(query));
  return aggregateFound<Group>(found, [
    {
      $group: {
        _id: {
          programme: '$programme',
          scope: '$scope',
          kind: '$kind',
          phase: phaseExpression(query.on),
          position,
        },
        projects: { $sum: 1 },
        euContributionCents: { $sum: '$euContribution' },
        stated: { $sum: statedExpression('euContribution') },
      },
    },
    {
      $set: {
        programme: { $ifNull: ['$_id.programme', null] },
        scope: '$_id.scope',
        kind: '$_id.kind',
        phase: '$_id.phase',
        position: '$_id.position',
      },
    },
    { $unset: '_id' },
  ]);
}

function rowOf(groups: readonly Group[]): PortfolioRow | null {
  const [first] = groups;
  if (!first) return null;
  const { programme, kind } = first;
  return { ...sumOf(groups), programme, kind, isApart: kindsApart.includes(kind) };
}

const sumOf = (groups: readonly Group[]): PortfolioSum =>
  addUp(
    groups.map(({ phase, position, projects: count, euContributionCents, stated }) => ({
      ...nothing,
      projects: count,
      [phase]: count,
      undated: position === 'undated' ? count : 0,
      euContributionCents,
      stated,
    })),
  );

const nothing: PortfolioSum = {
  projects: 0,
  ongoing: 0,
  ended: 0,
  upcoming: 0,
  unknown: 0,
  undated: 0,
  euContributionCents: 0,
  stated: 0,
};

function addUp(sums: readonly PortfolioSum[]): PortfolioSum {
  return sums.reduce(
    (all, one) => ({
      projects: all.projects + one.projects,
      ongoing: all.ongoing + one.ongoing,
      ended: all.ended + one.ended,
      upcoming: all.upcoming + one.upcoming,
      unknown: all.unknown + one.unknown,
      undated: all.undated + one.undated,
      euContributionCents: all.euContributionCents + one.euContributionCents,
      stated: all.stated + one.stated,
    }),
    nothing,
  );
}

function inOrder(one: PortfolioRow, other: PortfolioRow): number {
  if (one.isApart !== other.isApart) return Number(one.isApart) - Number(other.isApart);
  if (one.programme === null || other.programme === null) {
    if (one.programme !== other.programme) return one.programme === null ? 1 : -1;
    return one.kind.localeCompare(other.kind);
  }
  return (
    one.programme.localeCompare(other.programme, 'en', { numeric: true }) ||
    one.kind.localeCompare(other.kind)
  );
}

/** The list of exactly the projects of a row. */
export function rowQuery(query: ListQuery, { programme, kind }: PortfolioRow): ListQuery {
  return { ...query, chosen: { ...query.chosen, programme: [programme ?? missing], kind: [kind] } };
}
