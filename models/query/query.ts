import { brusselsInstant, todayInBrussels, type Day } from '../values/day.ts';
import { ExpectedError, type Problem } from '../values/errors.ts';
import { factsPredicate, type Filter, type Moment } from '../record/filters.ts';
import { allColumnsOf, type View } from '../record/listColumn.ts';
import type { Listed } from '../record/noun.ts';
import { parseSearch } from '../record/search.ts';
import type { VisibleNoun } from '../record/visibleTo.ts';
import { momentOf, valuesOf, type UrlQuery } from './requestedMoment.ts';
import { tabOf } from './tab.ts';
import { isOfView, viewIn } from './view.ts';
import type { Match } from '../record/facts.ts';

export type { UrlQuery };

export const pageSizes = [25, 50, 100, 250] as const;
/** The last page that may be asked for. */
export const mostPage = 1_000_000;
export const mostPageSize = 250;
export const usualPageSize = 50;
/** Values of a facet beside a list of the API; its own address has all of them. */
export const usualFacetLimit = 50;
export const mostFacetLimit = 1000;

/** A list's whole state, as its URL says it: what every list, count, facet and file is made from. */
export interface ListQuery {
  /** Chosen values by filter key; several are OR. */
  chosen: Readonly<Record<string, readonly string[]>>;
  excluded: Readonly<Record<string, readonly string[]>>;
  /** Words searched for, '' for none. */
  search: string;
  on: Day;
  isOnToday: boolean;
  /** The instant whose recorded versions are read; null is now. */
  knownAt: Date | null;
  now: Date;
  sort: { key: string; isDescending: boolean };
  page: number;
  pageSize: number;
  facets: readonly string[];
  /** How many values of each of them are given at most, besides those asked for. */
  facetLimit: number;
  /** Keys of the columns chosen, in their order; none for the usual ones. */
  columns: readonly string[];
  /** What stands over the columns of a CSV file; null for what is usual where it is asked for. */
  headings: Headings | null;
  /** Amounts whose totals are asked for beside the records. */
  totals: readonly string[];
  /** What is shown of each record beside the usual columns. */
  view: View;
}

/** Over the columns of a CSV file: keys of the API and its notation, or the words of the page and the reader's notation. */
export const headingsKinds = ['keys', 'words'] as const;
type Headings = (typeof headingsKinds)[number];

/** Keys every list takes besides its filters. */
export const listKeys = [
  'q',
  'on',
  'knownAt',
  'sort',
  'page',
  'pageSize',
  'columns',
  'headings',
  'facets',
  'facetLimit',
  'totals',
] as const;

/** What `on` means as an instant: now for today, otherwise the last one of that Brussels day. */
export function momentFor(query: Pick<ListQuery, 'on' | 'isOnToday' | 'now' | 'knownAt'>): Moment {
  return {
    on: query.on,
    at: query.isOnToday ? query.now : new Date(brusselsInstant(query.on, '23:59').getTime() + 59_999),
    today: brusselsInstant(todayInBrussels(query.now), '00:00'),
    knownAt: query.knownAt,
  };
}

/** Now, on today's day. */
export const presentMoment = (now: Date): Moment => ({ on: todayInBrussels(now), at: now });

/** Amounts and days are typed: their message says how. */
const typeOf = {
  choice: 'query.value',
  text: 'query.value',
  year: 'query.value',
  amount: 'query.amount',
  day: 'query.day',
} as const satisfies Record<Filter['control'], string>;

/**
 * Reads a list's URL. Empty values (a form's untouched inputs) are dropped; an unknown key or a value without sense
 * throws `badQuery` naming it. What a reader may not see is unknown to it: a kind of record as it is does not compile.
 */
export const parseListQuery = (noun: VisibleNoun, url: UrlQuery, now: Date): ListQuery =>
  readUrl(noun, url, now);

