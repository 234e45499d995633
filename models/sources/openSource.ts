import { stat } from 'node:fs/promises';
import { ExpectedError } from '../errors.ts';
import { openArchive, type Budget, type Member } from './archive.ts';
import { fileBytes, readHead, startProgress, type ByteSource } from './bytes.ts';
import { checkContent, isZip } from './content.ts';
import { openCsvTable } from './csvTable.ts';
import { detectEncoding } from './encoding.ts';
import { defaultLimits, type SourceLimits } from './limits.ts';
import type { SourceFile, SourceProblem, SourceTable } from './table.ts';

type Ignored = { name: string; why: SourceProblem };

/** Tables found in a file or a member of one. */
interface Opened {
  container: SourceFile['container'];
  encodings: string[];
  tables: SourceTable[];
  ignored: Ignored[];
}

/** What several members share while they are opened. */
interface Opening {
  limits: SourceLimits;
  budget: Budget;
}

/**
 * Opens an uploaded file behind the guard: what it is comes from its content, never from its name. Its size, and for an
 * archive names, headers, sizes, ratio and checksums of what it holds, are judged before any parser sees it, and counted
 * again while it is read. Throws `invalid` with an `importFile.` key that says what is wrong and what to do; so may
 * reading its rows. What a table cannot be made of is in `ignored`.
 */
export async function openSource(
  path: string,
  name: string,
  limits: Partial<SourceLimits> = {},
): Promise<SourceFile> {
  const all = { ...defaultLimits, ...limits };
  const { size } = await stat(path);
  if (size > all.packedBytes)
    throw new ExpectedError('invalid', 'importFile.tooLarge', {
      most: Math.round(all.packedBytes / 1_048_576),
    });
  const progress = startProgress();
  const source = fileBytes(path, name, progress);
  const opening = { limits: all, budget: { unpackedBytes: all.unpackedBytes } };
  const head = await readHead(source, 4096);
  const { container, encodings, tables, ignored } = isZip(head)
    ? await openZip(await openArchive(path, all, progress, opening.budget), opening)
    : await openText(source, head, opening);
  return {
    name,
    container,
    encoding: encodings.length === 0 ? null : [...new Set(encodings)].join(', '),
    tables,
    ignored,
    bytesRead: () => progress.bytes(),
    close: async () => {},
  };
}

async function openText(source: ByteSource, head: Buffer, { limits }: Opening): Promise<Opened> {
  checkContent(head, source.name);
  const encoding = await detectEncoding(source);
  const table = await openCsvTable(source, encoding, limits);
  if (table.columns.length === 1)
    throw new ExpectedError('invalid', 'importFile.oneColumn', { table: source.name });
  return { container: 'csv', encodings: [encoding.name], tables: [table], ignored: [] };
}

async function openZip(members: Member[], opening: Opening): Promise<Opened> {
  const opened: Opened = { container: 'zip', encodings: [], tables: [], ignored: [] };
  for (const member of members) {
    const found = await openMember(member, opening);
    opened.encodings.push(...found.encodings);
    opened.tables.push(...found.tables);
    opened.ignored.push(...found.ignored);
  }
  if (opened.tables.length === 0) throw new ExpectedError('invalid', 'importFile.nothingInside');
  return opened;
}

/** The tables of a member. A file of another kind, or an empty one, is left aside and reported. */
async function openMember(member: Member, opening: Opening): Promise<Opened> {
  const leave = (key: string): Opened => ({
    container: 'zip',
    encodings: [],
    tables: [],
    ignored: [{ name: member.name, why: { key } }],
  });
  if (!/\.csv$/i.test(member.name)) return leave('importFile.otherMember');
  if (member.unpackedBytes === 0) return leave('importFile.emptyMember');
  return openText(member, await readHead(member, 4096), opening);
}
