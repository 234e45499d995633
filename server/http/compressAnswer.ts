import { randomBytes, randomInt } from 'node:crypto';
import { gzip, constants } from 'node:zlib';
import type { Request, Response } from 'express';
import { noteOn } from './noted.ts';

/** In bytes: what fits into a packet or two arrives no sooner for being smaller. */
const leastBytes = 1024;

/** Bytes by which the length of a page says less, at most. */
const mostPadding = 128;

/** Level 1 costs half of the processor time of brotli's 4 (0.54 ms against 0.98 for a list of 113 KB) and sends a fifth more. */
const cheaply = { level: constants.Z_BEST_SPEED };

/**
 * Whether the client takes gzip, and rather than the answer as it is; what it says is weighed by `negotiator`, as
 * everywhere in Express.
 */
const takesGzip = (request: Request): boolean => request.acceptsEncodings('gzip', 'identity') === 'gzip';

/**
 * Sends a whole page, or whole JSON, compressed where that makes sense. Never what shows a secret: the length of a
 * compressed answer tells of what is in it (BREACH, decision 0074).
 * @param body the answer's text, whose type is set
 */
export function sendText(request: Request, response: Response, body: string): void {
  const whole = Buffer.from(body);
  const mayBeCompressed = whole.length >= leastBytes && noteOn(response).holdsSecret !== true;
  if (mayBeCompressed) response.vary('Accept-Encoding');
  if (!mayBeCompressed || !takesGzip(request)) {
    response.send(whole);
    return;
  }
  gzip(whole, cheaply, (error, compressed) => {
    // Answered meanwhile for being late (deadline.ts), or nobody is there any more.
    if (response.headersSent || response.destroyed) return;
    if (error) response.send(whole);
    else sendCompressed(request, response, compressed);
  });
}

/** Its tag is a weak one unless it is a record's, which tells versions apart and not bytes: with and without compression it is the same. */
function sendCompressed(request: Request, response: Response, compressed: Buffer): void {
  const tagOf = request.app.get('etag fn') as ((body: Buffer) => string | undefined) | undefined;
  if (!response.get('ETag')) response.set('ETag', tagOf?.(compressed));
  // A 304 has no content, and nothing to say of how it would be encoded.
  if (!request.fresh) response.set('Content-Encoding', 'gzip');
  response.send(compressed);
}

/** A comment of random length behind a page: what somebody makes it say of themselves shows less in its compressed length. */
export function padded(page: string): string {
  const noise = randomBytes(mostPadding).toString('base64url');
  return `${page}<!-- ${noise.slice(0, randomInt(1, mostPadding))} -->`;
}
