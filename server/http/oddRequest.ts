import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Log } from '../logger.ts';

/** Headers that say whom a request is for, whose it is and what it brings: of two, a proxy may read the one and Node the other. */
const single: readonly string[] = ['host', 'authorization', 'content-type', 'content-encoding'];

/** Whether one of them stands twice; Node shows the first or both as one, so they are counted as they came. */
function isAmbiguous({ rawHeaders }: Request): boolean {
  const names = rawHeaders.filter((_one, at) => at % 2 === 0).map(name => name.toLowerCase());
  return single.some(name => names.indexOf(name) !== names.lastIndexOf(name));
}

/**
 * Refuses what names no host, which HTTP/1.1 asks for, or two of them, and a target that is no path, such as the `*` of
 * `OPTIONS *`: no page, no cookie and no session is of it.
 */
export const refuseUnaddressed: RequestHandler = (request: Request, _response, next) => {
  const isHosted = request.httpVersion !== '1.1' || request.headers.host !== undefined;
  const isRight = isHosted && request.path.startsWith('/') && !isAmbiguous(request);
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
