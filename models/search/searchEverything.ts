import { inBoth, type Hit, type HitKind } from './hit.ts';
import { findNearMiss } from './nearMiss.ts';
import { projectHits, type FoundCall, type FoundProject } from './projectHits.ts';
import { findInStrategies } from './strategyHits.ts';
import { excerptOf, findBest, findTexts } from './texts.ts';
import { calls } from '../calls/call.ts';
import type { Call } from '../calls/callFields.ts';
import { selectIds } from '../index/select.ts';
import { listIds } from '../lists/list.ts';
import { nouns } from '../nouns.ts';
import type { Organisation } from '../organisations/organisationFields.ts';
import type { Programme } from '../programmes/programme.ts';
import { parseListQuery } from '../query/query.ts';
import { isSearch, isWordless, parseSearch, type Search } from '../record/search.ts';
import { visibleTo, type Sight, type VisibleNoun } from '../record/visibleTo.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { todayInBrussels } from '../values/day.ts';

/** Of one kind: how many there are, and the best of them. */
export interface KindFound {
  kind: HitKind;
  count: number;
  hits: readonly Hit[];
}

export interface Found {
  /** As typed. */
  q: string;
  /** Null where nothing is searched for, or nothing but signs. */
  search: Search | null;
  total: number;
  kinds: readonly KindFound[];
  /** Where nothing is found: what may have been meant, with what that finds. */
  suggestion: { q: string; total: number; counts: Readonly<Record<HitKind, number>> } | null;
}

const mostHits = 15;
const mostOfOthers = 5;
/** So many projects are read to be ranked. */
const mostRanked = 60;

/** What is read once, whatever is searched in it. */
interface Texts {
  strategies: readonly Strategy[];
  programmes: readonly (Programme & { _id: string })[];
}

/** In one round trip to the database: there are few of either. */
async function readTexts(): Promise<Texts> {
  const read = await nouns.strategy.current.aggregate<Strategy | Texts['programmes'][number]>([
    { $sort: { _id: 1 } },
    { $unionWith: { coll: nouns.programme.path, pipeline: [{ $sort: { _id: 1 } }] } },
  ]);
  return {
    strategies: read.flatMap(one => ('initiatives' in one ? [one] : [])),
    programmes: read.flatMap(one => ('initiatives' in one ? [] : [one])),
  };
}

/** What is found of every kind, by the search that lists have, best first; at most 15 rows of the first kind and 5 of each other. */
export async function searchEverything(typed: string, reader: Sight, now: Date): Promise<Found> {
  const q = typed.trim();
  if (!isSearch(q) || isWordless(q)) return { q, search: null, total: 0, kinds: [], suggestion: null };
  const texts = await readTexts();
  const search = parseSearch(q, synonymsOf(texts));
  const ids = await findIds(q, reader, now);
  const hits = hitsIn(texts, search);
  const counts = countsOf(ids, hits);
  for (const [kind, some] of await recordHits(ids, search, texts, now)) hits.set(kind, some);
  const order = Object.keys(counts) as HitKind[];
  const first = order.find(kind => counts[kind] > 0);
  const kinds = order.map(kind => ({
    kind,
    count: counts[kind],
    hits: (hits.get(kind) ?? []).slice(0, kind === first ? mostHits : mostOfOthers),
  }));
  const total = totalOf(counts);
  return { q, search, total, kinds, suggestion: total > 0 ? null : await suggest(q, reader, now, texts) };
}

interface Ids {
  project: readonly string[];
  call: readonly string[];
  organisation: readonly string[];
}

const idsIn = async (noun: VisibleNoun, url: { [key: string]: string }, now: Date): Promise<string[]> => {
  const query = parseListQuery(noun, url, now);
  return (await selectIds(noun, query)) ?? listIds(noun, query);
};

/** The records of the lists with these words; projects in scope before the others. */
async function findIds(q: string, reader: Sight, now: Date): Promise<Ids> {
  const seen = visibleTo(nouns.project, reader);
  const all = await idsIn(seen, { q }, now);
  const inScope = all.length > mostRanked ? await idsIn(seen, { q, scope: 'in' }, now) : [];
  return {
    project: [...new Set([...inScope, ...all])],
    call: await idsIn(visibleTo(nouns.call, reader), { q }, now),
    organisation: await idsIn(visibleTo(nouns.organisation, reader), { q }, now),
  };
}

