// Asks a server on several connections and prints what came of it as JSON; see `connections.ts`.
import autocannon from 'autocannon';

export interface Hammering {
  address: string;
  paths: readonly string[];
  /** Those of each connection. */
  headers: readonly Readonly<Record<string, string>>[];
  seconds: number;
  /** Of one connection; 0 for as many as it can. */
  mostASecond: number;
}

export interface Hammered {
  answers: number;
  failed: number;
  seconds: number;
  /** All bytes received, heads included. */
  bytes: number;
  /** Of the latencies in ms. */
  p50: number;
  p99: number;
}

const { address, paths, headers, seconds, mostASecond } = JSON.parse(process.argv[2] ?? '') as Hammering;
let next = 0;
const found = await autocannon({
  url: address,
  connections: headers.length,
  duration: seconds,
  ...(mostASecond > 0 && { connectionRate: mostASecond, ignoreCoordinatedOmission: true }),
  setupClient: client => {
    const own = { ...headers[next % headers.length] };
    client.setRequests(paths.map(path => ({ method: 'GET', path, headers: own })));
    next += 1;
  },
});
const hammered: Hammered = {
  answers: found['2xx'],
  failed: found.errors + found.non2xx,
  seconds: found.duration,
  bytes: found.throughput.total,
  p50: found.latency.p50,
  p99: found.latency.p99,
};
process.stdout.write(JSON.stringify(hammered));
