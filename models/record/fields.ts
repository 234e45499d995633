import Joi from 'joi';
import type { PartialDay } from '../values/day.ts';
import type { Label } from '../values/format.ts';
import { rules, type RuleOptions } from './fieldRules.ts';
import type { Right } from './permissions.ts';
import type { TextsLimits } from './textsRule.ts';

/** Whole euro cents: an integer, safe up to 2^53. */
export type Cents = number;
/** Points of 0.01 %: 10 000 is the whole. */
export type BasisPoints = number;
/** A link to a record: its opaque id, and its identifier as printed when the link was made. */
export interface Reference {
  id: string;
  identifier: string;
}

/** The kinds of field, and what is stored of each where there is a value. */
export interface StoredByKind {
  text: string;
  longText: string;
  texts: string[];
  url: string;
  country: string;
  choice: string;
  integer: number;
  money: Cents;
  percent: BasisPoints;
  day: PartialDay;
  instant: Date;
  yesNo: boolean;
  coded: string;
  reference: Reference;
  list: RecordOf[];
}
export type FieldKind = keyof StoredByKind;

/** What an output makes of a value of each kind: a new kind does not compile until every output has it (decision 0061). */
export type ByKind<Made, Told extends readonly unknown[] = []> = {
  readonly [K in FieldKind]: (value: StoredByKind[K], ...told: Told) => Made;
};

/** What an output makes of a field's values, which are those of its kind. */
export const byKind = <Made, Told extends readonly unknown[]>(
  output: ByKind<Made, Told>,
  { kind }: Pick<Field, 'kind'>,
): ((value: unknown, ...told: Told) => Made) => output[kind] as (value: unknown, ...told: Told) => Made;

const nothing = () => null;
/** What is stored where there is no value. */
export const emptyValues: Readonly<Record<FieldKind, () => null | false | []>> = {
  text: nothing,
  longText: nothing,
  texts: () => [],
  url: nothing,
  country: nothing,
  choice: nothing,
  integer: nothing,
  money: nothing,
  percent: nothing,
  day: nothing,
  instant: nothing,
  yesNo: () => false,
  coded: nothing,
  reference: nothing,
  list: () => [],
};

export type ReferencedNoun = 'call' | 'organisation' | 'user';
export type CodedNoun = 'programme' | 'strategy' | 'initiative' | 'keyAction';

/** One field of a record: the facts every form, column, rule and filter is made from. `T` is the stored type. */
export interface Field<T = unknown> {
  readonly kind: FieldKind;
  readonly label: Label;
  readonly hint?: Label;
  /** What no value means, where it means something else than "unknown". */
  readonly emptyMeans?: Label;
  readonly isRequired: boolean;
  /** Checks and converts what a form or the API sends to the stored value. */
  readonly rule: Joi.Schema;
  /** Choices in the order shown; only for `choice`. */
  readonly options?: Readonly<Record<string, Label>>;
  /** The noun a `coded` or `reference` field points at. */
  readonly noun?: ReferencedNoun | CodedNoun;
  /** The fields of one item of a `list`. */
  readonly items?: Fields;
  /** Of a `list` that is typed as a table: which fields of an item stand in its line; the others unfold behind it. */
  readonly lineColumns?: readonly string[];
  /** How many items a `list` takes. */
  readonly mostItems?: number;
  /** Set by the program, never by a form or the API. */
  readonly isReadOnly?: boolean;
  /** Who may see it: whoever holds this right, everybody where none is named. */
  readonly right?: Right;
  readonly stored?: T;
}
export type Fields = Readonly<Record<string, Field>>;

/** The field of a name that somebody wrote: never what every object has, such as `constructor`. */
export const fieldNamed = (fields: Fields, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** A record with these fields; of any noun, where it is not said which: its keys are then known as the program runs. */
export type RecordOf<F extends Fields = Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};
/** Values of fields by their keys, of a record or of an item of a list: all of them, or those that are stated. */
export type Values = Readonly<RecordOf>;

/** What every kind of field may be told. */
export type Options = {
  hint?: Label;
  emptyMeans?: Label;
  readOnly?: true;
} & ({ required?: true; right?: never } | { required?: never; right?: Right }); // Whoever lacks the right it takes to see a field makes records too.
/** What is stored: nothing may be missing where it is required. */
export type Value<T, O> = O extends { required: true } ? T : T | null;

