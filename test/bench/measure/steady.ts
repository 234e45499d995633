import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

type Headers = Readonly<Record<string, string>>;

/** What came of a request; `status` 0 where the connection broke. */
interface Answered {
  status: number;
  bytes: number;
}

/** Asks once and reads the answer to its end, without undoing its compression. */
export async function askOnce(url: string, headers: Headers, agent?: Agent): Promise<Answered> {
  return new Promise(resolve => {
    const sent = request(url, { headers, agent: agent ?? false }, answer => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }));
      answer.on('error', () => resolve({ status: 0, bytes }));
    });
    sent.on('error', () => resolve({ status: 0, bytes: 0 }));
    sent.end();
  });
}

/** Requests sent at a steady rate whatever becomes of those before them. */
export interface Steady {
  /** In ms from when each was meant to be sent: what waited for the sender counts too (coordinated omission). */
  times: number[];
  /** Every status that was not 200. */
  failed: number[];
}

/**
 * An open loop: sends so many requests a second, whoever asks taking turns, until the returned function is called.
 *
 * @param ask sends one request; its status is what is looked at
 * @returns ends it, once all are answered. @throws {Error} the first that `ask` threw
 */
export function sendSteadily(
  aSecond: number,
  ask: (number: number) => Promise<{ status: number }>,
): () => Promise<Steady> {
  const times: number[] = [];
  const under = new Set<Promise<void>>();
  const state: { isOver: boolean; error?: unknown } = { isOver: false };
  const failed: number[] = [];
  const began = performance.now();
  const send = async (number: number, due: number) => {
    try {
      const { status } = await ask(number);
      times.push(performance.now() - due);
      if (status !== 200) failed.push(status);
    } catch (error) {
      state.error ??= error;
    }
  };
  const sending = (async () => {
    for (let number = 0; !state.isOver; number += 1) {
      const due = began + (number * 1000) / aSecond;
      const left = due - performance.now();
      if (left > 0) await wait(left);
      const one = send(number, due).finally(() => under.delete(one));
      under.add(one);
    }
  })();
  return async () => {
    state.isOver = true;
    await sending;
    await Promise.all(under);
    if (state.error !== undefined) throw state.error;
    return { times, failed };
  };
}

/** The times of requests. @throws {Error} where one was not answered with 200 */
export function allAnswered({ times, failed }: Steady, what: string): readonly number[] {
  if (failed.length > 0)
    throw new Error(`${failed.length} ${what} failed: ${failed.slice(0, 20).join(' ')}.`);
  return times;
}

/** The same for paths of one address, each person taking a turn with headers of their own. */
export function askSteadily(aSecond: number, urls: readonly string[], headers: readonly Headers[]) {
  const agent = new Agent({ keepAlive: true });
  const end = sendSteadily(aSecond, async number =>
    askOnce(urls[number % urls.length] ?? '', headers[number % headers.length] ?? {}, agent),
  );
  return async () => {
    const steady = await end();
    agent.destroy();
    return steady;
  };
}
