import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import express, { type Express } from 'express';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FileAnswer } from '../../routes/line/route.ts';
import { errorHandler } from '../../server/http/errorHandler.tsx';
import { createLogger } from '../../server/logger.ts';
import { sendFile, type FileLimits } from '../../server/files/sendFile.ts';

export const until = async (isSo: () => boolean | Promise<boolean>, limitMs = 15_000): Promise<void> => {
  const deadline = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Not so within ${limitMs} ms: ${isSo.toString()}`);
    await after(10);
  }
};

export const fileOf = (make: FileAnswer['make']): FileAnswer => ({
  kind: 'file',
  name: 'all.csv',
  type: 'text/csv',
  make,
});

const running = new Set<() => Promise<void>>();

/** Serves one kind of file to whom `X-Person` names, from a spool of its own, and keeps what was logged. */
export async function serveFile(
  make: FileAnswer['make'],
  { limits, mostBytes = 64 * 1024 * 1024 }: { limits?: FileLimits; mostBytes?: number } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-files-'));
  const logged: unknown[] = [];
  const log = createLogger('silent');
  const app = express();
  app.use((request, _response, next) => {
    request.log = log;
    log.error = log.warn = (...said: unknown[]) => void logged.push(said);
    request.user = { id: request.get('x-person') ?? 'somebody' };
    next();
  });
  app.get('/file', async (request, response) =>
    sendFile(request, response, fileOf(make), { folder, mostBytes }, limits),
  );
  app.use(errorHandler(log));
  const { server, address } = await listen(app);
  const stop = async () => {
    running.delete(stop);
    server.close().closeAllConnections();
    await until(async () => (await readdir(folder)).length === 0);
    await rm(folder, { recursive: true });
  };
  running.add(stop);
  return {
    address,
    logged: () =>
      JSON.stringify(logged, (_key, value: unknown) => (value instanceof Error ? value.message : value)),
    spooled: async () => readdir(folder),
    folder,
    ask: (person = 'somebody') => begin(`${address}/file`, { 'x-person': person }),
    stop,
  };
}

export async function listen(app: Express): Promise<{ server: Server; address: string }> {
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Ends what a test that failed has left. */
export async function stopServing(): Promise<void> {
  await Promise.all([...running].map(async stop => stop()));
}

/** Asks for a file and answers with its head; the body is taken when the caller does. */
export async function begin(address: string, headers: Record<string, string> = {}) {
  const asking = get(address, { agent: false, headers });
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  asking.on('error', () => undefined);
  return {
    answer,
    asking,
    /** All of it, as far as it came; `isWhole` where it ended in order. */
    take: async () => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece)).resume();
      await new Promise<void>(resolve => void (answer.closed ? resolve() : answer.once('close', resolve)));
      return { bytes: Buffer.concat(pieces), isWhole: answer.complete };
    },
    leave: () => asking.destroy(),
  };
}
