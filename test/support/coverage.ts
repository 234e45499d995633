import { expect } from 'chai';
import { countCoverage } from '../../models/coverage/coverage.ts';
import type { Coverage } from '../../models/coverage/matrix.ts';
import {
  cellQuery,
  notAssessedQuery,
  parseCoverageQuery,
  unlinkedQuery,
} from '../../models/coverage/coverageQuery.ts';
import { countRecords } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import { urlOf, type ListQuery, type UrlQuery } from '../../models/query/query.ts';
import { parseListQuery } from './listQuery.ts';
import { now } from './factories.ts';

/** The matrix a URL asks for, on the day of the tests. */
export const count = async (url: UrlQuery = {}) => countCoverage(parseCoverageQuery(url, now));

/** A link to an initiative of the strategy `S-1`. */
export const link = (number: number, significance = 'principal', shareBp: number | null = null) => ({
  initiative: `S-1.${number}`,
  significance,
  shareBp,
  justification: 'Because.',
});

/** Every figure of a matrix has a list that counts the same. */
export async function expectCellsToOpen(coverage: Coverage): Promise<void> {
  const found = async (query: ListQuery) =>
    countRecords(projects, parseListQuery(projects, urlParts(query), now));
  expect(await found(coverage.query.candidates)).to.equal(coverage.candidates.projects);
  const columns = [...coverage.columns.map(({ programme }) => programme), null];
  for (const [at, programme] of columns.entries()) {
    const total = programme === null ? coverage.totals.overall : coverage.totals.columns[at];
    expect(await found(cellQuery(coverage, null, programme))).to.equal(total?.projects);
    const rest = programme === null ? coverage.notAttributed?.overall : coverage.notAttributed?.columns[at];
    if (rest) expect(await found(unlinkedQuery(coverage, programme))).to.equal(rest.unlinked);
    for (const { initiative, cells, overall } of coverage.rows) {
      const cell = programme === null ? overall : cells[at];
      const { code } = initiative;
      expect(await found(cellQuery(coverage, code, programme))).to.equal(cell?.projects);
      expect(await found(notAssessedQuery(coverage, code, programme))).to.equal(cell?.notAssessed);
    }
  }
}

/** A list's URL, read as Express reads it. */
function urlParts(query: ListQuery): UrlQuery {
  const { searchParams } = new URL(urlOf('http://host/projects', query, projects));
  return Object.fromEntries([...searchParams.keys()].map(key => [key, searchParams.getAll(key)]));
}
