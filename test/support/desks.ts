import { bySize } from '../../models/record/computedSort.ts';
import mongoose from 'mongoose';
import type { Right } from '../../models/record/permissions.ts';
import { amountFilters, dayFilters } from '../../models/record/boundFilters.ts';
import { itemsIn } from '../../models/record/facts.ts';
import * as kind from '../../models/record/fields.ts';
import type { Field, FieldKind } from '../../models/record/fields.ts';
import {
  itemsFilter,
  listFilter,
  referenceFilter,
  valueFilter,
  warningFilter,
  type Filter,
} from '../../models/record/filters.ts';
import { derivedColumn, fieldColumns, type ListView } from '../../models/record/listColumn.ts';
import { collectionsOf, type Noun, type NounName } from '../../models/record/noun.ts';
import { saveRecord } from '../../models/record/record.ts';
import { coded, reference } from '../../models/record/referenceFields.ts';
import { statements } from '../../models/record/statement.ts';
import { changeAt } from './factories.ts';

const countries = ['AT', 'BE', 'CY', 'DE', 'ES', 'FI', 'GR', 'HU', 'IT', 'NL'] as const;
const codes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const;
const letters = Object.fromEntries(
  codes.map(letter => [letter, { en: `Choice ${letter}`, nl: `Keuze ${letter}` }]),
);
const said = (name: string) => ({ en: `Secret ${name}`, nl: `Geheim ${name}` });

/** A field of each kind, which takes a right or none. */
const fieldsOfEachKind = (of: { right?: Right }) =>
  ({
    text: kind.text(said('text'), of),
    longText: kind.longText(said('long text'), of),
    texts: kind.texts(said('texts'), of),
    url: kind.url(said('address'), of),
    country: kind.country(said('country'), of),
    choice: kind.choice(said('choice'), letters, of),
    integer: kind.integer(said('number'), of),
    money: kind.money(said('amount'), of),
    percent: kind.percent(said('share'), of),
    day: kind.day(said('day'), of),
    instant: kind.instant(said('instant'), of),
    yesNo: kind.yesNo(said('answer'), of),
    coded: coded(said('programme'), 'programme', of),
    reference: reference(said('call'), 'call', of),
    list: kind.list(said('list'), { name: kind.text({ en: 'Name', nl: 'Naam' }) }, of),
  }) satisfies Record<FieldKind, Field>;

const openFields = {
  title: kind.text({ en: 'Title', nl: 'Titel' }, { required: true }),
  amount: kind.money({ en: 'Amount', nl: 'Bedrag' }),
  statements: statements(),
};

export const kinds = Object.keys(fieldsOfEachKind({})) as FieldKind[];

/** A value of each kind; a larger number gives one that stands further down. */
const valuesOf = (number: number) => ({
  text: `wordtext${number}`,
  longText: `wordlong${number}`,
  texts: Array.from({ length: number + 1 }, (_none, at) => `wordlist${number}${at}`),
  url: `https://example.org/${number}`,
  country: countries[number] ?? null,
  choice: codes[number] ?? null,
  integer: number,
  money: number * 111,
  percent: number * 10,
  day: { value: `2011-03-0${number + 1}`, from: `2011-03-0${number + 1}`, to: `2011-03-0${number + 1}` },
  instant: new Date(`2011-03-0${number + 1}T08:00:00Z`),
  yesNo: number > 3,
  coded: `CODE-${number}`,
  reference: { id: `${number}`.repeat(24), identifier: `REF-${number}` },
  list: [{ name: `worditem${number}` }],
});

/** What stands in an address for the value of a kind. */
export function writtenValue(of: FieldKind, number: number): string {
  const value: unknown = valuesOf(number)[of];
  if (of === 'reference') return `REF-${number}`;
  if (of === 'list') return `worditem${number}`;
  if (of === 'texts') return `wordlist${number}0`;
  return value instanceof Date ? value.toISOString() : String(value);
}

const stored = (key: string): Filter => ({ ...valueFilter(said(key), key), isDatabaseOnly: true });

const filters: Readonly<Record<string, Filter>> = {
  text: valueFilter(said('text'), 'text'),
  longText: stored('longText'),
  texts: listFilter(said('texts'), 'texts'),
  url: stored('url'),
  country: valueFilter(said('country'), 'country'),
  choice: valueFilter(said('choice'), 'choice'),
  integer: stored('integer'),
  ...amountFilters('money', said('amount')),
  percent: stored('percent'),
  ...dayFilters('day', said('day')),
  instant: stored('instant'),
  yesNo: stored('yesNo'),
  coded: valueFilter(said('programme'), 'coded'),
  reference: referenceFilter(said('call'), 'reference'),
  list: itemsFilter(said('list'), itemsIn('list', 'name'), { count: { by: 'value', isList: true } }),
  summary: valueFilter({ en: 'Summary', nl: 'Samenvatting' }, 'summary'),
  warning: warningFilter({ secret: said('warning') }),
  title: valueFilter({ en: 'Title', nl: 'Titel' }, 'title'),
};

