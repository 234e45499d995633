import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A session takes half a day at most; a form that was left open is known for a day longer. */
const knownMs = 36 * 3_600_000;

const signatureOf = (secret: string, text: string): Buffer =>
  createHmac('sha256', secret).update(`form token ${text}`).digest().subarray(0, 16);

/**
 * A form token of an account: random, and signed, so that a form says whose it is when its session is gone (decision 0078).
 * It is right only while it is the one of the session.
 */
export function newOwnedToken(secret: string, user: string, at: Date): string {
  const text = `${randomBytes(16).toString('base64url')}.${user}.${at.getTime().toString(36)}`;
  return `${text}.${signatureOf(secret, text).toString('base64url')}`;
}

/** Whose form token it is; null for what is none of ours, or is older than a session and a day. */
export function ownerOfToken(secret: string, token: string, at: Date): string | null {
  const [, text, user, madeAt, signature] = /^([\w-]+\.([\w-]+)\.([\da-z]+))\.([\w-]{22})$/.exec(token) ?? [];
  if (text === undefined || user === undefined) return null;
  const isOurs = timingSafeEqual(signatureOf(secret, text), Buffer.from(signature ?? '', 'base64url'));
  return isOurs && at.getTime() - Number.parseInt(madeAt ?? '', 36) < knownMs ? user : null;
}
