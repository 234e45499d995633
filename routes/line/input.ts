import type Joi from 'joi';
import { ExpectedError, invalid, type Problem } from '../../models/values/errors.ts';
import { ruleOf, type Fields, type RecordOf } from '../../models/record/fields.ts';
import type { RouteRequest, Route } from './route.ts';
import { isJsonObject, type JsonObject } from '../../models/values/jsonObject.ts';

/** What a form or the API sent, without what belongs to the form itself. */
export const sentIn = ({ body, isApi }: Pick<RouteRequest, 'body' | 'isApi'>): JsonObject =>
  Object.fromEntries(
    Object.entries(body).filter(([key]) => isApi || (key !== '_csrf' && key !== '_version')),
  );

/** Throws `invalid` naming every key of a body that a route does not read: nobody shall think it was heard. */
export function refuseUnknown(
  request: Pick<RouteRequest, 'body' | 'isApi'>,
  known: readonly string[] = [],
): void {
  const unknown = Object.keys(sentIn(request)).filter(key => !known.includes(key));
  if (unknown.length > 0) throw invalid(unknown.map(field => ({ field, type: 'object.unknown' })));
}

/**
 * Throws `badQuery` naming every key of an address that a line of the site map does not take. What reads the keys of a
 * list knows its filters, and refuses the others itself.
 */
export function refuseUnknownKeys(
  { query: taken, takesAnyKey }: Pick<Route, 'query' | 'takesAnyKey'>,
  query: RouteRequest['query'],
): void {
  if (taken?.list || takesAnyKey) return;
  const known = [...Object.keys(taken?.own ?? {}), ...(taken?.moment ? ['on', 'knownAt'] : [])];
  const unknown = Object.keys(query).filter(key => !known.includes(key));
  const problems = unknown.map((field): Problem => ({ field, type: 'query.unknown' }));
  if (problems.length > 0) throw new ExpectedError('badQuery', 'badQuery', {}, problems);
}

/** Problems as Joi found them, as ours. */
function problemsFrom(error: Joi.ValidationError): Problem[] {
  return error.details.map(({ path, type, context }) => {
    const limit: unknown = context?.['limit'];
    return {
      field: path.join('.'),
      type: type === 'alternatives.types' || type === 'alternatives.match' ? 'alternatives.match' : type,
      ...(typeof limit === 'number' && { values: { limit } }),
    };
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Keys named `__proto__`: JSON may hold them, and Joi would take what is in them for the record's own. */
function findPrototypes(input: unknown, path: readonly string[] = []): Problem[] {
  if (typeof input !== 'object' || input === null || path.length > 6) return [];
  // Of a list of numbers or texts nothing is built.
  const inner = Object.entries(input).filter(([key, value]) => key === '__proto__' || isObject(value));
  return inner.flatMap(([key, value]): Problem[] =>
    key === '__proto__'
      ? [{ field: [...path, key].join('.'), type: 'object.unknown' }]
      : findPrototypes(value, [...path, key]),
  );
}

/** Lists with more items than their field takes: refused before each item is checked, which takes seconds. */
function findLong(fields: Fields, input: unknown, path: readonly string[] = []): Problem[] {
  if (!isJsonObject(input)) return [];
  return Object.entries(fields).flatMap(([key, { items, mostItems }]): Problem[] => {
    const list = Object.hasOwn(input, key) ? input[key] : undefined;
    if (!items || !Array.isArray(list)) return [];
    const limit = mostItems ?? Infinity;
    if (list.length > limit)
      return [{ field: [...path, key].join('.'), type: 'array.max', values: { limit } }];
    return list.flatMap((item, at) => findLong(items, item, [...path, key, String(at)]));
  });
}

const validation = { abortEarly: false, stripUnknown: false, errors: { render: false } } as const;

/** Items of a very long list that are looked at first; with more problems than this, it is not worth finding them all. */
const sampled = 100;

/**
 * Problems of some items of very long lists: to find those of all takes seconds where each item has many. They are taken
 * at random, so that nobody can put the good ones where we look.
 */
function findInSample(fields: Fields, input: JsonObject): Problem[] {
  return Object.entries(fields).flatMap(([key, { items }]): Problem[] => {
    const list = Object.hasOwn(input, key) ? input[key] : undefined;
    if (!items || !Array.isArray(list) || list.length <= sampled) return [];
    const rule = ruleOf(items);
    return Array.from({ length: sampled }).flatMap((_one, turn) => {
      const at = Math.floor(((turn + Math.random()) * list.length) / sampled);
      const { error } = rule.validate(list[at], validation);
      const problems = error ? problemsFrom(error) : [];
      return problems.map(one => ({
        ...one,
        field: [key, at, one.field].filter(part => part !== '').join('.'),
      }));
    });
  });
}

/** More unknown keys than anybody could mean: they are named without checking what else was sent, which takes seconds. */
const mostUnknown = 1000;

/** So many of them are counted; to name all hundred thousand that a body may hold would take longer than to read it. */
const mostCounted = 10_000;

/** Keys that belong to no field, also those of items of lists: one more than are counted, where there are more. */
function findUnknown(fields: Fields, input: unknown): Problem[] {
  const found: Problem[] = [];
  const look = (of: Fields, within: unknown, prefix: string): void => {
    if (!isJsonObject(within)) return;
    for (const [key, value] of Object.entries(within)) {
      if (found.length > mostCounted) return;
      const field = Object.hasOwn(of, key) ? of[key] : undefined;
      if (!field) found.push({ field: `${prefix}${key}`, type: 'object.unknown' });
      else if (field.items && Array.isArray(value)) {
        for (const [at, item] of value.entries()) look(field.items, item, `${prefix}${key}.${at}.`);
      }
    }
  };
  look(fields, input, '');
  return found;
}

/**
 * Checks and converts input against a record's fields. With `isWhole` absent fields become empty and required ones are
 * asked for; without, only the fields sent are checked and returned. Throws `invalid` naming every field.
 */
export function checkInput<F extends Fields, W extends boolean>(
  fields: F,
  input: JsonObject,
  isWhole: W,
): W extends true ? RecordOf<F> : Partial<RecordOf<F>> {
  const expected = isWhole
    ? fields
    : Object.fromEntries(Object.entries(fields).filter(([key]) => Object.hasOwn(input, key)));
  const long = findLong(expected, input);
  if (long.length > 0) throw invalid(long);
  const allUnknown = findUnknown(fields, input);
  if (allUnknown.length > mostCounted)
    throw new ExpectedError('invalid', 'invalidMany', { most: mostCounted }, allUnknown);
  if (allUnknown.length > mostUnknown) throw invalid(allUnknown);
  const inSample = findInSample(expected, input);
  if (inSample.length > sampled)
    throw new ExpectedError('invalid', 'invalidMany', { most: sampled }, inSample);
  const prototypes = findPrototypes(input);
  const unknown = Object.keys(input).filter(key => !Object.hasOwn(fields, key));
  const { value, error } = ruleOf(expected).validate(input, validation);
  const found = [...(error ? problemsFrom(error) : []), ...prototypes];
  const named = new Set(found.map(({ field }) => field));
  const others = unknown.filter(key => !named.has(key));
  const problems = [...found, ...others.map((field): Problem => ({ field, type: 'object.unknown' }))];
  if (problems.length > 0) throw invalid(problems);
  return value;
}
