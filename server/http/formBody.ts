import { unescape } from 'node:querystring';
import { ExpectedError } from '../../models/values/errors.ts';

/** The fields of a form by their names; a name that stands more than once has all its texts, in their order. */
export type FormFields = Record<string, string | string[]>;

/** One name or text of a form as it was typed; what is no escape stays as it is. */
const decoded = (written: string): string => {
  const spaced = written.includes('+') ? written.replaceAll('+', ' ') : written;
  return spaced.includes('%') ? unescape(spaced) : spaced;
};

/** Adds a field to those that came before it; one without a name is none. */
export function addField(fields: FormFields, name: string, text: string): void {
  if (name === '' || name === '__proto__') return;
  const before = fields[name];
  if (before === undefined) fields[name] = text;
  else if (typeof before === 'string') fields[name] = [before, text];
  else before.push(text);
}

/** Counts the fields of a form without reading them. */
function countFields(body: string): number {
  let count = body === '' ? 0 : 1;
  for (let at = body.indexOf('&'); at !== -1; at = body.indexOf('&', at + 1)) count += 1;
  return count;
}

/**
 * Reads `application/x-www-form-urlencoded` in linear time, also where one name stands thirty thousand times: the parser
 * of Express copies what it has at each of them (docs/decisions/0050).
 * @throws {ExpectedError} `tooLarge` for more fields than `most`
 */
export function readForm(body: string, most: number): FormFields {
  if (countFields(body) > most) throw new ExpectedError('tooLarge', 'tooManyFields', { most });
  // Without a prototype, so that no name is one of its own already.
  const fields = Object.create(null) as FormFields;
  for (const part of body.split('&')) {
    const at = part.indexOf('=');
    const name = decoded(at === -1 ? part : part.slice(0, at));
    addField(fields, name, at === -1 ? '' : decoded(part.slice(at + 1)));
  }
  return fields;
}
