import type mongoose from 'mongoose';
import { ExpectedError, type Problem } from '../../values/errors.ts';
import { iterate } from '../../process/iterate.ts';
import type { UrlQuery } from '../../query/query.ts';
import { fold } from '../../record/search.ts';
import { atSnapshot } from '../../process/snapshot.ts';
import { importables } from '../../nouns.ts';
import { incomingNouns, rowNouns, type RowNoun } from '../../sources/contract/incoming.ts';
import { findConcealed, findWithheldSomewhere, tellingPatterns } from './concealed.ts';
import { outcomes, type ImportRow, type Outcome } from '../import.ts';
import { refusedFor } from './refusals.ts';
import { rowsCollection, type StoredRow } from './rows.ts';
import { joinAll } from '../../process/joinAll.ts';

export const severities = ['error', 'warning'] as const;
export type Severity = (typeof severities)[number];

/** Which rows of an import are asked for: what page, counts, API and files are made from. */
export interface RowQuery {
  outcomes: readonly Outcome[];
  nouns: readonly RowNoun[];
  severities: readonly Severity[];
  /** Only those left out, or only those that are not; null for both. */
  excluded: 'yes' | 'no' | null;
  /** Only those refused for this reason (`Refusal`); '' for all. */
  problem: string;
  /** Part of a name or of a value that was found wrong; '' for none. */
  search: string;
  /** For a file, which is sent on: it finds by no name that is withheld somewhere. */
  isForFile?: true;
  page: number;
  pageSize: number;
}

const mostPageSize = 250;
export const usualPageSize = 50;
const limitMs = 8_000;

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter(one => typeof one === 'string')
    .map(one => one.trim())
    .filter(Boolean);

/** Reads the address of a list of rows; throws `badQuery` naming every value without sense. */
export function parseRowQuery(url: UrlQuery): RowQuery {
  const problems: Problem[] = [];
  const oneOf = <T extends string>(key: string, known: readonly T[]): T[] => {
    const found = [...new Set(textsOf(url[key]))];
    const wrong = found.filter(one => !(known as readonly string[]).includes(one));
    problems.push(...wrong.map(value => ({ field: key, type: 'query.value', values: { value } })));
    return found as T[];
  };
  const number = (key: string, otherwise: number, most: number): number => {
    const [text] = textsOf(url[key]);
    const value = text === undefined ? otherwise : /^\d{1,7}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most)
      problems.push({ field: key, type: 'query.number', values: { least: 1, most } });
    return value;
  };
  const query: RowQuery = {
    outcomes: oneOf('outcome', outcomes),
    nouns: oneOf('noun', rowNouns()),
    severities: oneOf('severity', severities),
    excluded: oneOf('excluded', ['yes', 'no'] as const)[0] ?? null,
    problem: textsOf(url['problem'])[0]?.slice(0, 600) ?? '',
    search: textsOf(url['q']).join(' ').slice(0, 200),
    page: number('page', 1, 1_000_000),
    pageSize: number('pageSize', usualPageSize, mostPageSize),
  };
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
  return query;
}

