/** The metric of the program's longest block since it was last read, in seconds; reading it begins anew. */
const longest = 'nodejs_eventloop_lag_max_seconds';
/** How exactly the program looks: a block shorter than this is not told from none. */
const precisionMs = 10;

/** The value of a metric in Prometheus' text format. @throws {Error} where it is not there */
export function readMetric(text: string, name: string): number {
  const line = text.split('\n').find(one => one.startsWith(`${name} `));
  if (line === undefined) throw new Error(`The program does not tell ${name}.`);
  return Number(line.slice(name.length + 1));
}

/**
 * The longest block of the program's event loop since this was last asked, in ms: the delay of a timer, less its period.
 *
 * @param address of its metrics
 */
export async function longestBlockMs(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Math.max(0, readMetric(text, longest) * 1000 - precisionMs);
}
