import { createWriteStream } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Fields } from '../models/fields.ts';
import { countRecords, streamRecords } from '../models/list.ts';
import type { Noun } from '../models/noun.ts';
import { nouns } from '../models/nouns.ts';
import { parseListQuery, type UrlQuery } from '../models/query.ts';
import { bookFile } from '../views/workbooks/book.ts';
import { csvOf, jsonOf } from '../views/workbooks/csv.ts';
import { listBook, unshownPaths } from '../views/workbooks/list.ts';
import { inWords, type Output } from './cliOutput.ts';
import { addressOf, type Config } from './config.ts';
import { StartError } from './startError.ts';

const listed = ['project', 'call', 'programme', 'organisation', 'strategy'] as const;

/** The list an address names: `projects?scope=in`. */
function listFrom(address: string): { noun: Noun; url: UrlQuery } {
  const [path = '', search = ''] = address.replace(/^\//, '').split(/\?(.*)/s);
  const name = listed.find(one => nouns[one].path === path);
  if (!name)
    throw new StartError(
      `There is no list "${path}": take ${listed.map(one => nouns[one].path).join(', ')}.`,
    );
  const url: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) url[key] = [...(url[key] ?? []), value];
  return { noun: nouns[name], url };
}

/** `export LIST FILE`: the list as a file, the same rows in the same order as its page, without what is withheld. */
export const runExport =
  (list: string, file: string, force: boolean, where: Pick<Config, 'baseUrl' | 'host' | 'port'>) =>
  async (output: Output): Promise<void> => {
    const { noun, url } = listFrom(list);
    const kind = extname(file);
    const now = new Date();
    const query = parseListQuery(noun, url, now);
    const totalItems = await countRecords(noun, query);
    const records = streamRecords<Fields, unknown>(
      noun,
      query,
      { seesWithheld: false },
      kind === '.xlsx' ? unshownPaths(noun) : [],
    );
    const body = await bodyOf(kind, noun, records, async () =>
      bookFile(
        await listBook({
          noun,
          records,
          totalItems,
          query,
          format: { language: 'en', locale: 'en-IE' },
          baseUrl: where.baseUrl ?? addressOf(where.host, where.port),
          madeBy: 'npx callfolio export',
          now,
        }),
      ),
    );
    const path = resolve(file);
    await pipeline(body, createWriteStream(path, { flags: force ? 'w' : 'wx' })).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw new StartError(`${path} is there already: --force replaces it.`);
        if (error.code === 'ENOENT') throw new StartError(`There is no folder for ${path}.`);
        throw error;
      },
    );
    output.print(`${noun.label.many.en} in ${file}: ${inWords(totalItems)}.`);
  };

async function bodyOf(
  kind: string,
  noun: Noun,
  records: ReturnType<typeof streamRecords<Fields, unknown>>,
  book: () => Promise<Buffer | Readable>,
): Promise<Readable> {
  if (kind === '.csv') return Readable.from(csvOf(noun, records));
  if (kind === '.json') return Readable.from(jsonOf(noun, records));
  if (kind !== '.xlsx') throw new StartError('An export ends in .xlsx, .csv or .json.');
  const made = await book();
  return Buffer.isBuffer(made) ? Readable.from([made]) : made;
}
