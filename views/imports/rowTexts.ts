import type { Fields } from '../../models/fields.ts';
import type { Format } from '../../models/format.ts';
import type { ImportRow, Outcome } from '../../models/imports/import.ts';
import { nouns } from '../../models/nouns.ts';
import type { IncomingNoun } from '../../models/sources/incoming.ts';
import { valueText } from '../components/Value.tsx';
import { translator } from '../locales/index.ts';

/** What becomes of a row, in a word. */
export const outcomeKeys = {
  created: 'importPage.created',
  changed: 'importPage.changed',
  unchanged: 'importPage.unchanged',
  conflict: 'importPage.conflict',
  rejected: 'importPage.refused',
} as const satisfies Record<Outcome, string>;

const fieldOf = (noun: IncomingNoun, key: string) => {
  const fields: Fields = nouns[noun].fields;
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
};

/** What a row is about, in words. */
export function rowName({ name, isWithheld }: ImportRow, { language }: Format): string | null {
  return isWithheld ? translator(language)('importRow.withheld') : name;
}

/** How a field of a record is called. */
export const fieldLabel = (noun: IncomingNoun, key: string, { language }: Format): string =>
  fieldOf(noun, key)?.label[language] ?? key;

/** A stored value of a field in words; '' where there is none. */
export function storedText(noun: IncomingNoun, key: string, value: unknown, format: Format): string {
  const field = fieldOf(noun, key);
  if (value === null || value === undefined) return '';
  if (!field) return typeof value === 'string' ? value : JSON.stringify(value);
  return valueText(field, value, format) ?? '';
}
