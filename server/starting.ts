import { createServer, type RequestListener, type Server } from 'node:http';
import { outageReasons } from './database/outage.ts';
import { bareHeaders } from './http/bareHeaders.ts';

const startedAt = new Date();

/** A server that listens before there is a program to answer for it. */
export interface StartingServer {
  server: Server;
  /** From now on that one answers. */
  admit: (app: RequestListener) => void;
}

const headers = { ...bareHeaders, 'Content-Type': 'application/json; charset=utf-8' };

/** What is said at the start: the process lives, and everything else is to be asked again. */
const whileStarting: RequestListener = (request, response) => {
  if (request.url === '/health/live') {
    response.writeHead(200, headers).end(JSON.stringify({ status: 'live' }));
    return;
  }
  // A body that nobody reads would keep the connection from its next request.
  response.writeHead(503, { ...headers, 'Retry-After': '1', Connection: 'close' }).end(
    JSON.stringify({
      status: 'unavailable',
      since: startedAt.toISOString(),
      reason: outageReasons.starting,
      message:
        'callfolio is starting; try again in a moment. / callfolio wordt gestart; probeer het zo opnieuw.',
    }),
  );
};

/** Listening comes first, so that a port in use finds nothing begun; who asks before there is an app hears so. */
export function createStartingServer(): StartingServer {
  let answer = whileStarting;
  const listener: RequestListener = (request, response) => answer(request, response);
  // What Node would refuse by itself has the headers of every answer, and a line in the log.
  const server = createServer({ requireHostHeader: false }, listener);
  server.on('checkExpectation', listener);
  // Whoever waits to be told to send is told so where the body is read, and not where it is refused.
  server.on('checkContinue', listener);
  return {
    server,
    admit: app => {
      answer = app;
    },
  };
}
