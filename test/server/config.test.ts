import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, readConfig, readEnvironment } from '../../server/config.ts';
import { settings } from '../../server/settings.ts';

describe('readConfig', () => {
  it('needs nothing to be set', () => {
    const config = readConfig({});
    expect(config).to.include({
      port: 3000,
      host: '127.0.0.1',
      logLevel: 'info',
      trustProxy: 0,
      importLimitMb: 512,
      importKeptDays: 30,
      evaluationDays: 245,
      keepsPersonalData: false,
    });
    expect(config).to.include({
      mongodbUri: null,
      sessionSecret: null,
      firstAdministrator: null,
      baseUrl: null,
      metrics: null,
    });
    expect(config.dataDir).to.equal(resolve('data'));
    expect(config.answerRate).to.deep.equal({ perSecond: 50, burst: 200 });
    expect(config.longestDelay).to.deep.equal({ readMs: 600, writeMs: 5_000 });
  });

  it('answers something that cannot be changed', () => {
    expect(readConfig({})).to.be.frozen;
  });

  it('reads what is set, without the space around it', () => {
    const config = readConfig({
      PORT: ' 8080 ',
      HOST: '::1',
      BASE_URL: 'https://callfolio.example/',
      MONGODB_URI: 'mongodb://a:27017,b:27017/portfolio?replicaSet=rs0',
      SESSION_SECRET: 's'.repeat(32),
      ADMIN_EMAIL: 'first@callfolio.example',
      ADMIN_PASSWORD: 'a long enough one',
    });
    expect(config).to.include({ port: 8080, host: '::1', baseUrl: 'https://callfolio.example' });
    expect(config.mongodbUri).to.equal('mongodb://a:27017,b:27017/portfolio?replicaSet=rs0');
    expect(config.firstAdministrator).to.deep.equal({
      email: 'first@callfolio.example',
      password: 'a long enough one',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', MONGODB_URI: '', SESSION_SECRET: ' ' })).to.include({
      port: 3000,
      mongodbUri: null,
    });
  });

  it('names every mistake at once, in sentences', () => {
    const wrong = Object.fromEntries(settings.map(({ name }) => [name, '-']));
    // Any text is a path, so these three cannot be wrong here.
    expect(problemsOf({ ...wrong, DATA_DIR: '-', MONGOD_BINARY: '-', FILES_DIR: '-' })).to.have.members([
      'PORT must be a whole number from 0 to 65535.',
      'HOST must be an IP address or a host name of this machine.',
      'BASE_URL must be an address that starts with http:// or https://.',
      'MONGODB_URI must be a connection string that starts with mongodb:// or mongodb+srv://.',
      'SESSION_SECRET must be at least 32 characters long.',
      'ADMIN_EMAIL must be an e-mail address.',
      'ADMIN_PASSWORD must be at least 12 characters long.',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
      'TRUST_PROXY must be a whole number from 0 to 10.',
      'METRICS_PORT must be a whole number from 0 to 65535.',
      'METRICS_HOST must be an IP address or a host name of this machine.',
      'IMPORT_LIMIT_MB must be a whole number from 1 to 4096.',
      'IMPORT_KEPT_DAYS must be a whole number from 1 to 3650.',
      'IMPORT_PERSONAL_DATA must be yes or no.',
      'EVALUATION_DAYS must be a whole number from 1 to 3650.',
      'FILES_LIMIT_MB must be a whole number from 16 to 1048576.',
      'ANSWERS_PER_SECOND must be a whole number from 1 to 100000.',
      'ANSWERS_AT_ONCE must be a whole number from 1 to 100000.',
      'READ_DELAY_MS must be a whole number from 50 to 8000.',
      'WRITE_DELAY_MS must be a whole number from 50 to 8000.',
      'SECURITY_CONTACT must be an e-mail address, or an address that starts with mailto:, https:// or tel:.',
    ]);
  });

  it('never repeats a secret', () => {
    expect(
      problemsOf({
        SESSION_SECRET: 'hush-hush',
        ADMIN_EMAIL: 'a@b.example',
        ADMIN_PASSWORD: 'tiny-pw',
      }).join(),
    ).not.to.match(/hush|tiny/);
  });

  it('requires SESSION_SECRET with MONGODB_URI', () => {
    expect(problemsOf({ MONGODB_URI: 'mongodb://localhost' })).to.deep.equal([
      'SESSION_SECRET is required when MONGODB_URI is set.',
    ]);
  });

  it('takes ADMIN_EMAIL and ADMIN_PASSWORD together or not at all', () => {
    const sentence = 'ADMIN_EMAIL and ADMIN_PASSWORD must be set together or not at all.';
    expect(problemsOf({ ADMIN_EMAIL: 'first@callfolio.example' })).to.deep.equal([sentence]);
    expect(problemsOf({ ADMIN_PASSWORD: 'a long enough one' })).to.deep.equal([sentence]);
  });

  it('keeps the cache in XDG_CACHE_HOME, else in the home folder', () => {
    expect(readConfig({ XDG_CACHE_HOME: '/var/c', HOME: '/home/x' }).cacheDir).to.equal('/var/c/callfolio');
    expect(readConfig({ XDG_CACHE_HOME: 'relative', HOME: '/home/x' }).cacheDir).to.match(
      /^\/home\/x\/.*callfolio$/,
    );
  });
});

describe('readEnvironment', () => {
  it('reads a file under what the environment says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-env-'));
    const file = join(folder, '.env');
    await writeFile(file, '# comment\nPORT=4000\nHOST=127.0.0.2\n');
    expect(readEnvironment({ PORT: '5000' }, file)).to.deep.equal({ PORT: '5000', HOST: '127.0.0.2' });
    await rm(folder, { recursive: true });
  });

  it('does without a file', () => {
    expect(readEnvironment({ PORT: '5000' }, '/nowhere/.env')).to.deep.equal({ PORT: '5000' });
  });
});

describe('the list of settings', () => {
  const names = settings.map(({ name }) => name);

  it('is the one in .env.example, in the same order and words', () => {
    const text = readFileSync('.env.example', 'utf8');
    expect([...text.matchAll(/^# ?([A-Z_]+)=/gm)].map(([, name]) => name)).to.deep.equal(names);
    for (const { description } of settings) expect(text).to.include(`# ${description}`);
  });

  it('gives an example that can be used as it is', () => {
    expect(readConfig(readEnvironment({}, '.env.example'))).to.deep.equal(readConfig({}));
  });

  it('is the one in the README', () => {
    const text = readFileSync('README.md', 'utf8');
    expect([...text.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name)).to.deep.equal(names);
  });
});

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
  return [];
}
