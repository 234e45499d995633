import Joi from 'joi';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

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
    description: 'The folder of the embedded database, its lock, the session secret and the kept index.',
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
    name: 'EVALUATION_DAYS',
    rule: Joi.number().integer().min(1).max(3650).default(245),
    mustBe: 'a whole number from 1 to 3650',
    description:
      'Days after its last deadline that a round is under evaluation while no results are recorded.',
    otherwise: '245',
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
    name: 'ANSWERS_PER_SECOND',
    rule: Joi.number().integer().min(1).max(100_000).default(50),
    mustBe: 'a whole number from 1 to 100000',
    description: 'Answers a second that one account, or one token, gets of each process.',
    otherwise: '50',
  },
  {
    name: 'ANSWERS_AT_ONCE',
    rule: Joi.number().integer().min(1).max(100_000).default(200),
    mustBe: 'a whole number from 1 to 100000',
    description: 'How many of them it may ask for at once, after a pause.',
    otherwise: '200',
  },
  {
    name: 'READ_DELAY_MS',
    rule: Joi.number().integer().min(50).max(8000).default(600),
    mustBe: 'a whole number from 50 to 8000',
    description: 'How long a page may be expected to take; one beyond it is refused at once (503).',
    otherwise: '600',
  },
  {
    name: 'WRITE_DELAY_MS',
    rule: Joi.number().integer().min(50).max(8000).default(5000),
    mustBe: 'a whole number from 50 to 8000',
    description: 'The same of a change, and of signing in: refused last.',
    otherwise: '5000',
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
