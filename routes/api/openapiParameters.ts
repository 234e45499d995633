import { incomingNouns } from '../../models/sources/contract/incoming.ts';
import type { JsonSchema } from '../../models/record/fieldSchema.ts';
import type { Noun, NounName } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { knownAtKey, listKeysOf, onKey, orEmpty, parameterName, viewKeysOf } from './openapiLists.ts';
import { takesIdempotencyKey } from './openapiParts.ts';
import { textual, type Route } from '../line/route.ts';
import type { Fields } from '../../models/record/fields.ts';
import { visibleTo, type Sight } from '../../models/record/visibleTo.ts';

const refTo = (name: string): JsonSchema => ({ $ref: `#/components/parameters/${name}` });

/** What stands in an address for a record of a noun: its code where it has one, else what the program made up. */
const opaqueId: JsonSchema = { ...textual, pattern: '^[0-9a-f]{24}$' };
const code: JsonSchema = { ...textual, pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$', maxLength: 40 };
const coded = Object.values(nouns).flatMap(({ path, codeField }) => (codeField === undefined ? [] : [path]));

interface InPath {
  description: string;
  schema: JsonSchema;
}

/** What a part of a path is: `:id` is that of what the part before it names. */
function describeParameter(name: string, path: string): InPath {
  const [, first = ''] = path.split('/');
  if (name === 'version')
    return {
      description: 'The number of a version.',
      schema: { type: 'integer', minimum: 1, maximum: 999_999_999 },
    };
  if (name === 'noun')
    return {
      description: 'What the rows of the template are.',
      schema: { ...textual, enum: incomingNouns() },
    };
  if (first === 'sessions')
    return {
      description: 'The id of a session.',
      schema: { ...textual, pattern: '^[A-Za-z0-9_-]{20,100}$' },
    };
  return coded.includes(first)
    ? { description: 'The code, in any case.', schema: code }
    : { description: 'The id: opaque.', schema: opaqueId };
}

/** The kinds of record that are described, and to whom. */
export interface Described {
  kinds: Readonly<Record<NounName, Noun>>;
  sight: Sight;
}

/** The keys of a line's URL, path and headers. */
export function parametersOf(route: Route, { kinds, sight }: Described): JsonSchema[] {
  const { path, query, needsVersion, takesVersion } = route;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...describeParameter(name, path),
  }));
  const list = query?.list && visibleTo<Fields, unknown>(kinds[query.list], sight);
  const inQuery = [
    ...(list ? listKeysOf(list).map(({ name }) => refTo(parameterName(list.name, String(name)))) : []),
    ...(list && path === `/${list.path}` ? viewKeysOf(list) : []),
    ...(query?.moment ? [onKey, knownAtKey] : []),
    ...Object.entries(query?.own ?? {}).map(([name, { says, schema }]) => ({
      name,
      in: 'query',
      description: says.en,
      schema: orEmpty(schema),
    })),
  ];
  return [
    ...inPath,
    ...inQuery,
    ...(needsVersion ? [refTo('IfMatch')] : []),
    ...(takesVersion ? [refTo('IfMatchSeen')] : []),
    ...(takesIdempotencyKey(route) ? [refTo('IdempotencyKey')] : []),
  ];
}
