import { brusselsParts } from '../../models/values/day.ts';
import { ExpectedError, invalid } from '../../models/values/errors.ts';
import {
  byKind,
  emptyValues,
  fieldNamed,
  type ByKind,
  type Field,
  type FieldKind,
  type Fields,
  type Values,
  type RecordOf,
} from '../../models/record/fields.ts';
import { centsToDecimal } from '../../models/values/money.ts';
import { typedAmount } from '../../models/values/typedAmount.ts';
import type { Typed } from '../../views/records/typed.ts';
import type { JsonObject } from '../../models/values/jsonObject.ts';

/** A text that a form sent under a name; '' where it sent none, or several. */
export const textIn = (body: JsonObject, key: string): string => {
  const text = body[key];
  return typeof text === 'string' ? text : '';
};

/** A stored record as the texts a form shows; reading them back gives the same record. */
export function typedFrom(fields: Fields, record: Values): Typed {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, typedValue(field, record[key])]),
  );
}

const asIs = (value: string) => value;
const typedTexts: ByKind<string | Typed[], [field: Field]> = {
  text: asIs,
  longText: asIs,
  texts: value => value.join('\n'),
  url: asIs,
  country: asIs,
  choice: asIs,
  integer: String,
  money: centsToDecimal,
  percent: points => String(points / 100),
  day: ({ value }) => value,
  instant: value => {
    const { day, time } = brusselsParts(value);
    return `${day}T${time}`;
  },
  yesNo: value => (value ? 'on' : ''),
  coded: asIs,
  reference: ({ id, identifier }, { noun }) => (noun === 'call' ? identifier : id),
  list: (items, field) => items.map(item => typedFrom(field.items ?? {}, item)),
};

function typedValue(field: Field, value: unknown): string | Typed[] {
  const shown = value ?? emptyValues[field.kind]();
  return shown === null ? '' : byKind(typedTexts, field)(shown, field);
}

const mostItems = 2000;
/** Lines of all lists of a form: to show more of them again would keep everybody else waiting for seconds. */
const mostLines = 4000;
/** No field of ours has a longer name, with the numbers in it. */
const longestName = 200;

/**
 * Reads a form's flat fields (`participants.0.name`) into what was typed, following the fields of the record: a name
 * that belongs to no field is not read. Items of a list come in the order of their numbers.
 */
export function readTyped(fields: Fields, body: JsonObject): Typed {
  const numbers = numbersIn(body);
  const read = (of: Fields, prefix: string): Typed =>
    Object.fromEntries(
      Object.entries(of).map(([key, field]) => {
        const name = `${prefix}${key}`;
        if (field.kind !== 'list') return [key, lastText(body[name])];
        const found = [...(numbers.get(name) ?? [])].toSorted((a, b) => a - b);
        return [key, found.map(number => read(field.items ?? {}, `${name}.${number}.`))];
      }),
    );
  return read(fields, '');
}

/**
 * The numbers of the items that a form sent, by the name of their list: of all lists in one pass over its names.
 * @throws {ExpectedError} `tooLarge` for more lines than a form may have
 */
function numbersIn(body: JsonObject): Map<string, Set<number>> {
  const numbers = new Map<string, Set<number>>();
  let lines = 0;
  for (const name of Object.keys(body).filter(({ length }) => length <= longestName)) {
    for (const { 0: dotted, index } of name.matchAll(/\.\d{1,4}(?=\.)/g)) {
      const list = name.slice(0, index);
      const found = numbers.get(list) ?? new Set();
      const number = Number(dotted.slice(1));
      if (found.has(number) || found.size === mostItems) continue;
      numbers.set(list, found.add(number));
      lines += 1;
      if (lines > mostLines) throw new ExpectedError('tooLarge', 'tooLarge');
    }
  }
  return numbers;
}

/**
 * Throws `invalid` naming every name a form sent that belongs to no field, nor to the form itself (`_version`, …).
 * @param isOwn which other names are this form's own, such as those of its buttons
 */
