import { mkdtemp, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Items set aside in a file by their key, so that each key's can be read together in any order. */
export interface ItemStore<T> {
  add(key: string, item: T): Promise<void> | undefined;
  /** The items of a key in the order they were added; they are gone afterwards. */
  take(key: string): Promise<T[]>;
  /** The keys whose items nobody took. */
  keys(): string[];
  close(): Promise<void>;
}

const mostBuffered = 1_000_000;

/**
 * Memory holds where each key's items stand, not the items.
 *
 * @param folder where the file goes; whoever gave it removes it, after `close`
 */
export async function openItemStore<T>(folder: string): Promise<ItemStore<T>> {
  const file = await open(join(await mkdtemp(join(folder, 'items-')), 'items'), 'wx+');
  // Place and length of each run of items, one after another.
  const places = new Map<string, number[]>();
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let end = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await file.write(bytes, 0, bytes.length, end - bytes.length);
  };
  return {
    add: (key, item) => {
      const bytes = Buffer.from(`${JSON.stringify(item)},`);
      const own = places.get(key);
      const last = own ? own.length - 1 : 0;
      if (own && (own[last - 1] ?? 0) + (own[last] ?? 0) === end) own[last] = (own[last] ?? 0) + bytes.length;
      else if (own) own.push(end, bytes.length);
      else places.set(key, [end, bytes.length]);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      end += bytes.length;
      return waitingBytes > mostBuffered ? flush() : undefined;
    },
    take: async key => {
      const own = places.get(key);
      if (!own) return [];
      if (waitingBytes > 0) await flush();
      places.delete(key);
      let text = '';
      for (let at = 0; at < own.length; at += 2) {
        const length = own[at + 1] ?? 0;
        const { buffer } = await file.read(Buffer.alloc(length), 0, length, own[at] ?? 0);
        text += buffer.toString('utf8');
      }
      return JSON.parse(`[${text.slice(0, -1)}]`) as T[];
    },
    keys: () => [...places.keys()],
    close: () => file.close(),
  };
}
