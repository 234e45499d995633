import { ExpectedError } from '../../models/values/errors.ts';
import { isJsonObject, type JsonObject } from '../../models/values/jsonObject.ts';

/** How much a JSON body may hold. */
export interface JsonLimits {
  /** Items of lists and values of keys, however deep; a project with two thousand participants has a third of them. */
  values: number;
  /** Lists and objects within each other; a record's deepest value lies at five. */
  depth: number;
  /** Keys of one object: to walk those of a very large one costs more than to read it. */
  keys: number;
}

export const jsonLimits: JsonLimits = { values: 100_000, depth: 32, keys: 10_000 };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The place of the quote that ends a text; the end of the body where none does. */
function endOfText(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at;
}

/** Whether a body has more values than may be, or lies deeper: one pass over its bytes, before anything is built of them. */
export function isOverfull(body: Buffer, { values, depth, keys }: JsonLimits): boolean {
  let count = 0;
  let level = 0;
  /** What an object or list at each level has held so far; of a list nothing is counted. */
  const held: number[] = [];
  // After a bracket that opens: nothing has been said yet of whether anything is in it.
  let isEmpty = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] as number;
    // Between values stand spaces and what is below them.
    if (byte <= 0x20) continue;
    const isClose = byte === closeList || byte === closeObject;
    if (byte === comma || (isEmpty && !isClose)) {
      count += 1;
      held[level] = (held[level] ?? 0) + 1;
      if (count > values || (held[level] as number) > keys) return true;
    }
    isEmpty = byte === openList || byte === openObject;
    if (isEmpty) {
      level += 1;
      held[level] = byte === openList ? -Infinity : 0;
      if (level > depth) return true;
    } else if (isClose) level -= 1;
    else if (byte === quote) at = endOfText(body, at + 1);
  }
  return false;
}

const malformed = () => new ExpectedError('badQuery', 'malformed');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed();
  }
}

/**
 * Reads a JSON object.
 * @throws {ExpectedError} `tooLarge` for more values, or deeper, than `limits`; `badQuery` for what is no JSON, or no
 * object; `invalid` for a list: whoever sent it must not take that for a success
 */
export function readJson(body: Buffer, limits: JsonLimits): JsonObject {
  if (isOverfull(body, limits)) throw new ExpectedError('tooLarge', 'jsonTooFull', { ...limits });
  const value = parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  if (Array.isArray(value)) throw new ExpectedError('invalid', 'malformed');
  if (!isJsonObject(value)) throw malformed();
  return value;
}
