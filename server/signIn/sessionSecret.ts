import { randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { sayFileProblem } from '../database/fileProblem.ts';
import { createOnce } from '../database/files.ts';
import { StartError } from '../startError.ts';

/**
 * The secret that signs session cookies: SESSION_SECRET, else the one kept in DATA_DIR, made at the first start.
 * @throws {StartError} when the kept one cannot be read or is damaged
 */
export async function loadSessionSecret(config: Pick<Config, 'sessionSecret' | 'dataDir'>): Promise<string> {
  if (config.sessionSecret) return config.sessionSecret;
  const file = join(config.dataDir, 'session-secret');
  try {
    await createOnce(file, `${randomBytes(32).toString('hex')}\n`);
    // It may come from a backup that forgot its mode.
    await chmod(file, 0o600);
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= 32) return secret;
  } catch (error) {
    throw new StartError(`The session secret in ${file} cannot be kept: ${sayFileProblem(error)}.`);
  }
  throw new StartError(
    `The session secret in ${file} is damaged: delete the file, and everybody signs in again.`,
  );
}
