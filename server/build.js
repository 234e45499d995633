// Builds the program into dist, where it is not built of these sources already: for `npm start`, `npm run build` and
// `npx callfolio`. Plain JavaScript, as it runs before there is a build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rooms = ['server', 'models', 'routes', 'views'];
/** What a build depends on besides the sources. */
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
/** Held by the one that builds; names its process. */
const lockName = '.dist-lock';
/** Longer than any build takes: whoever holds a lock for so long is gone. */
const lockMs = 10 * 60_000;

/** The project that this file is of. */
export const ownFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Why there is nothing to run, as one sentence. */
export class NotBuilt extends Error {}

/** The compiler as it is installed, under whatever name: its version, and the file to run; null without one. */
function findCompiler(folder) {
  const named = join(folder, 'node_modules/.bin/tsc');
  if (!existsSync(named)) return null;
  const path = realpathSync(named);
  const { version } = JSON.parse(readFileSync(join(dirname(path), '../package.json'), 'utf8'));
  return { path, version };
}

/** What is compiled, and what decides how: paths from the folder of the project. */
function sourcesIn(folder) {
  const files = rooms.flatMap(room =>
    existsSync(join(folder, room))
      ? readdirSync(join(folder, room), { recursive: true })
          .filter(path => /\.(?:tsx?|json)$/.test(path))
          .map(path => join(room, path))
      : [],
  );
  return files.some(path => path.endsWith('.ts'))
    ? [...files.toSorted((one, other) => (one < other ? -1 : 1)), ...settings]
    : [];
}

/** The digest of all that a build is made of, in hexadecimal; null where there are no sources, as in a container. */
function digestOf(folder, compilerVersion) {
  const sources = sourcesIn(folder);
  if (sources.length === 0) return null;
  const hash = createHash('sha256').update(compilerVersion);
  for (const path of sources) {
    const source = join(folder, path);
    hash.update(`\0${path}\0`).update(existsSync(source) ? readFileSync(source) : '');
  }
  return hash.digest('hex');
}

const stampOf = folder => {
  const path = join(folder, 'dist/.built');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

/** Whether dist was built of other sources than there are; never where they cannot be compiled. */
export function isOutdated(folder) {
  const compiler = findCompiler(folder);
  const digest = compiler && digestOf(folder, compiler.version);
  return digest !== null && stampOf(folder) !== digest;
}

/**
 * Builds the program, unless dist is of these sources, this lock file and this compiler. A build is made in a folder of its
 * own and takes the place of dist when it is whole: one that fails or is cut off changes nothing.
 * @param say is told, in sentences, what takes a while or should be known
 * @param folder of the project
 * @returns whether it built
 * @throws {NotBuilt} where there is nothing to run, or the sources do not compile
 */
export function ensureBuilt(say, folder = ownFolder) {
  const hasBuild = existsSync(join(folder, 'dist/server/main.js'));
  const compiler = findCompiler(folder);
  if (compiler === null) {
    if (hasBuild) return false;
    throw new NotBuilt('callfolio is neither built nor is there a compiler to build it: run npm ci first.');
  }
  const digest = digestOf(folder, compiler.version);
  const isCurrent = () => existsSync(join(folder, 'dist/server/main.js')) && stampOf(folder) === digest;
  if (hasBuild && (digest === null || isCurrent())) return false;
  if (digest === null) throw new NotBuilt('callfolio has neither a build nor sources here: unpack it anew.');
  const release = takeLock(join(folder, lockName), isCurrent);
  // Another start has built it meanwhile.
  if (release === null) return false;
  try {
    if (isCurrent()) return false;
    say('Building callfolio.');
    const fresh = `.dist-${process.pid}`;
    forgetLeftovers(folder);
    const { status, stdout } = spawnSync(
      process.execPath,
      [compiler.path, '-p', 'tsconfig.build.json', '--outDir', fresh],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) {
      rmSync(join(folder, fresh), { recursive: true, force: true });
      throw new NotBuilt(
        `${stdout}callfolio could not be built of these sources; what was built before is untouched.`,
      );
    }
    writeFileSync(join(folder, fresh, '.built'), digest);
    replaceBuild(folder, fresh);
    return true;
  } finally {
    release();
  }
}

/** Puts a whole build in the place of dist. */
function replaceBuild(folder, fresh) {
  const old = join(folder, `${fresh}-old`);
  if (existsSync(join(folder, 'dist'))) renameSync(join(folder, 'dist'), old);
  renameSync(join(folder, fresh), join(folder, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

/** Removes what builds that were cut off have left; a build that was cut off between the two names comes back. */
function forgetLeftovers(folder) {
  for (const name of readdirSync(folder).filter(one => /^\.dist-\d+(?:-old)?$/.test(one))) {
    const isLost = name.endsWith('-old') && !existsSync(join(folder, 'dist'));
    if (isLost) renameSync(join(folder, name), join(folder, 'dist'));
    else rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const sleep = ms => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Waits until nobody else builds. @returns what gives the lock back; null where `isDone` came true meanwhile */
function takeLock(path, isDone) {
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned(path)) rmSync(path, { force: true });
      else sleep(100);
    }
    if (isDone()) return null;
  }
}

/** Whether the lock is of a process that is gone. */
function isAbandoned(path) {
  try {
    const { mtimeMs } = statSync(path);
    const holder = Number(readFileSync(path, 'utf8'));
    if (Date.now() - mtimeMs > lockMs) return true;
    // It has not written its name yet.
    if (!holder) return Date.now() - mtimeMs > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Builds as `ensureBuilt`, ends the process with the sentence where it cannot. */
export function buildOrEnd() {
  try {
    return ensureBuilt(sentence => void process.stderr.write(`${sentence}\n`));
  } catch (error) {
    if (!(error instanceof NotBuilt)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildOrEnd();
