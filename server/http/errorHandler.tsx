import type { ErrorRequestHandler } from 'express';
import { ExpectedError, textKeyOf, type ErrorKind } from '../../models/values/errors.ts';
import { ErrorPage } from '../../views/components/ErrorPage.tsx';
import type { MessageKey } from '../../views/locales/index.ts';
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
    const framework = fromFramework(error);
    const isExpected = error instanceof ExpectedError;
    const isAway = !isExpected && isDatabaseAway(error);
    if (!isExpected && !framework)
      log.error({ err: error, requestId }, isAway ? 'the database did not answer' : 'unexpected error');
    const isStale = isExpected && error.kind === 'stale' && isApi;
    const status = isExpected
      ? isStale
        ? 412
        : statuses[error.kind]
      : (framework?.status ?? (isAway ? 503 : 500));
    const key = isExpected
      ? (textKeyOf(error.key) as MessageKey)
      : (framework?.key ?? unforeseenKey(error, isAway));
    const message = t(key, isExpected ? error.values : { requestId });
    const problems = isExpected ? error.problems.slice(0, mostNamed) : [];
    if (isExpected && !isNoRefusal(error.kind))
      logRefusal(log, request, response, { status, kind: error.kind, key: error.key });
    if (framework) {
      const kind = framework.status === 413 ? 'tooLarge' : 'malformed';
      logRefusal(log, request, response, { status, kind, key: framework.key });
    }
    if (status === 503) response.set('Retry-After', '5');
    if (isExpected && error.key === 'idempotency.running') response.set('Retry-After', '1');
    if (status === 429) response.set('Retry-After', secondsUntil(error));
    if (status === 401 && isApi) response.set('WWW-Authenticate', challengeFor(error));
    if (status === 401 && !isApi && request.method === 'GET' && error instanceof ExpectedError) {
      response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    const errors = problems.map(problem => ({
      field: problem.field,
      type: problem.type,
      message: sayProblem(t, problem),
    }));
    send(request, response, {
      kind: 'shown',
      status,
      ...(isStale && { version: Number(error.values['version']) }),
      data: { message, errors, requestId, ...(isStale && { version: error.values['version'] }) },
      view: () => (
        <ErrorPage
          message={message}
          details={errors.map(one => one.message)}
          mayRetry={status === 503 && request.method === 'GET'}
        />
      ),
    });
  };
}
