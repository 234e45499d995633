import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { ExpectedError } from '../models/errors.ts';
import type { Log } from './logger.ts';

/** Values a body of JSON may hold: a project with two thousand participants has a third of them. */
const mostValues = 100_000;
/** A record's deepest value lies at five. */
const mostLevels = 20;

/** What is so large that reading it further would keep everybody else waiting; answered like what has too many bytes. */
const overfull = () => Object.assign(new Error('too many values, or too deep'), { status: 413 });

/** Whether a value read from JSON has more values, or lies deeper, than anything a route takes. */
function isOverfull(body: unknown): boolean {
  let level: unknown[] = [body];
  let count = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value) as unknown[];
      count += inner.length;
      if (count > mostValues) return true;
      for (const one of inner) next.push(one);
    }
    level = next;
  }
  return false;
}

/**
 * Refuses a JSON body of more values, or deeper, than any route takes: two megabytes hold six hundred thousand empty
 * objects, which would take the check of a record twenty seconds, and levels that no function may call itself through.
 */
export const refuseOverfull: RequestHandler = (request, _response, next) => {
  next(isOverfull(request.body) ? overfull() : undefined);
};

/**
 * Refuses what names no host, which HTTP/1.1 asks for, and a target that is no path, such as the `*` of `OPTIONS *`: no
 * page, no cookie and no session is of it.
 */
export const refuseUnaddressed: RequestHandler = (request: Request, _response, next) => {
  const isHosted = request.httpVersion !== '1.1' || request.headers.host !== undefined;
  const isRight = isHosted && request.path.startsWith('/');
  next(isRight ? undefined : new ExpectedError('badQuery', 'malformed'));
};

const unreadable: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const answerTo = (code: string): string => {
  const status = unreadable[code] ?? '400 Bad Request';
  const text = `${status.slice(4)}\n`;
  const headers = [
    'Connection: close',
    'Cache-Control: no-store',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: no-referrer',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${text.length}`,
  ];
  return `HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${text}`;
};

/** Answers what is no HTTP, is too long, or never ends, before any route sees it; each such refusal is a line in the log. */
export function answerUnreadable(server: Server, log: Log): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const { code = '' } = error;
    const { remoteAddress: address = null, bytesWritten } = socket as Socket;
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    log.info({ address, kind: 'unreadable', key: code }, 'refused');
    // In the middle of an answer there is no place for another.
    if (bytesWritten > 0) socket.destroy();
    else socket.end(answerTo(code));
  });
}