export function refuseUnknownNames(
  fields: Fields,
  body: JsonObject,
  isOwn: (name: string) => boolean = () => false,
): void {
  const isKnown = (of: Fields, [key = '', index, ...rest]: readonly string[]): boolean => {
    const field = fieldNamed(of, key);
    if (!field || field.isReadOnly) return false;
    if (index === undefined) return field.kind !== 'list';
    return field.kind === 'list' && /^\d{1,4}$/.test(index) && isKnown(field.items ?? {}, rest);
  };
  const own = ['_csrf', '_version', '_reason', '_line', '_paste', '_pasteInto'];
  const unknown = Object.keys(body).filter(
    name => !own.includes(name) && !isOwn(name) && !isKnown(fields, name.split('.')),
  );
  if (unknown.length > 0) throw invalid(unknown.map(field => ({ field, type: 'object.unknown' })));
}

const lastText = (value: unknown): string => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.replace(/\r\n?/g, '\n') : '';
};

const isBlank = (value: string | Typed[]): boolean =>
  typeof value === 'string' ? value.trim() === '' : value.every(item => Object.values(item).every(isBlank));

/** Leaves out the items of lists in which nothing was typed: the empty lines a form offers. */
export function withoutBlanks(typed: Typed): Typed {
  return Object.fromEntries(
    Object.entries(typed).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? value
        : value.map(withoutBlanks).filter(item => !Object.values(item).every(isBlank)),
    ]),
  );
}

type TypedInput = (typed: string, field: Field, before: readonly unknown[]) => unknown;
const asTyped: TypedInput = typed => typed;
/** What was stored `before`, while its text is unchanged. */
const orKept: TypedInput = (typed, field, before) =>
  before.find(one => one && typedValue(field, one) === typed) || typed;

/** What a text that was typed is, as input of each kind of field. */
const inputs: Readonly<Record<FieldKind, TypedInput>> = {
  text: asTyped,
  longText: asTyped,
  // An entry may hold the sign that separates entries when they are typed.
  texts: orKept,
  url: asTyped,
  country: asTyped,
  choice: asTyped,
  integer: asTyped,
  money: typedAmount,
  percent: typed => basisPoints(typed),
  day: asTyped,
  instant: asTyped,
  yesNo: asTyped,
  coded: asTyped,
  // Another record may since have taken that identifier.
  reference: orKept,
  list: asTyped,
};

/**
 * What was typed, as the input the record's rule takes. Per cent becomes basis points exactly; a reference keeps the id
 * it had `before` while its text is unchanged.
 */
export function inputFrom(fields: Fields, typed: Typed, before: readonly Values[] = []): RecordOf {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const value = typed[key] ?? '';
      const stored = before.map(record => record[key]);
      if (typeof value === 'string') return [key, inputs[field.kind](value, field, stored)];
      const items = stored.flatMap(list => (list ?? []) as Values[]);
      return [key, value.map(item => inputFrom(field.items ?? {}, item, items))];
    }),
  );
}

/** `33,34` or `33.34` → 3334; what is no percentage is passed on, for the rule to refuse in its words. */
function basisPoints(text: string): number | string {
  const [, whole, fraction = ''] = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text) ?? [];
  return whole === undefined ? text.trim() : Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
}

/** The form with a line added (`+participants`) or taken out (`-participants.2`); null when no such button was pressed. */
export function addOrRemoveLine(fields: Fields, typed: Typed, pressed: unknown): Typed | null {
  if (typeof pressed !== 'string') return null;
  const [, sign, path = ''] = /^([+-])([A-Za-z0-9.]+)$/.exec(pressed) ?? [];
  if (sign === undefined) return null;
  const [key = '', index, ...deeper] = path.split('.');
  const field = fieldNamed(fields, key);
  const items = typed[key];
  if (field?.kind !== 'list' || typeof items === 'string' || items === undefined) return null;
  const at = Number(index);
  if (deeper.length > 0) {
    const inner = items[at] && addOrRemoveLine(field.items ?? {}, items[at], sign + deeper.join('.'));
    return inner ? { ...typed, [key]: items.with(at, inner) } : null;
  }
  if (sign === '+') return { ...typed, [key]: [...items, typedFrom(field.items ?? {}, {})] };
  return { ...typed, [key]: items.filter((_item, number) => number !== at) };
}
