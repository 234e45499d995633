import { attributionMethods, type AttributionMethod } from '../assessments/attribution.ts';
import { calls } from '../calls/call.ts';
import { countedOf, type Counted } from './counted.ts';
import { ExpectedError, type Problem } from '../values/errors.ts';
import type { Label } from '../values/format.ts';
import { toNone } from '../projects/attributedTo.ts';
import { bases, type Basis } from '../projects/basis.ts';
import { projects } from '../projects/projects.ts';
import { withoutView } from '../record/listView.ts';
import { parseListQuery, wholeList, type ListQuery, type UrlQuery } from '../query/query.ts';
import type { Right } from '../record/permissions.ts';
import { openly, rightsSeeing, visibleTo, type Sight } from '../record/visibleTo.ts';

/** A matrix's whole state, as its URL says it. */
export interface CoverageQuery extends Counted {
  /** The strategy's code; null is the first one. */
  strategy: string | null;
  basis: Basis;
  method: AttributionMethod;
  /** What the URL itself narrows the projects by: for chips. */
  asked: ListQuery;
  /** The calls that are counted: of the programmes asked for. */
  calls: ListQuery;
  /** The rights of who asks on which depends what they see of projects. */
  rights: readonly Right[];
}

const ownKeys = ['strategy', 'basis', 'method'] as const;

/**
 * Reads the URL of a matrix: `strategy`, `basis`, `method` and every key of the list of projects. An unknown key or a
 * value without sense throws `badQuery` naming it; whether the strategy exists is found by `countCoverage`.
 */
export function parseCoverageQuery(url: UrlQuery, now: Date, reader: Sight = openly): CoverageQuery {
  const problems: Problem[] = [];
  const own = Object.fromEntries(ownKeys.map(key => [key, firstOf(url[key])]));
  const choose = <K extends string>(key: string, options: Readonly<Record<K, Label>>, otherwise: K): K => {
    const value = own[key] ?? otherwise;
    if (Object.hasOwn(options, value)) return value as K;
    problems.push({ field: key, type: 'query.value', values: { value } });
    return otherwise;
  };
  const basis = choose('basis', bases, 'euContribution');
  const method = choose('method', attributionMethods, 'split');
  const rest = Object.fromEntries(
    Object.entries(url).filter(([key]) => !(ownKeys as readonly string[]).includes(key)),
  );
  const asked = askedBy(rest, now, reader, problems);
  return {
    strategy: own['strategy'] ?? null,
    basis,
    method,
    asked,
    ...countedOf(asked),
    calls: callsOf(asked),
    rights: rightsSeeing(projects.fields, reader),
  };
}

function firstOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first.trim() !== '' ? first.trim() : undefined;
}

/** The list's part of the URL; its problems are named together with those found before. */
function askedBy(url: UrlQuery, now: Date, reader: Sight, found: readonly Problem[]): ListQuery {
  try {
    const asked = parseListQuery(withoutView(visibleTo(projects, reader)), url, now);
    if (found.length === 0) return asked;
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'badQuery') throw error;
    throw new ExpectedError('badQuery', error.key, error.values, [...found, ...error.problems]);
  }
  throw new ExpectedError('badQuery', 'badQuery', {}, [...found]);
}

function callsOf({ chosen, excluded, on, isOnToday, knownAt, now }: ListQuery): ListQuery {
  const ofProgrammes = (values: ListQuery['chosen']) =>
    values['programme'] ? { programme: values['programme'] } : {};
  const all = wholeList(visibleTo(calls, openly), now);
  return {
    ...all,
    on,
    isOnToday,
    knownAt,
    chosen: { ...all.chosen, ...ofProgrammes(chosen) },
    excluded: ofProgrammes(excluded),
  };
}

const isAmong = (values: readonly string[] | undefined, wanted: string): boolean =>
  (values ?? []).some(value => value.toLowerCase() === wanted.toLowerCase());

/** A query that also asks for this programme; `none` is without one, null is every programme. */
function inProgramme(query: ListQuery, programme: string | null): ListQuery {
  return programme === null ? query : { ...query, chosen: { ...query.chosen, programme: [programme] } };
}

/** A query that also asks for a link to this initiative, whatever other initiatives it asks for already. */
function linkedTo(query: ListQuery, initiative: string): ListQuery {
  const { chosen, excluded } = query;
  if (!chosen['initiative'] || isAmong(chosen['initiative'], initiative)) {
    return { ...query, chosen: { ...chosen, initiative: [initiative] } };
  }
  // Values of one key are OR, so the second AND is said by what is left out: no link, or one that says "not targeted".
  const also = (key: string) => [...new Set([...(excluded[key] ?? []), initiative])];
  return {
    ...query,
    excluded: { ...excluded, notAssessed: also('notAssessed'), notTargeted: also('notTargeted') },
  };
}

/** A list that shows of each project what a cell of the matrix has of it. */
const attributed = (query: ListQuery, { method, basis }: CoverageQuery, attributedTo: string): ListQuery => ({
  ...query,
  view: { attributedTo, method, basis },
});

/**
 * The list of exactly the projects a cell counts; of an initiative with what is attributed to it of each.
 * @param initiative its code, null for a programme's total
 * @param programme a column's `programme`, null for the row's total
 */
export function cellQuery(
  { query }: { query: CoverageQuery },
  initiative: string | null,
  programme: string | null,
): ListQuery {
  const all = inProgramme(query.projects, programme);
  return initiative === null ? all : attributed(linkedTo(all, initiative), query, initiative);
}

/** The list of the projects a cell counts as not assessed for its initiative. */
export function notAssessedQuery(
  { query }: { query: CoverageQuery },
  initiative: string,
  programme: string | null,
): ListQuery {
  return unassessed(inProgramme(query.projects, programme), initiative);
}

function unassessed(query: ListQuery, initiative: string): ListQuery {
  const { chosen, excluded } = query;
  const others = chosen['notAssessed'];
  if (!others || isAmong(others, initiative)) {
    return { ...query, chosen: { ...chosen, notAssessed: [initiative] } };
  }
  // As above: neither linked in any way, nor examined.
  const also = (key: string) => [...new Set([...(excluded[key] ?? []), initiative])];
  return {
    ...query,
    excluded: { ...excluded, initiative: also('initiative'), notTargeted: also('notTargeted') },
  };
}

/** The list of the projects linked to no initiative of the strategy. */
export function unlinkedQuery(
  { query, rows }: { query: CoverageQuery; rows: readonly { initiative: { code: string } }[] },
  programme: string | null,
): ListQuery {
  const all = inProgramme(query.projects, programme);
  const codes = rows.map(({ initiative }) => initiative.code);
  const initiatives = [...new Set([...(all.excluded['initiative'] ?? []), ...codes])];
  return { ...all, excluded: { ...all.excluded, initiative: initiatives } };
}

/** The list of all counted projects, with what no initiative of the strategy receives of each. */
export function notAttributedQuery(
  { query, strategy }: { query: CoverageQuery; strategy: { code: string } },
  programme: string | null,
): ListQuery {
  return attributed(inProgramme(query.projects, programme), query, toNone(strategy.code));
}

/** The list of the calls a cell counts as ahead: forthcoming, open or under evaluation. */
export function callsAheadQuery(
  { query }: { query: CoverageQuery },
  initiative: string,
  programme: string | null,
): ListQuery {
  const { chosen } = query.calls;
  const ahead = { ...chosen, initiative: [initiative], status: ['forthcoming', 'open', 'underEvaluation'] };
  return inProgramme({ ...query.calls, chosen: ahead }, programme);
}