/** A field of a kind: what the kinds below, and references (`referenceFields.ts`), are made with. */
export const field = <K extends FieldKind, O extends Options & RuleOptions[K]>(
  kind: K,
  label: Label,
  options: O,
) =>
  ({
    kind,
    label,
    ...(options.hint && { hint: options.hint }),
    ...(options.emptyMeans && { emptyMeans: options.emptyMeans }),
    ...(options.readOnly && { isReadOnly: true }),
    ...(options.right && { right: options.right }),
    isRequired: options.required === true,
    rule: rules[kind](options),
  }) as Field<Value<StoredByKind[K], O>>;

/** One line of text, at most `max` characters (default 500). */
export const text = <O extends Options & RuleOptions['text']>(label: Label, options = {} as O) =>
  field('text', label, options);

/** Text of several lines, at most 32 767 characters: what an Excel cell holds. */
export const longText = <O extends Options>(label: Label, options = {} as O) =>
  field('longText', label, options);

/** A list of short texts; typed one a line or separated by semicolons. */
export const texts = (label: Label, options: Options & TextsLimits = {}) =>
  field('texts', label, options) as Field<string[]>;

/** A web address, http or https only. */
export const url = <O extends Options>(label: Label, options = {} as O) => field('url', label, options);

/** A country: ISO or EU code in, ISO 3166-1 code stored. */
export const country = <O extends Options>(label: Label, options = {} as O) =>
  field('country', label, options);

/** One of a fixed set of codes, with a label each. */
export const choice = <const C extends Readonly<Record<string, Label>>, O extends Options>(
  label: Label,
  choices: C,
  options = {} as O,
) =>
  ({
    ...field('choice', label, { ...options, codes: Object.keys(choices) }),
    options: choices,
  }) as Field<Value<keyof C & string, O>> & { options: C };

/** A whole number from `min` (default 0) to `max` (default 2^31). */
export const integer = <O extends Options & RuleOptions['integer']>(label: Label, options = {} as O) =>
  field('integer', label, options);

/** An amount in euro, at most `mostCents`: typed in any unambiguous notation, a decimal string in JSON, whole cents stored. */
export const money = <O extends Options>(label: Label, options = {} as O) => field('money', label, options);

/** A share: basis points (0–10 000) stored and in JSON; forms show and take per cent with up to two decimals. */
export const percent = <O extends Options>(label: Label, options = {} as O) =>
  field('percent', label, options);

/** A calendar day, or the month or year that is all that is known. */
export const day = <O extends Options>(label: Label, options = {} as O) => field('day', label, options);

/** An instant: ISO 8601 with zone, or Brussels time without one; a bare day means 17:00 in Brussels (docs/domain.md §2). */
export const instant = <O extends Options>(label: Label, options = {} as O) =>
  field('instant', label, options);

/** True or false; an unticked box is false. */
export const yesNo = (label: Label, options: Options = {}) =>
  field('yesNo', label, options) as Field<boolean>;

/** A list is seen or hidden whole: a form of which some values are missing could not be saved without losing them. */
function seenWhole<F extends Fields>(items: F): F {
  const some = Object.keys(items).find(key => items[key]?.right !== undefined);
  if (some !== undefined) throw new Error(`${some} takes a right: name it on the list.`);
  return items;
}

/** Items of the same fields, in an order that is kept; at most `max` (default 2 000); `columns` are typed as a table. */
export const list = <const F extends Fields>(
  label: Label,
  items: F,
  {
    max = 2000,
    columns,
    ...options
  }: Options & { max?: number; columns?: readonly (keyof F & string)[] } = {},
) =>
  ({
    ...field('list', label, { ...options, item: ruleOf(items), max }),
    items: seenWhole(items),
    mostItems: max,
    ...(columns && { lineColumns: columns }),
  }) as Omit<Field<RecordOf<F>[]>, 'items'> & { items: F };

/** The Joi rule of a whole record; unknown keys are refused, read-only ones too. */
export function ruleOf(fields: Fields): Joi.ObjectSchema {
  const writable = Object.entries(fields).filter(([, { isReadOnly }]) => !isReadOnly);
  return Joi.object(Object.fromEntries(writable.map(([key, { rule }]) => [key, rule])));
}

/** A record with nothing filled in: what a new one starts from. */
export function emptyRecord<F extends Fields>(fields: F): RecordOf<F> {
  const record: RecordOf = {};
  for (const [key, { kind }] of Object.entries(fields)) record[key] = emptyValues[kind]();
  return record as RecordOf<F>;
}
