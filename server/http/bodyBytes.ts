import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { noteOn } from './noted.ts';
import type { Route } from '../../routes/line/route.ts';

/** What a line says of its body. */
export type BodyLine = Pick<Route, 'body' | 'input'>;

/** How large a body may be, and how long it may take to come. */
export interface ByteLimits {
  bytes: number;
  /** Without a byte of it, in milliseconds. */
  idleMs: number;
  /** From its first byte to its last. */
  wholeMs: number;
}

const second = 1000;
/** Of a body that nobody reads any more: up to this length the rest is let come, so that the connection can go on. */
const mostDropped = 1024 * 1024;
/** How long a connection is left standing unread, so that whoever sends can still read the answer. */
const lingerMs = second;
/** For how many times as long a rest may not come that is let come. */
const mostIdleTurns = 10;

const declaredLength = (request: IncomingMessage): number | null =>
  request.headers['content-length'] === undefined ? null : Number(request.headers['content-length']);

/** Whether a request brings a body of at least one byte, or one whose length it does not say. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || (declaredLength(request) ?? 0) > 0;

/** Lets the sender go on who waits to be told so before sending (`Expect: 100-continue`). */
export function askForBody(request: Request, response: Response): void {
  if (/^100-continue$/i.test(request.get('expect') ?? '')) response.writeContinue();
}

/** Throws `tooLarge` for a body that says itself that it is, before any of it is read. */
export function refuseDeclared(request: Request, most: number, tooLarge: () => ExpectedError): void {
  if ((declaredLength(request) ?? 0) > most) throw tooLarge();
}

/** The refusal of a body larger than an address takes. */
export const bodyTooLarge = (bytes: number): ExpectedError =>
  new ExpectedError('tooLarge', 'bodyTooLarge', { most: Math.floor(bytes / 1000) });
export const tooSlow = (): ExpectedError => new ExpectedError('slow', 'tooSlow');
const brokenOff = () => new ExpectedError('badQuery', 'malformed');

/**
 * Reads the bytes of a body, no more of them than `limits`. They are copied into one buffer: a body of two million chunks
 * of one byte each would else be two million buffers.
 * @throws {ExpectedError} `tooLarge`, `slow`, or `badQuery` where it breaks off
 */
export async function readBytes(request: Request, response: Response, limits: ByteLimits): Promise<Buffer> {
  refuseDeclared(request, limits.bytes, () => bodyTooLarge(limits.bytes));
  askForBody(request, response);
  const note = noteOn(response);
  note.isReceiving = true;
  try {
    return await collect(request, limits);
  } finally {
    note.isReceiving = false;
  }
}

async function collect(request: Request, { bytes, idleMs, wholeMs }: ByteLimits): Promise<Buffer> {
  let read = Buffer.allocUnsafe(Math.min(bytes, declaredLength(request) ?? 8192));
  let length = 0;
  return new Promise((resolve, reject) => {
    const end = (error?: ExpectedError) => {
      clearTimeout(idle);
      clearTimeout(whole);
      request.off('data', take).off('end', finish).off('error', breakOff).off('close', breakOff);
      if (error) {
        dropRest(request, error.kind === 'slow' ? 0 : mostDropped);
        reject(error);
      } else resolve(read.subarray(0, length));
    };
    const idle = setTimeout(() => end(tooSlow()), idleMs);
    const whole = setTimeout(() => end(tooSlow()), wholeMs);
    const take = (chunk: Buffer): void => {
      if (length + chunk.length > bytes) {
        end(bodyTooLarge(bytes));
        return;
      }
      if (length + chunk.length > read.length) {
        const room = Buffer.allocUnsafe(Math.min(bytes, 2 * (length + chunk.length)));
        read.copy(room, 0, 0, length);
        read = room;
      }
      length += chunk.copy(read, length);
      idle.refresh();
    };
    const finish = () => end();
    const breakOff = () => end(brokenOff());
    request.on('data', take).on('end', finish).on('error', breakOff).on('close', breakOff);
  });
}

/** Lets what else comes of a refused body go by, up to so many bytes; more of it waits in the network. */
export function dropRest(request: Request, most: number): void {
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > most) request.pause();
  });
  if (most > 0) request.resume();
  else request.pause();
}

/**
 * Ends what of a body nobody has read when its answer is given. Node would read it to its end, which may never come: a
 * short rest may still arrive, any other waits unread for a moment, for whoever sends to see the answer, and the
 * connection is closed.
 */
export function leaveUnread(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return;
  if (!isShort(request)) closeAfterBody(request, response);
  response.once('finish', () => endRest(request));
}

export const leaveRest: RequestHandler = (request, response, next) => {
  leaveUnread(request, response);
  next();
};

const isShort = (request: IncomingMessage): boolean => (declaredLength(request) ?? Infinity) <= mostDropped;

/**
 * Says `Connection: close` in an answer that is given before the whole of a body came. Node would close at once, and
 * whoever still sends would be told of that instead of the answer (RFC 9112, 9.6): our side alone is closed then.
 */
export function closeAfterBody(request: IncomingMessage, response: ServerResponse): void {
  if (response.hasHeader('Connection')) return;
  const { socket } = request;
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was
  const { destroySoon } = socket;
  socket.destroySoon = () => void socket.end();
  response.setHeader('Connection', 'close');
  request.once('end', () => {
    socket.destroySoon = destroySoon;
    if (!response.headersSent) response.removeHeader('Connection');
    else if (response.writableFinished) socket.destroySoon();
  });
}

function endRest(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  const isDropped = request.listenerCount('data') > 0;
  // Node begins to read on in the turn after this one.
  if (!isDropped && !isShort(request)) setImmediate(() => socket.pause());
  let before = socket.bytesRead;
  let idleTurns = 0;
  const look = setInterval(() => {
    idleTurns = socket.bytesRead === before ? idleTurns + 1 : 0;
    before = socket.bytesRead;
    const isStanding = isDropped ? request.isPaused() : !isShort(request);
    if (!request.complete && (isStanding || idleTurns === mostIdleTurns)) socket.destroy();
    if (request.complete || socket.destroyed) clearInterval(look);
  }, lingerMs);
}
