import { decimalSchema } from '../models/fieldSchema.ts';
import type { Listed } from '../models/noun.ts';
import { textual, wholeDay } from './route.ts';

type Json = Record<string, unknown>;

export const onKey = {
  name: 'on',
  in: 'query',
  description: 'The day statuses and phases are judged for; today if not said.',
  schema: wholeDay,
};
export const knownAtKey = {
  name: 'knownAt',
  in: 'query',
  description: 'What was recorded at this instant (ISO 8601 with zone), day or minute in Brussels.',
  schema: { ...textual, examples: ['2026-02-01', '2026-02-01T12:00:00Z'] },
};

const filterForms = {
  choice: textual,
  year: { ...textual, pattern: '^(\\d{4}|none)$', examples: ['2021'] },
  amount: decimalSchema,
  day: { ...textual, examples: ['2021-09-15', '2021-09', '2021'] },
} as const;

const totalsKey = (amounts: readonly string[]) => ({
  name: 'totals',
  description: 'Amounts to add up over all pages, separated by commas.',
  style: 'form',
  explode: false,
  schema: { type: 'array', items: { type: 'string', enum: amounts } },
});

/** Every key of a noun's list. Values of one key are OR, keys are AND, `none` is missing, `exclude.` leaves out. */
export function listKeysOf(noun: Listed): Json[] {
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
    { name: 'page', description: 'From 1.', schema: { type: 'integer', minimum: 1, default: 1 } },
    {
      name: 'pageSize',
      description: 'Records a page.',
      schema: { type: 'integer', minimum: 1, maximum: 250, default: 50 },
    },
    {
      name: 'facets',
      description: 'Facets to count, separated by commas.',
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string', enum: noun.facets } },
    },
    ...(noun.totals ? [totalsKey(noun.totals)] : []),
  ].map(key => ({ in: 'query', ...key }));
  const filters = Object.entries(noun.filters).flatMap(([name, filter]) => {
    const labels = filter.count?.by === 'value' ? Object.keys(filter.count.labels ?? {}) : [];
    const known = labels.length > 0 ? ` One of ${[...new Set([...labels, 'none'])].join(', ')}.` : '';
    const schema = { type: 'array', items: filterForms[filter.control] };
    return ['', 'exclude.'].map(prefix => ({
      name: `${prefix}${name}`,
      in: 'query',
      description: `${prefix ? 'Leaves out: ' : ''}${filter.label.en}.${known}`,
      schema,
    }));
  });
  return [...own, onKey, knownAtKey, ...filters];
}
