import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import express, { type RequestHandler, type Router } from 'express';
import { projectFile } from '../projectFolder.ts';

/** Of these compression takes most; fonts and pictures are compressed as they come. */
const texts = ['.css', '.js', '.svg'];

/** Once for a file, and nearly as small as it gets: the last two levels take ten times as long. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const smallestFirst = ['br', 'gzip'] as const;

/** A file in each encoding it is sent in, with its tag; and without any. */
interface Compressed {
  type: string;
  tag: string;
  bodies: Record<(typeof smallestFirst)[number] | 'identity', Buffer>;
}

async function compressFile(path: string): Promise<Compressed> {
  const identity = await readFile(path);
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity, brotli),
    promisify(gzip)(identity),
  ]);
  const tag = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { type: extname(path), tag, bodies: { br, gzip: gzipped, identity } };
}

/** The text files of a folder, by their address below it. */
const textsIn = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .filter(name => texts.includes(extname(name)))
      .map(name => [`/${name}`, join(folder, name)]),
  );

/**
 * Serves the text files of a folder compressed: each when it is first asked for, and from then on from memory. Two bodies of
 * one address have two tags, and who asks again with one is told that it still holds.
 */
function compressedTexts(folder: string): RequestHandler {
  const paths = textsIn(folder);
  const known = new Map<string, Promise<Compressed>>();
  return async (request, response, next) => {
    const path = paths.get(request.path);
    if (path === undefined) {
      next();
      return;
    }
    const file = known.get(path) ?? compressFile(path);
    known.set(path, file);
    const { type, tag, bodies } = await file;
    // Browsers name them all alike, gzip first; brotli is the smallest.
    const encoding = smallestFirst.find(one => request.acceptsEncodings(one) === one) ?? 'identity';
    response.vary('Accept-Encoding');
    response.set({ 'Cache-Control': 'public, max-age=3600', ETag: `"${tag}-${encoding}"` }).type(type);
    if (encoding !== 'identity' && !request.fresh) response.set('Content-Encoding', encoding);
    response.send(bodies[encoding]);
  };
}

/** Our own scripts and styles, those of Bootstrap, and the font. */
export function assets(): Router {
  const router = express.Router();
  const { resolve } = createRequire(import.meta.url);
  const once = { maxAge: '1h', index: false, fallthrough: true, redirect: false } as const;
  const folders = {
    '/': projectFile('views/assets'),
    '/bootstrap': join(dirname(resolve('bootstrap/package.json')), 'dist/css'),
    '/inter': dirname(resolve('@fontsource-variable/inter/package.json')),
  };
  for (const [path, folder] of Object.entries(folders))
    router.use(path, compressedTexts(folder), express.static(folder, once));
  router.use(
    (_request, response) =>
      void response.status(404).set('Cache-Control', 'no-store').type('text').send('Not found'),
  );
  return router;
}
