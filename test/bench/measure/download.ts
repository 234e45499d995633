import { createWriteStream } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** How a file is taken. */
export interface Taking {
  headers: Readonly<Record<string, string>>;
  /** Where it is written; nowhere without. */
  to?: string;
  /** The most that is taken in a second, in bytes. */
  bytesASecond?: number;
  /** Ends the taking: the connection is broken. */
  signal?: AbortSignal;
}

export interface Download {
  /** 0 where the connection broke before an answer. */
  status: number;
  /** Whether its last byte came. */
  isWhole: boolean;
  /** Until the first byte of the body, and until the last; in ms. */
  firstByteMs: number;
  ms: number;
  bytes: number;
  /** Rows in the file, as the answer says. */
  rows: number | null;
  retryAfter: string | null;
}

/** Slows a stream down: back-pressure stops the sender. */
const slowly = (bytesASecond: number): Transform => {
  const began = performance.now();
  let passed = 0;
  return new Transform({
    highWaterMark: 16_384,
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      const due = (passed / bytesASecond) * 1000 - (performance.now() - began);
      setTimeout(() => done(null, chunk), Math.max(0, due));
    },
  });
};

const answerTo = async (url: string, { headers, signal }: Taking): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(url, { headers, agent: false, ...(signal && { signal }) }, resolve)
      .on('error', reject)
      .end();
  });

/** Takes a file; a broken connection is told, not thrown. */
export async function download(url: string, taking: Taking): Promise<Download> {
  const began = performance.now();
  const since = () => performance.now() - began;
  const taken: Download = {
    status: 0,
    isWhole: false,
    firstByteMs: Number.NaN,
    ms: Number.NaN,
    bytes: 0,
    rows: null,
    retryAfter: null,
  };
  try {
    const answer = await answerTo(url, taking);
    taken.status = answer.statusCode ?? 0;
    taken.retryAfter = answer.headers['retry-after'] ?? null;
    const [, rows] = /^(\d+)\//.exec(String(answer.headers['x-rows'])) ?? [];
    taken.rows = rows === undefined ? null : Number(rows);
    const counting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (taken.bytes === 0) taken.firstByteMs = since();
        taken.bytes += chunk.length;
        done(null, taking.to === undefined ? undefined : chunk);
      },
    });
    // Nobody reads on behind it: without this it would wait for somebody who does.
    if (taking.to === undefined) counting.resume();
    const last = taking.to === undefined ? [] : [createWriteStream(taking.to)];
    const slow = taking.bytesASecond === undefined ? [] : [slowly(taking.bytesASecond)];
    await pipeline([answer, ...slow, counting, ...last]);
    taken.isWhole = answer.complete;
  } catch {
    taken.isWhole = false;
  }
  taken.ms = since();
  return taken;
}
