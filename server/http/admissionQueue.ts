import { AsyncResource } from 'node:async_hooks';
import type { Request, RequestHandler, Response } from 'express';
import {
  averaged,
  isAdmitted,
  laneOf,
  mayBegin,
  mostSideBySide,
  type Lane,
  type LaneLimits,
  type LaneState,
} from './admission.ts';
import { noteOn } from './noted.ts';

/** What admission tells of a lane: how many wait, are being answered, and were refused since the start. */
export type LaneFigures = Pick<LaneState, 'waiting' | 'inHand'> & { refused: number };

export interface Admission {
  handle: RequestHandler;
  figures: () => Readonly<Record<Lane, LaneFigures>>;
}

export interface AdmissionSettings {
  limits: Readonly<Record<Lane, LaneLimits>>;
  /** Says no, at once and for little. */
  refuse: (request: Request, response: Response, lane: Lane) => void;
}

interface Waiting {
  since: number;
  begin: () => void;
}

interface LaneWork {
  waiting: Waiting[];
  answering: Set<Response>;
  intervalMs: number;
  /** When the last answer was given, where there was another to give from then on. */
  busySince: number | null;
  refused: number;
}

/** What is assumed of a lane until it was busy for the first time. */
const assumedIntervalMs = 20;
const intervalWeight = 1 / 16;
const turnWeight = 1 / 4;
/** What one turn can tell of the next ones. */
const longestSampleMs = 5_000;
/** When to look again, where neither an answer nor a request says so. */
const lookAgainMs = 10;

const emptyLane = (): LaneWork => ({
  waiting: [],
  answering: new Set(),
  intervalMs: assumedIntervalMs,
  busySince: null,
  refused: 0,
});

/** Those that somebody works on: not what is on its way to a reader, still being received, or made beside the others. */
function countInHand({ answering }: LaneWork): number {
  let count = 0;
  for (const response of answering) {
    const { isReceiving, takesLong } = noteOn(response);
    if (response.headersSent) answering.delete(response);
    else if (isReceiving !== true && takesLong !== true) count += 1;
  }
  return count;
}

/** Takes the time between two answers, where there was another to give all the while. */
function noteAnswer(lane: LaneWork, at: number): void {
  const isBusy = lane.waiting.length + countInHand(lane) >= mostSideBySide;
  if (lane.busySince !== null)
    lane.intervalMs = averaged(
      lane.intervalMs,
      Math.min(at - lane.busySince, longestSampleMs),
      intervalWeight,
    );
  lane.busySince = isBusy ? at : null;
}

/**
 * A fair queue before everything else: it begins one answer in each turn of the event loop, of either lane by turns, so that
 * new connections are accepted beside busy ones (libuv accepts one a turn), and refuses what could not be answered in time.
 * Whoever goes away while waiting leaves it. Nothing is held back where there is nothing to wait for.
 */
export function admission({ limits, refuse }: AdmissionSettings): Admission {
  const lanes: Readonly<Record<Lane, LaneWork>> = { read: emptyLane(), write: emptyLane() };
  let first: Lane = 'write';
  let turnMs = 0;
  let scheduledAt: number | null = null;
  let isLookingAgain = false;

  const stateOf = (lane: Lane): LaneState => ({
    waiting: lanes[lane].waiting.length,
    inHand: countInHand(lanes[lane]),
    intervalMs: lanes[lane].intervalMs,
    turnMs,
  });

  function schedule(): void {
    if (scheduledAt !== null) return;
    scheduledAt = performance.now();
    setImmediate(takeTurn);
  }

  function lookAgain(): void {
    if (isLookingAgain) return;
    isLookingAgain = true;
    setTimeout(() => {
      isLookingAgain = false;
      if (lanes.read.waiting.length + lanes.write.waiting.length > 0) schedule();
    }, lookAgainMs).unref();
  }

  function takeTurn(): void {
    const now = performance.now();
    turnMs = averaged(turnMs, Math.min(now - (scheduledAt ?? now), longestSampleMs), turnWeight);
    scheduledAt = null;
    const second: Lane = first === 'write' ? 'read' : 'write';
    const begun = [first, second].some(lane => beginOne(lane, now));
    if (lanes.read.waiting.length + lanes.write.waiting.length === 0) return;
    if (begun) schedule();
    else lookAgain();
  }

  function beginOne(lane: Lane, now: number): boolean {
    const [head] = lanes[lane].waiting;
    if (!head || !mayBegin(stateOf(lane), now - head.since)) return false;
    lanes[lane].waiting.shift();
    first = lane === 'write' ? 'read' : 'write';
    head.begin();
    return true;
  }

  function wait(lane: Lane, response: Response, next: () => void): void {
    const work = lanes[lane];
    const since = performance.now();
    noteOn(response).arrivedAt = Date.now();
    const begin = () => {
      work.answering.add(response);
      next();
    };
    // A turn is taken in the context of whoever asked for it first.
    const waiting: Waiting = { since, begin: AsyncResource.bind(begin) };
    response.once('close', () => {
      const at = work.waiting.indexOf(waiting);
      if (at >= 0) {
        work.waiting.splice(at, 1);
        return;
      }
      work.answering.delete(response);
      if (noteOn(response).takesLong !== true) noteAnswer(work, performance.now());
      if (work.waiting.length > 0) schedule();
    });
    work.waiting.push(waiting);
    schedule();
  }

  return {
    handle: (request, response, next) => {
      const lane = laneOf(request.method, request.originalUrl);
      if (lane === null) next();
      else if (isAdmitted(stateOf(lane), limits[lane])) wait(lane, response, next);
      else {
        lanes[lane].refused += 1;
        refuse(request, response, lane);
      }
    },
    figures: () => ({ read: figuresOf(lanes.read), write: figuresOf(lanes.write) }),
  };
}

const figuresOf = (work: LaneWork): LaneFigures => ({
  waiting: work.waiting.length,
  inHand: countInHand(work),
  refused: work.refused,
});
