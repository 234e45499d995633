import type { Field, Fields } from '../../models/record/fields.ts';
import type { Format, Label } from '../../models/values/format.ts';
import type { Import, ImportRow, Outcome } from '../../models/imports/import.ts';
import { importables } from '../../models/nouns.ts';
import { incomingNouns, type RowNoun } from '../../models/sources/contract/incoming.ts';
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

/** What a row is of, in a word. */
export const rowNounLabel = (noun: RowNoun): { one: Label; many: Label } =>
  noun === 'detail' ? detailLabel : importables[noun].noun.label;

const detailLabel = {
  one: { en: 'Line of a list', nl: 'Regel van een lijst' },
  many: { en: 'Lines of lists', nl: 'Regels van lijsten' },
};

/** What a row may be of, the most wanted first. */
export const shownNouns = (): RowNoun[] => [...incomingNouns().toReversed(), 'detail'];

/** What its counts are called in the API. */
export const countsKey = (noun: RowNoun): string =>
  noun === 'detail' ? 'details' : importables[noun].noun.path;

/** The kinds of row whose counts are shown; lines of lists only where some were not taken. */
export const countedNouns = ({ counts }: Pick<Import, 'counts'>): RowNoun[] =>
  shownNouns().filter(noun => noun !== 'detail' || counts.detail.read > 0);

/** What a row changes beside what was decided of its conflicts: that stands with them already. */
export const plainChanges = ({ changes, conflicts }: ImportRow): ImportRow['changes'] =>
  changes.filter(one => !conflicts.some(({ field }) => field === one.field));

/** A field of the record that a row is of. */
export const fieldOf = (noun: RowNoun, key: string): Field | undefined => {
  const fields: Fields = noun === 'detail' ? {} : importables[noun].noun.fields;
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
};

/** What a row is about, in words. */
export function rowName({ name, isWithheld }: ImportRow, { language }: Format): string | null {
  return isWithheld ? translator(language)('importRow.withheld') : name;
}

/** How a field of a record is called. */
export const fieldLabel = (noun: RowNoun, key: string, { language }: Format): string =>
  fieldOf(noun, key)?.label[language] ?? key;

/** A stored value of a field in words; '' where there is none. */
export function storedText(noun: RowNoun, key: string, value: unknown, format: Format): string {
  const field = fieldOf(noun, key);
  if (value === null || value === undefined) return '';
  if (!field) return typeof value === 'string' ? value : JSON.stringify(value);
  return valueText(field, value, format) ?? '';
}
