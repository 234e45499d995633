import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import Joi from 'joi';
import { settings, type LogLevel } from './settings.ts';

/** What the environment says, checked. All paths are absolute; what is not set and has no default is null. */
export type Config = Readonly<{
  /** TCP port; 0 lets the system choose one. */
  port: number;
  host: string;
  /** Folder of the embedded database, its lock and the session secret. */
  dataDir: string;
  /** The database server to use; null means that the program runs its own. */
  mongodbUri: string | null;
  mongodBinary: string | null;
  /** Null means: make one and keep it in `dataDir` (only where the database is embedded). */
  sessionSecret: string | null;
  /** How users reach the program, without a slash at the end; null means that nobody said. */
  baseUrl: string | null;
  logLevel: LogLevel;
  firstAdministrator: Readonly<{ email: string; password: string }> | null;
  /** How many reverse proxies stand before the program and set X-Forwarded-For. */
  trustProxy: number;
  /** Where Prometheus reads metrics; null means nowhere. 0 lets the system choose a port. */
  metrics: Readonly<{ host: string; port: number }> | null;
  /** The largest file that may be imported, in megabytes of 1 048 576 bytes. */
  importLimitMb: number;
  /** Days after which the file of an import that nobody applied is removed. */
  importKeptDays: number;
  /** Days after its last deadline through which a round without results is under evaluation. */
  evaluationDays: number;
  /** Where files are kept while they are made and downloaded. */
  filesDir: string;
  /** What all of them together may take of it, in megabytes of 1 048 576 bytes. */
  filesLimitMb: number;
  /** Whether addresses, VAT numbers and contact forms of a file are kept. */
  keepsPersonalData: boolean;
  /** Where a fetched mongod is kept, outside `dataDir` so that every installation of a user shares it. */
  cacheDir: string;
  /** Answers a second that one account or token gets, and how many at once after a pause. */
  answerRate: Readonly<{ perSecond: number; burst: number }>;
  /** The longest a request may be expected to take when it comes, in ms; beyond it is refused at once. */
  longestDelay: Readonly<{ readMs: number; writeMs: number }>;
  /** Whom to write to about a weakness: an e-mail address or a URI; null means that nobody said. */
  securityContact: string | null;
  /** The folders of PATH. */
  searchPath: readonly string[];
}>;

/** Scheme, host and port; an IPv6 address stands in brackets. */
export const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The environment is wrong. `problems` holds one sentence for each mistake, each naming its variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const environmentRule = Joi.object<Record<string, unknown>>(
  // An empty variable is how shells and compose files say "not set".
  Object.fromEntries(settings.map(({ name, rule }) => [name, rule.empty('')])),
)
  .with('MONGODB_URI', 'SESSION_SECRET')
  .and('ADMIN_EMAIL', 'ADMIN_PASSWORD')
  .options({ abortEarly: false, stripUnknown: true, convert: true });

/**
 * Checks the environment once and answers what it says, frozen.
 * @throws {ConfigError} naming every mistake at once
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const { value, error } = environmentRule.validate(
    Object.fromEntries(settings.map(({ name }) => [name, env[name]?.trim()])),
  );
  if (error) throw new ConfigError([...new Set(error.details.map(problemInWords))]);

  const text = (name: string): string | null => (value[name] as string | undefined) ?? null;
  const email = text('ADMIN_EMAIL');
  const password = text('ADMIN_PASSWORD');
  return Object.freeze<Config>({
    port: value['PORT'] as number,
    host: value['HOST'] as string,
    dataDir: resolve(value['DATA_DIR'] as string),
    mongodbUri: text('MONGODB_URI'),
    mongodBinary: value['MONGOD_BINARY'] === undefined ? null : resolve(value['MONGOD_BINARY'] as string),
    sessionSecret: text('SESSION_SECRET'),
    baseUrl: text('BASE_URL')?.replace(/\/+$/, '') ?? null,
    logLevel: value['LOG_LEVEL'] as LogLevel,
    firstAdministrator: email && password ? Object.freeze({ email, password }) : null,
    trustProxy: value['TRUST_PROXY'] as number,
    metrics:
      value['METRICS_PORT'] === undefined
        ? null
        : Object.freeze({ host: value['METRICS_HOST'] as string, port: value['METRICS_PORT'] as number }),
    importLimitMb: value['IMPORT_LIMIT_MB'] as number,
    importKeptDays: value['IMPORT_KEPT_DAYS'] as number,
    evaluationDays: value['EVALUATION_DAYS'] as number,
    filesDir: resolve(text('FILES_DIR') ?? tmpdir()),
    filesLimitMb: value['FILES_LIMIT_MB'] as number,
    keepsPersonalData: value['IMPORT_PERSONAL_DATA'] as boolean,
    answerRate: Object.freeze({
      perSecond: value['ANSWERS_PER_SECOND'] as number,
      burst: value['ANSWERS_AT_ONCE'] as number,
    }),
    longestDelay: Object.freeze({
      readMs: value['READ_DELAY_MS'] as number,
      writeMs: value['WRITE_DELAY_MS'] as number,
    }),
    securityContact: text('SECURITY_CONTACT'),
    cacheDir: cacheDirOf(env),
    searchPath: Object.freeze((env['PATH'] ?? '').split(':').filter(folder => folder !== '')),
  });
}

/** The environment of the process over what a file like `.env.example` says; a missing file says nothing. */
export function readEnvironment(env: NodeJS.ProcessEnv, file = '.env'): NodeJS.ProcessEnv {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return env;
    throw new ConfigError([`${resolve(file)} cannot be read: ${(error as Error).message}.`]);
  }
}

function problemInWords({ type, path }: Joi.ValidationErrorItem): string {
  if (type === 'object.and') return 'ADMIN_EMAIL and ADMIN_PASSWORD must be set together or not at all.';
  if (type === 'object.with') return 'SESSION_SECRET is required when MONGODB_URI is set.';
  // Never the value itself: half of the settings are secrets, and this is printed.
  const setting = settings.find(({ name }) => name === path[0]);
  return `${path.join('.')} must be ${setting?.mustBe ?? 'valid'}.`;
}

function cacheDirOf(env: NodeJS.ProcessEnv): string {
  // The XDG rules: a relative path counts as not set.
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'callfolio');
  const home = env['HOME'] ?? homedir();
  return join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'callfolio');
}
