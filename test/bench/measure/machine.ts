import { median } from '../timing.ts';

/** What the machine itself does at the moment: figures of two days compare only where these do. */
export interface Machine {
  /** One read of memory at a place nobody can foretell, in ns. */
  randomReadNs: number;
  /** A fixed piece of arithmetic that stays within the processor, in ms. */
  loopMs: number;
}

const places = 16 * 2 ** 20;
const reads = 2 ** 20;

/** A walk through 64 MB in which each place names the next, far away: no processor can read ahead. */
function walkOf(): Int32Array {
  const walk = new Int32Array(places);
  // Odd and of the form 4n + 1 modulo a power of two: each place is passed once (Hull and Dobell).
  for (let at = 0; at < places; at += 1) walk[at] = (Math.imul(at, 1_664_525) + 1_013_904_223) & (places - 1);
  return walk;
}

function randomReadNs(walk: Int32Array): number {
  let at = 0;
  const began = performance.now();
  for (let read = 0; read < reads; read += 1) at = walk[at] as number;
  const ms = performance.now() - began;
  // The result is used, so that the loop is not left out.
  return at < 0 ? Number.NaN : (ms * 1e6) / reads;
}

function loopMs(): number {
  let state = 1;
  const began = performance.now();
  for (let turn = 0; turn < 50_000_000; turn += 1) state = Math.imul(state ^ (state >>> 15), state | 1);
  const ms = performance.now() - began;
  return state === 0.5 ? Number.NaN : ms;
}

/** Measures the machine: the median of five turns each, some two seconds. */
export function measureMachine(): Machine {
  const walk = walkOf();
  const turns = [1, 2, 3, 4, 5];
  return {
    randomReadNs: median(turns.map(() => randomReadNs(walk))),
    loopMs: median(turns.map(() => loopMs())),
  };
}

export const machineLine = (when: string, { randomReadNs, loopMs }: Machine): string =>
  `The machine ${when}: ${randomReadNs.toFixed(0)} ns a random read of memory, ${loopMs.toFixed(0)} ms the fixed loop.`;
