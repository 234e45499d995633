import type { Worker, WorkerOptions } from 'node:worker_threads';
import { ExpectedError } from '../../models/values/errors.ts';
import { startWorker } from '../../models/process/startWorker.ts';

/** A place for one workbook being made. */
export interface Place {
  worker: Worker;
  /** Gives the worker back for the next workbook. */
  leave: () => void;
  /** Ends the worker: what it was doing is not wanted any more, or went wrong. Settles when it runs no more. */
  end: () => Promise<void>;
}

/**
 * How many are made at once. Streamed ones last as long as their reader takes; they have places of their own, so that
 * a slow reader holds up no small workbook.
 */
const mostAtOnce = { streamed: 2, whole: 1 } as const;
export type Kind = keyof typeof mostAtOnce;
const longestWaitMs = 8_000;
const idleMs = 20_000;
/** A streamed workbook is never held whole: with less room its worker collects sooner. */
const limits: Record<Kind, WorkerOptions['resourceLimits']> = {
  streamed: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
  whole: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
};

const busy: Record<Kind, number> = { streamed: 0, whole: 0 };
const waiting: Record<Kind, (() => void)[]> = { streamed: [], whole: [] };
const idle: { worker: Worker; retire: NodeJS.Timeout }[] = [];

/** Waits its turn. Throws `tooMany` after `waitMs` (8 s). */
export async function takePlace(kind: Kind, waitMs: number = longestWaitMs): Promise<Place> {
  if (busy[kind] >= mostAtOnce[kind]) await myTurn(kind, waitMs);
  else busy[kind] += 1;
  const worker = await hireOr(kind, () => passOn(kind));
  let isMine = true;
  let ending: Promise<unknown> = Promise.resolve();
  const giveBack = (action: () => void) => {
    if (!isMine) return;
    isMine = false;
    unheard(worker);
    // Ended below, or idle: whatever it still says concerns nobody.
    worker.on('error', () => undefined);
    action();
    passOn(kind);
  };
  const end = () => {
    ending = worker.terminate();
  };
  return {
    worker,
    // What a long file took goes back with its worker.
    leave: () => giveBack(kind === 'streamed' ? end : () => rest(worker)),
    end: async () => {
      giveBack(end);
      await ending;
    },
  };
}

async function myTurn(kind: Kind, waitMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const turn = () => {
      clearTimeout(patience);
      resolve();
    };
    const patience = setTimeout(() => {
      waiting[kind].splice(waiting[kind].indexOf(turn), 1);
      reject(new ExpectedError('tooMany', 'filesBusy', { seconds: 5 }));
    }, waitMs);
    waiting[kind].push(turn);
  });
}

/** The place goes to who waits longest. */
function passOn(kind: Kind): void {
  const next = waiting[kind].shift();
  if (next) next();
  else busy[kind] -= 1;
}

/** Only what we listen to: without its own listeners a worker is heard no more. */
function unheard(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

async function hireOr(kind: Kind, giveUp: () => void): Promise<Worker> {
  const found = idle.pop();
  if (found) {
    clearTimeout(found.retire);
    unheard(found.worker);
    found.worker.ref();
    if (kind === 'whole') return found.worker;
    // It may still hold what its last workbook took, and has room for more: a long file would keep that all the while.
    found.worker.on('error', () => undefined);
    await found.worker.terminate();
  }
  try {
    return start(kind);
  } catch (error) {
    giveUp();
    throw error;
  }
}

/** A worker is slow to start: it waits a little for the next workbook, without keeping the program running. */
function rest(worker: Worker): void {
  const forget = () => {
    const at = idle.findIndex(one => one.worker === worker);
    if (at >= 0) idle.splice(at, 1);
  };
  const retire = setTimeout(() => {
    forget();
    void worker.terminate();
  }, idleMs);
  retire.unref();
  worker.unref();
  worker.on('exit', () => {
    clearTimeout(retire);
    forget();
  });
  idle.push({ worker, retire });
}

const start = (kind: Kind): Worker =>
  startWorker(import.meta.url, './worker', { resourceLimits: limits[kind], name: 'workbooks' });
