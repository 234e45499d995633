import { spelledCodes } from '../values/country.ts';
import { emptyValues, type Field, type FieldKind, type Fields } from './fields.ts';

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const year = '[1-9]\\d{3}';
const leapYear = '([1-9]\\d(0[48]|[2468][048]|[13579][26])|(1[26]|[2468][048]|[3579][26])00)';
/** The days there are, from the year 1000 on: no 31 April, and 29 February in leap years alone. */
const wholeDayForm = `(${year}-(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|${year}-(0[469]|11)-(0[1-9]|[12]\\d|30)|${year}-02-(0[1-9]|1\\d|2[0-8])|${leapYear}-02-29)`;
const zone = '(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)';
const clock = '([01]\\d|2[0-3]):[0-5]\\d';

/** One day of the calendar. */
export const wholeDaySchema: JsonSchema = {
  type: 'string',
  format: 'date',
  pattern: `^${wholeDayForm}$`,
  examples: ['2021-09-15'],
};

/** An instant with its zone, or the day or minute in Brussels. */
export const momentSchema: JsonSchema = {
  type: 'string',
  pattern: `^${wholeDayForm}(T${clock}(${zone}|:[0-5]\\d(\\.\\d{1,3})?${zone})?)?$`,
  examples: ['2026-02-01', '2026-02-01T12:00:00Z'],
};

export const daySchema: JsonSchema = {
  type: 'string',
  pattern: `^(${year}(-(0[1-9]|1[0-2]))?|${wholeDayForm})$`,
  examples: ['2021-09-15', '2021-09', '2021'],
  description: 'A calendar day, or the month or year that is all that is known.',
};

/** An amount in euro, to the cent. */
export const decimalSchema: JsonSchema = {
  type: 'string',
  pattern: '^-?\\d+\\.\\d{2}$',
  examples: ['577675.77'],
  description: 'An amount in euro as a decimal string, to the cent.',
};

const instantSchema: JsonSchema = {
  type: 'string',
  format: 'date-time',
  examples: ['2021-09-15T15:00:00.000Z'],
};

const referenceSchema: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string' }, identifier: { type: ['string', 'null'] } },
  required: ['id', 'identifier'],
  additionalProperties: false,
};

/** What each kind of field looks like in an answer, before the limits of one field. */
const read: Readonly<Record<FieldKind, JsonSchema>> = {
  text: { type: 'string' },
  longText: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  url: { type: 'string', examples: ['https://example.org/'] },
  country: { type: 'string', pattern: '^[A-Z]{2}$', examples: ['BE'] },
  choice: { type: 'string' },
  integer: { type: 'integer' },
  money: decimalSchema,
  percent: { type: 'integer', minimum: 0, maximum: 10_000, description: 'Basis points: 5000 is 50 %.' },
  day: daySchema,
  instant: instantSchema,
  yesNo: { type: 'boolean' },
  coded: { type: 'string' },
  reference: referenceSchema,
  list: { type: 'array' },
};

