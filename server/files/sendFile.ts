import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { FileAnswer } from '../../routes/line/route.ts';
import { buildFile, type BuiltFile } from './buildFile.ts';
import { takePersonPlace } from './filePlaces.ts';
import { track } from './running.ts';
import type { SpoolPlace } from './spool.ts';

/** How long a file may take, in milliseconds. */
export interface FileLimits {
  /** Without a byte taken by whoever downloads it, while there are some to take. */
  idleMs: number;
  wholeMs: number;
}
export const fileLimits: FileLimits = { idleMs: 30_000, wholeMs: 15 * 60_000 };

/** Whoever downloads a file went away, which is no error. */
const readerGone = new Error('Nobody takes the file any more.');

/**
 * Builds a file and serves it meanwhile, no faster than it is taken: the database is read at its own speed, into a spool.
 * What fails before the first byte is thrown; after it the connection is broken, so that nobody takes a part for the whole.
 */
export async function sendFile(
  request: Request,
  response: Response,
  file: FileAnswer,
  place: SpoolPlace,
  limits: FileLimits = fileLimits,
): Promise<void> {
  // Refused already for being late (deadline.ts): nothing may begin any more.
  if (response.headersSent || response.destroyed) return;
  const person = (request.user as KeptUser | undefined)?.id ?? request.ip ?? '';
  const leave = takePersonPlace(person);
  const ending = new AbortController();
  const end = (why: Error) => ending.abort(why);
  const forget = track(person, why => end(new Error(why)));
  response.once('close', () => end(readerGone));
  const whole = setTimeout(
    () => end(new Error(`The file was not taken within ${limits.wholeMs / 1000} s.`)),
    limits.wholeMs,
  );
  try {
    const built = await buildFile(file, place, ending.signal);
    try {
      await serve(request, response, { file, built, ending, limits });
    } finally {
      end(readerGone);
      await built.spool.remove();
    }
  } catch (error) {
    if (!ending.signal.aborted && !response.headersSent) throw error;
    breakOff(request, response, isEnding(error) ? ending.signal.reason : error);
  } finally {
    clearTimeout(whole);
    forget();
    leave();
  }
}

/** Whether serving or building failed because it was to end: what ended it says why. */
const isEnding = (error: unknown): boolean =>
  error === readerGone ||
  ['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(String((error as NodeJS.ErrnoException).code));

/** Never closed in order: a reader sees by the missing end that it is not the whole file. */
function breakOff(request: Request, response: Response, why: unknown): void {
  if (why !== readerGone) request.log.error({ err: why }, 'a file was cut off');
  response.destroy();
}

interface Serving {
  file: FileAnswer;
  built: BuiltFile;
  ending: AbortController;
  limits: FileLimits;
}

async function serve(
  request: Request,
  response: Response,
  { file, built, ending, limits: { idleMs } }: Serving,
): Promise<void> {
  // Answered by somebody else meanwhile, for being late.
  if (response.headersSent) return;
  const { spool } = built;
  setHead(response, file, built);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.setTimeout(idleMs, () => {
    // There is nothing to be taken yet: that is no fault of the reader.
    if (spool.isAwaited()) response.setTimeout(idleMs);
    else ending.abort(new Error(`Nothing of the file was taken for ${idleMs / 1000} s.`));
  });
  await pipeline(spool.read(), response, { signal: ending.signal }).catch((error: unknown) => {
    // By then the broken connection has ended the pipeline for a reason of its own.
    throw spool.failure() ?? error;
  });
}

function setHead(response: Response, { name, type }: FileAnswer, { spool, head, readAt }: BuiltFile): void {
  const { rows, underWay, firstRecordAt } = head;
  response.set('Content-Type', type);
  response.set(
    'Content-Disposition',
    `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  );
  response.set('X-Instant', readAt.toISOString());
  if (rows) response.set('X-Rows', `${rows.inFile}/${rows.matching}`);
  if (firstRecordAt) response.set('X-First-Record-At', firstRecordAt.toISOString());
  // As it was at that instant, whatever was said of it before.
  if (underWay) response.set('X-Import-Under-Way', underWay.id);
  else if (underWay === null) response.removeHeader('X-Import-Under-Way');
  if (spool.isWhole()) response.set('Content-Length', String(spool.size()));
}
