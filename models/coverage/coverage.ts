import { cellOf, groupedBy, notAttributedOf, sumOf, type Found } from './coverageCells.ts';
import { isAmong, takesPosition, takesValue } from './counted.ts';
import { sumsQueryOf } from './coverageGroups.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import { linkGroups, projectGroups } from './coverageSums.ts';
import { findCallGroups } from './keptCalls.ts';
import {
  keptMatrix,
  type CoveredStrategy,
  type MatrixSource,
  type PrintedProgramme,
} from './keptMatrices.ts';
import { withSums } from './keptSums.ts';
import type { Coverage, CoverageFigures, CoverageRow } from './matrix.ts';
import { ExpectedError } from '../values/errors.ts';
import { missing } from '../record/filters.ts';
import { calls } from '../calls/call.ts';
import { findFirstRecordAfter } from '../lists/firstRecord.ts';
import { findRecord } from '../lists/list.ts';
import { projects } from '../projects/projects.ts';
import { programmes } from '../programmes/programme.ts';
import type { ListQuery } from '../query/query.ts';
import { initiativesOf, strategies, type Strategy } from '../strategies/strategy.ts';
import { thresholdsOn } from '../strategies/thresholds.ts';
import { joinAll } from '../process/joinAll.ts';
import { openly, visibleTo } from '../record/visibleTo.ts';

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

/** The matrix of a query whose strategy, and the programmes there are, are at hand. */
export async function coverageOf(
  query: CoverageQuery,
  strategy: CoveredStrategy,
  printed: readonly PrintedProgramme[],
): Promise<Coverage> {
  const codes = initiativesOf(strategy).map(({ code }) => code);
  const groups = await findCallGroups(query.calls, codes);
  const { knownAt } = query.asked;
  const mayBeBefore = knownAt !== null && groups.length === 0;
  const { figures, isEmpty } = await withSums(sumsQueryOf(query, codes), sums => ({
    figures: keptMatrix({ query, strategy, printed, calls: groups, sums }, figuresOf),
    isEmpty: mayBeBefore && projectGroups(sums, query.basis).length === 0,
  }));
  // Where nothing is found of an instant: whether that is because nothing had been recorded yet.
  const firstRecordAt = isEmpty ? await findFirstRecordAfter(knownAt, [projects, calls]) : null;
  return { query, firstRecordAt, ...figures, ...(firstRecordAt && { rows: figures.rows.map(unrecorded) }) };
}

/** A row of which nothing can be said. */
function unrecorded({ initiative, cells, overall }: CoverageRow): CoverageRow {
  const state = 'unrecorded';
  return { initiative, cells: cells.map(cell => ({ ...cell, state })), overall: { ...overall, state } };
}

function figuresOf({ query, strategy, printed, calls: callGroups, sums }: MatrixSource): CoverageFigures {
  const thresholds = thresholdsOn(strategy, query.asked.on);
  const initiatives = initiativesOf(strategy);
  const groups = projectGroups(sums, query.basis);
  const links = linkGroups(sums, query.basis, query.method);
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
      links.filter(
        ({ scope, position }) =>
          takesValue(query.projects, 'scope', scope) && takesPosition(query.projects, position),
      ),
    ),
    calls: groupedBy(columnKey, callGroups),
  };
  const asked = (query.asked.chosen['programme'] ?? []).map(columnKey);
  // A programme with candidates only is a column too: its empty cells are where the gaps are.
  const occurring = [found.projects, found.candidates, found.calls].flatMap(one => [...one.keys()]);
  const keys = [...new Set([...occurring, ...asked])].toSorted(inOrder);
  const rows = initiatives.map(initiative => ({
    initiative,
    cells: keys.map(key => cellOf(initiative, found, key, thresholds)),
    overall: cellOf(initiative, found, null, thresholds),
  }));
  const totals = {
    columns: keys.map(key => sumOf(found.projects.get(key) ?? [])),
    overall: sumOf([...found.projects.values()].flat()),
  };
  const sumAmong = (list: ListQuery | null) => sumOf(groups.filter(group => isAmong(list, group)));
  return {
    strategy: {
      code: strategy.code,
      reference: strategy.reference,
      title: { en: strategy.titleEn, nl: strategy.titleNl },
    },
    thresholds,
    columns: keys.map(programme => {
      const { label = null, name = null } = printed.find(({ code }) => code === programme) ?? {};
      return { programme, label, name };
    }),
    rows,
    notAttributed: query.method === 'split' ? notAttributedOf({ rows, totals }, found.links, keys) : null,
    totals,
    later: sumAmong(query.later),
    candidates: sumOf([...found.candidates.values()].flat()),
    apart: sumAmong(query.apart),
  };
}

/** The strategy asked for, as known at the instant; one recorded only later is shown as it is now. */
export async function getStrategy({ strategy, asked }: CoverageQuery): Promise<Strategy> {
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
