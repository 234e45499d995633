import { setTimeout as wait } from 'node:timers/promises';

/** Tries again what is refused while the program has just started: signing in is not measured. @throws {Error} the last one */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < 5; turn += 1) {
    const done = await work().then(
      value => ({ value }),
      () => null,
    );
    if (done) return done.value;
    await wait(2000);
  }
  return work();
}
