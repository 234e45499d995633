import { hash } from 'node:crypto';
import type { PartialDay } from '../../values/day.ts';
import type { Field, Fields, Reference } from '../../record/fields.ts';

/** What a participation has besides what files state of it: never compared. */
const ofOurs = new Set(['organisation', 'isWithheld']);

/**
 * A value as a text that is equal for equal values: the order of items counts for nothing, nor does how a day or a link
 * is written. '' is a value that is not there.
 */
export function canonical(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  switch (field.kind) {
    case 'list':
      return (value as Record<string, unknown>[])
        .map(item => canonicalItem(field.items ?? {}, item))
        .toSorted()
        .join('\u0002');
    case 'texts':
      return (value as string[]).toSorted().join('\u0001');
    case 'day':
      return (value as PartialDay).value;
    case 'instant':
      return (value as Date).toISOString();
    case 'reference': {
      const { id, identifier } = value as Reference;
      // A link that leads nowhere yet is known by what it says.
      return id === '' ? `~${identifier.toLowerCase()}` : id;
    }
    case 'yesNo':
      return value === true ? 'yes' : 'no';
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function canonicalItem(items: Fields, item: Readonly<Record<string, unknown>>): string {
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
export function digestOfStated(values: Readonly<Record<string, unknown>>, fields: Fields): string {
  let text = '';
  for (const key of Object.keys(values).toSorted()) {
    const field = fields[key];
    if (field && !isOfTheFile(key)) text += `${key}\u0003${canonical(field, values[key])}\u0004`;
  }
  return shortDigest(text);
}

/** When the source was last touched says nothing of the record: it alone is no change. */
export const isOfTheFile = (key: string): boolean => key === 'contentUpdatedOn';
