import Joi from 'joi';
import type { SchemaDefinitionProperty } from 'mongoose';
import { parseCountry } from '../values/country.ts';
import { parseInstant, parsePartialDay, type PartialDay } from '../values/day.ts';
import type { Label } from '../values/format.ts';
import { decimalToCents, mostCents, parseAmount } from '../values/money.ts';
import { control, textsRule, type TextsLimits } from './textsRule.ts';

/** Whole euro cents: an integer, safe up to 2^53. */
export type Cents = number;
/** Points of 0.01 %: 10 000 is the whole. */
export type BasisPoints = number;
/** A link to a record: its opaque id, and its identifier as printed when the link was made. */
export interface Reference {
  id: string;
  identifier: string;
}

export type FieldKind =
  | 'text'
  | 'longText'
  | 'texts'
  | 'url'
  | 'country'
  | 'choice'
  | 'integer'
  | 'money'
  | 'percent'
  | 'day'
  | 'instant'
  | 'yesNo'
  | 'coded'
  | 'reference'
  | 'list';

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
  /** How Mongoose stores it; of a `list` without the type, which follows from its items (`storage.ts`). */
  readonly storage: SchemaDefinitionProperty;
  /** Choices in the order shown; only for `choice`. */
  readonly options?: Readonly<Record<string, Label>>;
  /** The noun a `coded` or `reference` field points at. */
  readonly noun?: ReferencedNoun | CodedNoun;
  /** The fields of one item of a `list`. */
  readonly items?: Fields;
  /** How many items a `list` takes. */
  readonly mostItems?: number;
  /** Set by the program, never by a form or the API. */
  readonly isReadOnly?: boolean;
  readonly stored?: T;
}
export type Fields = Readonly<Record<string, Field>>;

