import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import { languages, type Language } from '../../models/values/format.ts';
import { translator } from '../../views/locales/index.ts';
import { OverloadPage, overloadStyle, type OverloadCase } from '../../views/OverloadPage.tsx';
import { cookieName } from '../signIn/cookieName.ts';
import type { Log } from '../logger.ts';
import type { AdmissionSettings } from './admissionQueue.ts';
import { bareHeaders } from './bareHeaders.ts';
import { closeAfterBody, hasBody } from './bodyBytes.ts';
import { noteOn } from './noted.ts';
import { refusalTally } from './refusalTally.ts';
import { languageOf } from './request.tsx';

/** When to come again, in seconds. */
const retryAfter = 2;
/** For how long a browser that tried again by itself does not do so again, in seconds. */
const retriedFor = 5;

const styleHash = createHash('sha256').update(overloadStyle).digest('base64');
const pageHeaders = {
  ...bareHeaders,
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Content-Type': 'text/html; charset=utf-8',
};
const jsonHeaders = { ...bareHeaders, 'Content-Type': 'application/json; charset=utf-8' };

/** Made once: a refusal costs next to nothing. */
function pagesOf(language: Language): Readonly<Record<OverloadCase, Buffer>> {
  const pageOf = (of: OverloadCase) =>
    Buffer.from(
      `<!DOCTYPE html>${renderToString(<OverloadPage language={language} t={translator(language)} of={of} />)}`,
    );
  return { first: pageOf('first'), again: pageOf('again'), write: pageOf('write') };
}

/** For the API and for what a page's program reads. */
const isData = (url: string): boolean => /^\/api\/v1(?:[/?]|$)|^[^?]*\.json(?:\?|$)/.test(url);

/**
 * Refuses a request that could not be answered in time: 503 before session and body are read, as JSON or as a page of its
 * own. A browser comes again by itself, once: a cookie of five seconds says that it did.
 */
export function refuseOverload(log: Log, isSecure: boolean): AdmissionSettings['refuse'] {
  const pages = Object.fromEntries(languages.map(language => [language, pagesOf(language)]));
  const marker = cookieName('callfolio-retried', isSecure);
  const mark = `${marker}=1; Path=/; Max-Age=${retriedFor}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  const count = refusalTally(log, 'refused, since more is asked than can be answered');

  return (request, response, lane) => {
    count(lane);
    if (hasBody(request) && !response.hasHeader('Connection')) closeAfterBody(request, response);
    response.setHeader('Retry-After', retryAfter);
    const language = languageOf(request, null);
    if (isData(request.originalUrl)) {
      const message = translator(language)('overload.program');
      const { requestId } = noteOn(response);
      response.writeHead(503, jsonHeaders).end(JSON.stringify({ message, errors: [], requestId }));
      return;
    }
    const isRepeated = (request.headers.cookie ?? '').includes(`${marker}=`);
    const of = lane === 'write' && request.method !== 'GET' ? 'write' : isRepeated ? 'again' : 'first';
    if (of === 'first') response.setHeader('Refresh', retryAfter).setHeader('Set-Cookie', mark);
    response.writeHead(503, pageHeaders).end(pages[language]?.[of]);
  };
}
