import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';

export interface Twin {
  description: string;
  /** What must be said of it. */
  lies: readonly string[];
  stop: () => void;
}

const answer = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
const responses = { 200: { description: 'It', content: { 'application/json': { schema: answer } } } };

/** A bare API that keeps no word of its description: a status, a body, and a method that nobody refuses. */
export async function serveTwin(): Promise<Twin> {
  const app = express();
  app.get('/openapi.json', (_request, response) => {
    response.json({
      openapi: '3.1.0',
      info: { title: 'A twin', version: '1' },
      servers: [{ url: '/' }],
      paths: { '/status': { get: { responses } }, '/body': { get: { responses } } },
    });
  });
  app.get('/status', (_request, response) => void response.status(418).json({ id: '1' }));
  app.all('/body', (_request, response) => void response.json({ id: 1 }));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    description: `http://127.0.0.1:${port}/openapi.json`,
    lies: ['Undocumented status code', 'Response violates schema'],
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
