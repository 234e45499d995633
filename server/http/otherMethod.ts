import type { RequestHandler, Router } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { suffixOf, usualMedia } from './mount.ts';
import type { Medium, Route } from '../../routes/line/route.ts';

/** A method and the pattern of the paths that have it. */
export type Line = Pick<Route, 'path' | 'media'> & { method: string };

/** The lines of a router that is no part of the site map, as Express has them; they take no suffix. */
export const linesOf = (router: Router, medium: Medium): Line[] =>
  router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).map(({ method }) => ({
      method: method.toUpperCase(),
      path: route?.path ?? '',
      media: [medium],
    })),
  );

/** A pattern as Express reads it: `:id` is any part that is not empty, and a slash may stand at the end. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}/?$`);

/** What a GET has everywhere, and what is answered for every address there is. */
const allowedBy = (methods: readonly string[]): string[] => [
  ...new Set([...methods.flatMap(one => (one === 'GET' ? ['GET', 'HEAD'] : [one])), 'OPTIONS']),
];

/** Answers OPTIONS with what there is, lets a method through that is there, and refuses every other. */
function answerOther(
  methods: readonly string[],
  ...[request, response, next]: Parameters<RequestHandler>
): void {
  const { method } = request;
  const allowed = allowedBy(methods);
  if (method !== 'OPTIONS' && allowed.includes(method)) {
    next();
    return;
  }
  response.set({ Allow: allowed.join(', '), 'Cache-Control': 'no-store' });
  if (method !== 'OPTIONS')
    throw new ExpectedError('wrongMethod', 'wrongMethod', { method, allowed: allowed.join(', ') });
  response.status(204).end();
}

/**
 * Refuses with 405 and `Allow` a method that an address does not have, before anything is read of the request: whether
 * somebody is signed in makes no difference to it. An address that is no line's goes on, to be found nowhere.
 */
export function refuseOtherMethods(lines: readonly Line[], usual: Medium): RequestHandler {
  const known = lines.map(({ method, path, media = usualMedia }) => ({
    method,
    media,
    pattern: patternOf(path),
    parameters: path.split(':').length,
  }));
  return (request, response, next) => {
    const suffix = suffixOf(request.path);
    const path = suffix ? request.path.slice(0, -suffix.length - 1) : request.path;
    const found = known.filter(
      ({ method, media, pattern }) =>
        // Of the API a file is only read; a page's program may send its changes to `….json`.
        (suffix === undefined || usual === 'page' || method === 'GET') &&
        media.includes(suffix ?? usual) &&
        pattern.test(path),
    );
    // A word of an address is no id: `/tokens/all` has not what `/tokens/:id` has.
    const fewest = Math.min(...found.map(({ parameters }) => parameters));
    const fitting = found.filter(({ parameters }) => parameters === fewest);
    if (fitting.length === 0) next();
    else
      answerOther(
        fitting.map(({ method }) => method),
        request,
        response,
        next,
      );
  };
}

/** What may be done with a file that is only there to be read. */
export const refuseWriting: RequestHandler = (request, response, next) =>
  answerOther(['GET'], request, response, next);
