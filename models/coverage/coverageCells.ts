import type { ByColumn, CoverageCell, CoverageRow, CoverageSum, NotAttributed } from './matrix.ts';
import type { CallGroup } from './coverageGroups.ts';
import type { LinkGroup, ProjectGroup } from './coverageSums.ts';
import { coverageStateOf } from './coverageState.ts';
import type { Initiative } from '../strategies/strategy.ts';
import type { CoverageThresholds } from '../strategies/thresholds.ts';

/** Groups by the column they stand in. */
type Columns<G> = ReadonlyMap<string, readonly G[]>;

/** What a matrix is made of. A project and a call have one programme, so sums over columns count nothing twice. */
export interface Found {
  projects: Columns<ProjectGroup>;
  candidates: Columns<ProjectGroup>;
  links: Columns<LinkGroup>;
  calls: Columns<CallGroup>;
}

export function groupedBy<G extends { programme: string | null }>(
  columnKey: (programme: string | null) => string,
  groups: readonly G[],
): Map<string, G[]> {
  const columns = new Map<string, G[]>();
  for (const group of groups) {
    const key = columnKey(group.programme);
    columns.set(key, [...(columns.get(key) ?? []), group]);
  }
  return columns;
}

const total = <G>(groups: readonly G[], amount: (group: G) => number): number =>
  groups.reduce((sum, group) => sum + amount(group), 0);

const countOf = (groups: readonly { projects: number }[]): number =>
  total(groups, ({ projects }) => projects);

export function sumOf(groups: readonly ProjectGroup[]): CoverageSum {
  return {
    projects: countOf(groups),
    undated: countOf(groups.filter(({ position }) => position === 'undated')),
    amountCents: total(groups, ({ amountCents }) => amountCents),
    stated: total(groups, ({ stated }) => stated),
  };
}

/** One cell of an initiative; `column` null is its total. */
export function cellOf(
  { code, isNotExpected }: Initiative,
  found: Found,
  column: string | null,
  thresholds: CoverageThresholds,
): CoverageCell {
  const inColumn = <G>(groups: Columns<G>): readonly G[] =>
    column === null ? [...groups.values()].flat() : (groups.get(column) ?? []);
  const forIt = <G extends { initiative: string }>(groups: Columns<G>) =>
    inColumn(groups).filter(({ initiative }) => initiative === code);

  const assessed = forIt(found.links);
  const links = assessed.filter(({ significance }) => significance !== 'examinedNotTargeted');
  const calls = forIt(found.calls);
  const by = (significance: LinkGroup['significance']) =>
    links.filter(one => one.significance === significance);
  const during = (phase: LinkGroup['phase'], among: readonly LinkGroup[] = links) =>
    countOf(among.filter(one => one.phase === phase));
  const upcoming = during('upcoming');
  const upcomingSigned = during(
    'upcoming',
    links.filter(({ isSigned }) => isSigned),
  );
  const shown = {
    ended: during('ended'),
    unknownPhase: during('unknown'),
    callsAhead: total(calls, one => one.calls),
    callsOpen: total(calls, ({ open }) => open),
  };
  const state = coverageStateOf(
    {
      ...shown,
      ongoingPrincipal: during('ongoing', by('principal')),
      ongoingSecondary: during('ongoing', by('secondary')),
      ongoingUnrated: during('ongoing', by('namedUnrated')),
      upcomingSigned,
      isNotExpected,
    },
    thresholds,
  );
  return {
    ...state,
    ...shown,
    projects: countOf(links),
    principal: countOf(by('principal')),
    secondary: countOf(by('secondary')),
    unrated: countOf(by('namedUnrated')),
    notTargeted: countOf(assessed) - countOf(links),
    notAssessed: countOf(inColumn(found.projects)) - countOf(assessed),
    ongoing: during('ongoing'),
    upcoming,
    amountCents: total(links, ({ amountCents }) => amountCents),
    stated: total(links, ({ stated }) => stated),
  };
}

/** What is left of the totals by column when every initiative has had its part. */
export function notAttributedOf(
  { rows, totals }: { rows: readonly CoverageRow[]; totals: ByColumn<CoverageSum> },
  links: Columns<LinkGroup>,
  columns: readonly string[],
): ByColumn<NotAttributed> {
  const rest = (
    { projects, amountCents }: CoverageSum,
    cells: readonly (CoverageCell | undefined)[],
    linked: readonly LinkGroup[],
  ): NotAttributed => ({
    amountCents: amountCents - total(cells, cell => cell?.amountCents ?? 0),
    unlinked: projects - total(linked, ({ firsts }) => firsts),
  });
  return {
    columns: totals.columns.map((sum, at) =>
      rest(
        sum,
        rows.map(({ cells }) => cells[at]),
        links.get(columns[at] ?? '') ?? [],
      ),
    ),
    overall: rest(
      totals.overall,
      rows.map(({ overall }) => overall),
      [...links.values()].flat(),
    ),
  };
}
