import { expect } from 'chai';
import fc from 'fast-check';
import { ExpectedError } from '../../../models/values/errors.ts';
import { listIds } from '../../../models/lists/list.ts';
import { nouns } from '../../../models/nouns.ts';
import { projects } from '../../../models/projects/projects.ts';
import { matchOf, urlOf, type ListQuery, type UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, now } from '../../support/factories.ts';

/** As Express's simple parser gives it: without a prototype, repeated keys as lists. */
function urlQuery(url: string): UrlQuery {
  const query = Object.create(null) as Record<string, unknown>;
  const params = new URLSearchParams(url.split('?')[1] ?? '');
  for (const key of params.keys()) {
    const values = params.getAll(key);
    query[key] = values.length > 1 ? values : values[0];
  }
  return query;
}
const parse = (search: string) => parseListQuery(projects, urlQuery(`/projects?${search}`), now);

function problemsOf(search: string): string[] {
  try {
    parse(search);
    return [];
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    expect(error.kind).to.equal('badQuery');
    return error.problems.map(({ field, type }) => `${field} ${type}`);
  }
}

describe('parseListQuery', () => {
  it('refuses a key that is no filter, naming it', () => {
    expect(problemsOf('programe=H2020&phase=ongoing')).to.deep.equal(['programe query.unknown']);
    expect(problemsOf('exclude.nothing=1')).to.deep.equal(['exclude.nothing query.unknown']);
  });

  it('counts a facet once, however often its address names it', () => {
    const { facets } = parse(`facets=${'programme,'.repeat(500)}phase&facets=programme`);
    expect(facets).to.deep.equal(['programme', 'phase']);
  });

  it('refuses names of objects and operators as keys', () => {
    for (const key of [
      '__proto__',
      'constructor',
      'toString',
      '$where',
      '$or',
      'a.b',
      'participants.name',
      '_id',
    ])
      expect(problemsOf(`${encodeURIComponent(key)}=1`), key).to.deep.equal([`${key} query.unknown`]);
    expect(problemsOf('programme[$ne]=1')).to.deep.equal(['programme[$ne] query.unknown']);
  });

  it('refuses a value without sense, naming its key', () => {
    const bad = ['phase=soon', 'status=constructor', 'scope=__proto__', 'kind=toString', 'role=constructor'];
    const more = [
      'warning=constructor',
      'initiative=4',
      'euContribution.min=much',
      'startsOn.from=2019-02-30',
    ];
    const rest = [
      'startYear=19',
      'closing=now',
      'euContribution=5',
      'exclude.phase=soon',
      'sort=constructor',
    ];
    for (const one of [...bad, ...more, ...rest]) {
      const [key = ''] = one.split('=');
      const type = /\.(min|max)$/.test(key) ? 'amount' : /\.(from|to)$/.test(key) ? 'day' : 'value';
      expect(problemsOf(one), one).to.deep.equal([`${key} query.${type}`]);
    }
  });

  it('drops what a form leaves empty', () => {
    expect(parse('programme=&phase=&q=++&sort=&page=&on=').chosen).to.deep.equal({ archived: ['no'] });
  });

  it('takes pages and page sizes within bounds', () => {
    expect(parse('page=3&pageSize=250')).to.include({ page: 3, pageSize: 250 });
    expect(parse('')).to.include({ page: 1, pageSize: 50 });
    for (const bad of [
      'page=0',
      'page=-1',
      'page=1.5',
      'page=1e3',
      'page=99999999',
      'pageSize=0',
      'pageSize=251',
    ])
      expect(problemsOf(bad), bad).to.deep.equal([`${bad.split('=')[0]} query.number`]);
  });

  it('reads a day for which, and an instant as known', () => {
    expect(parse('on=2019-03-31')).to.include({ on: '2019-03-31', isOnToday: false });
    expect(parse('')).to.include({ on: '2026-11-24', isOnToday: true, knownAt: null });
    const known = (text: string) => parse(`knownAt=${encodeURIComponent(text)}`).knownAt?.toISOString();
    expect(known('2019-03-31')).to.equal('2019-03-31T21:59:59.999Z');
    expect(known('2019-03-31T12:00')).to.equal('2019-03-31T10:00:00.000Z');
    expect(known('2019-03-31T12:00:00+05:00')).to.equal('2019-03-31T07:00:00.000Z');
    expect(known('2026-11-24')).to.equal(now.toISOString());
    expect(problemsOf('knownAt=2026-11-25')).to.deep.equal(['knownAt instant.future']);
    expect(problemsOf('knownAt=yesterday&on=2019-02-30')).to.deep.equal([
      'on day.base',
      'knownAt instant.base',
    ]);
  });

  it('refuses more than twelve words with a sentence', () => {
    expect(() => parse(`q=${'word+'.repeat(13)}`)).to.throw(ExpectedError, 'tooManyWords');
  });

  it('reads back the URL it writes', () => {
    const initiative = fc.integer({ min: 1, max: 9 }).map(number => `COM-2020-607.${number}`);
    const chosen = fc.record(
      {
        programme: fc.uniqueArray(fc.constantFrom('H2020', 'ISFP', 'none', 'a&b=c', 'é?#'), { minLength: 1 }),
        phase: fc.uniqueArray(fc.constantFrom('ongoing', 'ended'), { minLength: 1 }),
        initiative: fc.uniqueArray(initiative, { minLength: 1, maxLength: 4 }),
        'euContribution.min': fc.nat({ max: 9_999 }).map(amount => [`${amount}.05`]),
      },
      { requiredKeys: [] },
    );
    const query = fc.record({
      chosen: chosen.map(one => ({ ...one, archived: ['no'] })),
      excluded: chosen,
      search: fc.constantFrom('', 'dark web', '"child abuse" é', 'a+b%20&c'),
      on: fc.constantFrom('2019-01-01', '2026-11-24'),
      knownAt: fc.option(fc.date({ min: new Date(0), max: now, noInvalidDate: true })),
      sort: fc.record({ key: fc.constantFrom(...Object.keys(projects.sorts)), isDescending: fc.boolean() }),
      page: fc.integer({ min: 1, max: 1000 }),
      pageSize: fc.integer({ min: 1, max: 250 }),
      columns: fc.uniqueArray(fc.constantFrom('acronym', 'phase', 'title', 'note')),
    });
    fc.assert(
      fc.property(query, one => {
        const wanted: ListQuery = {
          ...one,
          isOnToday: one.on === '2026-11-24',
          now,
          facets: [],
          facetLimit: 50,
          headings: null,
          totals: [],
          view: {},
        };
        const { page } = one;
        const read = parseListQuery(projects, urlQuery(urlOf('/projects', wanted, projects, { page })), now);
        expect(read).to.deep.equal(wanted);
      }),
    );
  });

  it('never hands an operator of the URL to the database', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('$ne', '{"$gt":""}', '$where', 'none'));
    const kept = [
      '$and',
      '$or',
      '$nor',
      '$elemMatch',
      '$in',
      '$ne',
      '$not',
      '$exists',
      '$gte',
      '$lte',
      '$gt',
      '$lt',
      '$nin',
      '$size',
      '$expr',
    ];
    const inFilters = (text: string) => [...text.matchAll(/"(\$[^"]*)":/g)].map(([, operator]) => operator);
    for (const noun of Object.values(nouns)) {
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(noun.filters)), value, (key, typed) => {
          let query: ListQuery;
          try {
            query = parseListQuery(noun, { [key]: typed }, now);
          } catch (error) {
            return error instanceof ExpectedError;
          }
          const safe = JSON.stringify(matchOf(noun, query)).replaceAll(JSON.stringify(typed.trim()), '""');
          return safe.includes('"$expr"') || inFilters(safe).every(operator => kept.includes(operator ?? ''));
        }),
        { numRuns: 40 },
      );
    }
  });
});

