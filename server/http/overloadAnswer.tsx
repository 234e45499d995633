import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { renderToString } from 'preact-render-to-string';
import { languages, type Language } from '../../models/values/format.ts';
import { translator } from '../../views/locales/index.ts';
import { OverloadPage, overloadStyle, type OverloadCase } from '../../views/OverloadPage.tsx';
import { cookieName } from '../signIn/cookieName.ts';
import type { Log } from '../logger.ts';
import type { AdmissionSettings } from './admissionQueue.ts';
import { bareHeaders } from './bareHeaders.ts';
import { closeAfterBody, hasBody, leaveUnread } from './bodyBytes.ts';
import { refusalTally } from './refusalTally.ts';
import { chosenBefore } from './request.tsx';
import { requestIdOf } from './requestLog.ts';

/** When to come again, in seconds; for a file, as where its places are taken (filePlaces.ts). */
const retryAfter = 2;
const retryFileAfter = 5;
/** For how long a browser that tried again by itself does not do so again, in seconds. */
const retriedFor = 5;

const styleHash = createHash('sha256').update(overloadStyle).digest('base64');
const pageHeaders = {
  ...bareHeaders,
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Content-Type': 'text/html; charset=utf-8',
};
const jsonHeaders = { ...bareHeaders, 'Content-Type': 'application/json; charset=utf-8' };

/** Made once: a refusal costs next to nothing. */
function pagesOf(language: Language): Readonly<Record<OverloadCase, Buffer>> {
  const pageOf = (of: OverloadCase) =>
    Buffer.from(
      `<!DOCTYPE html>${renderToString(<OverloadPage language={language} t={translator(language)} of={of} />)}`,
    );
  return {
    first: pageOf('first'),
    again: pageOf('again'),
    write: pageOf('write'),
    file: pageOf('file'),
  };
}

/** The first language of ours in a header `Accept-Language`; browsers name the preferred one first. */
const spoken = new RegExp(String.raw`(?:^|,)\s*(${languages.join('|')})\b`, 'i');

/** For the API and for what a page's program reads. */
const isData = (url: string): boolean => /^\/api\/v1(?:[/?]|$)|^[^?]*\.json(?:\?|$)/.test(url);

/** The language chosen before, else the first of ours that the browser names, else English. */
function languageOf({ headers }: IncomingMessage): Language {
  const [, named] = spoken.exec(headers['accept-language'] ?? '') ?? [];
  return chosenBefore(headers.cookie) ?? languages.find(one => one === named?.toLowerCase()) ?? 'en';
}

/**
 * Refuses a request that could not be answered in time: 503 before the app sees it (429 for a file), as JSON or as a page of its
 * own. A browser comes again by itself, once: a cookie of five seconds says that it did.
 */
export function refuseOverload(
  log: Log,
  { isSecure, trustProxy }: Readonly<{ isSecure: boolean; trustProxy: number }>,
): AdmissionSettings['refuse'] {
  const pages = Object.fromEntries(languages.map(language => [language, pagesOf(language)]));
  const marker = cookieName('callfolio-retried', isSecure);
  const mark = `${marker}=1; Path=/; Max-Age=${retriedFor}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const count = refusalTally(log, 'refused, since more is asked than can be answered');

  return (request, response, lane) => {
    count(lane);
    leaveUnread(request, response);
    if (hasBody(request)) closeAfterBody(request, response);
    const { method, url = '', headers } = request;
    const requestId = requestIdOf(request, trustProxy);
    const language = languageOf(request);
    const isFile = lane === 'file';
    const status = isFile ? 429 : 503;
    const common = { 'Retry-After': isFile ? retryFileAfter : retryAfter, 'X-Request-Id': requestId };
    if (isData(url)) {
      const message = translator(language)(isFile ? 'overload.file' : 'overload.program');
      const body = JSON.stringify({ message, errors: [], requestId });
      response.writeHead(status, { ...jsonHeaders, ...common }).end(body);
      return;
    }
    const isRepeated = (headers.cookie ?? '').includes(`${marker}=`);
    const ofReader = isRepeated ? 'again' : 'first';
    const of = isFile ? 'file' : lane === 'write' && method !== 'GET' ? 'write' : ofReader;
    const again = of === 'first' && { Refresh: retryAfter, 'Set-Cookie': mark };
    response.writeHead(status, { ...pageHeaders, ...common, ...again }).end(pages[language]?.[of]);
  };
}
