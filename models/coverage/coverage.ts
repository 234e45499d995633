import { cellOf, groupedBy, notAttributedOf, sumOf, type Found } from './coverageCells.ts';
import { isAmong, takesValue } from './counted.ts';
import { groupProjects } from './coverageGroups.ts';
import { findCallGroups } from './keptCalls.ts';
import type { Coverage, CoverageCell } from './matrix.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import { ExpectedError } from '../values/errors.ts';
import { missing } from '../record/filters.ts';
import { calls } from '../calls/call.ts';
import { findFirstRecordAfter } from '../lists/firstRecord.ts';
import { findRecord } from '../lists/list.ts';
import { projects } from '../projects/projects.ts';
import { programmes, type Programme } from '../programmes/programme.ts';
import { initiativesOf, strategies, type Initiative, type Strategy } from '../strategies/strategy.ts';
import { thresholdsOn } from '../strategies/thresholds.ts';
import { joinAll } from '../process/joinAll.ts';
import { openly, visibleTo } from '../record/visibleTo.ts';

/** What of a programme is printed in a matrix. */
export type PrintedProgramme = Pick<Programme, 'code' | 'label' | 'name'>;
export const printedPaths = { code: 1, label: 1, name: 1 } as const satisfies Record<
  keyof PrintedProgramme,
  1
>;

/**
 * The matrix of a query, from sums of what was attributed when each project was saved. An unknown strategy throws
 * `badQuery`, no strategy at all `notFound`.
 */
export async function countCoverage(query: CoverageQuery): Promise<Coverage> {
  const [strategy, printed] = await joinAll([
    getStrategy(query),
    programmes.current.find({}, printedPaths).lean<PrintedProgramme[]>(),
  ]);
  return coverageOf(query, strategy, printed);
}

/** What of a strategy a matrix is made of. */
export type CoveredStrategy = Pick<
  Strategy,
  'code' | 'reference' | 'titleEn' | 'titleNl' | 'initiatives' | 'thresholds'
>;

/** The matrix of a query whose strategy, and the programmes there are, are at hand. */
export async function coverageOf(
  query: CoverageQuery,
  strategy: CoveredStrategy,
  printed: readonly PrintedProgramme[],
): Promise<Coverage> {
  const thresholds = thresholdsOn(strategy, query.asked.on);
  const initiatives = initiativesOf(strategy);
  const codes = initiatives.map(({ code }) => code);
  const [{ projects: groups, links }, callGroups] = await joinAll([
    groupProjects(query, codes),
    findCallGroups(query.calls, codes),
  ]);
  const firstRecordAt = groups.length + callGroups.length === 0 ? await findFirst(query) : null;
  const columnKey = columnKeys(printed);
  const found: Found = {
    projects: groupedBy(
      columnKey,
      groups.filter(group => isAmong(query.projects, group)),
    ),
    candidates: groupedBy(
      columnKey,
      groups.filter(group => isAmong(query.candidates, group)),
    ),
    links: groupedBy(
      columnKey,
      links.filter(({ scope }) => takesValue(query.projects, 'scope', scope)),
    ),
    calls: groupedBy(columnKey, callGroups),
  };
  const asked = (query.asked.chosen['programme'] ?? []).map(columnKey);
  // A programme with candidates only is a column too: its empty cells are where the gaps are.
  const occurring = [found.projects, found.candidates, found.calls].flatMap(one => [...one.keys()]);
  const keys = [...new Set([...occurring, ...asked])].toSorted(inOrder);
  const cellIn = (initiative: Initiative, key: string | null): CoverageCell => {
    const cell = cellOf(initiative, found, key, thresholds);
    return firstRecordAt === null ? cell : { ...cell, state: 'unrecorded' };
  };
  const rows = initiatives.map(initiative => ({
    initiative,
    cells: keys.map(key => cellIn(initiative, key)),
    overall: cellIn(initiative, null),
  }));
  const totals = {
    columns: keys.map(key => sumOf(found.projects.get(key) ?? [])),
    overall: sumOf([...found.projects.values()].flat()),
  };
  const { apart } = query;
  return {
    query,
    strategy: {
      code: strategy.code,
      reference: strategy.reference,
      title: { en: strategy.titleEn, nl: strategy.titleNl },
    },
    thresholds,
    firstRecordAt,
    columns: keys.map(programme => {
      const { label = null, name = null } = printed.find(({ code }) => code === programme) ?? {};
      return { programme, label, name };
    }),
    rows,
    notAttributed: query.method === 'split' ? notAttributedOf({ rows, totals }, found.links, keys) : null,
    totals,
    candidates: sumOf([...found.candidates.values()].flat()),
    apart: sumOf(groups.filter(group => apart !== null && isAmong(apart, group))),
  };
}

/** Where nothing is found of an instant: whether that is because nothing had been recorded yet. */
const findFirst = async ({ asked: { knownAt } }: CoverageQuery): Promise<Date | null> =>
  findFirstRecordAfter(knownAt, [projects, calls]);

/** The strategy asked for, as known at the instant; one recorded only later is shown as it is now. */
async function getStrategy({ strategy, asked }: CoverageQuery): Promise<Strategy> {
  const current = await strategies.current
    .findOne(strategy === null ? {} : { _id: strategy })
    .sort({ 'adoptedOn.from': 1, _id: 1 })
    .lean<Strategy & { _id: string }>();
  if (!current && strategy === null) throw new ExpectedError('notFound', 'notFound.strategy');
  if (!current) {
    const problem = { field: 'strategy', type: 'query.value', values: { value: strategy ?? '' } };
    throw new ExpectedError('badQuery', 'badQuery', {}, [problem]);
  }
  if (asked.knownAt === null) return current;
  return (await findRecord(visibleTo(strategies, openly), current._id, asked.knownAt)) ?? current;
}

/** A programme's column whatever the case it was written in, as filters compare. */
function columnKeys(printed: readonly PrintedProgramme[]): (programme: string | null) => string {
  const codes = new Map(printed.map(({ code }) => [code.toLowerCase(), code]));
  return programme => codes.get((programme ?? missing).toLowerCase()) ?? programme ?? missing;
}

/** By code, those without a programme last. */
function inOrder(one: string, other: string): number {
  if (one === missing || other === missing) return Number(one === missing) - Number(other === missing);
  return one.localeCompare(other, 'en', { numeric: true });
}
