import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import mongoose from 'mongoose';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import type { AccessNotice } from '../models/accessNotice.ts';
import { ExpectedError } from '../models/errors.ts';
import type { Language } from '../models/format.ts';
import { findByPassword, findPasswordSetAt } from '../models/credential.ts';
import { getBearer, noteUse, type TokenBearer } from '../models/token.ts';
import { findUser, type KeptUser } from '../models/user.ts';
import { inTime } from './deadline.ts';
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

const minute = 60_000;
/** A session ends after 30 minutes without a request, and 12 hours after signing in. */
const idleLimitMs = 30 * minute;
const absoluteLimitMs = 12 * 60 * minute;

/** The session of the pages, kept in MongoDB; the API never reads it. */
export function pageSession(secret: string, isSecure: boolean): RequestHandler[] {
  const own = session({
    name: 'callfolio',
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
  asked: Promise<KeptUser | null>,
  done: (error: unknown, user?: KeptUser | false) => void,
): void {
  // oxlint-disable-next-line promise/no-callback-in-promise -- passport's own interface
  asked.then(user => done(null, user ?? false)).catch((error: unknown) => done(error));
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
  const { signedInAt, passwordSetAt } = request.session;
  if (!request.user) {
    next();
    return;
  }
  const isLate = signedInAt === undefined || Date.now() - signedInAt > absoluteLimitMs;
  // Whoever changes a password wants everybody out who knew the old one.
  if (isLate || passwordSetAt !== (await findPasswordSetAt((request.user as KeptUser).id))) {
    request.logout(next);
    return;
  }
  next();
};

/** Attempts counted in MongoDB, so that every process knows them: by account, and by address. */
function limiters() {
  const make = (keyPrefix: string, points: number) =>
    new RateLimiterMongo({
      storeClient: mongoose.connection,
      dbName: mongoose.connection.name,
      tableName: 'attempts',
      keyPrefix,
      points,
      duration: 15 * 60,
      disableIndexesCreation: false,
    });
  return { account: make('account', 10), address: make('address', 100) };
}

/** An address as it is counted: of IPv6 the network, since whoever has one address of it has them all. */
function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(group => group !== '');
  const after = (tail ?? '').split(':').filter(group => group !== '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

export type PasswordCheck = (email: unknown, password: unknown, address: string) => Promise<KeptUser>;

/**
 * Checks e-mail and password within the limits; throws `tooMany` or `unauthenticated`. Both, and the time they take, are
 * alike for unknown and blocked accounts; a right password is refused like any other once there were too many attempts.
 */
export function passwordCheck(): PasswordCheck {
  const { account, address: addresses } = limiters();
  return async (email, password, address) => {
    const name = typeof email === 'string' ? email.trim().toLowerCase().slice(0, 254) : '';
    const place = placeOf(address);
    try {
      // The address first: whoever has used up theirs can no longer use up anybody's account.
      await addresses.consume(place);
      await account.consume(name);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / minute));
      throw new ExpectedError('tooMany', 'tooMany', { minutes });
    }
    const user = await findByPassword(name, typeof password === 'string' ? password : '');
    if (!user) throw new ExpectedError('unauthenticated', 'wrongPassword');
    // A whole office may sign in from one address: only what fails counts against it.
    await Promise.all([account.delete(name), addresses.reward(place)]);
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
