import { randomBytes } from 'node:crypto';

const xor = (one: Buffer, other: Buffer): Buffer => one.map((byte, at) => byte ^ (other[at] ?? 0)) as Buffer;

/**
 * A token in other letters each time (a one-time pad): two answers share nothing of it that their compressed lengths could
 * tell of, letter by letter (BREACH, decision 0074).
 */
export function maskToken(token: string): string {
  const letters = Buffer.from(token);
  const pad = randomBytes(letters.length);
  return Buffer.concat([pad, xor(letters, pad)]).toString('base64url');
}

/** The token behind a mask; undefined for what can be none. */
export function unmaskToken(masked: unknown): string | undefined {
  if (typeof masked !== 'string' || !/^[\w-]+$/.test(masked)) return undefined;
  const both = Buffer.from(masked, 'base64url');
  if (both.length % 2 !== 0) return undefined;
  const half = both.length / 2;
  return xor(both.subarray(half), both.subarray(0, half)).toString();
}
