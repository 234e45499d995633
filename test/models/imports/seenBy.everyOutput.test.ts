import { expect } from 'chai';
import mongoose from 'mongoose';
import { importsCollection } from '../../../models/imports/importsCollection.ts';
import { listWaitingImports } from '../../../models/imports/rows/waiting.ts';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import { importables } from '../../../models/nouns.ts';
import type { Field } from '../../../models/record/fields.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { rightsOf, type Right, type Role } from '../../../models/record/permissions.ts';
import { incomingNouns, type IncomingNoun } from '../../../models/sources/contract/incoming.ts';
import { apiAs, signedInAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { exportsOf } from '../../support/ownFiles.ts';
import { addOneOfEverything } from '../../support/ownRecords.ts';
import { withoutPadding } from '../../support/page.ts';

/** Held by administrators, who import, and lacked by officers, who do so too. */
const right: Right = 'user:read';

/** With a right on a field that takes none today. */
async function whileHidden(field: Field, action: () => Promise<void>): Promise<void> {
  const open: { right?: Right } = field;
  open.right = right;
  try {
    await action();
  } finally {
    delete open.right;
  }
}

type Row = Record<string, unknown>;

/** Another value in the place of one; perhaps one that no such field has, which is refused. */
const moved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0 ? [] : ['moved'];
  if (typeof value !== 'string') return 'moved';
  return /^\d{4}-\d\d/.test(value) ? '2001-02-03' : /^\d+(\.\d+)?$/.test(value) ? '7' : `${value} moved`;
};

/** Of each kind of field one that a file of ours states of a kind of record, but for what tells which record it is. */
function fieldsIn(noun: IncomingNoun, rows: readonly Row[]): [key: string, field: Field][] {
  const { noun: of, uniqueFields } = importables[noun];
  const identifying = new Set(['title', 'name', 'kind', 'identifier', ...uniqueFields]);
  const stated = Object.entries(of.fields).filter(
    ([key, field]) => !identifying.has(key) && !field.isReadOnly && rows.some(row => key in row),
  );
  return [...new Map(stated.map(one => [one[1].kind, one])).values()];
}

/** What can be asked of an import, as a page and by API. */
const asked = (id: string): readonly (readonly [way: 'page' | 'api', path: string, body?: object])[] => [
  ...[
    '/imports',
    `/imports/${id}`,
    `/imports/${id}/rows`,
    `/imports/${id}/rows?q=moved&outcome=conflict`,
  ].flatMap(path => [['page', path] as const, ['api', path] as const]),
  ...['mapping', 'excluded?isExcluded=true'].map(path => ['page', `/imports/${id}/${path}`] as const),
  ...['csv', 'xlsx'].map(suffix => ['api', `/imports/${id}/rows.${suffix}`] as const),
  ['api', `/imports/${id}/excluded`, { filter: { q: 'moved' }, isExcluded: true }],
  ['api', `/imports/${id}/decisions`, { rule: 'theirs' }],
  ['api', `/imports/${id}/mapping`, { noun: 'project', columns: { id: 'title' }, fixed: {} }],
  ['api', `/imports/${id}/source`, { source: 'own' }],
  ['api', `/imports/${id}/undo`, {}],
  ['api', `/imports/${id}/retry`, {}],
];

const timeless = (text: string): string =>
  withoutPadding(text)
    .replaceAll(/"requestId":"[^"]*"/g, '')
    .replaceAll(/<code>[^<]*<\/code>/g, '')
    .replaceAll(/value="[\w=-]{20,}"|nonce="[^"]*"/g, '')
    .replaceAll(/[0-9a-f]{24}/g, 'id')
    .replaceAll(/20[2-9]\d-\d\d-\d\dT[\d:.]+Z/g, 'now')
    .replaceAll(/\d{1,2} \p{L}+\.? 20[2-9]\d(,? \d\d:\d\d)?/gu, 'now')
    .replaceAll(/\d\d:\d\d(:\d\d)?/g, 'now');

/** What tells of every value where it may be seen. */
const told = ['api /imports/id', 'page /imports/id', 'api /imports/id/rows', 'api /imports/id/rows.csv'];

const differing = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...one.keys()].filter(name => one.get(name) !== other.get(name));