function readUrl(noun: Listed, url: UrlQuery, now: Date): ListQuery {
  const problems: Problem[] = [];
  const moment = momentOf(url, now, problems);
  const chosen: Record<string, string[]> = {};
  const excluded: Record<string, string[]> = {};
  const at = momentFor({ ...moment, now });
  const valuesAt = (key: string) => valuesOf(url[key]);
  for (const [key, raw] of Object.entries(url)) {
    if (isOfView(noun, key)) continue;
    if (key === 'totals' ? noun.totals : (listKeys as readonly string[]).includes(key)) continue;
    const isExcluded = key.startsWith('exclude.');
    const name = isExcluded ? key.slice('exclude.'.length) : key;
    const filter = Object.hasOwn(noun.filters, name) ? noun.filters[name] : undefined;
    if (!filter) {
      problems.push({ field: key, type: 'query.unknown' });
      continue;
    }
    const values = [...new Set(valuesOf(raw))];
    if (values.length === 0) continue;
    for (const value of values) {
      if (filter.match(value, at) === null)
        problems.push({ field: key, type: typeOf[filter.control], values: { value } });
    }
    (isExcluded ? excluded : chosen)[name] = values;
  }
  for (const [key, { otherwise }] of Object.entries(noun.filters)) {
    if (otherwise !== undefined && !chosen[key] && !excluded[key]) chosen[key] = [otherwise];
  }
  const sort = valuesOf(url['sort'])[0] ?? noun.defaultSort;
  const sortKey = sort.replace(/^-/, '');
  if (!Object.hasOwn(noun.sorts, sortKey))
    problems.push({ field: 'sort', type: 'query.value', values: { value: sort } });
  const page = wholeNumber(url, 'page', 1, mostPage, problems);
  const pageSize = wholeNumber(url, 'pageSize', usualPageSize, mostPageSize, problems);
  const view = viewIn(noun, valuesAt, problems);
  const columns = namesIn(
    url,
    'columns',
    url['columns'] === undefined ? [] : allColumnsOf(noun, view).map(({ key }) => key),
    problems,
  );
  const headings = headingsIn(url, problems);
  const facets = namesIn(url, 'facets', noun.facets, problems);
  const facetLimit = wholeNumber(url, 'facetLimit', usualFacetLimit, mostFacetLimit, problems);
  const totals = noun.totals ? namesIn(url, 'totals', noun.totals, problems) : [];
  const search = valuesOf(url['q']).join(' ').slice(0, 500);
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  parseSearch(search);
  return {
    chosen,
    excluded,
    search,
    ...moment,
    now,
    sort: { key: sortKey, isDescending: sort.startsWith('-') },
    page,
    pageSize,
    columns,
    headings,
    facets,
    facetLimit,
    totals,
    view,
  };
}

function headingsIn(url: UrlQuery, problems: Problem[]): Headings | null {
  const [value] = valuesOf(url['headings']);
  if (value === undefined) return null;
  const found = headingsKinds.find(kind => kind === value);
  if (found === undefined) problems.push({ field: 'headings', type: 'query.value', values: { value } });
  return found ?? null;
}

/** Names separated by commas, each once: named a thousand times in one address, it would be counted a thousand times. */
function namesIn(url: UrlQuery, key: string, known: readonly string[], problems: Problem[]): string[] {
  const names = [...new Set(valuesOf(url[key]).flatMap(list => list.split(',')))].filter(Boolean);
  for (const value of names)
    if (!known.includes(value)) problems.push({ field: key, type: 'query.value', values: { value } });
  return names;
}

/** A whole number of a URL from 1 to `most`, `otherwise` where it is not said; what is none becomes a problem. */
export function wholeNumber(
  url: UrlQuery,
  key: string,
  otherwise: number,
  most: number,
  problems: Problem[],
): number {
  const [value] = valuesOf(url[key]);
  if (value === undefined) return otherwise;
  const number = /^\d{1,7}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > most)
    problems.push({ field: key, type: 'query.number', values: { least: 1, most } });
  return number;
}

/** The query a noun's list opens with when the URL says nothing. */
export const wholeList = (noun: VisibleNoun, now: Date): ListQuery => parseListQuery(noun, {}, now);

/** What a query chooses beyond what holds where nothing is said. */
export const chosenBeyondDefault = (noun: Listed, chosen: ListQuery['chosen']): ListQuery['chosen'] =>
  Object.fromEntries(
    Object.entries(chosen).filter(
      ([key, values]) => values.length !== 1 || values[0] !== noun.filters[key]?.otherwise,
    ),
  );

