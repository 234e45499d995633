import Joi from 'joi';
import { parseCountry } from '../values/country.ts';
import { parseInstant, parsePartialDay } from '../values/day.ts';
import { decimalToCents, mostCents, parseAmount } from '../values/money.ts';
import { control, textsRule, type TextsLimits } from './textsRule.ts';

interface Needed {
  required?: true;
}

/** What the rule of each kind of field may be told; the fields themselves (`fields.ts`) say what it means. */
export interface RuleOptions {
  text: Needed & { max?: number; pattern?: RegExp };
  longText: Needed;
  texts: TextsLimits;
  url: Needed;
  country: Needed;
  choice: Needed & { codes: readonly string[] };
  integer: Needed & { min?: number; max?: number };
  money: Needed;
  percent: Needed;
  day: Needed;
  instant: Needed;
  yesNo: object;
  coded: Needed;
  reference: Needed;
  list: { item: Joi.Schema; max: number };
}

/** Nothing, or nothing but white space: what a person leaves in a field that has no value. */
const blank = Joi.string().pattern(/^\s*$/).allow('', null);

/** A value that must be there, or null where there is none. */
function orNull(rule: Joi.Schema, { required }: Needed): Joi.Schema {
  const emptied = rule.empty(blank);
  return required ? emptied.required() : emptied.default(null);
}

/** A string as a list of fields stores it; control characters never get in (they make workbooks unreadable). */
// Browsers send the ends of lines as \r\n: unless they become one form, saving an untouched form would change it.
const line = () =>
  Joi.string().replace(/\r\n?/g, '\n').trim().pattern(control, { invert: true, name: 'control' });

const amount: Joi.CustomValidator = (value: unknown, helpers) => {
  if (typeof value !== 'string' && typeof value !== 'number') return helpers.error('money.notANumber');
  const exact = decimalToCents(value);
  const read = exact === null ? parseAmount(value) : { cents: exact };
  if ('problem' in read) return helpers.error(`money.${read.problem}`);
  if (read.cents > mostCents) return helpers.error('money.tooLarge');
  return read.cents < 0 ? helpers.error('money.negative') : read.cents;
};

const partialDay: Joi.CustomValidator = (value: unknown, helpers) => {
  const text = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  return (typeof text === 'string' ? parsePartialDay(text) : null) ?? helpers.error('day.base');
};

// Limits in basis points would not be understood by whoever typed per cent.
const inPerCent: Joi.ValidationErrorFunction = reports =>
  reports.map(report =>
    report.code.startsWith('number.') ? Object.assign(report, { code: 'percent.base' }) : report,
  );

/** Checks and converts what a form or the API sends to the stored value, by kind of field. */
export const rules: { readonly [K in keyof RuleOptions]: (options: RuleOptions[K]) => Joi.Schema } = {
  text: options => {
    const limited = line().max(options.max ?? 500);
    return orNull(options.pattern ? limited.pattern(options.pattern, 'form') : limited, options);
  },
  longText: options => orNull(line().max(32_767), options),
  texts: textsRule,
  url: options =>
    orNull(
      line()
        .max(2000)
        .uri({ scheme: ['http', 'https'] }),
      options,
    ),
  country: options =>
    orNull(
      Joi.string().custom((value: string, helpers) => parseCountry(value) ?? helpers.error('country.base')),
      options,
    ),
  choice: options => orNull(Joi.string().valid(...options.codes), options),
  integer: options =>
    orNull(
      Joi.number()
        .integer()
        .min(options.min ?? 0)
        .max(options.max ?? 2 ** 31),
      options,
    ),
  money: options => orNull(Joi.any().custom(amount), options),
  percent: options => orNull(Joi.number().integer().min(0).max(10_000).error(inPerCent), options),
  day: options => orNull(Joi.any().custom(partialDay), options),
  instant: options =>
    orNull(
      Joi.any().custom((value: unknown, helpers) => parseInstant(value) ?? helpers.error('instant.base')),
      options,
    ),
  yesNo: () =>
    Joi.boolean().truthy('on', 'yes', '1').falsy('off', 'no', '0').empty(Joi.valid('', null)).default(false),
  coded: options => orNull(line().max(100), options),
  reference: options =>
    orNull(
      Joi.alternatives(
        line()
          .max(200)
          .custom((value: string) => ({ id: value, identifier: value })),
        Joi.object({ id: line().max(200), identifier: line().max(200).allow('', null) })
          .or('id', 'identifier')
          .custom((value: { id?: string; identifier?: string | null }) => ({
            id: value.id ?? value.identifier,
            identifier: value.identifier ?? value.id,
          })),
      ),
      options,
    ),
  list: ({ item, max }) =>
    Joi.array()
      .items(item)
      .max(max)
      .empty(Joi.valid('', null))
      .default(() => []),
};
