import type { Request, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { bodies } from '../../routes/line/route.ts';
import { hasBody, readBytes, type BodyLine } from './bodyBytes.ts';
import { readForm, type FormFields } from './formBody.ts';
import { jsonLimits, readJson } from './jsonBody.ts';
import type { TakeUpload } from './upload.ts';

/**
 * Reads the body of a request once it is known who asks, no more of it than its line takes, and far less of whoever is
 * nobody (docs/decisions/0050).
 * @throws {ExpectedError} `tooLarge`, `unsupported`, `slow`, `badQuery`; `forbidden` for a form without the token of its page
 */
export type ReadBody = (line: BodyLine, request: Request, response: Response) => Promise<void>;

const second = 1000;
/** Whoever is not signed in sends a few fields at once; a long form may come over a slow line. */
const beforeSignIn = { idleMs: 5 * second, wholeMs: 10 * second };
const afterSignIn = { idleMs: 30 * second, wholeMs: 120 * second };

const limitsOf = ({ body = bodies.usual }: BodyLine, request: Request) =>
  request.user ? { ...afterSignIn, ...body } : { ...beforeSignIn, ...bodies.beforeSignIn };

/** Throws `unsupported` for what is not of that kind, is compressed, or is not written in UTF-8. */
function refuseOtherKinds(request: Request, type: string, key: 'sendForm' | 'sendJson'): void {
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(request.get('content-type') ?? '')?.[1];
  const isPlain = /^identity$/i.test(request.get('content-encoding') ?? 'identity');
  if (!isPlain || (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)))
    throw new ExpectedError('unsupported', 'sendPlain');
  if (request.is(type) !== type) throw new ExpectedError('unsupported', key);
}

/** Reads the form of somebody whose session is over, whose token is looked at by whoever asks; null for what is no form. */
export async function readTypedForm(
  { body = bodies.usual }: BodyLine,
  request: Request,
  response: Response,
): Promise<FormFields | null> {
  if (request.is('application/x-www-form-urlencoded') === false || !hasBody(request)) return null;
  const read = await readBytes(request, response, { ...afterSignIn, bytes: body.bytes });
  return readForm(read.toString('utf8'), body.fields);
}

const isRead = ({ method }: Request): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** Reads what programs send: a JSON object, or a file where one is taken. */
export const readApiBody =
  (takeUpload: TakeUpload): ReadBody =>
  async (line, request, response) => {
    if (!isRead(request) || !hasBody(request) || (await takeUpload(line, request, response))) return;
    refuseOtherKinds(request, 'application/json', 'sendJson');
    const { bytes, idleMs, wholeMs, fields } = limitsOf(line, request);
    const read = await readBytes(request, response, { bytes, idleMs, wholeMs });
    const values = request.user ? jsonLimits.values : fields;
    if (read.length > 0) request.body = readJson(read, { ...jsonLimits, values });
  };

/** Reads the form of a page, and refuses it without the token of that page. */
export const readPageBody =
  (takeUpload: TakeUpload, isTokenRight: (request: Request) => boolean): ReadBody =>
  async (line, request, response) => {
    if (!isRead(request)) return;
    if (hasBody(request) && !(await takeUpload(line, request, response))) {
      refuseOtherKinds(request, 'application/x-www-form-urlencoded', 'sendForm');
      const { bytes, idleMs, wholeMs, fields } = limitsOf(line, request);
      const read = await readBytes(request, response, { bytes, idleMs, wholeMs });
      request.body = readForm(read.toString('utf8'), fields);
    }
    if (!isTokenRight(request)) throw new ExpectedError('forbidden', 'csrf');
  };
