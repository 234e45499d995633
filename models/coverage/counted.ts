import { isTakenBy } from '../record/filters.ts';
import type { Project } from '../projects/project.ts';
import { projectFilters } from '../projects/projectFilters.ts';
import type { ListQuery } from '../query/query.ts';

/** Their amounts are programmed, not contributed: they stand apart, in no total, whatever is asked for (docs/domain.md §2). */
export const kindsApart: readonly Project['kind'][] = ['nationalProgramme'];

/** What is asked of a project to know whether it is counted. */
export type CountedBy = Readonly<Record<'scope' | 'kind', string>>;

/** The lists of what a query's figures are made of. */
export interface Counted {
  /** What every total counts. */
  projects: ListQuery;
  /** National programmes, shown apart; null where the query itself leaves them out. */
  apart: ListQuery | null;
  /** Those of both, by the scope. */
  inScope: ListQuery;
  /** Candidates, which are counted beside what is in scope. */
  candidates: ListQuery;
}

/**
 * What is counted of a list, said once for matrix, summary, workbook, home and quality: the scope that the query chose
 * (*in*, where it chose none), and never a national programme. What is archived is left out by the list's own filter.
 */
export function countedOf(asked: ListQuery): Counted {
  const { chosen, excluded } = asked;
  const inScope = { ...asked, chosen: { scope: ['in'], ...chosen } };
  const counted = { ...excluded, kind: [...new Set([...(excluded['kind'] ?? []), ...kindsApart])] };
  const kinds = kindsApart.filter(kind => takesValue(asked, 'kind', kind));
  return {
    projects: { ...inScope, excluded: counted },
    apart: kinds.length > 0 ? { ...inScope, chosen: { ...inScope.chosen, kind: kinds } } : null,
    inScope,
    candidates: { ...asked, chosen: { ...chosen, scope: ['candidate'] }, excluded: counted },
  };
}

/** Whether a query's own selection of a choice (scope, kind) takes records with this value. */
export function takesValue({ chosen, excluded }: ListQuery, key: 'scope' | 'kind', value: string): boolean {
  const filter = projectFilters[key];
  const isOneOf = (values: readonly string[]) => !filter || isTakenBy(filter, { [key]: value }, values);
  return (!chosen[key] || isOneOf(chosen[key])) && !(excluded[key] && isOneOf(excluded[key]));
}

/** Whether one of the lists of `Counted` takes a record that the query lists. */
export const isAmong = (list: ListQuery, { scope, kind }: CountedBy): boolean =>
  takesValue(list, 'scope', scope) && takesValue(list, 'kind', kind);

/** Each record of a list is asked with the same query. */
const listsOf = new WeakMap<ListQuery, Counted>();

function knownCountedOf(asked: ListQuery): Counted {
  const lists = listsOf.get(asked) ?? countedOf(asked);
  listsOf.set(asked, lists);
  return lists;
}

/** Whether a record that a query lists is counted in its totals. */
export const isCounted = (record: CountedBy, asked: ListQuery): boolean =>
  isAmong(knownCountedOf(asked).projects, record);

/** Whether a record that a query lists stands apart from them. */
export function isApart(record: CountedBy, asked: ListQuery): boolean {
  const { apart } = knownCountedOf(asked);
  return apart !== null && isAmong(apart, record);
}
