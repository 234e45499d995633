import type { Field } from '../../record/fields.ts';
import type { Label } from '../../values/format.ts';
import { importables } from '../../nouns.ts';
import { otherUnitIn } from '../cells/amountUnits.ts';
import { wordsOfToday } from '../cells/formerWords.ts';
import { incomingNouns, type IncomingNoun, type Mapping } from '../contract/incoming.ts';

/** A field that a column can be mapped to. */
export interface MappableField {
  /** `title`, or `participants.name` for the one item of a row. */
  key: string;
  label: Label;
  field: Field;
  isRequired: boolean;
}

const decidedByProgram = (field: Field): boolean => field.isReadOnly === true;

/** The fields a column of a table can be mapped to: those of the record, then those of one item of each of its lists. */
export function mappableFields(noun: IncomingNoun): MappableField[] {
  const { fields } = importables[noun].noun;
  const open = Object.entries(fields).filter(([, field]) => !decidedByProgram(field));
  const own = open.flatMap(([key, field]): MappableField[] =>
    field.items ? [] : [{ key, label: field.label, field, isRequired: field.isRequired }],
  );
  const ofItems = open.flatMap(([list, field]): MappableField[] =>
    Object.entries(field.items ?? {}).flatMap(([key, one]): MappableField[] => {
      if (decidedByProgram(one) || one.items) return [];
      const label = { en: `${field.label.en}: ${one.label.en}`, nl: `${field.label.nl}: ${one.label.nl}` };
      return [{ key: `${list}.${key}`, label, field: one, isRequired: one.isRequired }];
    }),
  );
  return [...own, ...ofItems];
}

/** A heading without case, signs and what stands in brackets: `EU_Contribution (€)` → `eu contribution`. */
export const plainHeading = (text: string): string =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/\([^)]*\)/g, ' ')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How well a heading fits: the key or label itself goes before what others call it. */
function namesOf(noun: IncomingNoun): Map<string, { key: string; weight: number }> {
  const names = new Map<string, { key: string; weight: number }>();
  const add = (name: string, key: string, weight: number) => {
    const plain = plainHeading(name);
    if ((names.get(plain)?.weight ?? 0) < weight) names.set(plain, { key, weight });
  };
  for (const { key, label, field } of mappableFields(noun)) {
    const [list] = key.split('.');
    add(key, key, 4);
    for (const words of [label.en, label.nl]) add(words, key, 4);
    // The label of an item's field alone says less than one of the record.
    for (const words of [field.label.en, field.label.nl]) add(words, key, key === list ? 4 : 2);
    if (key !== list) add(key.slice((list ?? '').length + 1), key, 1);
  }
  for (const [key, others] of Object.entries(importables[noun].otherNames))
    for (const name of others) add(name, key, 3);
  return names;
}

function columnsFor(noun: IncomingNoun, columns: readonly string[]) {
  const names = namesOf(noun);
  const amounts = new Set(
    mappableFields(noun).flatMap(({ key, field }) => (field.kind === 'money' ? [key] : [])),
  );
  // "Total cost (million)" is no total cost in euro: nothing is proposed for it.
  const fitting = (column: string) => {
    const found = names.get(plainHeading(column)) ?? names.get(plainHeading(wordsOfToday(column)));
    return found && amounts.has(found.key) && otherUnitIn(column) ? undefined : found;
  };
  const taken = new Set<string>();
  let score = 0;
  const entries = columns.map((column): [string, { key: string; weight: number } | undefined] => [
    column,
    fitting(column),
  ]);
  const best = new Map<string, string>();
  for (const [column, found] of entries.toSorted((a, b) => (b[1]?.weight ?? 0) - (a[1]?.weight ?? 0))) {
    if (!found || taken.has(found.key) || best.has(column)) continue;
    taken.add(found.key);
    best.set(column, found.key);
    score += found.weight;
  }
  return { mapped: Object.fromEntries(columns.map(column => [column, best.get(column) ?? null])), score };
}

/**
 * A mapping to begin with, from the headings alone: our keys and labels in both languages, and what people call them.
 * What no heading says is null; each field is proposed once.
 *
 * @param noun what the rows are, where a person said so; else what most headings speak of
 */
export function proposeMapping(columns: readonly string[], noun?: IncomingNoun): Mapping {
  const named = columns.filter(column => column !== '');
  const candidates = (noun ? [noun] : incomingNouns().toReversed()).map(one => ({
    noun: one,
    ...columnsFor(one, named),
  }));
  const [first] = candidates.toSorted((a, b) => b.score - a.score);
  return {
    noun: first?.noun ?? 'project',
    columns: first?.mapped ?? {},
    fixed: {},
    decimal: null,
    dayOrder: 'dayFirst',
  };
}
