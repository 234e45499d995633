import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Answer } from '../routes/route.ts';

/** How long a file may take: what reads it holds a cursor of the database, and perhaps a worker. */
export interface FileLimits {
  /** Without a byte taken by whoever downloads it. */
  idleMs: number;
  wholeMs: number;
}
const fileLimits: FileLimits = { idleMs: 60_000, wholeMs: 15 * 60_000 };

type File = Extract<Answer, { kind: 'file' }>;

/** Lets go of a file that nobody waits for any more: what makes it ends, and its place is free for another. */
export function dropFile({ body }: File): void {
  if (body instanceof Readable) body.destroy();
}

/** Sends a file, no faster than it is taken; one that stops, takes too long or fails in the middle is cut off. */
export async function sendFile(
  request: Request,
  response: Response,
  file: File,
  { idleMs, wholeMs }: FileLimits = fileLimits,
): Promise<void> {
  const named = encodeURIComponent(file.name);
  response.set('Content-Type', file.type);
  response.set(
    'Content-Disposition',
    `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${named}`,
  );
  if (file.rows) response.set('X-Rows', `${file.rows.inFile}/${file.rows.matching}`);
  if (Buffer.isBuffer(file.body)) {
    response.send(file.body);
    return;
  }
  const body = file.body instanceof Readable ? file.body : Readable.from(file.body);
  const cut = (why: string) => void body.destroy(new Error(why));
  response.setTimeout(idleMs, () => cut(`Nothing of the file was taken for ${idleMs / 1000} s.`));
  const whole = setTimeout(() => cut(`The file was not taken within ${wholeMs / 1000} s.`), wholeMs);
  await pipeline(body, response).catch((error: NodeJS.ErrnoException) => {
    // A reader who goes away is no error; anything else cut the file off, which the reader sees by its missing end.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') request.log.error({ err: error }, 'a file was cut off');
    response.destroy();
  });
  clearTimeout(whole);
}
