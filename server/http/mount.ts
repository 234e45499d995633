import { Router, type Request, type RequestHandler, type Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { findImportUnderWay } from '../../models/record/underway.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import { refuseUnknown, refuseUnknownKeys } from '../../routes/line/input.ts';
import type { Medium, Route } from '../../routes/line/route.ts';
import type { ReadBody } from './body.ts';
import { answerOnce } from './idempotency.ts';
import { noteOn } from './noted.ts';
import { leadTo, readerOf, routeRequestOf, send } from './request.tsx';
import type { House } from './house.ts';
import { basicCredentials } from '../signIn/authentication.ts';
import { track } from '../files/running.ts';
import { sendFile } from '../files/sendFile.ts';

const suffixes = ['xlsx', 'csv', 'json'] as const satisfies readonly Medium[];

/** The literal suffix of a path that chooses its medium; undefined without one. */
export const suffixOf = (path: string) => suffixes.find(one => path.endsWith(`.${one}`));

/** What a line answers in where it says nothing. */
export const usualMedia: readonly Medium[] = ['page', 'json'];

/** Takes a literal `.xlsx`, `.csv` or `.json` off the path; what is left is routed, the suffix is the medium. */
export const readSuffix: RequestHandler = (request, response, next) => {
  const [path = '', query] = request.url.split(/\?(.*)/s);
  const suffix = suffixOf(path);
  if (suffix) {
    noteOn(response).medium = suffix;
    request.url = path.slice(0, -suffix.length - 1) + (query === undefined ? '' : `?${query}`);
  }
  next();
};

/** Refuses whoever lacks the right of a route, or reads only and would write; nobody signed in is told to sign in. */
export function allow(route: Pick<Route, 'method' | 'right'>, request: Request, response: Response): void {
  if (route.right === 'anyone') return;
  if (noteOn(response).access === 'read' && route.method !== 'GET')
    throw new ExpectedError('forbidden', 'tokenReads');
  if (!request.user) throw new ExpectedError('unauthenticated', 'unauthenticated');
  if (!readerOf(request, response).rights.has(route.right)) throw new ExpectedError('forbidden', 'forbidden');
}

/** A version that cannot be read is no version to change: passed over, it would be a change without one. */
function refuseUnreadVersion(
  { needsVersion, takesVersion }: Route,
  given: string | undefined,
  version: number | null,
): void {
  if ((needsVersion || takesVersion) && given !== undefined && version === null)
    throw new ExpectedError('badQuery', 'badQuery', {}, [{ field: 'If-Match', type: 'version.form' }]);
}

/** Whom an e-mail address and a password stand for that come with the request. Throws `unauthenticated` and `tooMany`. */
async function findByBasic(request: Request, { checkPassword }: House): Promise<KeptUser> {
  const given = basicCredentials(request);
  if (!given) throw new ExpectedError('unauthenticated', 'tokenByPassword');
  return checkPassword(given.email, given.password, request);
}

/** Reads what somebody sends; where they are blocked meanwhile, their connection is broken. */
async function whileTracked(request: Request, read: () => Promise<void>): Promise<void> {
  const { id } = (request.user ?? {}) as Partial<KeptUser>;
  const forget = id === undefined ? () => undefined : track(id, () => request.destroy());
  try {
    await read();
  } finally {
    forget();
  }
}

/** Reads a body. @returns where its form is kept, where it is of the session before this one; else null */
async function readOrKeep(
  read: () => Promise<void>,
  keep: () => Promise<string | null>,
): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (error) {
    const isOfBefore = error instanceof ExpectedError && error.key === 'csrf';
    const kept = isOfBefore ? await keep() : null;
    if (kept === null) throw error;
    return kept;
  }
}

function handled(route: Route, house: House, readBody: ReadBody): RequestHandler {
  const media = route.media ?? usualMedia;
  return async (request: Request, response: Response) => {
    const { medium = 'page', isApi = false } = noteOn(response);
    const wanted = isApi && medium === 'page' ? 'json' : medium;
    if (!media.includes(wanted)) throw new ExpectedError('notFound', 'notFound.page');
    noteOn(response).medium = wanted;
    noteOn(response).takesLong = route.takesLong === true || medium !== 'page';
    noteOn(response).holdsSecret = route.holdsSecret === true;
    const keep = async () =>
      wanted === 'page' ? house.unsent.keep(route, request, response, new Date()) : null;
    const unsent = request.user ? null : await keep();
    if (unsent !== null) {
      leadTo(response, `/sign-in?to=${encodeURIComponent(unsent)}`);
      return;
    }
    allow(route, request, response);
    refuseUnknownKeys(route, request.query);
    const person = route.byPassword ? await findByBasic(request, house) : null;
    const read = async () => whileTracked(request, async () => readBody(route, request, response));
    const again = await readOrKeep(read, keep);
    if (again !== null) {
      leadTo(response, again);
      return;
    }
    // Whoever reads a list while its records are being written is told so, a program by a header.
    if (route.query?.list) {
      const underWay = await findImportUnderWay();
      noteOn(response).underWay = underWay;
      if (underWay && wanted !== 'page') response.set('X-Import-Under-Way', underWay.id);
    }
    // Refused already for being late (deadline.ts): nothing may begin any more.
    if (response.writableEnded) return;
    const routeRequest = routeRequestOf(request, response, house, new Date());
    if (isApi && route.input === null) refuseUnknown(routeRequest);
    if (isApi) refuseUnreadVersion(route, request.get('if-match'), routeRequest.version);
    const reader = { ...readerOf(request, response), ...(person && { user: person }) };
    const handle = async () => route.handle(routeRequest, reader, house.settings());
    const answer = await answerOnce(route, request, response, handle);
    if (answer.kind === 'file') await sendFile(request, response, answer, house.files);
    else send(request, response, answer);
  };
}

/** The site map as a router. The same routes are mounted twice: as pages, and as the API, whose bodies are others. */
export function mount(routes: readonly Route[], house: House, readBody: ReadBody): Router {
  const router = Router({ caseSensitive: true });
  for (const route of routes) {
    router[route.method.toLowerCase() as 'get'](route.path, handled(route, house, readBody));
  }
  return router;
}
