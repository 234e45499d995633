import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { leaveRest } from '../../server/http/bodyBytes.ts';
import { errorHandler } from '../../server/http/errorHandler.tsx';
import { createLogger } from '../../server/logger.ts';
import { noteOn } from '../../server/http/noted.ts';
import { createStartingServer } from '../../server/starting.ts';
import { uploads } from '../../server/http/upload.ts';
import { pinoHttp } from 'pino-http';

/** The line that takes files, alone: what it answers, without a database behind it. */
function uploadApp(folder: string, mostMegabytes: number, idleMs?: number): express.Express {
  const app = express();
  const log = createLogger('silent');
  const asApi: RequestHandler = (_request, response, next) => {
    noteOn(response).isApi = true;
    next();
  };
  const take = uploads({ folder, mostMegabytes, ...(idleMs !== undefined && { idleMs }) });
  const line = { input: { fields: {}, isWhole: false, file: { en: '', nl: '' } } };
  app.use(pinoHttp({ logger: log }), asApi);
  app.post('/guarded', leaveRest, async (request, response) => {
    await take(line, request, response);
    response.status(202).json({ bytes: noteOn(response).upload?.bytes });
  });
  // Its unguarded twin: what comes is written as long as it comes.
  app.post('/bare', async (request, response) => {
    await pipeline(request, createWriteStream(join(folder, 'callfolio-upload-bare'))).then(
      () => response.sendStatus(202),
      () => response.headersSent || response.sendStatus(500),
    );
  });
  const answer: ErrorRequestHandler = errorHandler(log);
  app.use(answer);
  return app;
}

/** The same as it is served. */
export function uploadServer(...settings: Parameters<typeof uploadApp>): Server {
  const { server, admit } = createStartingServer();
  const app = uploadApp(...settings);
  admit((request, response) => void app(request, response));
  return server;
}

const [, , folder] = process.argv;
if (folder !== undefined && process.argv[1]?.endsWith('uploadProgram.ts')) {
  const server = uploadServer(folder, 64).listen(0, '127.0.0.1', () => {
    // As the program stops: whatever is under way then.
    process.once('SIGTERM', () => process.exit(0));
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}
