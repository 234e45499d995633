import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { KeptUser } from '../../models/accounts/user.ts';
import { loggedPath } from './refusal.ts';
import { noteOn } from './noted.ts';

const saneId = /^[\w.-]{8,64}$/;

/** The id of a request: that of the proxy, where one may give it, else a new one. */
export function requestIdOf({ headers }: IncomingMessage, trustProxy: number): string {
  const given = trustProxy > 0 ? headers['x-request-id'] : undefined;
  return typeof given === 'string' && saneId.test(given) ? given : randomUUID();
}

/**
 * Gives each request its id and the nonce of its page. The id is that of the proxy where one stands before the program
 * and sends a sane `X-Request-Id`, else a new one; it is in the answer, in the log and in what an error says.
 */
export function identify(trustProxy: number): RequestHandler {
  return (request, response, next) => {
    const note = noteOn(response);
    note.requestId = requestIdOf(request, trustProxy);
    note.nonce = randomBytes(16).toString('base64url');
    response.set('X-Request-Id', note.requestId);
    next();
  };
}

/** The pattern of the route that answered, such as `/api/v1/projects/:id`; never an address that was asked for. */
export function routeOf(request: Request, response: Response): string {
  const path: unknown = (request.route as { path?: unknown } | undefined)?.path;
  if (typeof path === 'string') return `${noteOn(response).isApi === true ? '/api/v1' : ''}${path}`;
  return request.originalUrl.startsWith('/assets/') ? '/assets' : 'none';
}

/** True for an attempt to sign in: on the page, or for a token. */
export function isSignIn(request: Request, response: Response): boolean {
  return request.method === 'POST' && ['/sign-in', '/api/v1/tokens'].includes(routeOf(request, response));
}

/**
 * Writes one line for each request when it is answered: method, path, route, status, milliseconds, who, and its id. No
 * header, no body and no query comes near the log.
 */
export function logRequests(log: Logger): RequestHandler {
  const about = (request: IncomingMessage, response: ServerResponse, ms: unknown) => {
    const incoming = request as Request;
    const answer = response as Response;
    const user = incoming.user as KeptUser | undefined;
    return {
      request: {
        id: noteOn(answer).requestId,
        method: incoming.method,
        path: loggedPath(incoming.originalUrl),
        route: routeOf(incoming, answer),
        status: answer.statusCode,
        ms: Math.round(Number(ms)),
        user: user?.id ?? null,
      },
    };
  };
  const sentence = (request: IncomingMessage, response: ServerResponse): string => {
    const { method, path, status } = about(request, response, 0).request;
    return `${method} ${path} ${status}`;
  };
  return pinoHttp({
    logger: log,
    genReqId: (_request, response) => response.getHeader('X-Request-Id') as string,
    // What is logged in passing carries the id alone.
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    autoLogging: { ignore: ({ url = '' }) => url.startsWith('/assets') || url.startsWith('/health') },
    serializers: { req: () => undefined, res: () => undefined },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessObject: (request, response, { responseTime }: { responseTime: number }) =>
      about(request, response, responseTime),
    customErrorObject: (request, response, _error, { responseTime }: { responseTime: number }) =>
      about(request, response, responseTime),
    customSuccessMessage: sentence,
    customErrorMessage: sentence,
  });
}
