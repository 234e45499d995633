import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ExpectedError } from '../../values/errors.ts';
import { openArchive, type Budget, type Member } from './archive.ts';
import { fileBytes, readHead, startProgress, type ByteSource, type Progress } from './bytes.ts';
import { checkContent, holdsEncryptedPackage, isCompoundFile, isJson, isZip } from './content.ts';
import { openCsvTable } from './csvTable.ts';
import { detectEncoding } from './encoding.ts';
import type { EncodingName } from './encodingNames.ts';
import { openJsonTables } from './jsonTable.ts';
import { defaultLimits, type SourceLimits } from '../contract/limits.ts';
import type { SourceFile, SourceProblem, SourceTable } from '../contract/table.ts';
import { isOfficeFile, openWorkbook, spoolPathIn } from './workbook.ts';

type Ignored = { name: string; why: SourceProblem };

/** Tables found in a file or a member of one. */
interface Opened {
  container: SourceFile['container'];
  encodings: string[];
  tables: readonly SourceTable[];
  ignored: readonly Ignored[];
}

/** What the parts of a file share while they are opened. */
interface Opening {
  limits: SourceLimits;
  /** In which a person says that what is no Unicode is written. */
  encoding: EncodingName | null;
  progress: Progress;
  budget: Budget;
  /** For what has to lie on disk; removed when the file is closed. */
  folder: string;
  spooled: number;
  closers: (() => void)[];
}

const headBytes = 4096;

/**
 * Opens an uploaded file behind the guard: what it is comes from its content, never from its name. Its size, and for an
 * archive names, headers, sizes, ratio and checksums of what it holds, are judged before any parser sees it, and counted
 * again while it is read. Throws `invalid` with an `importFile.` key that says what is wrong and what to do; so may
 * reading its rows. `encoding` is what a person named for text that is no Unicode. What a table cannot be made of is in `ignored`. What must lie on disk lies beside the file until `close`.
 */
export async function openSource(
  path: string,
  name: string,
  limits: Partial<SourceLimits> = {},
  encoding: EncodingName | null = null,
): Promise<SourceFile> {
  const all = { ...defaultLimits, ...limits };
  const { size } = await stat(path);
  if (size > all.packedBytes)
    throw new ExpectedError('invalid', 'importFile.tooLarge', {
      most: Math.round(all.packedBytes / 1_048_576),
    });
  const progress = startProgress();
  const source = fileBytes(path, name, progress);
  const head = await readHead(source, headBytes);
  const opening: Opening = {
    limits: all,
    encoding,
    progress,
    budget: { unpackedBytes: all.unpackedBytes },
    folder: await mkdtemp(join(dirname(path), 'opened-')),
    spooled: 0,
    closers: [],
  };
  const close = async () => {
    for (const closer of opening.closers.splice(0)) closer();
    await rm(opening.folder, { recursive: true, force: true });
  };
  try {
    const { container, encodings, tables, ignored } = isZip(head)
      ? await openZip(await openArchive(path, all, progress, opening.budget), name, opening)
      : await openText(source, head, opening);
    return {
      name,
      container,
      encoding: encodings.length === 0 ? null : [...new Set(encodings)].join(', '),
      tables,
      ignored,
      bytesRead: () => Math.min(progress.bytes(), size),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openText(
  source: ByteSource,
  head: Buffer,
  { limits, encoding: named }: Opening,
): Promise<Opened> {
  if (isCompoundFile(head) && (await holdsEncryptedPackage(source)))
    throw new ExpectedError('invalid', 'importFile.passwordWorkbook', { name: source.name });
  checkContent(head, source.name);
  const isOfValues = isJson(head);
  const encoding = await detectEncoding(source, named, isOfValues ? Infinity : limits.lineBytes);
  const encodings = [encoding.name];
  if (isOfValues)
    return { container: 'json', encodings, ...(await openJsonTables(source, encoding, limits)) };
  const table = await openCsvTable(source, encoding, limits);
  if (table.columns.length === 1)
    throw new ExpectedError('invalid', 'importFile.oneColumn', { table: source.name });
  return { container: 'csv', encodings, tables: [table], ignored: [] };
}

async function openZip(members: Member[], name: string, opening: Opening): Promise<Opened> {
  if (isOfficeFile(members)) {
    const spoolPath = spoolPathIn(opening.folder, opening.closers.length);
    const { tables, ignored, close } = await openWorkbook(members, name, opening.limits, spoolPath);
    opening.closers.push(close);
    if (tables.length > 0) return { container: 'xlsx', encodings: [], tables, ignored };
    const why = ignored.at(-1)?.why;
    throw new ExpectedError('invalid', why?.key ?? 'importFile.badWorkbook', {
      member: name,
      table: name,
      name,
      ...why?.values,
    });
  }
  const found: Opened[] = [];
  for (const member of members) found.push(await openMember(member, opening));
  const tables = found.flatMap(one => one.tables);
  if (tables.length === 0) throw new ExpectedError('invalid', 'importFile.nothingInside');
  return {
    container: 'zip',
    encodings: found.flatMap(one => one.encodings),
    tables,
    ignored: found.flatMap(one => one.ignored),
  };
}

/** The tables of a member. A file of another kind, or an empty one, is left aside and reported. */
async function openMember(member: Member, opening: Opening): Promise<Opened> {
  const leave = (key: string): Opened => ({
    container: 'zip',
    encodings: [],
    tables: [],
    ignored: [{ name: member.name, why: { key } }],
  });
  // A Mac puts a shadow of each file beside it.
  if (/(?:^|\/)(?:__MACOSX\/|\._)/.test(member.name)) return leave('importFile.otherMember');
  if (!/\.(csv|json|xlsx)$/i.test(member.name)) return leave('importFile.otherMember');
  if (member.unpackedBytes === 0) return leave('importFile.emptyMember');
  const head = await readHead(member, headBytes);
  if (isZip(head))
    return /\.xlsx$/i.test(member.name) ? openInner(member, opening) : leave('importFile.otherMember');
  return openText(member, head, opening);
}

/** A workbook in an archive: unpacked to disk, since a zip is read from its end, and through the same guard. */
async function openInner(member: Member, opening: Opening): Promise<Opened> {
  const path = join(opening.folder, `member-${(opening.spooled += 1)}`);
  await pipeline(member.read(), createWriteStream(path, { mode: 0o600 }));
  // Its bytes are no bytes of the upload: they do not count for the progress.
  const members = await openArchive(path, opening.limits, startProgress(), opening.budget);
  if (!isOfficeFile(members))
    return {
      container: 'zip',
      encodings: [],
      tables: [],
      ignored: [{ name: member.name, why: { key: 'importFile.otherMember' } }],
    };
  const opened = await openZip(members, member.name, opening);
  const isOnly = opened.tables.length === 1;
  // The member's path says which table it is; its one sheet may have any name.
  const tables = opened.tables.map(table => ({
    ...table,
    name: isOnly ? member.name : `${member.name}#${table.name}`,
  }));
  return {
    ...opened,
    tables,
    ignored: opened.ignored.map(one => ({ ...one, name: `${member.name}#${one.name}` })),
  };
}