const view: ListView = {
  keys: { doubled: { label: { en: 'Doubled', nl: 'Verdubbeld' }, takes: { yes: { en: 'yes', nl: 'ja' } } } },
  refuses: () => null,
  columns: () => [
    derivedColumn(
      'twice',
      kind.money(said('twice')),
      ['money'],
      record => (record as { money: number | null }).money,
    ),
  ],
  sums: () => ({ twice: '$money' }),
  reads: ['money'],
};

export const sortedBy = [...kinds, 'size', 'summary', 'warnings'];

/** Models of a noun of the tests' own, until `forget`. */
export function desksInStore() {
  const fields = { ...openFields, ...fieldsOfEachKind({}) };
  const collections = collectionsOf('desk' as NounName, 'desks', fields, { summary: String });
  const forget = async () => {
    for (const model of [collections.current, collections.versions]) {
      await model.collection.drop().catch(() => undefined);
      mongoose.deleteModel(model.modelName);
    }
  };
  return { collections, forget };
}

/** A noun of the tests' own, with a field of each kind that takes a right, or none: named as programmes, whose rights it has. */
export function deskNoun(collections: ReturnType<typeof collectionsOf>, of: { right?: Right }) {
  const fields = { ...openFields, ...fieldsOfEachKind(of) };
  const summary = kind.text({ en: 'Summary', nl: 'Samenvatting' });
  return {
    name: 'programme',
    path: 'desks',
    label: { one: { en: 'Desk', nl: 'Bureau' }, many: { en: 'Desks', nl: 'Bureaus' } },
    fields,
    columns: [
      ...fieldColumns(fields, 'title', 'amount', ...kinds.filter(one => one !== 'list')),
      derivedColumn('summary', summary, ['summary'], record => (record as { summary: string }).summary),
    ],
    furtherColumns: [
      derivedColumn(
        'echo',
        kind.text(said('echo')),
        ['text'],
        record => (record as { text: string | null }).text,
      ),
    ],
    view,
    filters,
    facets: ['text', 'texts', 'country', 'choice', 'coded', 'reference', 'list', 'summary', 'warning'],
    totals: ['money', 'amount'],
    sorts: {
      title: 'title',
      ...Object.fromEntries(kinds.map(key => [key, key])),
      day: 'day.from',
      reference: 'reference.identifier',
      list: 'list.name',
      size: bySize('texts'),
      summary: 'summary',
      warnings: bySize('warnings'),
    },
    defaultSort: 'title',
    always: {},
    ...collections,
    namedBy: ['title'],
    identify: ({ title }) => title,
    findable: ({ title, text, longText, texts, list }) => ({
      words: [title, longText, ...texts, ...list.map(({ name }) => name)],
      identifiers: [text],
    }),
    derivedOn: {
      key: 'state',
      options: ['low', 'high'],
      of: ({ integer }) => ((integer ?? 0) > 3 ? 'high' : 'low'),
    },
    prepare: async record => record,
    check: () => [],
    derive: async ({ text, integer }) => ({
      derived: { summary: `In short: ${text}` },
      warnings: (integer ?? 0) > 3 ? [{ rule: 'secret', field: 'integer' }] : [],
    }),
  } satisfies Noun<typeof fields, { summary: string }> as unknown as Noun;
}

/** Sorted behind the other where nothing else tells them apart, and changed twice: the second time in what is hidden alone. */
export const moved = 'f'.repeat(24);
const other = '1'.repeat(24);
export const changedAt = ['2020-01-01', '2020-02-01', '2020-03-01'].map(day => new Date(`${day}T10:00:00Z`));

/** Two records, whose hidden values alone are others in each of two worlds: below those of the other record, or above. */
export async function fillDesks(noun: Noun, world: 0 | 1): Promise<void> {
  for (const model of [noun.current, noun.versions]) {
    await model.createCollection();
    await model.deleteMany({});
  }
  const [first = new Date(), second = first, third = first] = changedAt;
  const stated = (text: string) => ({
    value: text,
    source: 'A paper',
    url: null,
    confidence: 'verified',
    isUsed: false,
    note: null,
  });
  const written = (number: number) => ({
    ...valuesOf(number),
    statements: [
      { field: 'text', ...stated(`stated${number}`) },
      { field: 'title', ...stated('Another title') },
    ],
  });
  const change = (at: Date) => changeAt(at, { source: { kind: 'form' } });
  const write = { isNew: true, version: null } as const;
  await saveRecord(
    noun,
    { ...write, id: other, values: { title: 'A desk', amount: 500, ...written(4) } },
    change(first),
  );
  const values = [1, 2, 3].map(number => written(number + 5 * world));
  await saveRecord(
    noun,
    { ...write, id: moved, values: { title: 'Our desk', amount: 700, ...values[0] } },
    change(first),
  );
  await saveRecord(
    noun,
    { id: moved, version: 1, values: { title: 'The desk', ...values[1] } },
    change(second),
  );
  await saveRecord(
    noun,
    { id: moved, version: 2, values: { ...values[2], integer: 2 + 5 * world + (world === 0 ? 1 : 0) } },
    change(third),
  );
}
