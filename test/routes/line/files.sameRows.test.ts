import { expect } from 'chai';
import fc from 'fast-check';
import type { Format } from '../../../models/values/format.ts';
import { formatAmount } from '../../../models/values/money.ts';
import { nouns } from '../../../models/nouns.ts';
import { apiAs, signedInAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { rowsElsewhere, rowsOnPage, type ApiUser, type PageUser } from '../../support/outputs.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { wordsOn } from '../../support/page.ts';

const queries = [
  '',
  'programme=ALPHA',
  'programme=ALPHA&programme=BETA&sort=-euContribution',
  'programme=none&sort=title',
  'exclude.programme=ALPHA&exclude.programme=none',
  'initiative=S-1.1',
  'initiative=S-1.1&initiative=S-1.2&sort=euContribution',
  'initiative=S-1.3',
  'initiative=none',
  'exclude.initiative=none&scope=in',
  'principal=S-1.2&sort=-startsOn',
  'unrated=any',
  'notTargeted=S-1.1',
  'notAssessed=S-1.1&programme=BETA',
  'euContribution=none',
  'euContribution.min=0.05&euContribution.max=333333.33&sort=-totalCost',
  'totalCost.min=1.500.000,00',
  'startsOn.from=2020&startsOn.to=2026-02-28',
  'startsOn=none&endsOn=none',
  'startYear=2020&signatureYear=2020',
  'phase=ongoing&on=2021-06-30&sort=-endsOn',
  'phase=unknown&phase=upcoming&on=2019-01-01',
  'status=CLOSED&knownAt=2026-09-15',
  'status=CLOSED&sort=-euContribution',
  'status=none&knownAt=2026-09-15&on=2026-09-15&sort=updatedAt',
  'q=explos',
  'q=detectie "van explosieven"&sort=-title',
  'q=elan&exclude.kind=grant',
  'country=PL',
  'country=none&role=participant',
  'warning=none',
  'exclude.warning=euContributionUnknown&warning=any&kind=grant',
  'closing=due&sort=endsOn',
  'actionType=RIA',
];

/** Keys and values that random queries are put together from. */
const pool = [
  ...['ALPHA', 'BETA', 'none'].flatMap(code => [`programme=${code}`, `exclude.programme=${code}`]),
  ...['S-1.1', 'S-1.2', 'S-1.3', 'none'].flatMap(code => [
    `initiative=${code}`,
    `exclude.initiative=${code}`,
  ]),
  ...['ongoing', 'ended', 'upcoming', 'unknown'].flatMap(one => [`phase=${one}`, `exclude.phase=${one}`]),
  ...['NL', 'FR', 'PL', 'none'].flatMap(one => [`country=${one}`, `exclude.country=${one}`]),
  ...['CLOSED', 'PREPARATION', 'none'].map(one => `status=${one}`),
  ...['in', 'candidate'].map(one => `scope=${one}`),
  'euContribution.min=0.1',
  'euContribution.max=1000000',
  'endsOn.from=2023',
  'signedOn.to=2020-02-10',
  'warning=any',
  'q=trio',
];
const instants = ['', 'on=2020-02-29', 'knownAt=2026-09-15', 'on=2021-01-01&knownAt=2026-09-01T12:00'];
const sorts = Object.keys(nouns.project.sorts).flatMap(key => [`sort=${key}`, `sort=-${key}`]);

const whole = (query: string): string => [query, 'pageSize=250'].filter(Boolean).join('&');

/** Fails unless the page, the API and every file have the same records, in one order. */
async function expectSame(user: PageUser, api: ApiUser, noun: string, query: string): Promise<string[]> {
  const page = await rowsOnPage(user, noun, whole(query));
  expect(page.total, `count on ${noun}?${query}`).to.equal(page.ids.length);
  const outputs = await rowsElsewhere(user, api, noun, whole(query));
  for (const [output, { ids, total }] of Object.entries(outputs)) {
    expect(ids, `ids of ${output} for ${noun}?${query}`).to.deep.equal(page.ids);
    expect(total, `count of ${output} for ${noun}?${query}`).to.equal(page.total);
  }
  return page.ids;
}

describe('Page, API and files of one list', () => {
  useDatabase();
  let user: PageUser;
  let api: ApiUser;
  beforeEach('add the portfolio', async () => {
    await addPortfolio();
    api = await apiAs('officer');
    user = await signedInAs(api.user);
  });

  it('have the same projects in the same order, for every kind of filter', async function () {
    this.timeout(120_000);
    const counts = new Map<string, number>();
    for (const query of queries) counts.set(query, (await expectSame(user, api, 'projects', query)).length);
    // A filter that finds nothing, or everything, proves little.
    const telling = [...counts.values()].filter(count => count > 0 && count < 40);
    expect(telling.length).to.be.greaterThan(24);
  });

  it('have the same projects in the same order, for any filters together', async function () {
    this.timeout(120_000);
    const asked = fc.tuple(
      fc.subarray(pool, { maxLength: 4 }),
      fc.constantFrom(...instants),
      fc.constantFrom(...sorts),
    );
    await fc.assert(
      fc.asyncProperty(asked, async ([filters, instant, sort]) => {
        await expectSame(user, api, 'projects', [...filters, instant, sort].filter(Boolean).join('&'));
      }),
      { numRuns: 25 },
    );
  });

  it('have the same order for every sort, forwards and backwards', async function () {
    this.timeout(120_000);
    for (const sort of sorts) {
      const page = await rowsOnPage(user, 'projects', whole(sort));
      const list = await api.get(`/projects?${whole(sort)}`);
      const file = await api.get(`/projects.json?${sort}`);
      const ids = (list.body.items as { id: string }[]).map(({ id }) => id);
      expect(ids, sort).to.deep.equal(page.ids);
      expect(
        (JSON.parse(file.text).items as { id: string }[]).map(({ id }) => id),
        sort,
      ).to.deep.equal(ids);
      expect(new Set(ids).size, sort).to.equal(40);
    }
  });

  it('have the same calls, organisations and programmes', async () => {
    for (const query of [
      '',
      'status=open&on=2026-03-01',
      'kind=topic&sort=-budget',
      'typeOfAction=none',
      'typeOfAction=RIA&exclude.typeOfAction=CSA',
      'initiative=S-1.1&budget.min=5',
      'deadline.from=2026-07',
      'budget.max=7&knownAt=2026-09-15',
      'q=terrorism',
    ])
      await expectSame(user, api, 'calls', query);
    for (const query of ['', 'country=NL', 'sort=-name']) await expectSame(user, api, 'organisations', query);
    for (const query of ['', 'q=beta']) await expectSame(user, api, 'programmes', query);
  });

  it('have one page after another what the file has at once', async () => {
    for (const query of ['sort=title', 'sort=-programme', 'knownAt=2026-09-15&sort=euContribution']) {
      const pages = [1, 2, 3].map(number =>
        rowsOnPage(user, 'projects', `${query}&pageSize=25&page=${number}`),
      );
      const [first, second, third] = await Promise.all(pages);
      const file = await api.get(`/projects.json?${query}`);
      const ids = (JSON.parse(file.text).items as { id: string }[]).map(({ id }) => id);
      expect([...(first?.ids ?? []), ...(second?.ids ?? [])], query).to.deep.equal(ids);
      expect(third?.ids, query).to.deep.equal([]);
    }
  });

  it('have the same totals, to the cent, with how many records state them', async () => {
    const format: Format = { language: 'en', locale: api.user.locale ?? 'en-IE' };
    for (const query of [
      '',
      'programme=BETA',
      'initiative=S-1.2&phase=ended',
      'knownAt=2026-09-15',
      'scope=in',
    ]) {
      const { html } = await rowsOnPage(user, 'projects', whole(query));
      const [foot = ''] = wordsOn(html, 'tfoot');
      const { text } = await api.get(`/projects.json?${query}`);
      const items = JSON.parse(text).items as Record<string, string | null>[];
      const { totals } = (await api.get(`/projects?${query}&totals=totalCost,euContribution`)).body;
      for (const key of ['totalCost', 'euContribution']) {
        // A total cost of 0 with an EU contribution says "not declared".
        const isDeclared = (item: Record<string, string | null>) =>
          key !== 'totalCost' || Number(item['totalCost']) > 0 || !(Number(item['euContribution']) > 0);
        const stated = items.filter(isDeclared).flatMap(item => item[key] ?? []);
        const cents = stated.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
        expect(foot, `${key} of ${query}`).to.include(formatAmount(cents, format));
        expect(foot).to.include(`stated for ${stated.length} of ${items.length}`);
        const amount = (cents / 100).toFixed(2);
        expect(totals[key], `${key} of ${query}`).to.deep.equal({
          amount,
          stated: stated.length,
          records: items.length,
        });
      }
    }
  });

  it('count in each facet what its value would list', async function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    for (const [noun, query] of [
      ['projects', ''],
      ['projects', 'programme=ALPHA&exclude.country=FR&phase=ended'],
      ['projects', 'initiative=S-1.1&knownAt=2026-09-15&on=2021-06-30'],
      ['calls', 'programme=ALPHA'],
      ['organisations', ''],
    ] as const) {
      const { facets } = Object.values(nouns).find(({ path }) => path === noun) ?? { facets: [] };
      const { body } = await api.get(`/${noun}?${query}&facets=${facets.join(',')}`);
      for (const [key, values] of Object.entries(
        body.facets as Record<string, { value: string; count: number }[]>,
      )) {
        const others = new URLSearchParams(query);
        for (const name of [key, `exclude.${key}`]) others.delete(name);
        for (const { value, count } of values) {
          const list = await api.get(`/${noun}?${others}&${key}=${encodeURIComponent(value)}&pageSize=1`);
          const total = list.body.paginationInfo?.totalItems as number | undefined;
          if (total !== count)
            wrong.push(`${noun}?${query}: ${key}=${value} is counted ${count}, lists ${total}`);
        }
      }
    }
    expect(wrong.join('\n')).to.equal('');
  });
});
