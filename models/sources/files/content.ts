import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';

const magic = (text: string): Buffer => Buffer.from(text, 'latin1');

/** How files that hold no table begin, and what they are called. */
const others: readonly { begins: Buffer; kind: string }[] = [
  { begins: magic('%PDF'), kind: 'PDF' },
  { begins: magic('\u0089PNG'), kind: 'PNG' },
  { begins: magic('\u00ff\u00d8\u00ff'), kind: 'JPEG' },
  { begins: magic('GIF8'), kind: 'GIF' },
  { begins: magic('\u001f\u008b'), kind: 'gzip' },
  { begins: magic('7z\u00bc\u00af\u0027\u001c'), kind: '7-Zip' },
  { begins: magic('Rar!'), kind: 'RAR' },
  { begins: magic('BZh'), kind: 'bzip2' },
  { begins: magic('\u00fd7zXZ'), kind: 'xz' },
  { begins: magic('{\\rtf'), kind: 'RTF' },
  { begins: magic('SQLite format 3'), kind: 'SQLite' },
  { begins: magic('PAR1'), kind: 'Parquet' },
  { begins: magic('\u007fELF'), kind: 'ELF' },
  { begins: magic('PK\u0007\u0008'), kind: 'split zip' },
];

const compoundFile = magic('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1');

/** A zip archive, and so perhaps a workbook; an empty one too. */
export const isZip = (head: Buffer): boolean =>
  head.subarray(0, 4).equals(magic('PK\u0003\u0004')) || head.subarray(0, 4).equals(magic('PK\u0005\u0006'));

/** The container of old Office files, and of workbooks under a password. */
export const isCompoundFile = (head: Buffer): boolean => head.subarray(0, 8).equals(compoundFile);

const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** Whether a compound file is a workbook under a password: then it has a stream of that name. */
export async function holdsEncryptedPackage(source: ByteSource): Promise<boolean> {
  let last: Buffer = Buffer.alloc(0);
  for await (const chunk of source.read()) {
    const bytes = Buffer.concat([last, chunk]);
    if (bytes.includes(encryptedPackage)) return true;
    last = bytes.subarray(-encryptedPackage.length);
  }
  return false;
}

/** Its text without mark and zero bytes: enough to see how it begins. */
const beginning = (head: Buffer): string =>
  head
    .toString('latin1')
    .replace(/^(?:\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)/, '')
    .replaceAll('\u0000', '');

export const isJson = (head: Buffer): boolean => /^\s*[[{]/.test(beginning(head));

/** How many of these bytes text does not have; zeros are not counted where they are part of UTF-16 or UTF-32. */
function strangeBytes(head: Buffer): number {
  let [strange, zeros] = [0, 0];
  for (const byte of head) {
    if (byte === 0) zeros += 1;
    else if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) strange += 1;
  }
  return zeros > head.length * 0.2 && zeros <= head.length * 0.8 ? strange : strange + zeros;
}

/** Throws `invalid` where these first bytes are of no text that could be a table, or of nothing. */
export function checkContent(head: Buffer, name: string): void {
  const other = others.find(({ begins }) => head.subarray(0, begins.length).equals(begins));
  if (other) throw new ExpectedError('invalid', 'importFile.otherKind', { name, kind: other.kind });
  if (isCompoundFile(head)) throw new ExpectedError('invalid', 'importFile.oldWorkbook', { name });
  const text = beginning(head);
  if (text.trim() === '') throw new ExpectedError('invalid', 'importFile.empty', { name });
  if (/^\s*</.test(text))
    throw new ExpectedError('invalid', 'importFile.otherKind', { name, kind: 'HTML/XML' });
  if (strangeBytes(head) > head.length * 0.1)
    throw new ExpectedError('invalid', 'importFile.notText', { name });
}
