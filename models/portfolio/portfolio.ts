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
import { isPastDay } from '../projects/position.ts';
import { momentFor, type ListQuery } from '../query/query.ts';
import type { Right } from '../record/permissions.ts';

/** Distinct projects by phase on the day, and their EU contribution in whole cents, stated by `stated` of them. */
export interface PortfolioSum {
  projects: number;
  ongoing: number;
  ended: number;
  upcoming: number;
  unknown: number;
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
}

interface Group {
  programme: string | null;
  kind: Project['kind'];
  phase: Phase;
  projects: number;
  euContributionCents: Cents;
  stated: number;
}

/** As the database groups them, from the sums that are kept (decision 0070); null where there are none. */
async function groupInMemory(query: ListQuery, rights: readonly Right[]): Promise<Group[] | null> {
  const { inScope } = countedOf(query);
  const chosen = without(query, ['scope', 'kind']);
  const nothingLinked = { initiatives: [], isKindLinked: () => false, kinds: '' };
  const found = await withKeptSums(
    { chosen, on: query.on, isPast: isPastDay(momentFor(query)), rights, ...nothingLinked },
    sums => projectGroups(sums, 'euContribution').filter(group => isAmong(inScope, group)),
  );
  return (
    found &&
    found.made.map(({ programme, kind, phase, projects: count, amountCents, stated }) => ({
      programme,
      kind: kind as Project['kind'],
      phase,
      projects: count,
      euContributionCents: amountCents,
      stated,
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
  const groups = (await groupInMemory(query, rights)) ?? (await groupByDatabase(query));
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
  };
}

async function groupByDatabase(query: ListQuery): Promise<Group[]> {
  const found = await sourceOf(projects, countedOf(query).inScope);
  return aggregateFound<Group>(found, [
    {
      $group: {
        _id: { programme: '$programme', kind: '$kind', phase: phaseExpression(query.on) },
        projects: { $sum: 1 },
        euContributionCents: { $sum: '$euContribution' },
        stated: { $sum: statedExpression('euContribution') },
      },
    },
    {
      $set: {
        programme: { $ifNull: ['$_id.programme', null] },
        kind: '$_id.kind',
        phase: '$_id.phase',
      },
    },
    { $unset: '_id' },
  ]);
}

function rowOf(groups: readonly Group[]): PortfolioRow | null {
  const [first] = groups;
  if (!first) return null;
  const { programme, kind } = first;
  const during = (phase: Phase) =>
    groups.reduce((sum, group) => (group.phase === phase ? sum + group.projects : sum), 0);
  const sums = groups.map(({ projects: count, euContributionCents, stated }) => ({
    ...nothing,
    projects: count,
    euContributionCents,
    stated,
  }));
  const phases = {
    ongoing: during('ongoing'),
    ended: during('ended'),
    upcoming: during('upcoming'),
    unknown: during('unknown'),
  };
  return { ...addUp(sums), ...phases, programme, kind, isApart: kindsApart.includes(kind) };
}

const nothing: PortfolioSum = {
  projects: 0,
  ongoing: 0,
  ended: 0,
  upcoming: 0,
  unknown: 0,
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
