import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { ExpectedError } from '../../models/values/errors.ts';
import { sayProblem } from '../../views/problem.ts';
import { translator } from '../../views/locales/index.ts';
import { runBackup, runRestore } from './cliBackup.ts';
import { runExport } from './cliExport.ts';
import { importOptions, importSettings, runImport } from './cliImport.ts';
import { commandOutput, type Output } from './cliOutput.ts';
import { runReferenceLoad } from './cliReference.ts';
import { endTokenOf, makeTokenOf, printTokens } from './cliTokens.ts';
import { addUser, linkUser } from './cliUsers.ts';
import { finishRestore } from '../backup/switchCollections.ts';
import { ConfigError, readConfig, readEnvironment, type Config } from '../config.ts';
import { createCollectionsAndIndexes } from '../database/indexes.ts';
import { chooseEvaluationDays } from '../../models/calls/callStatus.ts';
import { rewriteCallStatuses } from '../database/callStatuses.ts';
import { prepareSchema } from '../database/migrations.ts';
import { openDatabase } from '../database/openDatabase.ts';
import { createLogger } from '../logger.ts';
import { StartError } from '../startError.ts';

const usage = `Usage: npx callfolio COMMAND, in the folder of callfolio, with the settings of its .env

  backup FILE [--force]            write all records to FILE; callfolio may go on running
  restore FILE [--replace [--yes]] put the records of FILE into the database: an empty one, or
                                   with --replace in the place of its records, after asking
  user add EMAIL --name NAME --role ROLE
                                   make an account and a one-time link for its password
  user link EMAIL                  make a one-time link with which a person sets a new password
  import FILE [--source NAME] [--apply [--yes]]
                                   check a file of CORDIS, the Funding & Tenders Portal or a table and
                                   print the report; with --apply also write what it states, on a
                                   terminal after asking, which --yes answers
    --encoding NAME                in which an old text file is written that is no Unicode, such as
                                   windows-1250; asked for where nothing proves it
    --programmes, --topics, --identifiers, --keywords, --countries LIST
                                   take only what meets each of these; a list has semicolons between
                                   its words, such as --programmes "H2020; HORIZON"
    --scope candidate|in           as what new projects come in; candidates unless said otherwise
    --scopeTopics LIST             with --scope in: only those of these topics
    --conflictRule ask|ours|theirs|newer
                                   where the file differs from our values; ours stay unless
                                   said otherwise
  export LIST FILE [--force]       write a list, such as "projects?scope=in", to a .xlsx, .csv or .json
  reference load                   bring the reference data up to date where nobody changed it, and print
                                   what was changed and what was kept
  token make EMAIL --name NAME [--access read] [--ends-on DAY]
                                   make an access token of that person and print it, this once
  token list [EMAIL]               say which access tokens there are
  token end ID                     end one
  help                             say this

A command exits with 0 when it did what it was asked, else with 1; an import of which rows were refused with 2.
`;

/** What was asked is not what a command takes; the message is one sentence. */
const misuse = (sentence: string) => new StartError(`${sentence} "npx callfolio help" says what there is.`);

/** What a command ends with: nothing unless it has more to say than that it was done. */
type Exit = 2 | 0 | void;
type Command = (config: Config, output: Output) => Promise<Exit>;

