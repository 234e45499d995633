import { createHmac, randomBytes } from 'node:crypto';
import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import type { KeptUser } from '../../models/accounts/user.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { cookieName } from './cookieName.ts';
import { noteOn } from '../http/noted.ts';
import { maskToken, unmaskToken } from './maskedToken.ts';
import { newOwnedToken } from './ownedToken.ts';

/** What a form must carry so that no other site can send it: what gives it to pages, and the check once a form was read. */
export interface FormProtection {
  offerToken: RequestHandler;
  isTokenRight: (request: Request) => boolean;
}

/**
 * Protects the forms of the pages. Who is signed in has a token in their session. A visitor has none: theirs is made from
 * a cookie of their own, so that a page which anybody may open writes nothing (docs/decisions/0046). It is masked anew in
 * each answer.
 */
export function protectForms(secret: string, isSecure: boolean): FormProtection {
  const visitorToken = visitorTokens(secret, isSecure);
  const { generateToken, isRequestValid } = csrfSync({
    getTokenFromRequest: request => unmaskToken((request.body as { _csrf?: unknown } | undefined)?._csrf),
    getTokenFromState: request => (request.user ? request.session.csrfToken : visitorToken(request)),
  });
  const offerToken: RequestHandler = (request, _response, next) => {
    const user = request.user as KeptUser | undefined;
    if (user) request.session.csrfToken ??= newOwnedToken(secret, user.id, new Date());
    request.csrfToken = overwrite => maskToken(generateToken(request, overwrite));
    next();
  };
  return { offerToken, isTokenRight: isRequestValid };
}

const isRead = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/**
 * Refuses a change that a browser says it was asked for by a page of another origin, whatever token comes with it. A page
 * of another host of this domain is no page of ours either; what no browser says (a program, an old one) the token decides.
 */
export const refuseForeign: RequestHandler = (request, _response, next) => {
  const from = request.get('sec-fetch-site') ?? 'none';
  const isOurs = from === 'same-origin' || from === 'none' || isRead(request.method);
  next(isOurs ? undefined : new ExpectedError('forbidden', 'crossSite'));
};

/** The token of the visitor who asks; whoever has no cookie yet is given one with the answer. */
function visitorTokens(secret: string, isSecure: boolean): (request: Request) => string {
  const name = cookieName('callfolio-visitor', isSecure);
  const pattern = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`);
  return request => {
    const response = request.res;
    if (!response) throw new Error('A form has no token without an answer.');
    const noted = noteOn(response);
    noted.visitor ??= pattern.exec(request.get('cookie') ?? '')?.[1];
    if (noted.visitor === undefined) {
      noted.visitor = randomBytes(32).toString('base64url');
      response.cookie(name, noted.visitor, { httpOnly: true, sameSite: 'lax', secure: isSecure });
    }
    return createHmac('sha256', secret).update(`form of visitor ${noted.visitor}`).digest('base64url');
  };
}
