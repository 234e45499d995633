import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  averaged,
  isAdmitted,
  laneOf,
  lanes as allLanes,
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
  /** The app behind the queue. */
  listener: RequestListener;
  figures: () => Readonly<Record<Lane, LaneFigures>>;
}

export interface AdmissionSettings {
  limits: Readonly<Record<Lane, LaneLimits>>;
  /** Says no, at once and for little. */
  refuse: (request: IncomingMessage, response: ServerResponse, lane: Lane) => void;
}

interface Waiting {
  since: number;
  begin: () => void;
}

interface LaneWork {
  waiting: Waiting[];
  answering: Set<ServerResponse>;
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

/** Who is refused and asks again sooner than this, in ms, does not heed what they are told, */
const heededMs = 1_500;
/** and is refused only after so long: each of them can cost no more than two refusals a second. */
const heldBackMs = 500;
/** People who are remembered so on one connection. */
const mostRemembered = 100;
/** For how long new connections are let in before the next answer is begun. */
const longestWelcomeMs = 25;

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

/** Tells whether somebody asks again at once on a connection on which they have just been refused. */
function refusalMemory(): (request: IncomingMessage) => boolean {
  // Behind a proxy many people share a connection.
  const refused = new WeakMap<Socket, Map<string, number>>();
  return ({ socket, headers }) => {
    const at = performance.now();
    const who = headers.authorization ?? headers.cookie ?? '';
    const last = refused.get(socket) ?? new Map<string, number>();
    const before = last.get(who) ?? -Infinity;
    if (last.size >= mostRemembered) last.clear();
    refused.set(socket, last.set(who, at));
    return at - before < heededMs;
  };
}

/**
 * A fair queue before the app: it begins one answer in each turn of the event loop, of the lanes by turns, so that
 * new connections are accepted beside busy ones (libuv accepts one a turn), and refuses what could not be answered in time.
 * Whoever goes away while waiting leaves it. Nothing is held back where there is nothing to wait for.
 */
export function admission(app: RequestListener, { limits, refuse }: AdmissionSettings): Admission {
  const lanes: Readonly<Record<Lane, LaneWork>> = {
    read: emptyLane(),
    write: emptyLane(),
    file: emptyLane(),
  };
  const isAnyWaiting = (): boolean => allLanes.some(lane => lanes[lane].waiting.length > 0);
  const isUnheeding = refusalMemory();
  /** Whose turn it is first: the place in `allLanes`. */
  let first = 0;
  let turnMs = 0;
  let scheduledAt: number | null = null;
  let isLookingAgain = false;
  let hasNewcomer = false;
  let begunAt = 0;

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
      if (isAnyWaiting()) schedule();
    }, lookAgainMs).unref();
  }

  function takeTurn(): void {
    const now = performance.now();
    turnMs = averaged(turnMs, Math.min(now - (scheduledAt ?? now), longestSampleMs), turnWeight);
    scheduledAt = null;
    // Where one connection came there may be more, and short turns let them in soon: nobody is begun meanwhile, for a moment.
    if (hasNewcomer && now - begunAt < longestWelcomeMs) {
      hasNewcomer = false;
      schedule();
      return;
    }
    const inTurn = [...allLanes.slice(first), ...allLanes.slice(0, first)];
    const begun = inTurn.some(lane => beginOne(lane, now));
    if (!isAnyWaiting()) return;
    if (begun) schedule();
    else lookAgain();
  }

  function beginOne(lane: Lane, now: number): boolean {
    const [head] = lanes[lane].waiting;
    if (!head || !mayBegin(stateOf(lane), now - head.since)) return false;
    lanes[lane].waiting.shift();
    first = (allLanes.indexOf(lane) + 1) % allLanes.length;
    begunAt = now;
    head.begin();
    return true;
  }

  function wait(lane: Lane, response: ServerResponse, answer: () => void): void {
    const work = lanes[lane];
    const since = performance.now();
    noteOn(response).arrivedAt = Date.now();
    const begin = () => {
      work.answering.add(response);
      answer();
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
    listener: (request, response) => {
      const lane = laneOf(request.method, request.url ?? '');
      hasNewcomer ||= request.socket.bytesWritten === 0;
      if (lane === null) app(request, response);
      else if (isAdmitted(stateOf(lane), limits[lane])) wait(lane, response, () => app(request, response));
      else {
        lanes[lane].refused += 1;
        if (isUnheeding(request)) setTimeout(refuse, heldBackMs, request, response, lane);
        else refuse(request, response, lane);
      }
    },
    figures: () => ({
      read: figuresOf(lanes.read),
      write: figuresOf(lanes.write),
      file: figuresOf(lanes.file),
    }),
  };
}

const figuresOf = (work: LaneWork): LaneFigures => ({
  waiting: work.waiting.length,
  inHand: countInHand(work),
  refused: work.refused,
});