const countsOf = (ids: Ids, hits: ReadonlyMap<HitKind, readonly Hit[]>): Record<HitKind, number> => {
  const of = (kind: HitKind) => hits.get(kind)?.length ?? 0;
  return {
    project: ids.project.length,
    call: ids.call.length,
    organisation: ids.organisation.length,
    programme: of('programme'),
    initiative: of('initiative'),
    keyAction: of('keyAction'),
    milestone: of('milestone'),
    passage: of('passage'),
  };
};

const totalOf = (counts: Readonly<Record<HitKind, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

async function suggest(q: string, reader: Sight, now: Date, texts: Texts): Promise<Found['suggestion']> {
  const near = await findNearMiss([nouns.project, nouns.call, nouns.organisation, nouns.strategy], q);
  if (near === null) return null;
  const search = parseSearch(near, synonymsOf(texts));
  const counts = countsOf(await findIds(near, reader, now), hitsIn(texts, search));
  const total = totalOf(counts);
  return total > 0 ? { q: near, total, counts } : null;
}

/** What is found in the texts that are read whole. */
const hitsIn = (texts: Texts, search: Search): Map<HitKind, Hit[]> =>
  new Map([...findInStrategies(texts.strategies, search), ['programme', programmeHits(texts, search)]]);

const synonymsOf = ({ strategies }: Texts): (readonly string[])[] =>
  strategies.flatMap(({ synonyms }) => (synonyms ?? []).map(({ words }) => words));

function programmeHits({ programmes }: Texts, search: Search): Hit[] {
  const found = findTexts(
    programmes.map(({ code, label, name, legalBasis }) => [code, label, name, legalBasis].join(' · ')),
    search,
  );
  return programmes.flatMap(({ _id, label, name }, at) =>
    found[at]
      ? [{ path: `/programmes/${_id}`, name: inBoth(label), title: inBoth(name), where: null, asides: [] }]
      : [],
  );
}

const projectPaths =
  'acronym grantAgreement title objective keywords scope programme call topic supports startsOn endsOn terminatedOn status euContribution';

/** Reads what rows show; nothing of it takes a right of its own. */
async function recordHits(ids: Ids, search: Search, { strategies }: Texts, now: Date) {
  const read = await nouns.project.current
    .find({ _id: { $in: ids.project.slice(0, mostRanked) } }, projectPaths)
    .lean<(Omit<FoundProject, 'id'> & { _id: string })[]>();
  const found = read.map(({ _id, ...project }): FoundProject => ({ ...project, id: _id }));
  const firstCalls = ids.call.slice(0, mostRanked);
  const referred = found.flatMap(({ call, topic }) => [call?.id, topic?.id]).filter(id => id !== undefined);
  const readCalls = await calls.current
    .find(
      { _id: { $in: [...new Set([...firstCalls, ...referred])] } },
      'identifier title keywords programme budget',
    )
    .lean<(Call & { _id: string })[]>();
  const ofCalls = readCalls.map((call): FoundCall => ({ ...call, id: call._id }));
  const organisations = await nouns.organisation.current
    .find({ _id: { $in: ids.organisation.slice(0, mostOfOthers * 3) } }, 'name pic country')
    .lean<(Organisation & { _id: string })[]>();
  const context = { search, calls: ofCalls, strategies, on: todayInBrussels(now) };
  return new Map<HitKind, Hit[]>([
    ['project', projectHits(found, context)],
    [
      'call',
      callHits(
        readCalls.filter(({ _id }) => firstCalls.includes(_id)),
        search,
      ),
    ],
    [
      'organisation',
      organisations.map(({ _id, name, country }) => ({
        path: `/organisations/${_id}`,
        name: inBoth(name),
        title: null,
        where: null,
        asides: country === null ? [] : [inBoth(country)],
      })),
    ],
  ]);
}

/** Those with the words in their own title first. */
function callHits(found: readonly (Call & { _id: string })[], search: Search): Hit[] {
  const isOwn = findTexts(
    found.map(({ identifier, title }) => `${identifier} · ${title}`),
    search,
  );
  const rows = found.map(({ _id, identifier, title, keywords, programme, budget }, at) => {
    const themes = keywords.join(' · ');
    const isInThemes = !isOwn[at] && findBest([themes], search) === 0;
    const where = {
      source: { en: 'Themes', nl: 'Thema’s' },
      text: inBoth(excerptOf(themes, search)),
      language: null,
    };
    const hit: Hit = {
      path: `/calls/${_id}`,
      name: inBoth(identifier),
      title: title === null ? null : inBoth(title),
      where: isInThemes ? where : null,
      asides: [inBoth(programme ?? '')],
      cents: budget,
    };
    return { hit, rank: isOwn[at] ? 0 : 1 };
  });
  return rows.toSorted((one, other) => one.rank - other.rank).map(({ hit }) => hit);
}
