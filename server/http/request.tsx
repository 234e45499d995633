import type { Request, Response } from 'express';
import { languages, type Format, type Language } from '../../models/values/format.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import { rightsOf } from '../../models/record/permissions.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { sessionEndOf } from '../../models/accounts/session.ts';
import { sessionClock } from '../../models/accounts/sessionClock.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Answer, FileAnswer, RouteRequest } from '../../routes/line/route.ts';
import { versionIn } from '../../routes/line/version.ts';
import { translator } from '../../views/locales/index.ts';
import { lookIn, renderPage, type PageContext, type View } from '../../views/page.tsx';
import { positionIn } from '../../views/position.ts';
import { languageCookie, sessionActions } from '../signIn/sessionActions.ts';
import type { House } from './house.ts';
import { noteOn } from './noted.ts';
import { padded, sendText } from './compressAnswer.ts';
import { isPreview } from './preview.ts';
import { isJsonObject } from '../../models/values/jsonObject.ts';

const defaultLocale: Readonly<Record<Language, string>> = { en: 'en-IE', nl: 'nl-NL' };

const chosenLanguage = new RegExp(`(?:^|;\\s*)(?:__Host-)?${languageCookie}=(\\w+)(?:;|$)`);

/** The language that a visitor chose before; null where none of ours was chosen. */
export function chosenBefore(cookie: string | undefined): Language | null {
  const [, chosen] = chosenLanguage.exec(cookie ?? '') ?? [];
  return languages.find(language => language === chosen) ?? null;
}

/** The user's language, else the one chosen in this session, or before, else the browser's first of ours, else English. */
function languageOf(request: Request, user: KeptUser | null): Language {
  const spoken = request.acceptsLanguages([...languages]);
  const byBrowser = languages.find(language => language === spoken);
  // Before the session is read (or when it cannot be), there is none.
  const session = request.session as Request['session'] | undefined;
  return user?.language ?? session?.language ?? chosenBefore(request.headers.cookie) ?? byBrowser ?? 'en';
}

/** Who asks, in which language, from which mount. */
export function contextOf(request: Request, response: Response) {
  const user = (request.user as KeptUser | undefined) ?? null;
  const language = languageOf(request, user);
  const format: Format = { language, locale: user?.locale ?? defaultLocale[language] };
  const { medium = 'page', isApi = false, nonce = '', requestId = '' } = noteOn(response);
  return { user, language, format, medium, isApi, nonce, requestId, t: translator(language) };
}

/** Who asks, with the role's rights as far as their token goes. */
export function readerOf(request: Request, response: Response): Reader {
  const { user, format } = contextOf(request, response);
  return { user, rights: rightsOf(user?.role ?? null, noteOn(response).access), format };
}

/** A request as handlers see it. */
export function routeRequestOf(request: Request, response: Response, house: House, now: Date): RouteRequest {
  const { user, medium, isApi, t } = contextOf(request, response);
  const body: unknown = request.body;
  const fields = isJsonObject(body) ? body : {};
  return {
    medium,
    isApi,
    params: request.params as Record<string, string>,
    query: request.query,
    body: fields,
    file: noteOn(response).upload ?? null,
    version: isApi ? versionIn(request.get('if-match')) : versionIn(fields['_version']),
    now,
    url: request.originalUrl,
    address: request.ip ?? null,
    isPreview: isPreview(request),
    t,
    change: (reason = null) => ({
      by: user ? { id: user.id, name: user.name } : callfolioItself,
      source: { kind: isApi ? 'api' : 'form' },
      reason:
        reason ??
        (typeof fields['_reason'] === 'string' && fields['_reason'].trim()
          ? fields['_reason'].trim().slice(0, 2000)
          : null),
      at: now,
    }),
    session: sessionActions(request, response, house, { isApi, now, t }),
  };
}

function pageContextOf(request: Request, response: Response, status: number): PageContext {
  const { language, nonce, t } = contextOf(request, response);
  const { user, format, rights } = readerOf(request, response);
  const session = request.session as Request['session'] | undefined;
  const notice = session?.notice ?? null;
  const now = new Date();
  if (notice !== null && session) delete session.notice;
  return {
    t,
    say: label => label[language],
    format,
    user,
    may: right => rights.has(right),
    csrfToken: session ? (request.csrfToken?.() ?? '') : '',
    nonce,
    url: request.originalUrl,
    now,
    position: status === 200 ? positionIn(request.originalUrl, now) : null,
    notice,
    accessNotice: (user && session?.accessNotice) ?? null,
    sessionEnd: user && session ? sessionEndOf(session.signedInAt ?? sessionClock(), sessionClock()) : null,
    look: lookIn(request.headers.cookie),
    underWay: noteOn(response).underWay ?? null,
  };
}

function sendPage(request: Request, response: Response, view: View, status: number): void {
  const context = pageContextOf(request, response, status);
  response.status(status).set('Content-Language', context.format.language).type('html');
  sendText(request, response, padded(renderPage(view, context)));
}

/** Whether a session holds anything besides its cookie; one that was ended is none. */
const holdsAnything = (session: Request['session'] | undefined): boolean =>
  Object.keys(session ?? {}).some(key => key !== 'cookie');

/** Leads a browser on, where nothing was answered yet (deadline.ts). */
export function leadTo(response: Response, to: string): void {
  if (!response.writableEnded) response.redirect(303, to);
}

/** Sends an answer in the medium the request asked for; a file has a way of its own (sendFile.ts). */
export function send(request: Request, response: Response, answer: Exclude<Answer, FileAnswer>): void {
  // Too late: the request was answered already (deadline.ts).
  if (response.writableEnded) return;
  const { isApi, medium } = contextOf(request, response);
  const isData = isApi || medium === 'json';
  if (answer.kind === 'moved' && !isData) {
    if (answer.notice !== undefined) request.session.notice = answer.notice;
    const goOn = () => leadTo(response, answer.to);
    // The session is written before the browser follows the redirection.
    if (holdsAnything(request.session)) request.session.save(goOn);
    else goOn();
    return;
  }
  if ('version' in answer && answer.version !== undefined) {
    response.set('ETag', `"${answer.version}"`);
    // It says which version a change is of, not what this reader sees of it on this day: no answer is spared by it.
    delete request.headers['if-none-match'];
  }
  if (answer.kind === 'shown' && !isData) {
    sendPage(request, response, answer.view, answer.status ?? 200);
    return;
  }
  if (answer.kind === 'moved' && answer.location !== undefined) response.set('Location', answer.location);
  response.status(answer.status ?? 200).type('json');
  sendText(request, response, JSON.stringify(answer.data ?? {}));
}