describe('a list query', () => {
  useDatabase();
  const found = async (search: string) => {
    const ids = await listIds(projects, parse(search));
    const all = await projects.current.find({ _id: { $in: ids } }).lean<{ title: string }[]>();
    return all.map(({ title }) => title).sort();
  };

  it('joins values of a key by or, keys by and, and takes out what is excluded', async () => {
    const [one, two] = [await addProgramme(), await addProgramme()];
    await addProject({ title: 'a', programme: one.code, scope: 'in' });
    await addProject({ title: 'b', programme: two.code, scope: 'out' });
    await addProject({ title: 'c', scope: 'in' });
    expect(await found(`programme=${one.code}&programme=${two.code}`)).to.deep.equal(['a', 'b']);
    expect(await found(`programme=${one.code}&programme=${two.code}&scope=in`)).to.deep.equal(['a']);
    expect(await found('programme=none')).to.deep.equal(['c']);
    expect(await found(`programme=none&programme=${one.code}`)).to.deep.equal(['a', 'c']);
    expect(await found(`exclude.programme=${one.code}`)).to.deep.equal(['b', 'c']);
    expect(await found(`exclude.programme=${one.code}&exclude.programme=none`)).to.deep.equal(['b']);
    expect(await found('exclude.programme=none&scope=in')).to.deep.equal(['a']);
  });

  it('finds days known to the month or year by overlap', async () => {
    await addProject({ title: 'day', startsOn: '2019-06-15' });
    await addProject({ title: 'month', startsOn: '2019-06' });
    await addProject({ title: 'year', startsOn: '2019' });
    await addProject({ title: 'unknown' });
    expect(await found('startsOn.from=2019-06-15&startsOn.to=2019-06-15')).to.deep.equal([
      'day',
      'month',
      'year',
    ]);
    expect(await found('startsOn.from=2019-06-16')).to.deep.equal(['month', 'year']);
    expect(await found('startsOn.to=2019-05')).to.deep.equal(['year']);
    expect(await found('startsOn=none')).to.deep.equal(['unknown']);
    expect(await found('startYear=2019')).to.deep.equal(['day', 'month', 'year']);
    expect(await found('startYear=2020')).to.deep.equal([]);
  });

  it('finds amounts to the cent, both bounds included, and the missing by none', async () => {
    await addProject({ title: 'more', euContribution: '100.01' });
    await addProject({ title: 'just', euContribution: '100.00' });
    await addProject({ title: 'zero', euContribution: '0' });
    await addProject({ title: 'unknown' });
    expect(await found('euContribution.min=100&euContribution.max=100.00')).to.deep.equal(['just']);
    expect(await found('euContribution.max=100,00')).to.deep.equal(['just', 'zero']);
    expect(await found('euContribution=none')).to.deep.equal(['unknown']);
  });
});
