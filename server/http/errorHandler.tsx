import type { ErrorRequestHandler, Request, Response } from 'express';
import { ExpectedError, textKeyOf, type ErrorKind, type Problem } from '../../models/values/errors.ts';
import { ErrorPage } from '../../views/components/ErrorPage.tsx';
import type { MessageKey, Translate } from '../../views/locales/index.ts';
import { sayProblem } from '../../views/problem.ts';
import { isCommitUnknown, isDatabaseAway } from '../database/answer.ts';
import type { Log } from '../logger.ts';
import { logRefusal, secondsUntil } from './refusal.ts';
import { noteOn } from './noted.ts';
import { contextOf, send } from './request.tsx';

/** The only place where an error becomes a status. */
const statuses: Readonly<Record<ErrorKind, number>> = {
  badQuery: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  wrongMethod: 405,
  stale: 409,
  conflict: 409,
  slow: 408,
  tooLarge: 413,
  unsupported: 415,
  invalid: 422,
  versionMissing: 428,
  tooMany: 429,
  unavailable: 503,
  full: 507,
};

/** Errors of the body parsers and the router, which carry their own status. */
function fromFramework(error: unknown): { status: number; key: MessageKey } | null {
  const { status, type } = error as { status?: unknown; type?: unknown };
  if (status === 413 || type === 'entity.too.large' || type === 'parameters.too.many')
    return { status: 413, key: 'errors.tooLarge' };
  if (typeof status === 'number' && status >= 400 && status < 500) return { status, key: 'errors.malformed' };
  if (error instanceof URIError) return { status: 400, key: 'errors.malformed' };
  return null;
}

/** Problems an answer names: more help nobody. */
const mostNamed = 100;

const unforeseenKey = (error: unknown, isAway: boolean): MessageKey =>
  isCommitUnknown(error) ? 'errors.uncertain' : isAway ? 'errors.unavailable' : 'errors.unexpected';

/** Input that needs a change is part of the work, and a database that is away is nobody's doing; the rest is refused. */
const isNoRefusal = (kind: ErrorKind): boolean =>
  kind === 'invalid' || kind === 'badQuery' || kind === 'unavailable';

/** How to say who one is: a token is asked for with a password, everything else with a token. */
const challengeFor = (error: unknown): string =>
  error instanceof ExpectedError && ['tokenByPassword', 'wrongPassword'].includes(error.key)
    ? 'Basic realm="callfolio", charset="UTF-8"'
    : 'Bearer';

/** What an error means to whoever asked, whatever it came from. */
interface ErrorMeaning {
  status: number;
  key: MessageKey;
  values: ExpectedError['values'];
  problems: readonly Problem[];
}

function meaningOf(error: unknown, isApi: boolean, requestId: string): ErrorMeaning {
  if (error instanceof ExpectedError) {
    const { kind, key, values, problems } = error;
    const status = kind === 'stale' && isApi ? 412 : statuses[kind];
    return { status, key: textKeyOf(key) as MessageKey, values, problems: problems.slice(0, mostNamed) };
  }
  const isAway = isDatabaseAway(error);
  const unforeseen = { status: isAway ? 503 : 500, key: unforeseenKey(error, isAway) };
  return { ...(fromFramework(error) ?? unforeseen), values: { requestId }, problems: [] };
}

/** What nobody expected is logged with all that is known of it, a refusal in one line; what is part of the work is not. */
function logError(
  log: Log,
  request: Request,
  response: Response,
  error: unknown,
  meaning: ErrorMeaning,
): void {
  const { status, key } = meaning;
  if (error instanceof ExpectedError) {
    const { kind } = error;
    // What is refused in great numbers is counted where it is (answerLimit.ts).
    if (!isNoRefusal(kind) && error.key !== 'overload.tooFast')
      logRefusal(log, request, response, { status, kind, key: error.key });
  } else if (fromFramework(error)) {
    logRefusal(log, request, response, { status, kind: status === 413 ? 'tooLarge' : 'malformed', key });
  } else {
    const { requestId } = noteOn(response);
    const sentence = isDatabaseAway(error) ? 'the database did not answer' : 'unexpected error';
    log.error({ err: error, requestId }, sentence);
  }
}

/** Whether a file was refused that has a place in a moment: who waits for it on a page need do nothing. */
const isAwaitingPlace = (error: unknown): boolean =>
  error instanceof ExpectedError && (error.key === 'filesBusy' || error.key === 'filesOfPerson');

/** When it may be tried again, by the page itself where it waits for a file, and how a program says who it is. */
function setHeaders(response: Response, error: unknown, status: number, isApi: boolean): void {
  const isRunning = error instanceof ExpectedError && error.key === 'idempotency.running';
  if (isRunning) response.set('Retry-After', '1');
  else if (status === 503) response.set('Retry-After', '5');
  if (status === 429) response.set('Retry-After', secondsUntil(error));
  if (isAwaitingPlace(error) && !isApi) response.set('Refresh', secondsUntil(error));
  if (status === 401 && isApi) response.set('WWW-Authenticate', challengeFor(error));
}

/** The answer, as a page and as JSON; where somebody was faster a program is told the newest version. */
function answerOf(error: unknown, meaning: ErrorMeaning, t: Translate, request: Request, requestId: string) {
  const { status, problems } = meaning;
  const message = t(meaning.key, meaning.values);
  const errors = problems.map(problem => ({
    field: problem.field,
    type: problem.type,
    message: sayProblem(t, problem),
  }));
  const newest = status === 412 && error instanceof ExpectedError ? error.values['version'] : undefined;
  const mayRetry = (status === 503 || status === 429) && request.method === 'GET';
  return {
    kind: 'shown',
    status,
    ...(newest !== undefined && { version: Number(newest) }),
    data: { message, errors, requestId, ...(newest !== undefined && { version: newest }) },
    view: () => (
      <ErrorPage
        message={message}
        details={errors.map(one => one.message)}
        mayRetry={mayRetry}
        retriesIn={isAwaitingPlace(error) ? secondsUntil(error) : null}
      />
    ),
  } as const;
}

/** Says what went wrong in the medium that was asked for; what nobody expected is logged and says its number only. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // Answered in time by `deadline.ts`, and failed since: nobody waits for it.
    if (response.writableEnded) {
      log.warn({ err: error, requestId: noteOn(response).requestId }, 'failed after its answer');
      return;
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    const { t, isApi, requestId } = contextOf(request, response);
    const meaning = meaningOf(error, isApi, requestId);
    logError(log, request, response, error, meaning);
    setHeaders(response, error, meaning.status, isApi);
    if (meaning.status === 401 && !isApi && request.method === 'GET' && error instanceof ExpectedError) {
      response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    send(request, response, answerOf(error, meaning, t, request, requestId));
  };
}
