import type { Request, Response } from 'express';
import { findAccessNotice } from '../../models/accounts/accessNotice.ts';
import { findPasswordSetAt } from '../../models/accounts/credential.ts';
import { endOldestSessions, mostSessions, sessionKeyOf } from '../../models/accounts/session.ts';
import { sessionClock } from '../../models/accounts/sessionClock.ts';
import { findUserByEmail, type KeptUser } from '../../models/accounts/user.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import type { RouteRequest, SessionActions } from '../../routes/line/route.ts';
import type { Translate } from '../../views/locales/index.ts';
import type { House } from '../http/house.ts';
import { logRefusal, secondsUntil } from '../http/refusal.ts';
import { cookieName } from './cookieName.ts';

/** By what a browser keeps the language that a visitor chose: of somebody who has not signed in nothing is stored. */
export const languageCookie = 'callfolio-language';

/** What a handler may do to the session of a request. */
export function sessionActions(
  request: Request,
  response: Response,
  house: House,
  { isApi, now, t }: Pick<RouteRequest, 'isApi' | 'now' | 't'>,
): SessionActions {
  const begin = async (person: KeptUser, isByLink: boolean): Promise<void> => {
    await signIn(request, person, isByLink, t);
    house.devices.remember(request, response, person.id, now);
  };
  return {
    findUnsent: async id => {
      const user = request.user as KeptUser | undefined;
      return user && !isApi ? house.unsent.find(id, user.id, now) : null;
    },
    key: isApi ? null : sessionKeyOf(request.sessionID),
    signInByPassword: (email, password) =>
      signInByPassword(request, response, house, { email, password }, begin),
    confirm: password => confirm(request, response, house, password),
    signIn: (person, isByLink = false) => begin(person, isByLink),
    dropNotice: () => dropNotice(request, isApi, now),
    signOut: () => signOut(request, response, house),
    speak: chosen => {
      const { isSecure: secure } = house;
      const rules = { httpOnly: true, sameSite: 'lax', secure } as const;
      if (request.user) request.session.language = chosen;
      else response.cookie(cookieName(languageCookie, secure), chosen, rules);
    },
  };
}

/** Signs in by e-mail address and password; what is refused is logged with the account that was tried. */
async function signInByPassword(
  request: Request,
  response: Response,
  house: House,
  { email, password }: { email: string; password: string },
  begin: (person: KeptUser, isByLink: boolean) => Promise<void>,
): Promise<ExpectedError | null> {
  try {
    await begin(await house.checkPassword(email, password, request), false);
    return null;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const { kind, key } = error;
    if (key !== 'wrongPassword' && kind !== 'tooMany') throw error;
    const status = kind === 'tooMany' ? 429 : 401;
    const account = (await findUserByEmail(email))?.id;
    logRefusal(request.log, request, response, { status, kind, key, account });
    if (status === 429) response.set('Retry-After', secondsUntil(error));
    return error;
  }
}

/** Whether a person signed in knows their password, within the limits of signing in. Throws `tooMany`. */
async function confirm(
  request: Request,
  response: Response,
  house: House,
  password: string,
): Promise<boolean> {
  const { email } = request.user as KeptUser;
  return house.checkPassword(email, password, request).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof ExpectedError) || error.kind !== 'unauthenticated') throw error;
      logRefusal(request.log, request, response, { status: 422, kind: error.kind, key: error.key });
      return false;
    },
  );
}

/** Writes the session before the browser is answered. */
async function saveSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(error) : resolve()));
  });
}

const mostAgent = 300;

/** A new session id at sign-in: whoever knew the old one knows nothing. */
async function signIn(request: Request, user: KeptUser, isByLink: boolean, t: Translate): Promise<void> {
  const { language } = request.session;
  await new Promise<void>((resolve, reject) => {
    request.logIn(user, { session: true }, (error: unknown) => (error ? reject(error) : resolve()));
  });
  request.session.signedInAt = sessionClock();
  request.session.address = request.ip ?? '';
  request.session.agent = (request.get('user-agent') ?? '').slice(0, mostAgent);
  request.session.passwordSetAt = await findPasswordSetAt(user.id);
  if (language) request.session.language = language;
  if (isByLink) request.session.isByLink = true;
  const notice = await findAccessNotice(user, new Date());
  if (notice) request.session.accessNotice = notice;
  await saveSession(request);
  const own = sessionKeyOf(request.sessionID);
  const count = await endOldestSessions(user.id, own, new Date(sessionClock()));
  if (count > 0) request.session.notice = t('visit.oldestEnded', { count, most: mostSessions });
}

/** Takes the notice off the pages of this session. */
function dropNotice(request: Request, isApi: boolean, now: Date) {
  if (isApi) return { isByLink: false, toldUntil: now };
  const { accessNotice, isByLink } = request.session;
  delete request.session.accessNotice;
  return { isByLink: isByLink === true, toldUntil: accessNotice ? new Date(accessNotice.at) : now };
}

async function signOut(request: Request, response: Response, { isSecure }: House): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
  response.clearCookie(cookieName('callfolio', isSecure), { secure: isSecure });
}
