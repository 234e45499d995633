import { daySchema, momentSchema, wholeDaySchema, type JsonSchema } from '../../models/record/fieldSchema.ts';
import type { Filter } from '../../models/record/filters.ts';
import { allColumnsOf } from '../../models/record/listColumn.ts';
import { valuesTaken } from '../../models/record/listView.ts';
import type { Listed, NounName } from '../../models/record/noun.ts';
import {
  headingsKinds,
  mostFacetLimit,
  mostPage,
  mostPageSize,
  usualFacetLimit,
  usualPageSize,
} from '../../models/query/query.ts';
import { textual } from '../line/route.ts';

// An empty text would not be of the format.
const { format: _date, ...onSchema } = wholeDaySchema;

/** White space alone is an empty text, for what an address says is trimmed. */
const blank = '^\\s*$';

export const onKey = {
  name: 'on',
  in: 'query',
  description: 'The day statuses and phases are judged for; today if not said.',
  schema: orEmpty(onSchema),
};
export const knownAtKey = {
  name: 'knownAt',
  in: 'query',
  description: 'What was recorded at this instant (ISO 8601 with zone), day or minute in Brussels.',
  schema: orEmpty(momentSchema),
};

/** Amounts and days as they are sure to be read; other notations that people type are, where there is no doubt. */
const filterForms: Readonly<Record<Filter['control'], JsonSchema>> = {
  choice: textual,
  text: textual,
  year: { ...textual, examples: ['2021'] },
  amount: { ...textual, pattern: '^-?\\d{1,13}(\\.\\d{1,2})?$', examples: ['577675.77'] },
  day: daySchema,
};

/** The same with an empty text, which is as if the key were not there: a form sends its untouched inputs so. */
export function orEmpty(schema: JsonSchema): JsonSchema {
  const { type, enum: values, pattern, items } = schema;
  if (items) return { ...schema, items: orEmpty(items as JsonSchema) };
  if (Array.isArray(values)) return { ...schema, enum: [...(values as string[]), ''] };
  if (typeof pattern === 'string') return { ...schema, pattern: `${pattern}|${blank}` };
  return type === 'integer' ? { anyOf: [schema, { type: 'string', pattern: blank }] } : schema;
}

/** One value of a filter that is not empty. */
export function formOf({ control, takes }: Filter): JsonSchema {
  const form = filterForms[control];
  if (takes === undefined) return form;
  return takes instanceof RegExp ? { ...form, pattern: takes.source } : { ...form, enum: [...takes] };
}

const totalsKey = (amounts: readonly string[]) => ({
  name: 'totals',
  description: 'Amounts to add up over all pages, separated by commas.',
  style: 'form',
  explode: false,
  schema: { type: 'array', items: { type: 'string', enum: amounts } },
});

/** Under what name a key of a noun's list is described once for all its lines. */
export const parameterName = (noun: NounName, name: string): string => `${noun}.${name}`;

/** The keys of a noun's list that ask for columns beside its usual ones: the others with the first alone. */
export const viewKeysOf = ({ view }: Listed): JsonSchema[] =>
  Object.entries(view?.keys ?? {}).map(([name, key]) => {
    const takes = valuesTaken(key);
    const form = takes instanceof RegExp ? { pattern: takes.source } : { enum: [...takes] };
    const usual = key.otherwise === undefined ? {} : { default: key.otherwise };
    const [first] = Object.keys(view?.keys ?? {});
    return {
      name,
      in: 'query',
      description: name === first ? `${key.label.en}: adds columns.` : `${key.label.en}; with \`${first}\`.`,
      schema: orEmpty({ ...textual, ...form, ...usual }),
    };
  });

/** Every key of a noun's list. Values of one key are OR, keys are AND, `none` is missing, `exclude.` leaves out. */
export function listKeysOf(noun: Listed): JsonSchema[] {
  const sorts = Object.keys(noun.sorts).flatMap(key => [key, `-${key}`]);
  const own = [
    {
      name: 'q',
      description: 'Words searched for, at most 12; all must be found. Signs alone find nothing.',
      schema: textual,
    },
    {
      name: 'sort',
      description: 'A minus sorts downwards.',
      schema: { type: 'string', enum: sorts, default: noun.defaultSort },
    },
    {
      name: 'page',
      description: 'From 1.',
      schema: { type: 'integer', minimum: 1, maximum: mostPage, default: 1 },
    },
    {
      name: 'pageSize',
      description: 'Records a page.',
      schema: { type: 'integer', minimum: 1, maximum: mostPageSize, default: usualPageSize },
    },
    {
      name: 'columns',
      description:
        'Columns of the list, in this order, instead of its usual ones: of a file and of the page. Items then hold `id`, `version` and these alone.',
      schema: { type: 'array', items: { type: 'string', enum: allColumnsOf(noun).map(({ key }) => key) } },
    },
    {
      name: 'headings',
      description:
        'Of a CSV file: `keys` has the keys of the API and its notation, `words` the words and the notation of the page. Usual: keys by API, words otherwise.',
      schema: { type: 'string', enum: [...headingsKinds] },
    },
    {
      name: 'facets',
      description: 'Facets to count, separated by commas.',
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string', enum: noun.facets } },
    },
    {
      name: 'facetLimit',
      description:
        'Values of each facet, beside those chosen or left out; initiatives and phases are all given.',
      schema: { type: 'integer', minimum: 1, maximum: mostFacetLimit, default: usualFacetLimit },
    },
    ...(noun.totals ? [totalsKey(noun.totals)] : []),
  ].map(({ schema, ...key }) => ({ in: 'query', ...key, schema: orEmpty(schema) }));
  const filters = Object.entries(noun.filters).flatMap(([name, filter]) => {
    const labels = filter.count?.by === 'value' ? Object.keys(filter.count.labels ?? {}) : [];
    const known = labels.length > 0 ? ` One of ${[...new Set([...labels, 'none'])].join(', ')}.` : '';
    const schema = { type: 'array', items: orEmpty(formOf(filter)) };
    return ['', 'exclude.'].map(prefix => ({
      name: `${prefix}${name}`,
      in: 'query',
      description: `${prefix ? 'Leaves out: ' : ''}${filter.label.en}.${known}`,
      schema,
    }));
  });
  return [...own, onKey, knownAtKey, ...filters];
}
