/**
 * Admission control by expected delay: a request is let wait as long as Little's law says that it will be answered soon, and is
 * refused at once where it would not (docs/decisions/0072). Nothing here reads a clock or keeps anything.
 */

/** Who waits with whom: reading, what changes something or signs somebody in, and files, whose places are told apart (filePlaces.ts). */
export type Lane = 'read' | 'write' | 'file';
export const lanes = ['write', 'read', 'file'] as const satisfies readonly Lane[];

/** What a lane takes. */
export interface LaneLimits {
  /** Longest expected time from the request to its answer, in ms. */
  delayMs: number;
  /** As many are in hand and waiting before anything is refused, whatever an answer takes. */
  fewest: number;
}

/** Changes are kept to a far wider bound than reading: of whoever writes something is lost. */
const fewestOf: Readonly<Record<Lane, number>> = { read: 8, write: 64, file: 8 };

/** What each lane takes, by how long an answer of it may be expected to take. */
export const laneLimits = ({
  readMs,
  writeMs,
}: Readonly<{ readMs: number; writeMs: number }>): Readonly<Record<Lane, LaneLimits>> => ({
  read: { delayMs: readMs, fewest: fewestOf.read },
  write: { delayMs: writeMs, fewest: fewestOf.write },
  file: { delayMs: readMs, fewest: fewestOf.file },
});

/** What is known of a lane when one more request comes. */
export interface LaneState {
  /** Requests that wait for their turn. */
  waiting: number;
  /** Requests that are being answered. */
  inHand: number;
  /** Time between two answers while there was always one to give, in ms: what one more adds to everybody's. */
  intervalMs: number;
  /** How long a turn of the event loop takes, in ms. */
  turnMs: number;
}

/** Answers that are given side by side while the event loop is busy: enough for the database to work meanwhile. */
export const mostSideBySide = 6;
/** The event loop is busy where a turn takes longer. */
const briefTurnMs = 10;
/** Whoever has waited this long begins, however many there are: what they wait behind may be no work of ours. */
const longestHeldMs = 250;

/** When a request that comes now would be answered, in ms from now. */
export const expectedDelayMs = ({ waiting, inHand, intervalMs, turnMs }: LaneState): number =>
  turnMs + (waiting + inHand) * intervalMs;

/** Whether a lane takes one more request. */
export const isAdmitted = (state: LaneState, limits: LaneLimits): boolean =>
  state.waiting + state.inHand < limits.fewest || expectedDelayMs(state) <= limits.delayMs;

/** Whether the first of those that wait may begin in this turn of the event loop. */
export const mayBegin = ({ inHand, turnMs }: LaneState, waitedMs: number): boolean =>
  inHand < mostSideBySide || turnMs < briefTurnMs || waitedMs >= longestHeldMs;

/** Exponentially weighted moving average. */
export const averaged = (average: number, sample: number, weight: number): number =>
  average + (sample - average) * weight;

const unchanging: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];
/** Pages on the way in: whoever cannot sign in cannot work. */
const wayIn = /^\/(?:sign-in|sign-out|language|invitations)(?:[/?]|$)/i;
/** What is answered from memory or the disk in no time, and what tells others how the program is. */
const free = /^(?:\/api\/v1)?\/health\/|^\/(?:assets|\.well-known)\//;

/** What is made for its reader alone, and told by its suffix; the description of the API is read as pages are. */
const file = /^[^?]*(?:\.xlsx|\.csv|(?<!\/openapi)\.json)(?:\?|$)/;

/** In which lane a request waits; null for what does not wait and is never refused. */
export function laneOf(method: string | undefined, url: string): Lane | null {
  if (free.test(url)) return null;
  if (!unchanging.includes(method) || wayIn.test(url)) return 'write';
  return file.test(url) && method !== 'OPTIONS' ? 'file' : 'read';
}
