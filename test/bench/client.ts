import { Agent, request as ask } from 'node:http';

/** One answer as a client of the load saw it; status 0 where the connection broke or nothing came in time. */
export interface Seen {
  status: number;
  ms: number;
  /** Seconds to wait, where the answer says so. */
  retryAfter: number | null;
  etag: string | null;
}

/** Whose requests they are: headers of a session or of a token. */
export type Headers = Readonly<Record<string, string>>;

interface Sent {
  method?: string;
  headers: Headers;
  body?: string;
}

const longestMs = 30_000;

/**
 * A client with one connection that is kept alive, as a browser's tab or a program has. It reads each answer to its end
 * and never throws; far cheaper than `fetch`, since hundreds of them share the machine with what they measure.
 */
export function client(address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(address);
  const send = async (path: string, { method = 'GET', headers, body }: Sent): Promise<Seen> => {
    const began = performance.now();
    return new Promise(resolve => {
      const seen = (status: number, retryAfter: string | undefined, etag: string | undefined) =>
        resolve({
          status,
          ms: performance.now() - began,
          retryAfter: retryAfter === undefined ? null : Number(retryAfter),
          etag: etag ?? null,
        });
      const broken = () => seen(0, undefined, undefined);
      const sending = ask({ hostname, port, path, method, headers, agent, timeout: longestMs });
      sending.on('timeout', () => sending.destroy()).on('error', broken);
      sending.on('response', answer => {
        const { 'retry-after': retryAfter, etag } = answer.headers;
        answer.on('end', () => seen(answer.statusCode ?? 0, retryAfter, etag)).on('close', broken);
        answer.resume();
      });
      sending.end(body);
    });
  };
  return { send, close: () => agent.destroy() };
}
