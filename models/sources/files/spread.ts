import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Items set aside in files by their part, so that what belongs together can be read together however large the whole
 * is: memory holds some megabytes and one part.
 */
export interface Spread<T> {
  add(part: number, item: T): Promise<void> | undefined;
  /** The items of a part in the order they were added; its file is gone afterwards. */
  take(part: number): Promise<T[]>;
}

const mostBuffered = 4_000_000;

/** @param folder where the files go; whoever gave it removes it. */
export async function openSpread<T>(folder: string): Promise<Spread<T>> {
  const own = await mkdtemp(join(folder, 'spread-'));
  const pathOf = (part: number) => join(own, String(part));
  const waiting = new Map<number, string[]>();
  const written = new Set<number>();
  let buffered = 0;
  const flush = async () => {
    for (const [part, texts] of waiting) {
      await appendFile(pathOf(part), texts.join(''));
      written.add(part);
    }
    waiting.clear();
    buffered = 0;
  };
  return {
    add: (part, item) => {
      const text = `${JSON.stringify(item)},`;
      const texts = waiting.get(part);
      if (texts) texts.push(text);
      else waiting.set(part, [text]);
      buffered += text.length;
      return buffered > mostBuffered ? flush() : undefined;
    },
    take: async part => {
      await flush();
      if (!written.delete(part)) return [];
      const text = await readFile(pathOf(part), 'utf8');
      await rm(pathOf(part));
      return JSON.parse(`[${text.slice(0, -1)}]`) as T[];
    },
  };
}
