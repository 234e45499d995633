import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy, { type Busboy } from 'busboy';
import type { Request, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { askForBody, dropRest, refuseDeclared, tooSlow, type BodyLine } from './bodyBytes.ts';
import { addField, type FormFields } from './formBody.ts';
import { noteOn } from './noted.ts';
import { temporaryName } from '../files/temporaryFiles.ts';

/** Takes the file of a request where its line takes one. @returns whether it did */
export type TakeUpload = (line: BodyLine, request: Request, response: Response) => Promise<boolean>;

export interface UploadSettings {
  /** Where the file lies until the answer is given. */
  folder: string;
  mostMegabytes: number;
  /** Whether the fields that came before the file hold the token of the page: asked before the file is read. */
  isTokenRight?: (request: Request) => boolean;
  /** How long nothing may come, in milliseconds. */
  idleMs?: number;
}

/** What the names of these files begin with. */
export const uploadPrefix = 'callfolio-upload-';
const mega = 1024 * 1024;
/** Of the parts around the file. */
const mostAround = mega;
/** What goes with the file is a form's: its settings. Busboy says that a limit is reached, not that it is passed. */
const limits = { files: 1, fields: 40, parts: 42, fieldNameSize: 101, fieldSize: 200_001, headerPairs: 50 };
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const malformed = () => new ExpectedError('badQuery', 'importPage.malformed');
const full = (cause: unknown) => Object.assign(new ExpectedError('full', 'importPage.noRoom'), { cause });

const isUpload = ({ input }: BodyLine, request: Request): boolean =>
  input?.file !== undefined && request.is('multipart/form-data') === 'multipart/form-data';

/** The files of this process that an answer has not yet been given to. */
const kept = new Set<string>();
process.once('exit', () => {
  for (const path of kept) rmSync(path, { force: true });
});

async function remove(path: string): Promise<void> {
  await rm(path, { force: true });
  kept.delete(path);
}

/** Writes a file, readable by this user alone, and counts its digest on the way; none is left where that fails. */
async function store(content: Readable, path: string): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  kept.add(path);
  const written = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  const closed = new Promise<void>(resolve => void written.once('close', resolve));
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(content, count, written);
    return { bytes, digest: hash.digest('hex') };
  } catch (error) {
    // A file that is being opened would come into being after it was removed.
    await closed;
    await remove(path);
    throw noRoom.includes((error as NodeJS.ErrnoException).code) ? full(error) : error;
  }
}

function parserFor(request: Request, fileSize: number): Busboy {
  try {
    const { headers } = request;
    return busboy({ headers, defParamCharset: 'utf8', limits: { ...limits, fileSize: fileSize + 1 } });
  } catch {
    // Without a boundary between its parts.
    throw malformed();
  }
}

/**
 * Takes the file of a form to a folder: on pages the token of the form is asked first, which stands before the file. It
 * is removed when the answer is given, and where the sender goes away, stands still, or sends more than may be. What is
 * refused is read no further than what is taken would be, so that most senders are there to hear why.
 */
export function uploads({ mostMegabytes, idleMs = 30_000, ...settings }: UploadSettings): TakeUpload {
  const mostBytes = mostMegabytes * mega;
  const tooLarge = () => new ExpectedError('tooLarge', 'importPage.tooLarge', { most: mostMegabytes });
  return async (line, request, response) => {
    if (!isUpload(line, request)) return false;
    refuseDeclared(request, mostBytes + mostAround, tooLarge);
    const parser = parserFor(request, mostBytes);
    askForBody(request, response);
    const note = noteOn(response);
    note.isReceiving = true;
    try {
      await receive(request, response, { ...settings, parser, mostBytes, idleMs, tooLarge });
    } finally {
      note.isReceiving = false;
    }
    return true;
  };
}

/** Stores a file until the answer is given, and notes it for whoever handles the request. */
async function keep(content: Readable, name: string, folder: string, response: Response): Promise<void> {
  const path = join(folder, temporaryName(uploadPrefix));
  response.once('close', () => void remove(path));
  const { bytes, digest } = await store(content, path);
  noteOn(response).upload = { path, name: name.slice(-200), bytes, digest };
  // Answered for being late, or gone, while the last of it was written.
  if (response.closed) await remove(path);
}

interface Receiving extends Pick<UploadSettings, 'folder' | 'isTokenRight'> {
  parser: Busboy;
  mostBytes: number;
  idleMs: number;
  tooLarge: () => ExpectedError;
}

/** Reads the parts of a form until they end, or until the first thing that is wrong with them: then not a byte more. */
async function receive(
  request: Request,
  response: Response,
  { parser, folder, mostBytes, idleMs, tooLarge, isTokenRight }: Receiving,
): Promise<void> {
  const fields = Object.create(null) as FormFields;
  request.body = fields;
  const storing: Promise<void>[] = [];
  await new Promise<void>((resolve, reject) => {
    let received = 0;
    let isOver = false;
    const end = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(idle);
      request.off('data', count).off('close', breakOff).off('error', breakOff);
      if (error === undefined) resolve();
      else {
        request.unpipe(parser);
        const isSlow = error instanceof ExpectedError && error.kind === 'slow';
        dropRest(request, isSlow ? 0 : mostBytes + mostAround - received);
        // The file's stream ends with it, and what was written of it is removed; not while it reads a chunk.
        setImmediate(() => parser.destroy());
        reject(error);
      }
    };
    // A disk that is slow keeps whoever sends waiting, which is not their fault.
    const idle = setTimeout(() => {
      if (request.isPaused()) idle.refresh();
      else end(tooSlow());
    }, idleMs);
    const breakOff = () => {
      if (!request.readableEnded) end(malformed());
    };
    const count = (chunk: Buffer): void => {
      received += chunk.length;
      idle.refresh();
      if (received > mostBytes + mostAround) end(tooLarge());
    };
    parser.on('field', (name, text, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) end(malformed());
      else addField(fields, name, text);
    });
    parser.on('file', (name, content, { filename }) => {
      content.on('limit', () => end(tooLarge()));
      // What the store below hears of it, or nobody needs to.
      content.on('error', () => undefined);
      if (isOver) content.resume();
      else if (isTokenRight && !isTokenRight(request)) end(new ExpectedError('forbidden', 'csrf'));
      // A browser sends an empty part where no file was chosen.
      else if (!filename) content.resume();
      else if (name !== 'file') end(malformed());
      else {
        const kept = keep(content, filename, folder, response);
        storing.push(kept);
        kept.catch(end);
      }
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
      parser.on(limit, () => end(malformed()));
    parser.on('error', () => end(malformed()));
    parser.on('close', () => end());
    request.on('data', count).on('close', breakOff).on('error', breakOff);
    request.pipe(parser);
  });
  await Promise.all(storing);
}
