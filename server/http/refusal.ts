import type { Request, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Log } from '../logger.ts';
import { noteOn } from './noted.ts';

/** The path of a request as it may be logged: without its query, and without the token of an invitation. */
export const loggedPath = (url: string): string =>
  (url.split('?')[0] ?? '').replace(/(\/invitations\/).*/i, '$1…');

/** What is refused every day, and needs nobody's attention: an address without a page, two people who edit one record. */
const usual: readonly string[] = [
  'notFound',
  'wrongMethod',
  'stale',
  'versionMissing',
  'tooLarge',
  'unsupported',
  'slow',
  'malformed',
];

export interface Refusal {
  status: number;
  /** The kind of error and its text, such as `forbidden` and `csrf`. */
  kind: ExpectedError['kind'] | 'malformed';
  key: string;
  /** The account somebody tried to sign in to. */
  account?: string | undefined;
}

/** One line for each refusal: who, from where, what, and why; never what was typed or sent. */
export function logRefusal(log: Log, request: Request, response: Response, refusal: Refusal): void {
  const user = (request.user as KeptUser | undefined) ?? null;
  const isNobody = refusal.kind === 'unauthenticated' && refusal.key === 'unauthenticated';
  log[isNobody || usual.includes(refusal.kind) ? 'info' : 'warn'](
    {
      requestId: noteOn(response).requestId,
      user: user?.id ?? null,
      address: request.ip ?? null,
      method: request.method,
      path: loggedPath(request.originalUrl),
      ...refusal,
    },
    'refused',
  );
}

/** When somebody who tried too often may try again. */
export function secondsUntil(error: unknown): string {
  const { minutes, seconds } = error instanceof ExpectedError ? error.values : {};
  return String(seconds ?? 60 * Number(minutes ?? 1));
}