/** The URL of a query on a path: what chips, sort headers, pages and file links are made with. */
export function urlOf(path: string, query: ListQuery, noun: Listed, change: Partial<ListQuery> = {}): string {
  const { chosen, excluded, search, on, isOnToday, knownAt, sort, page, pageSize, columns, view } = {
    ...query,
    page: 1,
    ...change,
  };
  const params = new URLSearchParams();
  if (search) params.append('q', search);
  for (const [key, values] of Object.entries(chosenBeyondDefault(noun, chosen)))
    for (const value of values) params.append(key, value);
  for (const [key, values] of Object.entries(excluded))
    for (const value of values) params.append(`exclude.${key}`, value);
  if (!isOnToday) params.append('on', on);
  if (knownAt) params.append('knownAt', knownAt.toISOString());
  for (const [key, value] of Object.entries(view)) params.append(key, value);
  const sorted = `${sort.isDescending ? '-' : ''}${sort.key}`;
  if (sorted !== noun.defaultSort) params.append('sort', sorted);
  if (page > 1) params.append('page', String(page));
  if (pageSize !== usualPageSize) params.append('pageSize', String(pageSize));
  for (const key of columns) params.append('columns', key);
  const written = params.toString();
  return written ? `${path}?${written}` : path;
}

/** The address of the list without a filter, on its tab, in the columns that were chosen and those of its view. */
export function clearedUrl(query: ListQuery, noun: Listed): string {
  const whole = readUrl(noun, {}, query.now);
  const tab = tabOf(noun, query);
  const chosen = noun.tabs && tab !== null ? { ...whole.chosen, [noun.tabs.key]: [tab] } : whole.chosen;
  return urlOf(`/${noun.path}`, { ...whole, chosen, columns: query.columns, view: query.view }, noun);
}

/** The MongoDB filter of a query, leaving out one key's own selection where a facet is counted. */
export function matchOf(noun: Listed, query: ListQuery, without: string | null = null): Match {
  const moment = momentFor(query);
  const anyOf = (key: string, values: readonly string[]): Match => ({
    $or: values.map(value => noun.filters[key]?.match(value, moment) ?? { _id: null }),
  });
  const clauses: Match[] = [noun.always];
  for (const [key, values] of Object.entries(query.chosen))
    if (key !== without) clauses.push(anyOf(key, values));
  for (const [key, values] of Object.entries(query.excluded)) {
    if (key !== without) clauses.push({ $nor: [anyOf(key, values)] });
  }
  const filled = clauses.filter(clause => Object.keys(clause).length > 0);
  return filled.length > 0 ? { $and: filled } : {};
}

/** What says of something whether a key's values take it: one of the chosen, and none of those left out. */
export function keyPredicate<T>(
  { chosen, excluded }: Pick<ListQuery, 'chosen' | 'excluded'>,
  key: string,
  predicateOf: (value: string) => (one: T) => boolean,
): (one: T) => boolean {
  const wanted = chosen[key]?.map(predicateOf);
  const unwanted = excluded[key]?.map(predicateOf) ?? [];
  return one => (wanted?.some(holds => holds(one)) ?? true) && !unwanted.some(holds => holds(one));
}

/**
 * What says of a record at hand whether a query takes it by these keys: `matchOf` without the database. It must have what
 * their filters read.
 */
export function recordPredicate(
  noun: Pick<Listed, 'filters'>,
  query: ListQuery,
  keys: readonly string[],
): (record: object) => boolean {
  const moment = momentFor(query);
  const holdsFor = keys.flatMap(key => {
    const filter = noun.filters[key];
    if (!filter || !(query.chosen[key] ?? query.excluded[key])) return [];
    const holds = rememberTexts(keyPredicate(query, key, value => factsPredicate(filter, value, moment)));
    return [(record: object) => holds(filter.facts.of(record))];
  });
  return record => holdsFor.every(holds => holds(record));
}

/** Thousands of records have the same few texts, and comparing two as the collation does takes a while. */
function rememberTexts(holds: (facts: unknown) => boolean): (facts: unknown) => boolean {
  const known = new Map<string, boolean>();
  return facts => {
    if (typeof facts !== 'string') return holds(facts);
    const answer = known.get(facts) ?? holds(facts);
    known.set(facts, answer);
    return answer;
  };
}