describe('The report of an import whose file states what a role may not see', function () {
  this.timeout(300_000);
  useDatabase();

  async function people() {
    const as = async (role: Role) => {
      const api = await apiAs(role);
      const page = await signedInAs(api.user);
      const ask = async (id: string): Promise<Map<string, string>> => {
        const answers = new Map<string, string>();
        for (const [way, path, body] of asked(id)) {
          const answer = await (way === 'page'
            ? page.get(path)
            : body
              ? api.post(path).send(body)
              : api.get(path).buffer(true));
          const name = `${way} ${path.replaceAll(id, 'id')}`;
          expect(answer.status, name).to.be.lessThan(500);
          const { etag = '' } = answer.headers as Record<string, string>;
          answers.set(name, timeless(`${answer.status} ${etag.startsWith('W/') ? '' : etag} ${answer.text}`));
        }
        // What Home says of it.
        const waiting = await listWaitingImports(5, { rights: rightsOf(role), user: api.user });
        answers.set('waiting', timeless(JSON.stringify(waiting)));
        return answers;
      };
      return { ...api, ask };
    };
    const [officer, evaluator, administrator] = [
      await as('officer'),
      await as('evaluator'),
      await as('administrator'),
    ];
    return { officer, evaluator, administrator };
  }
  type People = Awaited<ReturnType<typeof people>>;

  async function send({ post }: People['officer'], rows: readonly Row[]): Promise<string> {
    const { body } = await post('/imports').attach(
      'file',
      Buffer.from(JSON.stringify({ items: rows })),
      'list.json',
    );
    return String(body.id);
  }

  async function forgetImports(): Promise<void> {
    for (const collection of [importsCollection(), rowsCollection(), mongoose.connection.collection('jobs')])
      await collection.deleteMany({});
  }

  /** What somebody is answered of the import of a file. */
  async function answers(
    { sender, reader }: Record<'sender' | 'reader', People['officer']>,
    rows: readonly Row[],
  ): Promise<Map<string, string>> {
    await forgetImports();
    const id = await send(sender, rows);
    await runJobsNow({ keepsPersonalData: true });
    return reader.ask(id);
  }

  for (const noun of incomingNouns())
    it(`is the same whatever it states there: ${noun}`, async () => {
      await addOneOfEverything();
      const { officer, evaluator, administrator } = await people();
      const { items: rows } = JSON.parse(await exportsOf(importables[noun].noun).json()) as { items: Row[] };
      const fields = fieldsIn(noun, rows);
      expect(fields.length).to.be.greaterThan(4);
      const open = { sender: administrator, reader: officer };
      const shown = await answers(open, rows);
      let hidden: Map<string, string> | null = null;
      for (const [at, [key, field]] of fields.entries()) {
        const other = rows.map(row => ({ ...row, [key]: moved(row[key]) }));
        // Where everybody may see it, its report differs.
        expect(differing(shown, await answers(open, other)), key).to.include.members(told);
        const others =
          at > 0
            ? []
            : [
                { sender: officer, reader: officer },
                { sender: administrator, reader: evaluator },
              ];
        await whileHidden(field, async () => {
          hidden ??= await answers(open, rows);
          expect(differing(hidden, await answers(open, other)), key).to.deep.equal([]);
          for (const by of others)
            expect(differing(await answers(by, rows), await answers(by, other)), key).to.deep.equal([]);
        });
      }
    });

  it('is until its check for whoever sent it, and of an earlier build for whoever may see all', async () => {
    const { officer, evaluator, administrator } = await people();
    const field = organisations.fields.shortName;
    const id = await send(officer, [
      { id: 'a'.repeat(24), version: 1, name: 'One', country: 'NL', pic: '912345678' },
    ]);
    const seen = async () => {
      const answers: string[] = [];
      for (const { get } of [officer, evaluator, administrator]) {
        const { body } = await get('/imports');
        answers.push(`${(await get(`/imports/${id}`)).status} ${String(body.items.length)}`);
      }
      return answers;
    };
    await whileHidden(
      field,
      async () => void expect(await seen()).to.deep.equal(['200 1', '403 0', '200 1']),
    );
    await runJobsNow();
    await whileHidden(
      field,
      async () => void expect(await seen()).to.deep.equal(['200 1', '200 1', '200 1']),
    );
    await importsCollection().updateMany({}, { $unset: { stated: '' } });
    await whileHidden(
      field,
      async () => void expect(await seen()).to.deep.equal(['403 0', '403 0', '200 1']),
    );
    expect(await seen()).to.deep.equal(['200 1', '200 1', '200 1']);
  });
});