/** The command that the words after `callfolio` ask for. @throws {StartError} for none that there is */
function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name = 'help', ...words] = positionals;
  const [first, second] = words;
  const taken = (count: number, ...options: (keyof typeof values)[]) => {
    const unknown = Object.keys(values).find(key => !options.includes(key as keyof typeof values));
    if (unknown !== undefined) throw misuse(`--${unknown} does not go with ${name}.`);
    if (words.length !== count) throw misuse(`The command ${name} is not complete.`);
  };
  if (name === 'help' || values.help === true) {
    return async (_config, { print }) => print(usage.trimEnd());
  }
  if (name === 'backup') {
    taken(1, 'force');
    return (config, output) => onDatabase(config, output, 'as it is', runBackup(first ?? '', values.force));
  }
  if (name === 'restore') {
    taken(1, 'replace', 'yes');
    const wish = { isReplacing: values.replace ?? false, isAgreed: values.yes ?? false };
    return (config, output) => onDatabase(config, output, 'as it is', runRestore(first ?? '', wish));
  }
  if (name === 'import') {
    taken(1, 'source', 'apply', 'yes', ...importOptions);
    if (values.yes && !values.apply) throw misuse('--yes answers what --apply asks, and goes with it.');
    const wish = {
      file: first ?? '',
      settings: importSettings(values.source, values),
      isApplying: values.apply ?? false,
      isAgreed: values.yes ?? false,
    };
    return (config, output) => onDatabase(config, output, 'prepared', runImport(wish, config));
  }
  if (name === 'export') {
    taken(2, 'force');
    return (config, output) =>
      onDatabase(
        config,
        output,
        'prepared',
        runExport(first ?? '', second ?? '', values.force ?? false, config),
      );
  }
  if (name === 'reference' && first === 'load') {
    taken(1);
    return (config, output) => onDatabase(config, output, 'prepared', runReferenceLoad);
  }
  if (name === 'token') return tokenCommand(words, values, taken);
  if (name === 'user' && first === 'add') {
    taken(2, 'name', 'role');
    const account = { email: second ?? '', name: values.name ?? '', role: values.role ?? '' };
    return (config, output) => onDatabase(config, output, 'prepared', addUser(account, config));
  }
  if (name === 'user' && first === 'link') {
    taken(2);
    return (config, output) => onDatabase(config, output, 'prepared', linkUser(second ?? '', config));
  }
  throw misuse(`There is no command "${words[0] === undefined ? name : `${name} ${words[0]}`}".`);
}

function tokenCommand(
  [action, subject]: readonly string[],
  values: ReturnType<typeof parse>['values'],
  taken: (count: number, ...options: (keyof typeof values)[]) => void,
): Command {
  if (action === 'make') {
    taken(2, 'name', 'access', 'ends-on');
    const input = { name: values.name, access: values.access, endsOn: values['ends-on'] };
    return (config, output) => onDatabase(config, output, 'prepared', makeTokenOf(subject ?? '', input));
  }
  if (action === 'list') {
    taken(subject === undefined ? 1 : 2);
    return (config, output) => onDatabase(config, output, 'prepared', printTokens(subject));
  }
  if (action === 'end') {
    taken(2);
    return (config, output) => onDatabase(config, output, 'prepared', endTokenOf(subject ?? ''));
  }
  throw misuse(`There is no command "token ${action ?? ''}".`);
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const word = { type: 'string' } as const;
  const words = { type: 'string', multiple: true } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        force: flag,
        replace: flag,
        yes: flag,
        name: word,
        role: word,
        source: word,
        encoding: word,
        programmes: words,
        topics: words,
        identifiers: words,
        keywords: words,
        countries: words,
        scope: word,
        scopeTopics: words,
        conflictRule: word,
        apply: flag,
        access: word,
        'ends-on': word,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    throw misuse(`${(error as Error).message.split('\n')[0]?.split('. ')[0]?.replace(/\.$/, '')}.`);
  }
}

/** Does an action on the database that the settings name: beside a running callfolio, or starting the database for it. */
async function onDatabase(
  config: Config,
  output: Output,
  state: 'as it is' | 'prepared',
  action: (output: Output) => Promise<Exit>,
): Promise<Exit> {
  const log = createLogger(config.logLevel, process.stderr, true);
  chooseEvaluationDays(config.evaluationDays);
  const database = await openDatabase(config, log, { beside: 'share' });
  const { db } = mongoose.connection;
  try {
    if (!db) throw new StartError('The database was lost: try again.');
    await finishRestore(db, log);
    if (state === 'prepared') {
      await prepareSchema(db, { log });
      await createCollectionsAndIndexes();
      // Those that were made with another setting than today's.
      await rewriteCallStatuses(name => db.collection(name));
    }
    return await action(output);
  } finally {
    await database.close();
  }
}

/**
 * Runs a command of the command line.
 * @param args the words after `callfolio`
 * @returns the exit code
 */
export async function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  const output = commandOutput();
  try {
    const command = readCommand(args);
    // A command signs no cookies, so it asks for no secret.
    const unused = { SESSION_SECRET: 'x'.repeat(32) };
    return (await command(readConfig({ ...readEnvironment(env), ...unused }), output)) ?? 0;
  } catch (error) {
    output.tell(say(error));
    return 1;
  } finally {
    output.close();
  }
}

function say(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n');
  if (error instanceof StartError) return error.message;
  if (error instanceof ExpectedError) {
    const t = translator('en');
    return error.problems.length > 0
      ? error.problems.map(problem => sayProblem(t, problem)).join(' ')
      : error.message;
  }
  if (error instanceof mongoose.mongo.MongoError) {
    return `The database does not do it: ${error.message.replace(/\.$/, '')}.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
