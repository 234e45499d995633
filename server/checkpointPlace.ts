import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckpointPlace } from '../models/index/checkpoint.ts';
import type { Config } from './config.ts';
import { sweepTemporary, temporaryName } from './files/temporaryFiles.ts';
import type { Log } from './logger.ts';
import { projectFile } from './projectFolder.ts';

const name = 'index.checkpoint';
const temporaryPrefix = `${name}.part.`;

/** Where this program keeps its index for the next start: in DATA_DIR, which with a database of others may be anywhere. */
export async function checkpointPlace({ dataDir }: Config, log: Log): Promise<CheckpointPlace> {
  // There may be no such folder yet.
  await sweepTemporary(dataDir, temporaryPrefix).catch(() => 0);
  return {
    file: join(dataDir, name),
    temporary: join(dataDir, temporaryName(temporaryPrefix)),
    stamp: await programStamp(),
    log: (sentence, details) => log.info(details, sentence),
  };
}

/**
 * A digest of all by which records are read into the index: the files of models/, those of others that they stand on, and
 * the letters and order that this Node.js knows. Two programs of one stamp read the same.
 */
async function programStamp(): Promise<string> {
  const hash = createHash('sha256');
  const { node, icu = '', unicode = '' } = process.versions;
  hash.update([node, icu, unicode, endianness()].join('\n'));
  hash.update(await readFile(projectFile('package.json')));
  const folder = fileURLToPath(new URL('../models', import.meta.url));
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter(one => one.isFile()).map(({ parentPath, name: file }) => join(parentPath, file));
  for (const path of paths.toSorted()) hash.update(path.slice(folder.length)).update(await readFile(path));
  return hash.digest('hex');
}
