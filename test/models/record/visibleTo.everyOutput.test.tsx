import { expect } from 'chai';
import { followIndex } from '../../../models/index/indexFollower.ts';
import { nouns } from '../../../models/nouns.ts';
import type { Noun } from '../../../models/record/noun.ts';
import { can, rightsOf, roles, type Role } from '../../../models/record/permissions.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';
import { describeApi } from '../../../routes/api/openapi.ts';
import { useDatabase } from '../../support/database.ts';
import {
  deskNoun,
  desksInStore,
  fillDesks,
  kinds,
  moved,
  sortedBy,
  writtenValue,
} from '../../support/desks.ts';
import { addUser } from '../../support/factories.ts';
import { ask, linesOf, listDiffering, nameOf, serve, type Sent } from '../../support/deskLines.tsx';

/** Held by some roles and not by others, of whom one may write. */
const right = 'user:read';
const lacking = (Object.keys(roles) as Role[]).filter(role => !can(role, right));
const holding = (Object.keys(roles) as Role[]).filter(role => can(role, right));

/** What tells of a value where a reader may see it: addresses, and writes that are refused or change what is seen. */
function readings(): Sent[] {
  const bare = 'columns=title';
  const ofEach = kinds.flatMap(key => {
    const value = encodeURIComponent(writtenValue(key, 3));
    const chosen = key === 'money' || key === 'day' ? [] : [`${key}=${value}`, `exclude.${key}=${value}`];
    return [...chosen, ...(key === 'list' ? [] : [`columns=${key}`])];
  });
  const ofList = [
    ...ofEach.map(query => (query.startsWith('columns') ? query : `${query}&${bare}`)),
    ...sortedBy.map(key => `sort=${key}&${bare}`),
    ...['text', 'texts', 'country', 'choice', 'coded', 'reference', 'list', 'summary', 'warning'].map(
      key => `facets=${key}&${bare}`,
    ),
    ...['wordtext3', 'wordlong3', 'wordlist30', 'worditem3', '%22wordlong3%22'].map(q => `q=${q}&${bare}`),
    `totals=money&${bare}`,
    `money.min=5&${bare}`,
    `exclude.money.max=5&${bare}`,
    `day.from=2011-03-05&${bare}`,
    `summary=${encodeURIComponent('In short: wordtext3')}&${bare}`,
    `warning=secret&${bare}`,
    'doubled=yes',
    'columns=echo',
    `sort=text&knownAt=2020-02-02T00:00:00Z&${bare}`,
    `text=wordtext1&knownAt=2020-01-15T00:00:00Z&${bare}`,
    `facets=choice&knownAt=2020-01-15T00:00:00Z&${bare}`,
    `totals=money&knownAt=2020-01-15T00:00:00Z&${bare}`,
    '',
  ].map(query => ({ path: `/api/desks?${query}` }));
  const record = [
    `/desks/${moved}`,
    `/desks/${moved}?knownAt=2020-01-15T00:00:00Z`,
    `/desks/${moved}/history`,
  ];
  return [
    ...ofList,
    ...['/desks', '/desks?sort=text&columns=title', '/desks?text=wordtext3&columns=title'].map(path => ({
      path,
    })),
    ...['.csv', '.json', '.xlsx', '.csv?sort=text&columns=title', '.xlsx?q=wordtext3&columns=title'].flatMap(
      suffix => [{ path: `/api/desks${suffix}` }, { path: `/desks${suffix}` }],
    ),
    ...record.flatMap(path => [{ path }, { path: `/api${path}` }]),
  ];
}

/** The same of those who write; all but the last leave the records as they are. */
const writings: readonly Sent[] = [
  { path: `/desks/${moved}/edit` },
  { method: 'patch', path: `/api/desks/${moved}`, body: { amount: '1' }, version: 2 },
  { method: 'post', path: `/desks/${moved}`, body: { title: 'Mine', _version: '2' } },
  {
    method: 'post',
    path: `/desks/${moved}/resolve`,
    body: { title: 'Mine', _version: '2', '_keep.text': 'theirs' },
  },
  { method: 'patch', path: `/api/desks/${moved}`, body: { amount: '8' }, version: 3 },
];
const undoing: Sent = { method: 'post', path: `/api/desks/${moved}/versions/1/restore`, version: 4 };

/** Which requests to the noun's lines are answered otherwise in one world than in the other. */
const differing = async (noun: Noun, role: Role, sent: readonly Sent[]): Promise<string[]> =>
  listDiffering(linesOf(noun), role, sent, async world => fillDesks(noun, world));

