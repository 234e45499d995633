import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Store } from 'express-session';
import { ExpectedError } from '../../models/values/errors.ts';
import { isDatabaseReady } from '../database/connect.ts';
import { noteOn } from './noted.ts';

/** How long requests may take, in milliseconds. */
export interface RequestLimits {
  /** Until the answer begins. */
  answerMs: number;
  /** Until the answer of a request that takes long begins, such as a file: as long as the database answers. */
  longAnswerMs: number;
  /** How often a request that takes long asks whether the database still answers. */
  askAgainMs: number;
}

/** With the limits of the session below, every request is answered within 10 s. */
const requestLimits: RequestLimits = { answerMs: 8_000, longAnswerMs: 120_000, askAgainMs: 3_000 };
const sessionReadLimitMs = 3_000;
const sessionWriteLimitMs = 1_500;
const readyLimitMs = 1_000;

/**
 * Answers 503 in place of whoever has not answered in time, whatever keeps them. The driver has no deadline of its own
 * that would do: see docs/decisions/0027. What the late one answers after that is dropped (`mount.ts`).
 * @param answerError how the refusal is said
 */
export function answerInTime(answerError: ErrorRequestHandler, limits = requestLimits): RequestHandler {
  return (request, response, next) => {
    // Of before the session, which would write itself first: to the very database that does not answer.
    const end = response.end.bind(response);
    // Whoever waits for an answer does not mind what they wait for.
    const startedAt = noteOn(response).arrivedAt ?? Date.now();
    let received = request.socket.bytesRead;
    let timer = setTimeout(look, limits.answerMs - (Date.now() - startedAt));
    response.once('close', () => clearTimeout(timer));

    /** A body that is still on its way is no fault of ours; one that nobody reads any more stops coming. */
    function isArriving(): boolean {
      const before = received;
      received = request.socket.bytesRead;
      return !request.complete && received > before;
    }

    async function mayTakeLonger(): Promise<boolean> {
      const isLong = noteOn(response).takesLong === true && Date.now() - startedAt < limits.longAnswerMs;
      return isLong && isDatabaseReady(readyLimitMs);
    }

    function look(): void {
      void giveUpOrWait();
    }

    async function giveUpOrWait(): Promise<void> {
      if (response.headersSent) return;
      if (noteOn(response).isReceiving === true || isArriving() || (await mayTakeLonger())) {
        if (!response.closed) timer = setTimeout(look, limits.askAgainMs);
        return;
      }
      if (response.headersSent || response.closed) return;
      response.end = end;
      request.log.warn({ afterMs: Date.now() - startedAt }, 'not answered in time');
      const key = request.method === 'GET' || request.method === 'HEAD' ? 'late' : 'uncertain';
      try {
        await answerError(new ExpectedError('unavailable', key), request, response, next);
      } catch (error) {
        // Nobody waits for this promise: left to itself it would end the program.
        next(error);
      }
    }

    next();
  };
}

type Callback = (error?: unknown, ...results: never[]) => void;

/** Calls back once: with what comes, or with an error after `limitMs`. */
function within<C extends Callback>(callback: C | undefined, limitMs: number): C {
  let isOver = false;
  const once: Callback = (...results) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    callback?.(...results);
  };
  const timer = setTimeout(() => once(new ExpectedError('unavailable', 'unavailable')), limitMs);
  return once as C;
}

/**
 * A store of sessions that keeps nobody waiting: reading and writing have deadlines, and that a session was used is
 * written while the answer is already on its way.
 */
export function inTime(store: Store): Store {
  const get = store.get.bind(store);
  const set = store.set.bind(store);
  const destroy = store.destroy.bind(store);
  const touch = store.touch?.bind(store);
  store.get = (sid, callback) => get(sid, within(callback, sessionReadLimitMs));
  store.set = (sid, session, callback) => set(sid, session, within(callback, sessionWriteLimitMs));
  store.destroy = (sid, callback) => destroy(sid, within(callback, sessionWriteLimitMs));
  store.touch = (sid, session, callback) => {
    touch?.(sid, session, () => undefined);
    callback?.();
  };
  return store;
}
