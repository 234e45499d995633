import type { Label } from '../values/format.ts';
import { labelOf, missing, type Filter } from '../record/filters.ts';
import { streamRecords } from './list.ts';
import type { VisibleNoun } from '../record/visibleTo.ts';
import { chosenBeyondDefault, wholeList, type ListQuery } from '../query/query.ts';

/** One key of a query in words: several values are OR; `isExcluded` leaves them out. */
export interface FilterWords {
  label: Label;
  isExcluded: boolean;
  values: Label[];
}

const unknown: Label = { en: 'unknown', nl: 'onbekend' };

/** The filters of a query as a person reads them, without what may not leave the system. */
export async function describeFilters(noun: VisibleNoun, query: ListQuery): Promise<FilterWords[]> {
  const described: FilterWords[] = [];
  for (const side of ['chosen', 'excluded'] as const) {
    const said = side === 'chosen' ? chosenBeyondDefault(noun, query.chosen) : query.excluded;
    for (const [key, values] of Object.entries(said)) {
      const filter = noun.filters[key];
      if (!filter) continue;
      const words: Label[] = [];
      for (const value of values) words.push(await wordsOf(noun, key, filter, value, query));
      described.push({ label: filter.label, isExcluded: side === 'excluded', values: words });
    }
  }
  return described;
}

async function wordsOf(
  noun: VisibleNoun,
  key: string,
  filter: Filter,
  value: string,
  query: ListQuery,
): Promise<Label> {
  const { count } = filter;
  if (count?.by === 'option') {
    const option = (await count.options()).find(one => one.value === value);
    if (option) return option.label;
  }
  if (value === missing) return (count?.by === 'value' && count.labels?.[missing]) || unknown;
  if (!filter.isLink) return labelOf(count?.by === 'value' ? count.labels : undefined, value);
  const identifier = await findIdentifier(noun, key, value, query);
  return { en: identifier ?? value, nl: identifier ?? value };
}

/** The printed identifier of a linked record, from a record that links to it; what is withheld is in no file, and not looked into. */
async function findIdentifier(
  noun: VisibleNoun,
  key: string,
  value: string,
  query: ListQuery,
): Promise<string | null> {
  const one: ListQuery = { ...wholeList(noun, query.now), chosen: { [key]: [value] } };
  for await (const record of streamRecords(noun, one)) {
    return identifierIn(record, value);
  }
  return null;
}

function identifierIn(value: unknown, id: string): string | null {
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = identifierIn(item, id);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return null;
  if ('identifier' in value && 'id' in value && value.id === id) return String(value.identifier);
  return identifierIn(Object.values(value), id);
}