/** The field of a name that somebody wrote: never what every object has, such as `constructor`. */
export const fieldNamed = (fields: Fields, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

export type RecordOf<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** What every kind of field may be told. */
export interface Options {
  required?: true;
  hint?: Label;
  emptyMeans?: Label;
  readOnly?: true;
}
/** What is stored: nothing may be missing where it is required. */
export type Value<T, O> = O extends { required: true } ? T : T | null;

/** Nothing, or nothing but white space: what a person leaves in a field that has no value. */
const blank = Joi.string().pattern(/^\s*$/).allow('', null);

/** A field of a kind: what the kinds below, and links (`linkFields.ts`), are made with. */
export function field<T>(
  kind: FieldKind,
  label: Label,
  rule: Joi.Schema,
  storage: SchemaDefinitionProperty,
  options: Options,
) {
  const emptied = rule.empty(blank);
  return {
    kind,
    label,
    ...(options.hint && { hint: options.hint }),
    ...(options.emptyMeans && { emptyMeans: options.emptyMeans }),
    ...(options.readOnly && { isReadOnly: true }),
    isRequired: options.required === true,
    rule: options.required ? emptied.required() : emptied.default(null),
    storage,
  } as Field<T>;
}

/** A string as a list of fields stores it; control characters never get in (they make workbooks unreadable). */
// Browsers send the ends of lines as \r\n: unless they become one form, saving an untouched form would change it.
export const line = () =>
  Joi.string().replace(/\r\n?/g, '\n').trim().pattern(control, { invert: true, name: 'control' });
export const stored = { type: String, default: null };

/** One line of text, at most `max` characters (default 500). */
export const text = <O extends Options & { max?: number; pattern?: RegExp }>(
  label: Label,
  options = {} as O,
) =>
  field<Value<string, O>>(
    'text',
    label,
    options.pattern
      ? line()
          .max(options.max ?? 500)
          .pattern(options.pattern, 'form')
      : line().max(options.max ?? 500),
    stored,
    options,
  );

/** Text of several lines, at most 32 767 characters: what an Excel cell holds. */
export const longText = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<string, O>>('longText', label, line().max(32_767), stored, options);

/** A list of short texts; typed one a line or separated by semicolons. */
export const texts = (label: Label, options: Options & TextsLimits = {}) =>
  ({
    ...field<string[]>('texts', label, Joi.any(), { type: [String], default: [] }, options),
    rule: textsRule(options),
  }) as Field<string[]>;

/** A web address, http or https only. */
export const url = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<string, O>>(
    'url',
    label,
    line()
      .max(2000)
      .uri({ scheme: ['http', 'https'] }),
    stored,
    options,
  );

/** A country: ISO or EU code in, ISO 3166-1 code stored. */
export const country = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<string, O>>(
    'country',
    label,
    Joi.string().custom((value: string, helpers) => parseCountry(value) ?? helpers.error('country.base')),
    stored,
    options,
  );

/** One of a fixed set of codes, with a label each. */
export const choice = <const C extends Readonly<Record<string, Label>>, O extends Options>(
  label: Label,
  choices: C,
  options = {} as O,
) =>
  ({
    ...field<Value<keyof C & string, O>>(
      'choice',
      label,
      Joi.string().valid(...Object.keys(choices)),
      stored,
      options,
    ),
    options: choices,
  }) as Field<Value<keyof C & string, O>> & { options: C };

/** A whole number from `min` (default 0) to `max` (default 2^31). */
export const integer = <O extends Options & { min?: number; max?: number }>(
  label: Label,
  options = {} as O,
) =>
  field<Value<number, O>>(
    'integer',
    label,
    Joi.number()
      .integer()
      .min(options.min ?? 0)
      .max(options.max ?? 2 ** 31),
    { type: Number, default: null },
    options,
  );

/** An amount in euro, at most `mostCents`: typed in any unambiguous notation, a decimal string in JSON, whole cents stored. */
export const money = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<Cents, O>>(
    'money',
    label,
    Joi.any().custom((value: unknown, helpers) => {
      if (typeof value !== 'string' && typeof value !== 'number') return helpers.error('money.notANumber');
      const exact = decimalToCents(value);
      const amount = exact === null ? parseAmount(value) : { cents: exact };
      if ('problem' in amount) return helpers.error(`money.${amount.problem}`);
      if (amount.cents > mostCents) return helpers.error('money.tooLarge');
      return amount.cents < 0 ? helpers.error('money.negative') : amount.cents;
    }),
    { type: Number, default: null },
    options,
  );

/** A share: basis points (0–10 000) stored and in JSON; forms show and take per cent with up to two decimals. */
export const percent = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<BasisPoints, O>>(
    'percent',
    label,
    Joi.number().integer().min(0).max(10_000).error(inPerCent),
    { type: Number, default: null },
    options,
  );

// Limits in basis points would not be understood by whoever typed per cent.
const inPerCent: Joi.ValidationErrorFunction = reports =>
  reports.map(report =>
    report.code.startsWith('number.') ? Object.assign(report, { code: 'percent.base' }) : report,
  );

/** How Mongoose stores a day, or the month or year that is all that is known. */
export const dayStorage = () => ({ _id: false, value: String, from: String, to: String });

/** A calendar day, or the month or year that is all that is known. */
export const day = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<PartialDay, O>>(
    'day',
    label,
    Joi.any().custom((value: unknown, helpers) => {
      const text = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
      return (typeof text === 'string' ? parsePartialDay(text) : null) ?? helpers.error('day.base');
    }),
    { type: dayStorage(), default: null },
    options,
  );

/** An instant: ISO 8601 with zone, or Brussels time without one; a bare day means 17:00 in Brussels (docs/domain.md §2). */
export const instant = <O extends Options>(label: Label, options = {} as O) =>
  field<Value<Date, O>>(
    'instant',
    label,
    Joi.any().custom((value: unknown, helpers) => parseInstant(value) ?? helpers.error('instant.base')),
    { type: Date, default: null },
    options,
  );

/** True or false; an unticked box is false. */
export const yesNo = (label: Label, options: Options = {}) =>
  ({
    ...field<boolean>('yesNo', label, Joi.boolean(), { type: Boolean, default: false }, options),
    rule: Joi.boolean()
      .truthy('on', 'yes', '1')
      .falsy('off', 'no', '0')
      .empty(Joi.valid('', null))
      .default(false),
  }) as Field<boolean>;

/** Items of the same fields, in an order that is kept; at most `max` (default 2 000). */
export const list = <const F extends Fields>(
  label: Label,
  items: F,
  options: Options & { max?: number } = {},
) =>
  ({
    ...field<RecordOf<F>[]>('list', label, Joi.any(), { default: [] }, options),
    rule: Joi.array()
      .items(ruleOf(items))
      .max(options.max ?? 2000)
      .empty(Joi.valid('', null))
      .default(() => []),
    items,
    mostItems: options.max ?? 2000,
  }) as Omit<Field<RecordOf<F>[]>, 'items'> & { items: F };

/** The Joi rule of a whole record; unknown keys are refused, read-only ones too. */
export function ruleOf(fields: Fields): Joi.ObjectSchema {
  const writable = Object.entries(fields).filter(([, { isReadOnly }]) => !isReadOnly);
  return Joi.object(Object.fromEntries(writable.map(([key, { rule }]) => [key, rule])));
}
