import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import { ExpectedError } from '../models/errors.ts';
import type { BodyLine } from './body.ts';
import { askForBody } from './bodyBytes.ts';
import { noteOn } from './request.tsx';

/** Takes the file of a request where its line takes one. @returns whether it did */
export type TakeUpload = (line: BodyLine, request: Request, response: Response) => Promise<boolean>;

const isUpload = ({ input }: BodyLine, request: Request): boolean =>
  input?.file !== undefined && request.is('multipart/form-data') === 'multipart/form-data';

/** What goes with the file is a form's: its settings. */
const limits = { files: 1, fields: 40, parts: 41, fieldNameSize: 100, fieldSize: 200_000, headerPairs: 50 };
const mega = 1024 * 1024;
/** Of the parts around the file. */
const mostAround = 2 * mega;

/** A file written to the temp folder, readable by this user alone, with its digest counted on the way. */
type Stored = Express.Multer.File & { digest: string };

const store = async (file: Express.Multer.File): Promise<Partial<Stored>> => {
  const path = join(tmpdir(), `callfolio-upload-${randomUUID()}`);
  const hash = createHash('sha256');
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, passOn) {
      hash.update(chunk);
      size += chunk.length;
      passOn(null, chunk);
    },
  });
  // Multer removes what it knows the path of, also where the sender goes away in the middle.
  file.path = path;
  await pipeline(file.stream, counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  return { path, size, digest: hash.digest('hex') };
};

const remove = async ({ path }: Express.Multer.File): Promise<void> => rm(path, { force: true });

const storage: StorageEngine = {
  _handleFile: (_request, file, done) => callbackify(store)(file, (error, stored) => done(error, stored)),
  _removeFile: (_request, file, done) => callbackify(remove)(file, error => done(error)),
};

interface UploadSettings {
  mostMegabytes: number;
  /** Whether the fields that came before the file hold the token of the page: asked before the file is read. */
  isTokenRight?: (request: Request) => boolean;
}

/**
 * Takes the file of a form to the temp folder: on pages the token of the form is asked first, which stands before the
 * file. It is removed when the answer is given.
 */
export function uploads({ mostMegabytes, isTokenRight }: UploadSettings): TakeUpload {
  const tooLarge = () => new ExpectedError('tooLarge', 'importPage.tooLarge', { most: mostMegabytes });
  const take = multer({
    storage,
    defParamCharset: 'utf8',
    limits: { ...limits, fileSize: mostMegabytes * mega },
    fileFilter: (request, file, accept) => {
      if (isTokenRight && !isTokenRight(request)) accept(new ExpectedError('forbidden', 'csrf'));
      // A browser sends an empty part where no file was chosen.
      else accept(null, file.originalname !== '');
    },
  }).single('file');
  return async (line, request, response) => {
    if (!isUpload(line, request)) return false;
    if (Number(request.get('content-length') ?? 0) > mostMegabytes * mega + mostAround) throw tooLarge();
    askForBody(request, response);
    // Refused for being late, it goes on arriving; nothing of it may stay.
    response.once('close', () => void removeUpload(request));
    const error = await new Promise<unknown>(resolve => void take(request, response, resolve));
    if (error instanceof multer.MulterError)
      throw error.code === 'LIMIT_FILE_SIZE'
        ? tooLarge()
        : new ExpectedError('badQuery', 'importPage.malformed');
    if (error instanceof ExpectedError) throw error;
    if (error) throw Object.assign(new Error('The upload broke off.', { cause: error }), { status: 400 });
    noteFile(request, response);
    return true;
  };
}

function noteFile(request: Request, response: Response): void {
  const file = request.file as Stored | undefined;
  if (!file) return;
  const { path, originalname, size, digest } = file;
  if (response.closed) void removeUpload(request);
  noteOn(response).upload = { path, name: originalname.slice(-200), bytes: size, digest };
}

async function removeUpload({ file }: Request): Promise<void> {
  if (file) await rm(file.path, { force: true });
}
