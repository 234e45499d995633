/** A cache of bounded size: what was used least recently goes first (*LRU*). */
export interface BoundedCache<V> {
  get(key: string): V | undefined;
  /** Keeps a value that takes so many bytes, or keeps it again where it has grown; one that is larger than all is not kept. */
  set(key: string, value: V, bytes: number): void;
  delete(key: string): void;
  readonly size: number;
  readonly bytes: number;
}

/** Of the platform alone: a `Map` gives its keys in the order in which they came, and that is all there is to it. */
export function boundedCache<V>(mostBytes: number): BoundedCache<V> {
  const kept = new Map<string, { value: V; bytes: number }>();
  let bytes = 0;
  const remove = (key: string): void => {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    get: key => {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, size) => {
      remove(key);
      if (size > mostBytes) return;
      kept.set(key, { value, bytes: size });
      bytes += size;
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes) break;
        remove(oldest);
      }
    },
    delete: remove,
    get size() {
      return kept.size;
    },
    get bytes() {
      return bytes;
    },
  };
}
