import type { Server } from 'node:http';
import type { Log } from './logger.ts';

const secondInterruptAfterMs = 1_000;

export type Stoppable = Readonly<{
  server: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>;
  /** Ends what the program itself runs: jobs first, the database last. */
  close: () => Promise<void>;
  log: Log;
  /** How long requests under way may take to end, in milliseconds. */
  requestLimitMs?: number;
  /** After how many milliseconds the process ends whatever is still open. */
  limitMs?: number;
  exit?: (code: number) => void;
}>;

/**
 * Makes SIGTERM and SIGINT stop the program: no new requests, those under way end, then `close`, then exit 0.
 * A second signal ends it at once. Answers the function that stops, for callers with another reason.
 */
export function stopOnSignals(stoppable: Stoppable): () => Promise<void> {
  let stoppingSince: number | null = null;
  const { log, limitMs = 9_000, exit = code => process.exit(code) } = stoppable;

  const stop = async (): Promise<void> => {
    if (stoppingSince !== null) return;
    stoppingSince = Date.now();
    const limit = setTimeout(() => {
      log.error(`Not stopped within ${limitMs / 1000} s: ending now.`);
      exit(1);
    }, limitMs);
    limit.unref();
    try {
      await closeServer(stoppable.server, stoppable.requestLimitMs ?? 3_000);
      await stoppable.close();
      log.info('Stopped.');
      exit(0);
    } catch (error) {
      log.error({ err: error }, 'Stopped, but not cleanly.');
      exit(1);
    } finally {
      clearTimeout(limit);
    }
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince === null) {
      log.info(`${signal}: stopping.`);
      void stop();
      return;
    }
    // Ctrl-C under npm arrives twice, from the terminal and from npm: only a later one is a second wish.
    if (Date.now() - stoppingSince >= secondInterruptAfterMs) exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stop;
}

async function closeServer(server: Stoppable['server'], limitMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  // A connection kept alive becomes idle when its request ends, which may be after this moment.
  server.closeIdleConnections();
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const limit = setTimeout(() => server.closeAllConnections(), limitMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(limit);
}