/** What a reference is named by. */
const named: JsonSchema = { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' };
/** A number as a form sends it. */
const digits: JsonSchema = { type: 'string', pattern: '^\\d{1,4}$' };

interface Described {
  rules?: { name: string; args?: { limit?: number; regex?: string; options?: { invert?: boolean } } }[];
}

/** The limits that one field's rule sets, under their names in its schema; inverted patterns it cannot say. */
function limitsOf({ rule }: Field, least: string, most: string): JsonSchema {
  const { rules = [] } = rule.describe() as Described;
  const limits: Record<string, unknown> = {};
  for (const { name, args } of rules) {
    const isForm = name === 'pattern' && !args?.options?.invert;
    const [, pattern, flags] = (isForm && /^\/(.*)\/(\w*)$/s.exec(args?.regex ?? '')) || [];
    if (pattern !== undefined && !flags) limits['pattern'] = pattern;
    if (args?.limit === undefined) continue;
    if (name === 'max') limits[most] = args.limit;
    if (name === 'min') limits[least] = args.limit;
  }
  return limits;
}

/** A text as its field's rule limits it. One that must be there is more than blanks; where a pattern is asked for, that says so. */
const limitedText = (field: Field): JsonSchema => ({
  type: 'string',
  ...(field.isRequired && { minLength: 1, pattern: '\\S' }),
  ...limitsOf(field, 'minLength', 'maxLength'),
});

/** What each kind takes, which may be more, or otherwise, than it gives; joi's own JSON Schema leaves out what a custom rule checks. */
const written: Readonly<Record<FieldKind, (field: Field) => JsonSchema>> = {
  text: limitedText,
  longText: limitedText,
  texts: () => ({
    anyOf: [{ type: 'array', items: { type: 'string', maxLength: 500 }, maxItems: 500 }, { type: 'string' }],
    description: 'A list, or one string with an entry a line or separated by semicolons.',
  }),
  url: () => ({
    type: 'string',
    format: 'uri',
    pattern: '^https?:',
    maxLength: 2000,
    examples: ['https://example.org/'],
  }),
  country: () => ({
    type: 'string',
    enum: spelledCodes,
    examples: ['BE', 'EL'],
    description: 'An ISO 3166-1 or EU code of two letters; ISO is stored (EL becomes GR).',
  }),
  choice: () => read.choice,
  integer: field => ({
    ...read.integer,
    anyOf: [{ type: 'integer', ...limitsOf(field, 'minimum', 'maximum') }, digits],
  }),
  money: () => ({
    anyOf: [
      { type: 'string', pattern: '^\\d{1,12}(\\.\\d{1,2})?$' },
      { type: 'number', minimum: 0, maximum: 1e12, multipleOf: 0.01 },
    ],
    examples: ['577675.77'],
    description: 'An amount in euro, at best a decimal string with a point; at most two decimals.',
  }),
  percent: () => ({ anyOf: [read.percent, digits], description: 'Basis points: 5000 is 50 %.' }),
  day: () => daySchema,
  instant: () => ({
    ...momentSchema,
    examples: ['2021-09-15T17:00:00+02:00', '2021-09-15T17:00', '2021-09-15'],
    description: 'ISO 8601 with zone, else Brussels time; a bare day means 17:00 in Brussels.',
  }),
  yesNo: () => ({
    anyOf: [{ type: 'boolean' }, { enum: ['true', 'false', 'yes', 'no', 'on', 'off', '1', '0'] }],
  }),
  coded: limitedText,
  reference: () => ({
    anyOf: [
      { ...named, description: 'The id or the identifier.' },
      {
        type: 'object',
        properties: { id: named, identifier: { anyOf: [named, { type: 'null' }] } },
        anyOf: [{ required: ['id'] }, { required: ['identifier'] }],
        additionalProperties: false,
      },
    ],
    examples: [{ identifier: 'H2020-SU-SEC-2019' }],
  }),
  list: field => ({ ...read.list, ...limitsOf(field, 'minItems', 'maxItems') }),
};

/** What is given or taken for no value, where one may be left out. */
const nothing = { read: { type: 'null' }, write: { enum: [null, ''] }, form: { enum: [''] } } as const;

type Way = 'read' | 'write' | 'form';

/** One field as JSON gives it (`read`) or takes it (`write`), or as a form sends it, with its label as title. */
function schemaOf(field: Field, way: Way): JsonSchema {
  const { kind, label, hint, options, items, noun, isReadOnly } = field;
  const taken = way === 'form' && kind === 'texts' ? { type: 'string' } : written[kind](field);
  const base = way === 'read' ? read[kind] : taken;
  const description = [hint?.en, base['description'], noun && `Names a ${noun}.`].filter(Boolean).join(' ');
  const schema = {
    ...base,
    ...(options && { enum: Object.keys(options) }),
    ...(items && { items: recordSchema(items, way) }),
  };
  const isNullable = !field.isRequired && (way !== 'read' || emptyValues[kind]() === null);
  return {
    title: label.en,
    ...(isNullable ? { anyOf: [schema, nothing[way]] } : schema),
    ...(description !== '' && { description }),
    ...(way === 'read' && isReadOnly && { readOnly: true }),
  };
}

/**
 * The fields of a record, or of an item of a list, as JSON Schema: `read` has every field, `write` those that may be
 * sent with the required ones asked for, `patch` the same with none asked for, `form` those of a form with a file.
 */
export function recordSchema(
  fields: Fields,
  way: Way | 'patch',
  more: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const shown = Object.entries(fields).filter(([, { isReadOnly }]) => way === 'read' || !isReadOnly);
  const properties = {
    ...more,
    ...Object.fromEntries(
      shown.map(([key, field]) => [key, schemaOf(field, way === 'patch' ? 'write' : way)]),
    ),
  };
  const required =
    way === 'read'
      ? Object.keys(properties)
      : shown.filter(([, one]) => way === 'write' && one.isRequired).map(([key]) => key);
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}
