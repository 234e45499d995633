import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError, type Problem } from '../../../models/values/errors.ts';
import type { Field, Fields } from '../../../models/record/fields.ts';
import { languages, type Label } from '../../../models/values/format.ts';
import type { KeptRecord } from '../../../models/record/noun.ts';
import { nouns } from '../../../models/nouns.ts';
import { roles } from '../../../models/record/permissions.ts';
import { loadReference } from '../../../models/reference/loadReference.ts';
import { formFields } from '../../../views/records/FormPage.tsx';
import { inputFrom, readTyped } from '../../../routes/line/formInput.ts';
import { checkInput } from '../../../routes/line/input.ts';
import { texts } from '../../../views/locales/index.ts';
import { useDatabase } from '../../support/database.ts';
import { changeAt } from '../../support/factories.ts';

const allNouns = Object.values(nouns);
const problemTexts: Readonly<Record<string, Label>> = texts.problems;
const areas = texts as unknown as Readonly<Record<string, Readonly<Record<string, Label>>>>;
const messages = Object.entries(areas).flatMap(([area, own]) =>
  Object.entries(own).map(([key, label]) => ({ key: `${area}.${key}`, label })),
);

const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name).toSorted();

const isComplete = (label: Label | undefined): boolean =>
  label !== undefined && languages.every(language => label[language].trim() !== '');

/** Every label of these fields: names, hints, options, and those of their items. */
function labelsOf(fields: Fields, path: string): { path: string; label: Label }[] {
  return Object.entries(fields).flatMap(([key, field]: [string, Field]) => {
    const at = `${path}.${key}`;
    return [
      { path: at, label: field.label },
      ...(field.hint ? [{ path: `${at} hint`, label: field.hint }] : []),
      ...Object.entries(field.options ?? {}).map(([value, label]) => ({ path: `${at}=${value}`, label })),
      ...labelsOf(field.items ?? {}, at),
    ];
  });
}

const sources = ['models', 'routes', 'server', 'views'].flatMap(room =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => readFileSync(join(room, name), 'utf8')),
);
const foundIn = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap(source => [...source.matchAll(pattern)].map(([, key = '']) => key))),
];