/** The address of a query below a path. */
export function rowsUrl(path: string, query: RowQuery, change: Partial<RowQuery> = {}): string {
  const {
    outcomes: some,
    nouns,
    severities: of,
    excluded,
    problem,
    search,
    page,
    pageSize,
  } = {
    ...query,
    page: 1,
    ...change,
  };
  const pairs: (readonly [string, string])[] = [
    ...some.map(one => ['outcome', one] as const),
    ...nouns.map(one => ['noun', one] as const),
    ...of.map(one => ['severity', one] as const),
    ...(excluded ? [['excluded', excluded] as const] : []),
    ...(problem ? [['problem', problem] as const] : []),
    ...(search ? [['q', search] as const] : []),
    ...(page > 1 ? [['page', String(page)] as const] : []),
    ...(pageSize === usualPageSize ? [] : [['pageSize', String(pageSize)] as const]),
  ];
  const written = new URLSearchParams(pairs.map(pair => [...pair])).toString();
  return written ? `${path}?${written}` : path;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What a search looks through: not the rows about a withheld organisation, nor those with a value that names one, whoever
 * asks. That a name is found would tell of it, and a file has the rows of the page it was asked from.
 */
async function searchable(isForFile: boolean): Promise<mongoose.mongo.Filter<StoredRow>[]> {
  const concealed = await findConcealed();
  const somewhere = isForFile ? await findWithheldSomewhere() : [];
  const organisationNouns = incomingNouns().filter(noun => importables[noun].organisations === 'itself');
  const patterns = tellingPatterns([...concealed.texts, ...somewhere]);
  return [
    ...(concealed.ids.size > 0
      ? [{ $nor: [{ noun: { $in: organisationNouns }, recordId: { $in: [...concealed.ids] } }] }]
      : []),
    ...patterns.map($regex => ({ text: { $not: { $regex } } })),
  ];
}

/** The rows of an import that a query means. */
export async function matchOf(importId: string, query: RowQuery): Promise<mongoose.mongo.Filter<StoredRow>> {
  const some = { error: 'problems.0', warning: 'warnings.0' } as const;
  const search = fold(query.search);
  const clauses: mongoose.mongo.Filter<StoredRow>[] = [
    { importId },
    ...(query.outcomes.length > 0 ? [{ outcome: { $in: query.outcomes } }] : []),
    ...(query.nouns.length > 0 ? [{ noun: { $in: query.nouns } }] : []),
    ...(query.severities.length > 0
      ? [{ $or: query.severities.map(one => ({ [some[one]]: { $exists: true } })) }]
      : []),
    ...(query.excluded ? [{ isExcluded: query.excluded === 'yes' }] : []),
    ...(query.problem ? [refusedFor(query.problem)] : []),
    // Signs alone are in no name: they find nothing, not everything.
    ...(query.search ? [search ? { text: { $regex: escaped(search) } } : { _id: '' }] : []),
    ...(search ? await searchable(query.isForFile === true) : []),
  ];
  return { $and: clauses };
}

/** What a row's report needs, without what the engine keeps beside it. */
const reported = {
  importId: 1,
  seq: 1,
  noun: 1,
  where: 1,
  name: 1,
  outcome: 1,
  recordId: 1,
  changes: 1,
  conflicts: 1,
  problems: 1,
  warnings: 1,
  isExcluded: 1,
  isApplied: 1,
} as const;

type Reported = Pick<StoredRow, '_id' | 'seq' | keyof Omit<ImportRow, 'id' | 'isWithheld'>>;
const fromStored = ({ _id, seq: _seq, ...row }: Reported): ImportRow => ({ id: _id, ...row });

/** One page of the rows that match, in the order of the file, and how many match in all. */
export async function listImportRows(
  importId: string,
  query: RowQuery,
): Promise<{ items: ImportRow[]; totalItems: number }> {
  const filter = await matchOf(importId, query);
  const [stored, totalItems] = await joinAll([
    rowsCollection()
      .find(filter, { projection: reported, maxTimeMS: limitMs })
      .sort({ seq: 1 })
      .skip((query.page - 1) * query.pageSize)
      .limit(query.pageSize)
      .toArray(),
    rowsCollection().countDocuments(filter, { maxTimeMS: limitMs }),
  ]);
  return { items: stored.map(fromStored), totalItems };
}

export const countImportRows = async (importId: string, query: RowQuery): Promise<number> =>
  rowsCollection().countDocuments(await matchOf(importId, query), { maxTimeMS: limitMs, ...atSnapshot() });

/** Every row that matches, in the same order. */
export async function* streamImportRows(importId: string, query: RowQuery): AsyncIterable<ImportRow> {
  const filter = await matchOf(importId, query);
  const rows = () =>
    rowsCollection()
      .find(filter, { projection: reported, ...atSnapshot() })
      .sort({ seq: 1 });
  for await (const stored of iterate<StoredRow>(rows)) yield fromStored(stored);
}

/** How many rows are left out, and how many conflicts of the others nobody has decided. */
export async function countOpen(importId: string): Promise<{ excluded: number; undecided: number }> {
  const [excluded, undecided] = await joinAll([
    rowsCollection().countDocuments({ importId, isExcluded: true }, { maxTimeMS: limitMs }),
    countUndecided([importId]),
  ]);
  return { excluded, undecided: undecided.get(importId) ?? 0 };
}

/** Of each of these imports, how many conflicts nobody has decided; those without any are not among them. */
export async function countUndecided(importIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (importIds.length === 0) return new Map();
  const found = await rowsCollection()
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { importId: { $in: importIds }, outcome: 'conflict', isExcluded: false } },
        { $unwind: '$conflicts' },
        { $match: { 'conflicts.decision': null } },
        { $group: { _id: '$importId', count: { $sum: 1 } } },
      ],
      { maxTimeMS: limitMs },
    )
    .toArray();
  return new Map(found.map(({ _id, count }) => [_id, count]));
}
