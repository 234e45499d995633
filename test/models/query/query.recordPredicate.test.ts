import { expect } from 'chai';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { calls } from '../../../models/calls/call.ts';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { isSelected } from '../../../models/imports/check/selection.ts';
import { followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { selectIds } from '../../../models/index/select.ts';
import { findAllRecords } from '../../../models/lists/list.ts';
import { nouns } from '../../../models/nouns.ts';
import { gatherPortfolio } from '../../support/portfolioContents.ts';
import { projects } from '../../../models/projects/projects.ts';
import { matchOf, recordPredicate, type UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import type { Filter } from '../../../models/record/filters.ts';
import type { Listed } from '../../../models/record/noun.ts';
import { fold } from '../../../models/record/search.ts';
import type { Selection } from '../../../models/sources/contract/incoming.ts';
import { useDatabase } from '../../support/database.ts';
import { edit, now } from '../../support/factories.ts';
import { addPortfolio, tagAndArchiveSome } from '../../support/portfolio.ts';
import { callValues, changes, projectValues, urlsOf } from '../../support/queries.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';
import { usualSettings } from '../../support/imports.ts';

type Stored = Record<string, unknown> & { _id: string; version: number };

const storedOf = async ({ current }: Listed): Promise<Stored[]> => current.find({}).lean<Stored[]>();

const idsOf = (records: readonly ({ _id: string } | { id: string })[]): string[] =>
  records.map(one => ('id' in one ? one.id : one._id)).toSorted();

const foundBy = async (noun: Listed, url: UrlQuery): Promise<string[]> =>
  idsOf(await noun.current.find(matchOf(noun, parseListQuery(noun, url, now))).lean<Stored[]>());

/** Who says otherwise than the database which records a URL takes: the index, or a filter asked of each record. */
async function findLiars(noun: Listed, records: readonly Stored[], url: UrlQuery): Promise<string[]> {
  const query = parseListQuery(noun, url, now);
  const expected = JSON.stringify(await foundBy(noun, url));
  const isTaken = recordPredicate(noun, query, Object.keys(noun.filters));
  const said = {
    record: idsOf(records.filter(isTaken)),
    index: ((await selectIds(noun, query)) ?? []).toSorted(),
  };
  return Object.entries(said).flatMap(([who, ids]) => (JSON.stringify(ids) === expected ? [] : [who]));
}

/** The filters that read of some record at hand what the database does not read of it. */
async function findMisreading(noun: Listed, records: readonly Stored[]): Promise<string[]> {
  const filters = Object.entries(noun.filters);
  const project = Object.fromEntries(filters.map(([, { facts }], at) => [`f${at}`, facts.expression]));
  const read = await noun.current.aggregate<Stored>([{ $project: project }]);
  const factsOf = new Map(read.map(one => [one._id, one]));
  const isMisread = ({ facts }: Filter, at: number): boolean =>
    records.some(record => !isDeepStrictEqual(facts.of(record), factsOf.get(record._id)?.[`f${at}`]));
  return filters.flatMap(([key, filter], at) => (isMisread(filter, at) ? [key] : []));
}

const withoutSearch = (url: UrlQuery): UrlQuery =>
  Object.fromEntries(Object.entries(url).filter(([key]) => key !== 'q'));

const sample = (values: Record<string, string[]>, numRuns: number): UrlQuery[] =>
  fc.sample(urlsOf(values), numRuns).map(withoutSearch);

/** A portfolio of anything, with texts that only a comparison without case tells from `none`. */
async function addAnything(): Promise<void> {
  await addPortfolio();
  await tagAndArchiveSome();
  const stored = await storedOf(projects);
  const greek = { participants: [{ name: 'Inst', country: 'EL' }] };
  for (const [at, input] of [greek, ...fc.sample(changes, 15)].entries()) {
    const { _id: id = '', version = 0 } = stored[at * 2] ?? {};
    await edit(projects, { id, version }, input);
  }
  await projects.current.updateOne(
    { _id: stored[1]?._id },
    { $set: { tags: ['None'], actionTypeCode: 'ría' } },
  );
}

describe('A filter means the same to whoever chooses by it', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  afterEach('stop following', () => follower?.stop());

  const follow = async () => {
    await addAnything();
    follower = followIndex([projects, calls]);
    await follower.ready;
  };

  it('the database, the index and a record at hand', async () => {
    await follow();
    for (const [noun, values] of [
      [projects, projectValues],
      [calls, callValues],
    ] as const) {
      const records = await storedOf(noun);
      const single = Object.entries(values).flatMap(([key, all]) => all.map(value => ({ [key]: value })));
      for (const url of [...single, ...sample(values, 150)])
        expect(await findLiars(noun, records, url), `${noun.name} ${JSON.stringify(url)}`).to.deep.equal([]);
    }
  });

  it('of a record at hand as much is read as of a stored one', async () => {
    await follow();
    for (const noun of Object.values(nouns))
      expect(await findMisreading(noun, await storedOf(noun)), noun.name).to.deep.equal([]);
  });

  it('and one that says otherwise is found out', async () => {
    await follow();
    const records = await storedOf(projects);
    const lying = (key: string, over: Partial<Filter>): Listed => ({
      ...projects,
      filters: { ...projects.filters, [key]: { ...(projects.filters[key] as Filter), ...over } },
    });
    const misread = lying('programme', { predicate: { reads: 'items', spelled: code => `${code}.` } });
    expect(await findLiars(misread, records, { programme: 'beta' })).to.deep.equal(['record', 'index']);
    const negated = lying('tag', { predicate: { reads: 'items', isNegated: true } });
    expect(await findLiars(negated, records, { tag: 'priority' })).to.deep.equal(['record', 'index']);
    const unread = lying('country', {
      facts: { ...(projects.filters['country'] as Filter).facts, of: () => [] },
    });
    expect(await findLiars(unread, records, { country: 'NL' })).to.deep.equal(['record']);
    expect(await findMisreading(unread, records)).to.deep.equal(['country']);
  });

  it('the coverage and the portfolio workbook', async () => {
    await follow();
    const origins = (all: readonly { call: unknown; topic: unknown }[]) =>
      all
        .flatMap(({ call, topic }) => [call, topic])
        .flatMap(one => (one as { id: string } | null)?.id ?? []);
    for (const url of [
      { programme: 'beta' },
      { 'exclude.programme': 'ALPHA' },
      ...sample(projectValues, 40),
    ]) {
      const query = parseCoverageQuery(url, now);
      const says = JSON.stringify(url);
      const counted = await projects.current.countDocuments(matchOf(projects, query.projects));
      expect((await countCoverage(query)).totals.overall.projects, says).to.equal(counted);
      const { projects: listed, calls: linked } = await gatherPortfolio(query);
      const shown = linked.map(({ call }) => call);
      expect(idsOf(listed), says).to.deep.equal(await foundBy(projects, url));
      const { programme, 'exclude.programme': others, initiative, on } = url;
      const asked = {
        ...(programme !== undefined && { programme }),
        ...(others !== undefined && { 'exclude.programme': others }),
        ...(initiative !== undefined && { initiative }),
        ...(on !== undefined && { on }),
        'exclude.initiative': 'none',
      };
      expect(new Set(shown.map(({ id }) => id)), says).to.deep.equal(
        new Set([...(await foundBy(calls, asked)), ...origins(listed)]),
      );
    }
  });

  it('and what is taken of a file', async () => {
    await follow();
    const all = await findAllRecords(
      visibleTo(projects, everything),
      parseListQuery(projects, { archived: 'any' }, now),
    );
    const chosenBy = (selection: Partial<Selection>) =>
      idsOf(
        all.filter(values =>
          isSelected(
            { noun: 'project', values: { ...values } },
            { ...usualSettings.selection, ...selection },
          ),
        ),
      );
    const listed = async (url: UrlQuery) => foundBy(projects, { ...url, archived: 'any' });
    /** The programmes by which other projects are chosen than listed. */
    const findOthers = async (choose: (programme: string) => string[]): Promise<string[]> => {
      const found: string[] = [];
      for (const value of projectValues['programme'] ?? [])
        if (!isDeepStrictEqual(choose(value), await listed({ programme: value }))) found.push(value);
      return found;
    };
    expect(await findOthers(value => chosenBy({ programmes: [value] }))).to.deep.equal([]);
    // As imports compared before: without a word for what is missing.
    const folded = (value: string) => all.filter(one => fold(one.programme ?? '') === fold(value));
    expect(await findOthers(value => idsOf(folded(value)))).to.deep.equal(['none']);
    for (const value of [...(projectValues['country'] ?? []), 'Greece', 'ría'])
      expect(chosenBy({ countries: [value] }), value).to.deep.equal(await listed({ country: value }));
    for (const value of [...(projectValues['topic'] ?? []), ...(projectValues['call'] ?? [])]) {
      const [topic, call] = [await listed({ topic: value }), await listed({ call: value })];
      const origin =
        value === 'none'
          ? topic.filter(id => call.includes(id))
          : [...new Set([...topic, ...call])].toSorted();
      expect(chosenBy({ topics: [value] }), value).to.deep.equal(origin);
    }
    expect(chosenBy({ countries: ['EL'] })).to.have.length.greaterThan(0);
    expect(chosenBy({ programmes: ['BETA'], countries: ['NL'] })).to.deep.equal(
      await listed({ programme: 'BETA', country: 'NL' }),
    );
  });
});