/** Texts in either language that have straight quotes or apostrophes, but for what is typed with them. */
function straightQuotesIn(source: string): string[] {
  const typed = /"a phrase"|"een zinsdeel"|ETag.*"3"/;
  const literals = source.matchAll(
    /\b(?:en|nl):\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)/g,
  );
  return [...literals]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .filter(text => /['"„]/.test(text.replaceAll(/\$\{[^}]*\}/g, '')) && !typed.test(text));
}

describe('The texts', () => {
  it('are there in English and in Dutch', () => {
    const missing = messages.filter(({ label }) => !isComplete(label)).map(({ key }) => key);
    expect(missing).to.deep.equal([]);
    expect(messages.length).to.be.greaterThan(200);
  });

  it('put the same values in, in both languages', () => {
    const differing = messages.filter(
      ({ label }) => placeholdersOf(label.en).join() !== placeholdersOf(label.nl).join(),
    );
    expect(differing.map(({ key }) => key)).to.deep.equal([]);
  });

  it('have the quotes and apostrophes of print', () => {
    expect(sources.flatMap(straightQuotesIn)).to.deep.equal([]);
    const straight = [`{ en: "It's one", nl: 'Dit is er „een”' }`, `{ en: 'A "word"', nl: 'Een woord' }`];
    expect(straight.map(source => straightQuotesIn(source).length)).to.deep.equal([2, 1]);
    expect(straightQuotesIn(`{ en: 'Words, "a phrase"', nl: 'It’s “one”' }`)).to.deep.equal([]);
  });

  it('have both numbers where they have one', () => {
    const keys = new Set(messages.map(({ key }) => key));
    const alone = [...keys].filter(
      key =>
        /_(one|other)$/.test(key) &&
        !(keys.has(key.replace(/_\w+$/, '_one')) && keys.has(key.replace(/_\w+$/, '_other'))),
    );
    expect(alone).to.deep.equal([]);
  });

  it('are each asked for', () => {
    const made = foundIn(/`([a-zA-Z]+\.\w*)\$\{/g);
    const said = new Set(foundIn(/'([a-zA-Z]+\.[\w.]+)'/g));
    const isAsked = (key: string) => said.has(key) || made.some(start => key.startsWith(start));
    // A problem is said by what refuses: joi, or a rule of ours.
    const unasked = messages
      .map(({ key }) => key.replace(/_(one|other)$/, ''))
      .filter(key => !key.startsWith('problems.') && !isAsked(key));
    expect(unasked).to.deep.equal([]);
    expect([isAsked('action.save'), isAsked('importPage.applied'), isAsked('action.never')]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('name every field, hint, option, filter, role and noun', () => {
    const labels = allNouns.flatMap(noun => [
      ...labelsOf(noun.fields, noun.name),
      ...Object.entries(noun.filters).map(([key, { label }]) => ({
        path: `${noun.name} filter ${key}`,
        label,
      })),
      { path: noun.name, label: noun.label.one },
      { path: noun.path, label: noun.label.many },
    ]);
    labels.push(...Object.entries(roles).map(([role, label]) => ({ path: role, label })));
    expect(labels.filter(({ label }) => !isComplete(label)).map(({ path }) => path)).to.deep.equal([]);
  });

  it('say every error that is thrown by name', () => {
    const keys = foundIn(/new ExpectedError\(\s*'\w+',\s*'([\w.]+)'/g);
    const full = keys.map(key => (key.includes('.') ? key : `errors.${key}`));
    const known = new Set(messages.map(({ key }) => key.replace(/_(one|other)$/, '')));
    expect(full.filter(key => !known.has(key))).to.deep.equal([]);
    expect(full.length).to.be.greaterThan(10);
    const found = allNouns.map(({ name }) => `notFound.${name}`);
    expect(found.filter(key => !known.has(key))).to.deep.equal([]);
  });

  it('say every problem a rule names', () => {
    const types = [
      ...foundIn(/\btype:\s*'([a-z]\w*\.[\w.]+)'/g),
      ...foundIn(/helpers\.error\('([\w.]+)'\)/g),
      'duplicate',
    ];
    expect(types.filter(type => !(type in problemTexts))).to.deep.equal([]);
    expect(types.length).to.be.greaterThan(20);
  });
});

const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1.5,
    1e300,
    NaN,
    Infinity,
    10_001,
    '',
    ' ',
    'x',
    '\u0001',
    'x'.repeat(40_000),
    '-5',
    '1.234',
    '1,234.567',
    '9'.repeat(30),
    'javascript:alert(1)',
    'https://',
    '2026-02-30',
    '2026-02-30 25:00',
    'ZZ',
    [],
    [null],
    [['x']],
    {},
    { id: 5 },
    { id: 'x', identifier: '\u0001', more: 1 },
    { value: 'x' },
    Array.from({ length: 2001 }, () => ({})),
  ),
  fc.string(),
  fc.integer(),
  fc.array(fc.jsonValue(), { maxLength: 2 }),
  fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
);

/** A value for a field: anything, or for a list items with anything in their fields. */
function valueFor(field: Field): fc.Arbitrary<unknown> {
  const { items } = field;
  if (!items) return nasty;
  return fc.oneof(nasty, fc.array(inputFor(items), { minLength: 1, maxLength: 2 }));
}
const inputFor = (fields: Fields): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, { isReadOnly }]) => !isReadOnly)
        .map(([key, field]) => [key, valueFor(field)]),
    ),
    { requiredKeys: [] },
  );

function problemsWith(check: () => unknown): readonly Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'invalid') return error.problems;
    throw error;
  }
}

/** What a problem cannot be said with: a text it lacks, or a value the text wants. */
const unsaid = ({ type, values }: Problem): string[] => {
  const text = problemTexts[type];
  if (!text) return [`no text for ${type}`];
  const given = ['field', 'label', ...Object.keys(values ?? {})];
  return placeholdersOf(text.en)
    .filter(name => !given.includes(name))
    .map(name => `${type} wants ${name}`);
};

describe('Whatever is typed or sent', () => {
  for (const noun of allNouns) {
    it(`is refused in words: ${noun.name}`, () => {
      fc.assert(
        fc.property(inputFor(noun.fields), fc.boolean(), (input, isWhole) => {
          const problems = problemsWith(() => checkInput(noun.fields, input, isWhole));
          expect(problems.flatMap(unsaid)).to.deep.equal([]);
        }),
        { numRuns: 150 },
      );
    });

    it(`is refused in words from a form: ${noun.name}`, () => {
      const fields = formFields(noun.fields);
      const names = fc.dictionary(
        fc.constantFrom(
          ...Object.keys(fields).flatMap(key => [key, `${key}.0`, `${key}.0.name`, `${key}.0.role`]),
        ),
        fc.oneof(fc.string(), fc.constantFrom('1.234', 'x'.repeat(600), '\u0000', '101')),
      );
      fc.assert(
        fc.property(names, body => {
          const problems = problemsWith(() =>
            checkInput(fields, inputFrom(fields, readTyped(fields, body)), true),
          );
          expect(problems.flatMap(unsaid)).to.deep.equal([]);
        }),
        { numRuns: 100 },
      );
    });
  }
});

describe('Warnings of the reference data', () => {
  useDatabase();

  it('have labels, and name a field of their record', async () => {
    await loadReference(changeAt(undefined, { source: { kind: 'reference' } }));
    const unknown: string[] = [];
    let seen = 0;
    for (const noun of allNouns) {
      const { count } = noun.filters['warning'] ?? {};
      const labels = count?.by === 'value' ? (count.labels ?? {}) : {};
      const records = await noun.current.find({}, { warnings: 1 }).lean<Pick<KeptRecord, 'warnings'>[]>();
      for (const { rule, field } of records.flatMap(({ warnings }) => warnings)) {
        seen += 1;
        if (!isComplete(labels[rule]) || !Object.hasOwn(noun.fields, field.split('.')[0] ?? ''))
          unknown.push(`${noun.name} ${rule} ${field}`);
      }
    }
    expect(unknown).to.deep.equal([]);
    expect(seen).to.be.greaterThan(10);
  });
});
