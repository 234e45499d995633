import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import { unescaped } from '../cells/cellText.ts';
import type { SourceLimits } from '../contract/limits.ts';
import { readXml } from './xml.ts';

/** The texts that cells of a workbook share, by their number; undefined where there is none. */
export interface SharedTexts {
  get(index: number): string | undefined;
  close(): void;
}

/** Cells take them mostly in the order in which they are listed, so that reading ahead pays. */
const windowBytes = 262_144;

/**
 * Reads the shared texts: the first ones into memory, the others to a file beside the upload, so that memory does not
 * grow with the workbook. `spoolPath` is removed by `close`. Throws `invalid` beyond the limits.
 */
export async function readSharedTexts(
  source: ByteSource,
  limits: SourceLimits,
  spoolPath: string,
): Promise<SharedTexts> {
  const kept: string[] = [];
  const starts: number[] = [0];
  let file: number | null = null;
  let [length, written] = [0, 0];
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = () => {
    if (pendingBytes === 0) return;
    file ??= openSync(spoolPath, 'wx+', 0o600);
    writeSync(file, Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  const add = (text: string) => {
    length += text.length + 8;
    if (length > limits.sharedLength)
      throw new ExpectedError('invalid', 'importFile.sharedTooLong', { member: source.name });
    if (length <= limits.sharedInMemory) kept.push(text);
    else {
      const bytes = Buffer.from(text);
      pending.push(bytes);
      pendingBytes += bytes.length;
      written += bytes.length;
      starts.push(written);
      if (pendingBytes > windowBytes) flush();
    }
  };
  let text = '';
  let isText = false;
  let phonetic = 0;
  const reading = readXml(source, limits, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic += 1;
      isText = name === 't' && phonetic === 0;
    },
    close(name) {
      isText = false;
      if (name === 'rPh') phonetic -= 1;
      // One that is too long is cut here, where it is still found to be.
      else if (name === 'si') add(unescaped(text));
    },
    text(part) {
      if (isText && text.length <= limits.cellLength) text += part;
    },
  });
  const close = () => {
    if (file === null) return;
    closeSync(file);
    rmSync(spoolPath, { force: true });
    file = null;
  };
  try {
    for await (const _ of reading);
    flush();
  } catch (error) {
    close();
    throw error;
  }
  const window = Buffer.alloc(file === null ? 0 : windowBytes);
  let [from, to] = [0, 0];
  const read = (start: number, end: number): string => {
    if (file === null || end === start) return '';
    if (end - start > windowBytes) {
      const long = Buffer.alloc(end - start);
      readSync(file, long, 0, long.length, start);
      return long.toString();
    }
    if (start < from || end > to) {
      from = start;
      to = start + readSync(file, window, 0, windowBytes, start);
    }
    return window.toString('utf8', start - from, end - from);
  };
  return {
    get(index) {
      if (index < kept.length) return kept[index];
      const start = starts[index - kept.length];
      const end = starts[index - kept.length + 1];
      return start === undefined || end === undefined ? undefined : read(start, end);
    },
    close,
  };
}
