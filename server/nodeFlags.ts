import { memoryThere } from './database/cacheSize.ts';

const megabyte = 1024 ** 2;

/**
 * How large V8's young generation may grow, in megabytes each of its semi-spaces: what lives as long as one answer is then
 * collected before it is moved. By the memory there is, as the cache of our mongod is (decision 0067).
 * @param bytes memory of the machine, or of the container if that is less
 */
export const semiSpaceMegabytesFor = (bytes: number): number =>
  bytes < 1500 * megabyte ? 8 : bytes < 3000 * megabyte ? 16 : 32;

/** The flags that Node starts the program with. */
export const nodeFlags = (): string[] => [
  '--max-old-space-size=512',
  `--max-semi-space-size=${semiSpaceMegabytesFor(memoryThere())}`,
];
