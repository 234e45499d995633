import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { AccessNotice } from '../../models/accounts/accessNotice.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Language } from '../../models/values/format.ts';
import { findByPassword, findPasswordSetAt } from '../../models/accounts/credential.ts';
import { isTooLong } from '../../models/accounts/password.ts';
import { idleLimitMs } from '../../models/accounts/session.ts';
import { reserveAttempt } from '../../models/accounts/signInAttempts.ts';
import { getBearer, noteUse, type TokenBearer } from '../../models/accounts/token.ts';
import { findUser, findUserByEmail, type KeptUser } from '../../models/accounts/user.ts';
import { cookieName } from './cookieName.ts';
import { inTime } from '../http/deadline.ts';
import type { KnownDevices } from './knownDevice.ts';
import { sessionStore } from './sessionStore.ts';

declare module 'express-session' {
  interface SessionData {
    language?: Language;
    notice?: string;
    signedInAt?: number;
    passwordSetAt?: number | null;
    address?: string;
    agent?: string;
    accessNotice?: AccessNotice;
    /** Begun with a one-time link, which the owner of the account need not have opened. */
    isByLink?: true;
  }
}

/** The session of the pages, kept in MongoDB; the API never reads it. */
export function pageSession(secret: string, isSecure: boolean): RequestHandler[] {
  const own = session({
    name: cookieName('callfolio', isSecure),
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isSecure, maxAge: idleLimitMs },
    store: inTime(sessionStore(idleLimitMs)),
  });
  return isSecure ? [throughTls, own] : [own];
}

/**
 * Whoever sets a BASE_URL with https has put a proxy with TLS before the program. A proxy that does not say so in each
 * request must not cost the cookie its `Secure`.
 */
const throughTls: RequestHandler = (request, _response, next) => {
  Object.defineProperty(request, 'secure', { value: true });
  next();
};

/** Passport asks by callback; nobody found is `false` to it. */
function answer(
  found: Promise<KeptUser | null>,
  done: (error: unknown, user?: KeptUser | false) => void,
): void {
  // oxlint-disable-next-line promise/no-callback-in-promise -- passport's own interface
  found.then(user => done(null, user ?? false)).catch((error: unknown) => done(error));
}

/** Passport for the pages: e-mail and password; the account is read anew at each request. */
export function pagePassport(): RequestHandler[] {
  const people = new passport.Passport();
  people.use(
    new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      answer(findByPassword(email, password), done);
    }),
  );
  people.serializeUser((user, done) => done(null, (user as KeptUser).id));
  people.deserializeUser((id: string, done) => {
    answer(
      findUser(id).then(user => (user && !user.isBlocked ? user : null)),
      done,
    );
  });
  return [people.initialize() as RequestHandler, people.session() as RequestHandler, endOldSession];
}

const endOldSession: RequestHandler = async (request, _response, next) => {
  const { passwordSetAt } = request.session;
  if (!request.user) {
    next();
    return;
  }
  // Whoever changes a password wants everybody out who knew the old one.
  if (passwordSetAt !== (await findPasswordSetAt((request.user as KeptUser).id))) {
    request.logout(next);
    return;
  }
  next();
};

export type PasswordCheck = (email: unknown, password: unknown, request: Request) => Promise<KeptUser>;

/**
 * Checks e-mail and password within the limits of `reserveAttempt`; throws `tooMany` or `unauthenticated`. Both, and the
 * time they take, are alike for unknown and blocked accounts; a right password is refused like any other once there were
 * too many attempts.
 */
export function passwordCheck(devices: KnownDevices): PasswordCheck {
  return async (email, password, request) => {
    const name = typeof email === 'string' ? email.trim().toLowerCase().slice(0, 254) : '';
    const typed = typeof password === 'string' ? password : '';
    // Nobody's password is that long: it is refused before any work is done, whatever the account.
    if (isTooLong(typed)) throw new ExpectedError('unauthenticated', 'wrongPassword');
    const at = new Date();
    const account = devices.isAny(request) ? await findUserByEmail(name) : null;
    const device = account && devices.find(request, account.id, at);
    const reserved = await reserveAttempt({ email: name, address: request.ip ?? '', device }, at);
    const user = await findByPassword(name, typed);
    if (!user) {
      await reserved.fail(at);
      throw new ExpectedError('unauthenticated', 'wrongPassword');
    }
    await reserved.succeed();
    return user;
  };
}

/** Whom a Bearer token stands for; null without one. Never the cookie's. */
export async function bearerOf(request: Request): Promise<TokenBearer | null> {
  const [scheme = '', token = ''] = (request.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '') return null;
  const at = new Date();
  const bearer = await getBearer(token, at);
  void noteUse(token, bearer, at).catch((error: unknown) =>
    request.log.warn({ err: error }, 'the use of a token was not noted'),
  );
  return bearer;
}

/** E-mail and password of an `Authorization: Basic` header; null without one. */
export function basicCredentials(request: Request): { email: string; password: string } | null {
  const [scheme = '', encoded = ''] = (request.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return null;
  const [, email = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { email, password };
}
