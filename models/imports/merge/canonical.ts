import { hash } from 'node:crypto';
import { byKind, type ByKind, type Field, type Fields, type Values } from '../../record/fields.ts';

/** What a participation has besides what files state of it: never compared. */
const ofOurs = new Set(['organisation', 'isWithheld']);

const asIs = (value: string) => value;
const canonicals: ByKind<string, [field: Field]> = {
  text: asIs,
  longText: asIs,
  texts: value => value.toSorted().join('\u0001'),
  url: asIs,
  country: asIs,
  choice: asIs,
  integer: String,
  money: String,
  percent: String,
  day: ({ value }) => value,
  instant: value => value.toISOString(),
  yesNo: value => (value ? 'yes' : 'no'),
  coded: asIs,
  // A link that leads nowhere yet is known by what it says.
  reference: ({ id, identifier }) => (id === '' ? `~${identifier.toLowerCase()}` : id),
  list: (items, field) =>
    items
      .map(item => canonicalItem(field.items ?? {}, item))
      .toSorted()
      .join('\u0002'),
};

/**
 * A value as a text that is equal for equal values: the order of items counts for nothing, nor does how a day or a link
 * is written. '' is a value that is not there.
 */
export const canonical = (field: Field, value: unknown): string =>
  value === null || value === undefined ? '' : byKind(canonicals, field)(value, field);

function canonicalItem(items: Fields, item: Values): string {
  let text = '';
  for (const key in items) {
    const field = items[key];
    if (field && !field.isReadOnly && !ofOurs.has(key)) text += `${canonical(field, item[key])}\u0001`;
  }
  return text;
}

/** A short digest: 96 bits are enough where it is only compared with others of the same field of the same record. */
export const shortDigest = (text: string): string => hash('sha1', text, 'base64url').slice(0, 16);

/** All a file states of a record in one digest, as it is stated. */
export function digestOfStated(values: Values, fields: Fields): string {
  let text = '';
  for (const key of Object.keys(values).toSorted()) {
    const field = fields[key];
    if (field && !isOfTheFile(key)) text += `${key}\u0003${canonical(field, values[key])}\u0004`;
  }
  return shortDigest(text);
}

/** When the source was last touched says nothing of the record: it alone is no change. */
export const isOfTheFile = (key: string): boolean => key === 'contentUpdatedOn';
