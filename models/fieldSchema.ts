import type { Field, FieldKind, Fields } from './fields.ts';

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const daySchema: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$',
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

/** Where a kind takes more, or otherwise, than it gives; joi's own JSON Schema leaves out what a custom rule checks. */
const written: Partial<Record<FieldKind, JsonSchema>> = {
  texts: {
    type: 'array',
    items: { type: 'string', maxLength: 500 },
    maxItems: 500,
    description: 'Or one string, an entry a line or separated by semicolons.',
  },
  url: {
    type: 'string',
    format: 'uri',
    pattern: '^https?:',
    maxLength: 2000,
    examples: ['https://example.org/'],
  },
  country: {
    type: 'string',
    minLength: 2,
    examples: ['BE', 'EL'],
    description: 'An ISO 3166-1 or EU code of two letters; ISO is stored (EL becomes GR).',
  },
  money: {
    type: ['string', 'number'],
    minimum: 0,
    examples: ['577675.77'],
    description: 'An amount in euro, at best a decimal string with a point; at most two decimals.',
  },
  day: daySchema,
  instant: {
    type: 'string',
    examples: ['2021-09-15T17:00:00+02:00', '2021-09-15T17:00', '2021-09-15'],
    description: 'ISO 8601 with zone, else Brussels time; a bare day means 17:00 in Brussels.',
  },
  coded: { type: 'string', maxLength: 100 },
  reference: {
    anyOf: [
      { type: 'string', maxLength: 200, description: 'The id or the identifier.' },
      {
        type: 'object',
        properties: { id: { type: 'string' }, identifier: { type: ['string', 'null'] } },
        anyOf: [{ required: ['id'] }, { required: ['identifier'] }],
        additionalProperties: false,
      },
    ],
    examples: [{ identifier: 'H2020-SU-SEC-2019' }],
  },
};

interface Described {
  rules?: { name: string; args?: { limit?: number; regex?: string; options?: { invert?: boolean } } }[];
}

/** The limits that one field's rule sets, where its schema can say them; inverted patterns it cannot. */
function limitsOf({ rule, kind }: Field): JsonSchema {
  const { rules = [] } = rule.describe() as Described;
  const [most, least] = kind === 'integer' ? ['maximum', 'minimum'] : ['maxLength', 'minLength'];
  const limits: Record<string, unknown> = {};
  for (const { name, args } of rules) {
    const isForm = name === 'pattern' && !args?.options?.invert;
    const [, pattern, flags] = (isForm && /^\/(.*)\/(\w*)$/s.exec(args?.regex ?? '')) || [];
    if (pattern !== undefined && !flags) limits['pattern'] = pattern;
    if (args?.limit === undefined) continue;
    if (name === 'max') limits[kind === 'list' ? 'maxItems' : (most ?? '')] = args.limit;
    if (name === 'min') limits[kind === 'list' ? 'minItems' : (least ?? '')] = args.limit;
  }
  return limits;
}

const limited: readonly FieldKind[] = ['text', 'longText', 'integer', 'list'];

/** One field as JSON gives it (`read`) or takes it (`write`), with its label as title. */
function schemaOf(field: Field, way: 'read' | 'write'): JsonSchema {
  const { kind, label, hint, options, items, noun, isReadOnly } = field;
  const base = (way === 'write' ? written[kind] : undefined) ?? read[kind];
  const description = [hint?.en, base['description'], noun && `Names a ${noun}.`].filter(Boolean).join(' ');
  const schema = {
    ...base,
    ...(way === 'write' && limited.includes(kind) && limitsOf(field)),
    ...(options && { enum: Object.keys(options) }),
    ...(items && { items: recordSchema(items, way) }),
  };
  const isNeverEmpty = kind === 'yesNo' || kind === 'texts' || kind === 'list';
  const isNullable = way === 'write' ? !field.isRequired : !field.isRequired && !isNeverEmpty;
  return {
    title: label.en,
    ...(isNullable ? { anyOf: [schema, { type: 'null' }] } : schema),
    ...(description !== '' && { description }),
    ...(way === 'read' && isReadOnly && { readOnly: true }),
  };
}

/**
 * The fields of a record, or of an item of a list, as JSON Schema: `read` has every field, `write` those that may be
 * sent with the required ones asked for, `patch` the same with none asked for.
 */
export function recordSchema(
  fields: Fields,
  way: 'read' | 'write' | 'patch',
  more: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const shown = Object.entries(fields).filter(([, { isReadOnly }]) => way === 'read' || !isReadOnly);
  const properties = {
    ...more,
    ...Object.fromEntries(
      shown.map(([key, field]) => [key, schemaOf(field, way === 'read' ? 'read' : 'write')]),
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
