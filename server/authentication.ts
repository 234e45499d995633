import { MongoStore } from 'connect-mongo';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import mongoose from 'mongoose';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { ExpectedError } from '../models/errors.ts';
import type { Language } from '../models/format.ts';
import { getUserByToken } from '../models/token.ts';
import { findByPassword, findPasswordSetAt, findUser, type KeptUser } from '../models/user.ts';

declare module 'express-session' {
  interface SessionData {
    language?: Language;
    notice?: string;
    signedInAt?: number;
    passwordSetAt?: number | null;
  }
}

const minute = 60_000;
/** A session ends after 30 minutes without a request, and 12 hours after signing in. */
export const idleLimitMs = 30 * minute;
export const absoluteLimitMs = 12 * 60 * minute;

/** The session of the pages, kept in MongoDB; the API never reads it. */
export function pageSession(secret: string, isSecure: boolean): RequestHandler {
  return session({
    name: 'callfolio',
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isSecure ? 'auto' : false, maxAge: idleLimitMs },
    store: MongoStore.create({
      client: mongoose.connection.getClient(),
      dbName: mongoose.connection.name,
      collectionName: 'sessions',
      ttl: idleLimitMs / 1000,
      touchAfter: 60,
    }),
  });
}

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

/** Checks e-mail and password within the limits; throws `tooMany` or `unauthenticated`, alike for unknown accounts. */
export function passwordCheck(): (email: unknown, password: unknown, address: string) => Promise<KeptUser> {
  const { account, address: place } = limiters();
  return async (email, password, address) => {
    const name = typeof email === 'string' ? email.trim().toLowerCase().slice(0, 254) : '';
    try {
      await account.consume(name);
      await place.consume(address);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / minute));
      throw new ExpectedError('tooMany', 'tooMany', { minutes });
    }
    const user = typeof password === 'string' ? await findByPassword(name, password) : null;
    if (!user) throw new ExpectedError('unauthenticated', 'wrongPassword');
    await account.delete(name);
    return user;
  };
}

/** The person a Bearer token stands for; null without one. Never the cookie's. */
export async function bearerUser(request: Request): Promise<KeptUser | null> {
  const [scheme = '', token = ''] = (request.get('authorization') ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? getUserByToken(token, new Date()) : null;
}

/** E-mail and password of an `Authorization: Basic` header; null without one. */
export function basicCredentials(request: Request): { email: string; password: string } | null {
  const [scheme = '', encoded = ''] = (request.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return null;
  const [, email = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { email, password };
}