describe('Two worlds that differ in hidden values alone', function () {
  this.timeout(120_000);
  useDatabase();
  let store: ReturnType<typeof desksInStore> | null = null;
  const desks = (of: { right?: typeof right }) => {
    store ??= desksInStore();
    return deskNoun(store.collections, of);
  };
  afterEach('forget the noun', async () => {
    await store?.forget();
    store = null;
  });

  it('know who may see them, and who may not, of whom somebody writes', () => {
    expect(lacking).to.deep.equal(['officer', 'evaluator', 'finance']);
    expect(holding).to.deep.equal(['administrator', 'reader']);
  });

  for (const role of lacking)
    it(`are the same to ${role}`, async () => {
      const sent = [...readings(), ...(can(role, 'programme:write') ? [...writings, undoing] : [])];
      expect(await differing(desks({ right }), role, sent)).to.deep.equal([]);
    });

  it('are the same where lists are counted and searched in memory', async () => {
    const noun = desks({ right });
    const index = followIndex([noun]);
    try {
      await index.ready;
      expect(await differing(noun, 'officer', readings())).to.deep.equal([]);
    } finally {
      index.stop();
    }
  });

  it('are not to the same person where the fields take no right, in any answer', async () => {
    const sent = [...readings(), ...writings, undoing];
    expect(await differing(desks({}), 'officer', sent)).to.deep.equal(sent.map(nameOf));
  });

  it('are not to whoever holds the right, but in what everybody is found by', async () => {
    const isOfAll = ({ path }: Sent) =>
      /[?&](q|summary|warning|facets=summary|facets=warning|sort=summary|sort=warnings)\b/.test(path);
    for (const role of holding) {
      const sent = readings().filter(one => !isOfAll(one));
      expect(await differing(desks({ right }), role, sent), role).to.deep.equal(sent.map(nameOf));
    }
  });

  it('are described to whoever asks as far as they may see them', () => {
    const noun = desks({ right });
    const described = (of: Noun, role: Role) =>
      JSON.stringify(
        describeApi(linesOf(of), '1', {
          kinds: { ...nouns, programme: of },
          sight: { rights: rightsOf(role) },
        }),
      );
    const isTold = (text: string) => /Secret|"wordtext|longText"|exclude\.reference|money\.min/.test(text);
    expect(lacking.filter(role => isTold(described(noun, role)))).to.deep.equal([]);
    expect(holding.filter(role => !isTold(described(noun, role)))).to.deep.equal([]);
    expect(isTold(described(desks({}), 'officer'))).to.equal(true);
  });

  it('are asked for by no key that there would not be without them', async () => {
    const server = await serve(linesOf(desks({ right })), await addUser('finance'));
    // Some keys are those of filters, orders and columns, some those of facets or totals, too.
    const unknownFor = { longText: 'noSuchOn', country: 'noSuchK', money: 'noSuc' };
    const forms = ['', 'exclude.'].map(prefix => `${prefix}key=1`);
    for (const [key, unknown] of Object.entries(unknownFor))
      for (const form of [
        ...forms,
        ...['', '-'].map(sign => `sort=${sign}key`),
        'columns=key',
        'facets=key',
        'totals=key',
      ])
        for (const path of ['/api/desks', '/desks', '/desks.csv']) {
          const answers: string[] = [];
          for (const one of [key, unknown]) {
            const answer = await ask(server, { path: `${path}?${form.replace('key', one)}` });
            answers.push(answer.replaceAll(one, 'key'));
          }
          expect(answers[0], `${path} ${form} ${key}`).to.equal(answers[1]).and.to.match(/^400 /);
        }
    server.close();
    const officer = await serve(linesOf(desks({ right })), await addUser('officer'));
    for (const method of ['post', 'patch'] as const) {
      const path = method === 'post' ? '/api/desks' : `/api/desks/${moved}`;
      await fillDesks(desks({ right }), 0);
      const written = await Promise.all(
        ['longText', 'noSuchOn'].map(async key =>
          (
            await ask(officer, { method, path, body: { title: 'A title', [key]: 'A text' }, version: 3 })
          ).replaceAll(key, 'key'),
        ),
      );
      expect(written[0]).to.equal(written[1]).and.to.match(/^422 /);
    }
    officer.close();
  });

  it('keep what is hidden from whoever writes', async () => {
    const noun = desks({ right });
    await fillDesks(noun, 0);
    const server = await serve(linesOf(noun), await addUser('officer'));
    const patch = async (body: object, version: number) =>
      ask(server, { method: 'patch', path: `/api/desks/${moved}`, body, version });
    await patch({ amount: '9' }, 3);
    await ask(server, { ...undoing, version: 4 });
    await patch({ statements: [] }, 5);
    const stored = await noun.current.findOne({ _id: moved }).lean<Record<string, unknown>>();
    expect(stored).to.include({
      version: 6,
      title: 'Our desk',
      text: 'wordtext3',
      integer: 3,
      amount: 700,
    });
    expect(stored?.['statements']).to.have.length(1).and.to.have.nested.property('[0].value', 'stated3');
    expect(visibleTo(noun, openly).fields).to.have.all.keys('title', 'amount', 'statements');
    server.close();
  });
});
