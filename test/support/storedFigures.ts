import { findAllRecords } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import type { ListQuery, UrlQuery } from '../../models/query/query.ts';
import { openly, visibleTo } from '../../models/record/visibleTo.ts';
import { now } from './factories.ts';
import { parseListQuery } from './listQuery.ts';

export interface Figure {
  projects: number;
  cents: number;
  stated: number;
}

/** What one of those that count says: of the total also how many are undated. */
export interface Said {
  totals: Figure & { undated: number };
  apart: Figure;
  later: Figure;
}

const query = (url: UrlQuery): ListQuery => parseListQuery(projects, url, now);

type Listed = Awaited<ReturnType<typeof storedProjects>>[number];
const storedProjects = (url: UrlQuery) => findAllRecords(visibleTo(projects, openly), query(url));

/** Whether it is in the portfolio on the day. */
function isThere({ status, signedOn, startsOn }: Listed, on: string): boolean {
  if (status === 'PREPARATION') return false;
  const first = (signedOn ?? startsOn)?.from;
  if (first === undefined || first <= on) return true;
  return on >= '2026-11-24' && status !== null;
}
const isUndated = ({ status, signedOn, startsOn }: Listed): boolean =>
  status !== 'PREPARATION' && signedOn === null && startsOn === null;

/** What is counted of a list, from the records themselves, by rules written a second time. */
export async function storedFigures(url: UrlQuery): Promise<Said> {
  const { chosen, excluded, on } = query(url);
  const inScope = (await storedProjects(url)).filter(
    ({ scope }) => url['scope'] !== undefined || scope === 'in',
  );
  // Where the query says which positions it wants, they are what is counted.
  const isAsked = (chosen['portfolio'] ?? excluded['portfolio']) !== undefined;
  const figure = (some: typeof inScope): Figure => ({
    projects: some.length,
    cents: some.reduce((sum, { euContribution }) => sum + (euContribution ?? 0), 0),
    stated: some.filter(({ euContribution }) => euContribution !== null).length,
  });
  const present = inScope.filter(project => isAsked || isThere(project, on));
  const totals = present.filter(({ kind }) => kind !== 'nationalProgramme');
  return {
    totals: { ...figure(totals), undated: totals.filter(isUndated).length },
    apart: figure(present.filter(({ kind }) => kind === 'nationalProgramme')),
    later: figure(
      inScope.filter(project => !present.includes(project) && project.kind !== 'nationalProgramme'),
    ),
  };
}
