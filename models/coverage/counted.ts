import { isTakenBy } from '../record/filters.ts';
import type { Project } from '../projects/project.ts';
import { projectFilters } from '../projects/projectFilters.ts';
import {
  isPastDay,
  positionOf,
  presentPositions,
  type Position,
  type PositionFacts,
} from '../projects/position.ts';
import { momentFor, type ListQuery } from '../query/query.ts';

/** Their amounts are programmed, not contributed: they stand apart, in no total, whatever is asked for (docs/domain.md §2). */
export const kindsApart: readonly Project['kind'][] = ['nationalProgramme'];

/** What is asked of a project to know whether it is counted. */
export type CountedBy = Readonly<Record<'scope' | 'kind', string> & { position: Position }>;

/** The same of a project as it is stored: its position follows from its days. */
type CountedRecord = Readonly<Record<'scope' | 'kind', string>> & PositionFacts;

/** The lists of what a query's figures are made of. */
export interface Counted {
  /** What every total counts. */
  projects: ListQuery;
  /** National programmes, shown apart; null where the query itself leaves them out. */
  apart: ListQuery | null;
  /** Those of both, by the scope. */
  inScope: ListQuery;
  /** Of those that every total counts, the ones with neither a signature nor a start; null where none is asked for. */
  undated: ListQuery | null;
  /** What will be counted: in the portfolio only after the day; null where the query itself chooses by that. */
  later: ListQuery | null;
  /** Candidates of the day, which are counted beside what is in scope. */
  candidates: ListQuery;
}

/**
 * What is counted of a list, said once for matrix, summary, workbook, home and quality: the scope that the query chose
 * (*in*, where it chose none), what is in the portfolio on its day (where it does not itself choose by that), and never a
 * national programme. What is archived is left out by the list's own filter.
 */
export function countedOf(query: ListQuery): Counted {
  const isOfDay = !choosesPosition(query);
  const asked = isOfDay ? inPosition(query, presentPositions) : query;
  const { chosen, excluded } = asked;
  const inScope = inScopeOf(asked);
  const counted = { ...excluded, kind: [...new Set([...(excluded['kind'] ?? []), ...kindsApart])] };
  const kinds = kindsApart.filter(kind => takesValue(asked, 'kind', kind));
  const projects = { ...inScope, excluded: counted };
  return {
    projects,
    apart: kinds.length > 0 ? { ...inScope, chosen: { ...inScope.chosen, kind: kinds } } : null,
    inScope,
    undated: takesPosition(asked, 'undated') ? inPosition(projects, ['undated']) : null,
    later: isOfDay ? inPosition(projects, ['later']) : null,
    candidates: { ...asked, chosen: { ...chosen, scope: ['candidate'] }, excluded: counted },
  };
}

const choosesPosition = ({ chosen, excluded }: ListQuery): boolean =>
  (chosen['portfolio'] ?? excluded['portfolio']) !== undefined;

const inPosition = (query: ListQuery, portfolio: readonly Position[]): ListQuery => ({
  ...query,
  chosen: { ...query.chosen, portfolio },
});

/** Those in the scope that a query asks for, national programmes and those that come later with them: of files and warnings. */
export const inScopeOf = (query: ListQuery): ListQuery => ({
  ...query,
  chosen: { scope: ['in'], ...query.chosen },
});

/** Whether a query's own selection of a choice (scope, kind) takes records with this value. */
export function takesValue({ chosen, excluded }: ListQuery, key: 'scope' | 'kind', value: string): boolean {
  const filter = projectFilters[key];
  const isOneOf = (values: readonly string[]) => !filter || isTakenBy(filter, { [key]: value }, values);
  return (!chosen[key] || isOneOf(chosen[key])) && !(excluded[key] && isOneOf(excluded[key]));
}

/** The same of the position on its day. */
export const takesPosition = ({ chosen, excluded }: ListQuery, position: Position): boolean =>
  (chosen['portfolio']?.includes(position) ?? true) && !(excluded['portfolio']?.includes(position) ?? false);

/** Whether one of the lists of `Counted` takes a record that the query lists. */
export const isAmong = (list: ListQuery | null, { scope, kind, position }: CountedBy): boolean =>
  list !== null &&
  takesPosition(list, position) &&
  takesValue(list, 'scope', scope) &&
  takesValue(list, 'kind', kind);

/** Each record of a list is asked with the same query. */
const listsOf = new WeakMap<ListQuery, Counted>();

function knownCountedOf(asked: ListQuery): Counted {
  const lists = listsOf.get(asked) ?? countedOf(asked);
  listsOf.set(asked, lists);
  return lists;
}

/** How a record that a query lists is counted: in its totals, beside them, or not at all. */
export type CountedAs = 'counted' | 'apart' | 'later' | 'notCounted';

/** Where a record that a query lists stands, and in which position. */
export function standingOf(
  { scope, kind, ...facts }: CountedRecord,
  asked: ListQuery,
): { as: CountedAs; position: Position } {
  const { projects, apart, later } = knownCountedOf(asked);
  const position = positionOf(facts, asked.on, isPastDay(momentFor(asked)));
  const record = { scope, kind, position };
  if (isAmong(projects, record)) return { as: 'counted', position };
  if (isAmong(apart, record)) return { as: 'apart', position };
  return { as: isAmong(later, record) ? 'later' : 'notCounted', position };
}
