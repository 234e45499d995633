import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { countKeys, type Counts, type Import, type ImportSettings } from '../../models/imports/import.ts';
import {
  importFields,
  settingsFrom,
  sourceLabels,
  type ImportInput,
} from '../../models/imports/importFields.ts';
import { parseRowQuery, streamImportRows } from '../../models/imports/rows/importRows.ts';
import { getImport, requestApply } from '../../models/imports/imports.ts';
import { receiveImport } from '../../models/imports/lifecycle/receive.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import { rowNouns, sourceNames, type SourceName } from '../../models/sources/contract/incoming.ts';
import { checkInput } from '../../routes/line/input.ts';
import { saySource } from '../../views/imports/json.ts';
import { formatBytes, progressWords } from '../../views/imports/progress.ts';
import { countedNouns, outcomeKeys, rowNounLabel } from '../../views/imports/rowTexts.ts';
import { translator } from '../../views/locales/index.ts';
import { inWords, type Output } from './cliOutput.ts';
import type { Config } from '../config.ts';
import { startRunner } from '../jobs/runner.ts';
import { createLogger } from '../logger.ts';
import { StartError } from '../startError.ts';

/** Exit codes: everything was taken, or some rows were refused. */
export type ImportExit = 0 | 2;

export interface ImportWish {
  file: string;
  settings: ImportSettings;
  isApplying: boolean;
  /** Whether it is applied without asking who sits there. */
  isAgreed: boolean;
}

/** What may be said with a file: options have the names of the API's fields. */
export const importOptions = [
  'encoding',
  'programmes',
  'topics',
  'identifiers',
  'keywords',
  'countries',
  'scope',
  'scopeTopics',
  'conflictRule',
] as const satisfies readonly (keyof ImportInput)[];

type Typed = Readonly<Partial<Record<(typeof importOptions)[number], string | string[]>>>;

/**
 * What a file is taken with, from what was typed; an option given twice is one list.
 * @throws {ExpectedError} `invalid` naming each option with a value that makes no sense
 */
export function importSettings(source: string | undefined, typed: Typed): ImportSettings {
  const given = importOptions.flatMap(key => {
    const value = typed[key];
    return value === undefined ? [] : [[key, Array.isArray(value) ? value.join(';') : value] as const];
  });
  const input = checkInput(importFields, Object.fromEntries(given), true);
  return { ...settingsFrom(input), source: sourceFrom(source) };
}

const english = { language: 'en', locale: 'en-IE' } as const;
const t = translator('en');
const lookEveryMs = 250;

/** `import FILE`: has it checked, prints the report, and applies it where that was asked for. */
export const runImport =
  (wish: ImportWish, config: Config) =>
  async (output: Output): Promise<ImportExit> => {
    const found = await receive(wish.file, wish.settings);
    // A running callfolio may do the work just as well; where none runs, this process does.
    const runner = startRunner(config, createLogger(config.logLevel, process.stderr, true));
    try {
      return await follow(found, wish, output);
    } finally {
      await runner.stop();
    }
  };

async function follow(found: Import, wish: ImportWish, output: Output): Promise<ImportExit> {
  const checked = await wait(found.id, ['queued', 'checking'], 'Checking', output);
  if (checked.needsMapping)
    throw new StartError(
      `No source that callfolio knows writes ${basename(wish.file)}: name its columns on the page /imports/${found.id}.`,
    );
  refuseFailed(checked);
  await printReport(checked, output);
  if (!(await isToApply(wish, output))) {
    output.print(`Nothing was written. Apply it on the page /imports/${found.id}, or give --apply.`);
    return exitOf(checked);
  }
  await requestApply(found.id, checked.version, callfolioItself);
  const applied = await wait(found.id, ['applying'], 'Applying', output);
  refuseFailed(applied);
  // A record that somebody changed meanwhile, or a number that was taken.
  if (!isDeepStrictEqual(applied.counts, checked.counts)) await printReport(applied, output);
  output.print(`Applied. It can be undone on the page /imports/${found.id}.`);
  return exitOf(applied);
}

const exitOf = ({ counts }: Import): ImportExit =>
  rowNouns().some(noun => counts[noun].rejected > 0) ? 2 : 0;

/** Where nobody can be asked, --apply is the answer: a nightly import has nobody. */
async function isToApply({ isApplying, isAgreed }: ImportWish, { ask, canAsk }: Output): Promise<boolean> {
  if (!isApplying || isAgreed || !canAsk) return isApplying;
  return ask('Type "apply" to write it: ', 'apply');
}

function sourceFrom(text: string | undefined): SourceName | null {
  if (text === undefined) return null;
  const known = sourceNames.find(name => name === text);
  if (!known) throw new StartError(`--source is one of ${sourceNames.join(', ')}.`);
  return known;
}

async function receive(file: string, settings: ImportSettings): Promise<Import> {
  const path = resolve(file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new StartError(`There is no file ${path}.`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const digest = hash.digest('hex');
  const received = { path, name: basename(path), bytes: found.size, digest };
  return receiveImport(received, settings, callfolioItself, new Date());
}

/** Looks until an import has left these states: this process does its jobs, or a running callfolio does. */
async function wait(
  id: string,
  states: readonly Import['state'][],
  doing: string,
  output: Output,
): Promise<Import> {
  for (;;) {
    output.checkInterrupted();
    const found = await getImport(id);
    if (found.needsMapping || !states.includes(found.state)) return found;
    output.say(`${doing}: ${progressWords(found.progress, new Date(), english)}`);
    await setTimeout(lookEveryMs);
  }
}

function refuseFailed({ failure, state }: Import): void {
  if (state === 'failed') throw new StartError(failure ? saySource(t, failure) : 'The import failed.');
}

const figureWords: Partial<Record<keyof Counts, string>> = { leftOut: 'left out' };
const mostPrinted = 50;

async function printReport(found: Import, { print, tell }: Output): Promise<void> {
  const source = found.source ? sourceLabels[found.source].en : 'unknown';
  const { name, bytes, encoding } = found.file;
  print(`${name}: ${source}, ${formatBytes(bytes, english)}${encoding === null ? '' : `, ${encoding}`}`);
  const line = (label: string, cells: readonly string[]) =>
    print(`${label.padEnd(16)}${cells.map(cell => cell.padStart(11)).join('')}`);
  line(
    '',
    countKeys.map(key => figureWords[key] ?? key),
  );
  for (const noun of countedNouns(found))
    line(
      rowNounLabel(noun).many.en,
      countKeys.map(key => inWords(found.counts[noun][key])),
    );
  const query = parseRowQuery({ severity: ['error', 'warning'] });
  let printed = 0;
  for await (const row of streamImportRows(found.id, query)) {
    if (printed === mostPrinted) {
      tell(`More of them stand on the page /imports/${found.id}/rows, and in its files.`);
      break;
    }
    printed += 1;
    const { problems, warnings, outcome, where } = row;
    for (const one of [...problems, ...warnings]) {
      const value = one.value === null ? '' : ` ${JSON.stringify(one.value)}`;
      const column = one.column === null ? '' : `, ${one.column}`;
      print(
        `${t(outcomeKeys[outcome])}: ${where.table}, row ${one.where.row}${column}:${value} ${saySource(t, one.problem)}`,
      );
    }
  }
}
