import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import Joi from 'joi';

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
  /** Where files are kept while they are made and downloaded. */
  filesDir: string;
  /** What all of them together may take of it, in megabytes of 1 048 576 bytes. */
  filesLimitMb: number;
  /** Whether addresses, VAT numbers and contact forms of a file are kept. */
  keepsPersonalData: boolean;
  /** Where a fetched mongod is kept, outside `dataDir` so that every installation of a user shares it. */
  cacheDir: string;
  /** Whom to write to about a weakness: an e-mail address or a URI; null means that nobody said. */
  securityContact: string | null;
  /** The folders of PATH. */
  searchPath: readonly string[];
}>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Scheme, host and port; an IPv6 address stands in brackets. */
export const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** One variable of the environment: `mustBe` ends the sentence "NAME must be …". */
export type Setting = Readonly<{
  name: string;
  rule: Joi.Schema;
  mustBe: string;
  description: string;
  /** What holds when it is not set, in words for the README. */
  otherwise: string;
}>;

/** Every setting, in the order of the README and `.env.example`. */
export const settings: readonly Setting[] = [
  {
    name: 'PORT',
    rule: Joi.number().integer().min(0).max(65535).default(3000),
    mustBe: 'a whole number from 0 to 65535',
    description: 'The TCP port to serve on.',
    otherwise: '3000',
  },
  {
    name: 'HOST',
    rule: Joi.alternatives(Joi.string().hostname(), Joi.string().ip({ cidr: 'forbidden' })).default(
      '127.0.0.1',
    ),
    mustBe: 'an IP address or a host name of this machine',
    description: 'The address to serve on.',
    otherwise: '127.0.0.1',
  },
  {
    name: 'BASE_URL',
    rule: Joi.string().uri({ scheme: ['http', 'https'] }),
    mustBe: 'an address that starts with http:// or https://',
    description: 'The address that users type, when it is another than HOST and PORT (a reverse proxy).',
    otherwise: 'made of HOST and PORT',
  },
  {
    name: 'DATA_DIR',
    rule: Joi.string().default('./data'),
    mustBe: 'the path of a folder',
    description: 'The folder of the embedded database, its lock and the session secret.',
    otherwise: './data',
  },
  {
    name: 'MONGODB_URI',
    rule: Joi.string().pattern(/^mongodb(\+srv)?:\/\/[^\s/]+/),
    mustBe: 'a connection string that starts with mongodb:// or mongodb+srv://',
    description: 'The MongoDB to use: a replica set or sharded cluster, 6.0 or newer. Set it in production.',
    otherwise: 'the program runs a private mongod of its own in DATA_DIR',
  },
  {
    name: 'MONGOD_BINARY',
    rule: Joi.string(),
    mustBe: 'the path of a mongod program',
    description: 'The mongod for the embedded database.',
    otherwise: 'mongod on PATH, else one fetched earlier, else one is fetched',
  },
  {
    name: 'SESSION_SECRET',
    rule: Joi.string().min(32),
    mustBe: 'at least 32 characters long',
    description: 'Signs the session cookies. Required with MONGODB_URI; the same for every process.',
    otherwise: 'made at the first start and kept in DATA_DIR',
  },
  {
    name: 'ADMIN_EMAIL',
    rule: Joi.string().email({ tlds: false }),
    mustBe: 'an e-mail address',
    description: 'With ADMIN_PASSWORD: the first administrator, created where no account exists yet.',
    otherwise: 'the first start prints a one-time link',
  },
  {
    name: 'ADMIN_PASSWORD',
    // One that was enough when the account was made is no reason not to start.
    rule: Joi.string().min(12),
    mustBe: 'at least 12 characters long',
    description: 'The password of the first administrator: 15 characters or more when it is made.',
    otherwise: 'the first start prints a one-time link',
  },
  {
    name: 'LOG_LEVEL',
    rule: Joi.valid(...logLevels).default('info'),
    mustBe: `one of ${logLevels.join(', ')}`,
    description: 'The least severe lines to log.',
    otherwise: 'info',
  },
  {
    name: 'TRUST_PROXY',
    rule: Joi.number().integer().min(0).max(10).default(0),
    mustBe: 'a whole number from 0 to 10',
    description: 'How many reverse proxies stand before the program.',
    otherwise: '0',
  },
  {
    name: 'METRICS_PORT',
    rule: Joi.number().integer().min(0).max(65535),
    mustBe: 'a whole number from 0 to 65535',
    description: 'A TCP port of its own on which Prometheus reads /metrics; not for users.',
    otherwise: 'no metrics',
  },
  {
    name: 'METRICS_HOST',
    rule: Joi.alternatives(Joi.string().hostname(), Joi.string().ip({ cidr: 'forbidden' })).default(
      '127.0.0.1',
    ),
    mustBe: 'an IP address or a host name of this machine',
    description: 'The address of METRICS_PORT.',
    otherwise: '127.0.0.1',
  },
  {
    name: 'IMPORT_LIMIT_MB',
    rule: Joi.number().integer().min(1).max(4096).default(512),
    mustBe: 'a whole number from 1 to 4096',
    description: 'The largest file that may be imported, in megabytes.',
    otherwise: '512',
  },
  {
    name: 'IMPORT_KEPT_DAYS',
    rule: Joi.number().integer().min(1).max(3650).default(30),
    mustBe: 'a whole number from 1 to 3650',
    description: 'Days that an imported file is kept which nobody applies, counted from its last check.',
    otherwise: '30',
  },
  {
    name: 'IMPORT_PERSONAL_DATA',
    rule: Joi.boolean().truthy('yes', 'on', '1').falsy('no', 'off', '0').default(false),
    mustBe: 'yes or no',
    description: 'Whether imports keep street, post code, geolocation, VAT number and contact form.',
    otherwise: 'no',
  },
  {
    name: 'FILES_DIR',
    rule: Joi.string(),
    mustBe: 'the path of a folder',
    description: 'The folder where files lie while they are received, made or taken; a disk, not memory.',
    otherwise: 'the temporary folder of the system',
  },
  {
    name: 'FILES_LIMIT_MB',
    rule: Joi.number().integer().min(16).max(1_048_576).default(2048),
    mustBe: 'a whole number from 16 to 1048576',
    description: 'What files being made may take there together, in megabytes; one beyond it is refused.',
    otherwise: '2048',
  },
  {
    name: 'SECURITY_CONTACT',
    rule: Joi.alternatives(
      Joi.string().email({ tlds: false }),
      Joi.string().uri({ scheme: ['mailto', 'https', 'tel'] }),
    ),
    mustBe: 'an e-mail address, or an address that starts with mailto:, https:// or tel:',
    description: 'Whom to write to about a weakness; said in /.well-known/security.txt.',
    otherwise: 'there is no security.txt',
  },
];

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
    filesDir: resolve(text('FILES_DIR') ?? tmpdir()),
    filesLimitMb: value['FILES_LIMIT_MB'] as number,
    keepsPersonalData: value['IMPORT_PERSONAL_DATA'] as boolean,
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
