import { ExpectedError } from '../../models/values/errors.ts';

/** No address is longer: Node refuses one whose headers have more bytes. */
const longestAddress = 16_384;

/**
 * Reads the query of an address that came within a form: each key with its texts, in their order. In linear time, however
 * often a key is repeated.
 * @throws {ExpectedError} `tooLarge` for what no address can hold
 */
export function readWrittenQuery(written: string): Record<string, string[]> {
  if (written.length > longestAddress) throw new ExpectedError('tooLarge', 'tooLarge');
  const keys = Object.create(null) as Record<string, string[]>;
  for (const [key, text] of new URLSearchParams(written)) (keys[key] ??= []).push(text);
  return keys;
}
