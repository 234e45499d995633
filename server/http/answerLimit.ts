import type { Request, RequestHandler, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Log } from '../logger.ts';
import { noteOn } from './noted.ts';
import { refusalTally } from './refusalTally.ts';
import { tokenBuckets, type Rate } from './tokenBucket.ts';

/** Whose requests are counted together: those of one token, or of all sessions of one account; nobody's are not. */
function keyOf(request: Request, response: Response): string | null {
  const { tokenId } = noteOn(response);
  const user = request.user as KeptUser | undefined;
  if (tokenId !== undefined) return `token ${tokenId}`;
  return user ? `user ${user.id}` : null;
}

/**
 * Rate limiting of each account and each token, in this process: refuses with 429 who asks more often, once it is known who
 * asks and before the body is read. Attempts to sign in have limits of their own.
 */
export function limitAnswers(rate: Rate, log: Log): RequestHandler {
  const buckets = tokenBuckets(rate);
  const count = refusalTally(log, 'refused, since somebody asks too often');
  return (request, response, next) => {
    const key = keyOf(request, response);
    if (key === null || buckets.take(key, performance.now())) {
      next();
      return;
    }
    count(key);
    next(new ExpectedError('tooMany', 'overload.tooFast', { seconds: 1, perSecond: rate.perSecond }));
  };
}
