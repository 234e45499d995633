import { createReadStream } from 'node:fs';
import { createInflateRaw, crc32 } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry, type LocalFileHeader, type ZipFile } from 'yauzl';
import { ExpectedError } from '../../values/errors.ts';
import { chunkBytes, type ByteSource, type Progress } from './bytes.ts';
import type { SourceLimits } from '../contract/limits.ts';

/** A file in an archive that passed the guard. */
export interface Member extends ByteSource {
  packedBytes: number;
  unpackedBytes: number;
}

/** What several archives in one another may unpack to together. */
export interface Budget {
  unpackedBytes: number;
}

/** A member as both of its headers tell of it, and where its bytes are. */
interface Checked {
  name: string;
  entry: Entry;
  start: number;
  end: number;
}

const stored = 0;
const deflated = 8;
/** Flag bits: encrypted, sizes only after the data, strongly encrypted, headers encrypted. */
const encrypted = 0x1 | 0x40 | 0x2000;
const sizesAfterwards = 0x8;
/** In a 32-bit field: the true size stands in the zip64 extra field. */
const elsewhere = 0xffffffff;

const damaged = (member: string) => new ExpectedError('invalid', 'importFile.damagedArchive', { member });

/**
 * The members of a zip archive, once its directory and the header before each member were compared: nothing is
 * unpacked yet. Throws `invalid` where the archive is damaged, encrypted, lies, or goes beyond the limits; reading a
 * member throws the same where its content does. `budget` is what is left of the limit on unpacked bytes, and lessened.
 */
export async function openArchive(
  path: string,
  limits: SourceLimits,
  progress: Progress,
  budget: Budget = { unpackedBytes: limits.unpackedBytes },
): Promise<Member[]> {
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw damaged('');
  });
  try {
    if (zip.entryCount > limits.entries)
      throw new ExpectedError('invalid', 'importFile.tooManyMembers', { most: limits.entries });
    const checked = await checkedEntries(zip, limits);
    checkApart(checked);
    const members = checked.filter(({ name }) => !name.endsWith('/'));
    for (const { entry } of members) budget.unpackedBytes -= entry.uncompressedSize;
    if (budget.unpackedBytes < 0)
      throw new ExpectedError('invalid', 'importFile.unpacksTooLarge', {
        most: inMebi(limits.unpackedBytes),
      });
    return members.map(member => ({
      name: member.name,
      packedBytes: member.entry.compressedSize,
      unpackedBytes: member.entry.uncompressedSize,
      read: unpacker(path, member, limits, progress),
    }));
  } finally {
    zip.close();
  }
}

const inMebi = (bytes: number): number => Math.round(bytes / 1_048_576);

async function checkedEntries(zip: ZipFile, limits: SourceLimits): Promise<Checked[]> {
  const checked: Checked[] = [];
  const names = new Set<string>();
  for (const entry of await entriesOf(zip)) {
    const name = nameOf(entry);
    if (names.has(name)) throw new ExpectedError('invalid', 'importFile.memberTwice', { member: name });
    names.add(name);
    checkEntry(entry, name, limits);
    const local = await localHeader(zip, entry, name);
    if (!agree(entry, local))
      throw new ExpectedError('invalid', 'importFile.headersDiffer', { member: name });
    const start = local.fileDataStart;
    checked.push({ name, entry, start, end: start + entry.compressedSize });
  }
  return checked;
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    if (/encryption/.test((error as Error).message))
      throw new ExpectedError('invalid', 'importFile.encrypted', { member: '' });
    throw damaged('');
  }
  return entries;
}

/** The name; one that leads out of a folder, or that programs read differently, is no honest one. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const isPlain =
    name !== '' &&
    // oxlint-disable-next-line no-control-regex
    !/[\u0000-\u001f\u007f\\]|^\/|^[a-z]:/i.test(name) &&
    !name.split('/').some(part => part === '..' || part === '.');
  if (!isPlain)
    throw new ExpectedError('invalid', 'importFile.memberName', {
      member: JSON.stringify(name).slice(0, 200),
    });
  return name;
}

function checkEntry(entry: Entry, name: string, limits: SourceLimits): void {
  if ((entry.generalPurposeBitFlag & encrypted) !== 0)
    throw new ExpectedError('invalid', 'importFile.encrypted', { member: name });
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    throw new ExpectedError('invalid', 'importFile.packedOtherwise', { member: name });
  checkRatio(name, entry.uncompressedSize, entry.compressedSize, limits);
}

function checkRatio(member: string, unpacked: number, packed: number, limits: SourceLimits): void {
  if (unpacked > limits.ratioFromBytes && unpacked > limits.ratio * packed)
    throw new ExpectedError('invalid', 'importFile.packedTooTightly', { member, most: limits.ratio });
}

async function localHeader(zip: ZipFile, entry: Entry, name: string): Promise<LocalFileHeader> {
  try {
    return await zip.readLocalFileHeaderPromise(entry);
  } catch {
    throw damaged(name);
  }
}

/** Whether the header before the data says what the directory says: programs differ in which of them they believe. */
function agree(entry: Entry, local: LocalFileHeader): boolean {
  const isLater = (local.generalPurposeBitFlag & sizesAfterwards) !== 0;
  const sizes = (localValue: number, value: number) =>
    localValue === value || localValue === elsewhere || (isLater && localValue === 0);
  return (
    local.fileName.equals(entry.fileNameRaw) &&
    local.compressionMethod === entry.compressionMethod &&
    (local.generalPurposeBitFlag & encrypted) === 0 &&
    sizes(local.uncompressedSize, entry.uncompressedSize) &&
    sizes(local.compressedSize, entry.compressedSize) &&
    (local.crc32 === entry.crc32 || (isLater && local.crc32 === 0))
  );
}

/** Members that share bytes are how a small archive unpacks to petabytes. */
function checkApart(members: readonly Checked[]): void {
  let end = 0;
  for (const member of members.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  )) {
    if (member.entry.relativeOffsetOfLocalHeader < end)
      throw new ExpectedError('invalid', 'importFile.membersOverlap', { member: member.name });
    end = member.end;
  }
}

/** Reads the bytes of a member, counting: never more than its headers say, and in the end what its checksum says. */
function unpacker(
  path: string,
  { name, entry, start, end }: Checked,
  limits: SourceLimits,
  progress: Progress,
) {
  const tell = progress.part();
  return async function* read(): AsyncGenerator<Buffer> {
    let bytes = 0;
    let sum = 0;
    for await (const chunk of unpacked(path, start, end, entry.compressionMethod === deflated, name, tell)) {
      bytes += chunk.length;
      checkRatio(name, bytes, entry.compressedSize, limits);
      if (bytes > entry.uncompressedSize)
        throw new ExpectedError('invalid', 'importFile.sizeLies', { member: name });
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (bytes !== entry.uncompressedSize)
      throw new ExpectedError('invalid', 'importFile.sizeLies', { member: name });
    if (sum !== entry.crc32) throw damaged(name);
  };
}

async function* unpacked(
  path: string,
  start: number,
  end: number,
  isDeflated: boolean,
  name: string,
  tell: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  if (start === end) return;
  const packed = createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes });
  let read = 0;
  packed.on('data', chunk => {
    read += chunk.length;
    tell(read);
  });
  packed.pause();
  if (!isDeflated) {
    for await (const chunk of packed) yield chunk as Buffer;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: chunkBytes });
  packed.once('error', error => inflate.destroy(error));
  packed.pipe(inflate);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (error) {
    if (/^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? '')) throw damaged(name);
    throw error;
  } finally {
    packed.destroy();
    inflate.destroy();
  }
}
