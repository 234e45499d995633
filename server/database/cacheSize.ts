import { totalmem } from 'node:os';

const gigabyte = 1024 ** 3;

/**
 * How much memory a mongod of our own may take for its cache, in gigabytes: a quarter of what there is, between what it
 * needs at all and what importing a whole programme still gains from (decision 0049).
 * @param bytes memory of the machine, or of the container if that is less
 */
export const cacheGigabytesFor = (bytes: number): number => Math.min(2, Math.max(0.25, bytes / 4 / gigabyte));

/** Memory that this process and those it starts may take together, in bytes. */
export function memoryThere(): number {
  // 0, or more than any machine has, where nothing limits it.
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
