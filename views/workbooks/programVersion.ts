import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version of the program, as its package says; the same from the sources and from dist. */
export const programVersion: string = readVersion();

function readVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return about.version;
}
