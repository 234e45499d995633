import { availableParallelism } from 'node:os';
import { ExpectedError } from '../../models/values/errors.ts';

/** How many files are built at once in this process, over all kinds: each keeps a processor busy. */
export const mostBuilt = availableParallelism();
/** How many files a person has at once, built or still being taken. */
export const mostOfPerson = 2;
/** A small file is made in less: who comes second need not come again. */
const longestWaitMs = 2_000;
const seconds = 5;

const ofPerson = new Map<string, number>();

/** A place for one file of a person, until the returned function is called. @throws {ExpectedError} `tooMany` */
export function takePersonPlace(person: string): () => void {
  const held = ofPerson.get(person) ?? 0;
  if (held >= mostOfPerson)
    throw new ExpectedError('tooMany', 'filesOfPerson', { most: mostOfPerson, seconds });
  ofPerson.set(person, held + 1);
  return once(() => {
    const left = (ofPerson.get(person) ?? 1) - 1;
    if (left > 0) ofPerson.set(person, left);
    else ofPerson.delete(person);
  });
}

let built = 0;
const waiting: (() => void)[] = [];

/** The places there are, and those that are taken: for whoever watches over the process. */
export const placesTaken = () => ({ built, people: ofPerson.size });

/**
 * A place for one file to be built, until the returned function is called; who comes first is served first.
 * @throws {ExpectedError} `tooMany` where none is free within `waitMs`
 */
export async function takeBuildPlace(waitMs = longestWaitMs): Promise<() => void> {
  if (built < mostBuilt) built += 1;
  else await myTurn(waitMs);
  return once(() => {
    const next = waiting.shift();
    if (next) next();
    else built -= 1;
  });
}

async function myTurn(waitMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const turn = () => {
      clearTimeout(patience);
      resolve();
    };
    const patience = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      reject(new ExpectedError('tooMany', 'filesBusy', { seconds }));
    }, waitMs);
    waiting.push(turn);
  });
}

function once(leave: () => void): () => void {
  let isMine = true;
  return () => {
    if (isMine) leave();
    isMine = false;
  };
}
