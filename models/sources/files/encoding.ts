import { isAscii, isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import type { EncodingName } from './encodingNames.ts';
import { westernDoubts } from './western.ts';

/** How the text of a file is written. */
export interface Encoding {
  name: 'utf-8' | 'utf-16le' | 'utf-16be' | EncodingName;
  /** Bytes before the text: the byte order mark. */
  mark: number;
  /** Here and there a byte is, or may be, no character in it: what comes out as U+FFFD nobody wrote. */
  hasBadCharacters: boolean;
}

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be';

const marks: readonly { name: Unicode; bytes: readonly number[] }[] = [
  { name: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { name: 'utf-16le', bytes: [0xff, 0xfe] },
  { name: 'utf-16be', bytes: [0xfe, 0xff] },
];
const utf32Marks: readonly (readonly number[])[] = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];

const beginsWith = (head: Buffer, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

/** UTF-16 without a mark shows by its zero bytes: every second one, in text of the West. */
function utf16Of(head: Buffer): Unicode | null {
  const even = head.length - (head.length % 2);
  let [first, second] = [0, 0];
  for (let at = 0; at < even; at += 2) {
    if (head[at] === 0) first += 1;
    if (head[at + 1] === 0) second += 1;
  }
  const pairs = even / 2;
  if (pairs < 2) return null;
  if (second > pairs * 0.4 && first < pairs * 0.02) return 'utf-16le';
  return first > pairs * 0.4 && second < pairs * 0.02 ? 'utf-16be' : null;
}

/**
 * Reads the whole file once, so that an archive's member is also counted and its checksum compared, and tells how its
 * text is written: by its mark; by its zero bytes; UTF-8 where it is that; else in the encoding of one byte a character that
 * a person named; else windows-1252, where every word proves it. Throws `invalid` where UTF-16 is broken, and where nobody
 * can tell which encoding it is, or a line is longer than `lineBytes`.
 */
export async function detectEncoding(
  source: ByteSource,
  named: EncodingName | null,
  lineBytes = Infinity,
): Promise<Encoding> {
  const measure = lineMeasure(source.name, lineBytes);
  let check: ReturnType<typeof utf8Check> | ReturnType<typeof utf16Check> | null = null;
  for await (const chunk of source.read()) {
    check ??= checkFor(chunk, source.name);
    measure(chunk);
    check.take(chunk);
  }
  const unicode = check ? check.end() : { name: 'utf-8' as const, mark: 0, hasBadCharacters: false };
  if (unicode) return unicode;
  if (named) return { name: named, mark: 0, hasBadCharacters: true };
  const doubts = westernDoubts();
  for await (const chunk of source.read()) if (!doubts.take(chunk)) break;
  const words = doubts.end();
  if (words.length === 0) return { name: 'windows-1252', mark: 0, hasBadCharacters: false };
  throw new ExpectedError('invalid', 'importFile.encodingInDoubt', {
    member: source.name,
    words: words.map(word => `“${decodeSample(word, 'windows-1252')}”`).join(', '),
    // For the page that shows them in every encoding.
    sample: Buffer.from(words.join(' '), 'latin1').toString('hex'),
  });
}

const lineEnds = [0x0a, 0x0d];

/** Refuses a file once a line of it is longer than allowed, so that no reader begins with it. Pieces are shorter than a line may be. */
function lineMeasure(table: string, most: number): (chunk: Buffer) => void {
  let length = 0;
  return chunk => {
    const last = Math.max(...lineEnds.map(end => chunk.lastIndexOf(end)));
    length = last === -1 ? length + chunk.length : chunk.length - last - 1;
    if (length > most) throw new ExpectedError('invalid', 'importFile.lineTooLong', { table, most });
  };
}

/** Bytes, given as Latin-1 text, as they read in an encoding. */
const decodeSample = (bytes: string, name: EncodingName): string =>
  // oxlint-disable-next-line no-control-regex
  iconv.decode(Buffer.from(bytes, 'latin1'), name).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');

/** The words of a file that leave its encoding open (`sample` of the refusal), as they read in this one. */
export const readSample = (sample: string, name: EncodingName): string =>
  decodeSample(Buffer.from(sample, 'hex').toString('latin1'), name);

function checkFor(head: Buffer, member: string) {
  if (utf32Marks.some(mark => beginsWith(head, mark)))
    throw new ExpectedError('invalid', 'importFile.otherEncoding', { member });
  const mark = marks.find(({ bytes }) => beginsWith(head, bytes));
  const name = mark?.name ?? utf16Of(head.subarray(0, 4096));
  const markBytes = mark?.bytes.length ?? 0;
  return name === null || name === 'utf-8'
    ? utf8Check(markBytes)
    : utf16Check({ name, mark: markBytes, hasBadCharacters: false }, member);
}

function utf16Check(encoding: Encoding, member: string) {
  const decoder = new TextDecoder(encoding.name, { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ExpectedError('invalid', 'importFile.otherEncoding', { member });
    }
  };
  return {
    take: (chunk: Buffer) => decode(chunk),
    end(): Encoding | null {
      decode();
      return encoding;
    },
  };
}

/** Where the last character of these bytes begins, if it is not whole: its rest is in the next ones. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

const enoughProof = 50;
const enoughDisproof = 1000;
/** Characters that no text of Europe has: controls, and rare letters that two bytes of an older encoding come to. */
const unheardOf = /[\u0080-\u009f]|[\u0180-\u0191\u0193-\u0217\u021c-\u02af]/u;
const otherScript = /[\p{L}\p{N}]/u;
const latin = /\p{Script=Latin}/u;
/**
 * Signs that stand beside Latin letters in plain texts (km², µm, CO₂, TNFα), and of which no older encoding makes what any
 * word of its languages has; κ is none of them, as it is also the beginning of a Romanian `Îşi`.
 */
const besideLatin = /[\u00a0-\u00bf\u0391-\u03a9\u03b1-\u03b9\u03bb-\u03bf\u{800}-\u{10ffff}]/u;

/** Whether a character that is right as UTF-8 is one by chance: a letter of another script within a Latin word. */
function isByChance(text: string, at: number, character: string): boolean {
  if (unheardOf.test(character)) return true;
  if (besideLatin.test(character) || !otherScript.test(character) || latin.test(character)) return false;
  return /[A-Za-z]/.test(text[at - 1] ?? '') || /[A-Za-z]/.test(text[at + character.length] ?? '');
}

function utf8Check(mark: number) {
  let [good, bad, chance] = [0, 0, 0];
  let rest: Buffer = Buffer.alloc(0);
  const prove = (text: string) => {
    // oxlint-disable-next-line no-control-regex
    for (const { 0: character, index } of text.matchAll(/[^\u0000-\u007f]/gu)) {
      if (isByChance(text, index, character)) chance += 1;
      else good += 1;
      if (good >= enoughProof) return;
    }
  };
  /** Counts characters that are more than one byte, and places that are none. */
  const count = (bytes: Buffer) => {
    // That much is no mistake in UTF-8: nothing more needs to be counted.
    if (bad > enoughDisproof && bad > 2 * good) return;
    if (isUtf8(bytes)) {
      if (good < enoughProof && !isAscii(bytes)) prove(bytes.toString('utf8'));
      return;
    }
    for (const character of bytes.toString('utf8')) {
      if (character === '\ufffd') bad += 1;
      else if (character > '\u007f') good += 1;
    }
  };
  return {
    take(chunk: Buffer) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = wholeCharacters(bytes);
      rest = Buffer.from(bytes.subarray(whole));
      count(bytes.subarray(0, whole));
    },
    /** null: it is no Unicode. */
    end(): Encoding | null {
      if (rest.length > 0) count(rest);
      const isUtf = mark > 0 || (bad === 0 && chance === 0) || good > bad + chance;
      return isUtf ? { name: 'utf-8', mark, hasBadCharacters: bad > 0 } : null;
    },
  };
}

/** A decoder that takes bytes as they come and gives text; a character cut in two comes with its second half. */
function decoderFor(name: Encoding['name']): { write(bytes: Buffer): string; end(): string } {
  if (name === 'utf-8') return new StringDecoder('utf8');
  if (name === 'utf-16le') return new StringDecoder('utf16le');
  const decoder = iconv.getDecoder(name);
  return { write: bytes => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

/** The text of a file, as it comes. */
export async function* decode(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decoder = decoderFor(encoding.name);
  let skip = encoding.mark;
  for await (const chunk of source.read()) {
    const text = decoder.write(skip > 0 ? chunk.subarray(skip) : chunk);
    skip = Math.max(0, skip - chunk.length);
    if (text !== '') yield text;
  }
  const last = decoder.end();
  if (last !== '') yield last;
}
