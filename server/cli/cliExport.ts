import { createWriteStream } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { rightsOf } from '../../models/record/permissions.ts';
import { forFiles, visibleTo, type VisibleNoun } from '../../models/record/visibleTo.ts';
import type { Fields } from '../../models/record/fields.ts';
import { nouns } from '../../models/nouns.ts';
import { parseListQuery, type UrlQuery } from '../../models/query/query.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { listFile } from '../../routes/line/files.ts';
import type { Medium } from '../../routes/line/route.ts';
import { inWords, type Output } from './cliOutput.ts';
import { addressOf, type Config } from '../config.ts';
import { StartError } from '../startError.ts';

const listed = ['project', 'call', 'programme', 'organisation', 'strategy'] as const;
const media: Readonly<Record<string, Medium>> = { '.xlsx': 'xlsx', '.csv': 'csv', '.json': 'json' };

/** Whoever has the command line has what an administrator has. */
const operator = forFiles({ rights: rightsOf('administrator') });

/** The list an address names: `projects?scope=in`. */
function listFrom(address: string): { noun: VisibleNoun; url: UrlQuery } {
  const [path = '', search = ''] = address.replace(/^\//, '').split(/\?(.*)/s);
  const name = listed.find(one => nouns[one].path === path);
  if (!name)
    throw new StartError(
      `There is no list "${path}": take ${listed.map(one => nouns[one].path).join(', ')}.`,
    );
  const url: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) url[key] = [...(url[key] ?? []), value];
  return { noun: visibleTo<Fields, unknown>(nouns[name], operator), url };
}

/** `export LIST FILE`: the list as a file, the same rows in the same order as its page, without what is withheld. */
export const runExport =
  (
    list: string,
    file: string,
    force: boolean,
    where: Pick<Config, 'baseUrl' | 'host' | 'port' | 'filesDir' | 'filesLimitMb'>,
  ) =>
  async (output: Output): Promise<void> => {
    const { noun, url } = listFrom(list);
    const medium = media[extname(file)];
    if (!medium) throw new StartError('An export ends in .xlsx, .csv or .json.');
    const now = new Date();
    const query = parseListQuery(noun, url, now);
    const reader = { user: null, format: { language: 'en', locale: 'en-IE' }, ...operator } as const;
    const settings = { baseUrl: where.baseUrl ?? addressOf(where.host, where.port) };
    const { make } = listFile(noun, query, { medium, isApi: true, now }, reader, settings);
    const path = resolve(file);
    // All of it, and its count, as at one instant: others go on writing.
    const { underWay, rows } = await readAtOneInstant(
      async () => {
        const made = await make({ folder: where.filesDir, mostBytes: where.filesLimitMb * 1024 * 1024 });
        const bytes = Buffer.isBuffer(made.body) ? [made.body] : made.body;
        await pipeline(bytes, createWriteStream(path, { flags: force ? 'w' : 'wx' }));
        return made;
      },
      { signal: output.signal },
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new StartError(`${path} is there already: --force replaces it.`);
      if (error.code === 'ENOENT') throw new StartError(`There is no folder for ${path}.`);
      throw error;
    });
    if (underWay && query.knownAt === null)
      output.tell(
        `The import of ${underWay.name} was being written or undone meanwhile: some records are as in that file already, others not yet. Export again when it has ended.`,
      );
    output.print(`${noun.label.many.en} in ${file}: ${inWords(rows?.inFile ?? 0)}.`);
  };
