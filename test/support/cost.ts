/** Milliseconds of CPU that this process used while it ran, on all its threads. */
export async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * The longest turn of the event loop while it runs, in milliseconds of CPU: for so long nobody else is answered. Time on
 * the wall would count what other programs of this machine take.
 */
export async function longestTurn(run: () => unknown): Promise<number> {
  let longest = 0;
  let isOver = false;
  let before = process.cpuUsage();
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.cpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await run();
  isOver = true;
  return longest;
}

/** The least of several measurements: what is slow is slow each time, what disturbs a measurement is not. */
export async function leastOf(times: number, measure: () => Promise<number>): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < times; turn += 1) least = Math.min(least, await measure());
  return least;
}

const records = Array.from({ length: 5_000 }, (_, at) => ({
  id: at,
  title: `Project ${at}`,
  parts: [{ at }],
}));
/** What the work of `slowness` took, in milliseconds of CPU, where the bounds of these tests were set. */
const usual = 8;

/**
 * How many times slower than where the bounds of these tests were set this machine does plain work just now, never less than
 * once: memory that others use at the same time makes everything slow that reads it.
 */
async function slowness(): Promise<number> {
  const work = () => JSON.stringify(structuredClone(records));
  return Math.max(1, (await leastOf(3, async () => cpuOf(work))) / usual);
}

/**
 * What something costs, in milliseconds of CPU of a machine as fast as where the bounds of these tests were set. It is
 * measured again, up to five times, until it is below what is enough: what is slow is slow each time.
 * @param measure its cost here, in milliseconds
 */
export async function fairCost(enough: number, measure: () => Promise<number>, times = 5): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < times && least >= enough; turn += 1)
    least = Math.min(least, (await measure()) / (await slowness()));
  return least;
}
