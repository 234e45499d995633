import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import {
  keepRunning,
  type Attempt,
  type Pace,
  type Supervised,
} from '../../../server/database/keepRunning.ts';
import { findOutage, noteService } from '../../../server/database/outage.ts';
import { markProcess, sendSignal, waitForEnd, type ProcessMark } from '../../../server/database/processes.ts';
import { StartError } from '../../../server/startError.ts';

const pace: Pace = { watchEveryMs: 10, firstPauseMs: 5, longestPauseMs: 40 };
const dataDir = tmpdir();
let lines: string[];
let marks: ProcessMark[];

/** Keeps what is said, as `level sentence`. */
const noting = () => {
  const note = (level: string) => (said: unknown) => void lines.push(`${level} ${String(said)}`);
  return { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
};

/** A process that does nothing: to a supervisor one is as good as another. */
async function begin(): Promise<ProcessMark> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const mark = markProcess(child.pid ?? 0);
  marks.push(mark);
  return mark;
}

async function kill(mark: ProcessMark): Promise<void> {
  sendSignal(mark, 'SIGKILL');
  await waitForEnd(mark, 5_000);
}

/** Starts nothing so many times, and then something. */
const failing = (times: number, said = 'Error 28: No space left on device') => {
  const attempts: number[] = [];
  const start = async ({ limitMs }: Pick<Attempt, 'limitMs'>): Promise<ProcessMark> => {
    attempts.push(limitMs);
    if (attempts.length <= times) throw new StartError('The database did not start: x.', { cause: said });
    return begin();
  };
  return { start, attempts };
};

/** The twin: five attempts, and then silence. */
async function fiveTimes(first: ProcessMark, start: (attempt: Attempt) => Promise<ProcessMark>) {
  let mark = first;
  await waitForEnd(first, 5_000);
  const attempt = { limitMs: 1_000, signal: new AbortController().signal };
  for (let count = 0; count < 5 && mark === first; count += 1) mark = await start(attempt).catch(() => first);
  return mark;
}

/** Whether that is so within the limit. */
async function isSoWithin(limitMs: number, isSo: () => boolean): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (isSo()) return true;
    await pause(5);
  }
  return false;
}

/** Whether there is another process than before; a machine with much to do is given time. */
const isBack = async (findProcess: () => ProcessMark, before: ProcessMark, limitMs = 15_000) =>
  isSoWithin(limitMs, () => findProcess() !== before);

describe('the supervisor of mongod', () => {
  let supervised: Supervised | null;
  beforeEach(() => {
    lines = [];
    marks = [];
    supervised = null;
  });
  afterEach(async () => {
    await supervised?.stop();
    await Promise.all(marks.map(kill));
    noteService();
  });

  it('starts it again at the thirtieth attempt as at the first, where a twin with five attempts gives up', async () => {
    const first = await begin();
    const { start, attempts } = failing(29);
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isBack(supervised.findProcess, first)).to.equal(true);
    expect(attempts).to.have.lengthOf(30);

    const another = await begin();
    const twin = failing(29);
    const ended = fiveTimes(another, twin.start);
    await kill(another);
    const last = await ended;
    // It has come to its end: no limit would be long enough.
    expect(await isBack(() => last, another, 500)).to.equal(false);
  });

  it('says each failure and the recovery in one line each, and the pauses grow to the longest', async () => {
    const first = await begin();
    const { start } = failing(5);
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isSoWithin(15_000, () => lines.length === 7)).to.equal(true);
    const failed = [0.005, 0.01, 0.02, 0.04, 0.04].map(
      (seconds, index) =>
        `error Attempt ${index + 1} to start the database again failed: the disk is full. The next is in ${seconds} s.`,
    );
    const withoutSeconds = lines.map(line => line.replace(/after \d+ s/, 'after … s'));
    expect(withoutSeconds).to.deep.equal([
      `error The database (process ${first.pid}) ended by itself: starting it again.`,
      ...failed,
      'info The database runs again after … s, at attempt 6.',
    ]);
    expect(lines.filter(line => line.includes('\n'))).to.deep.equal([]);
  });

  it('says since when it is away: the same instant at each failure, another one the next time', async () => {
    const since: (number | undefined)[] = [];
    const first = await begin();
    const { start: startAtLast } = failing(4);
    const start = async (attempt: Pick<Attempt, 'limitMs'>) => {
      since.push(findOutage()?.since.getTime());
      return startAtLast(attempt);
    };
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isBack(supervised.findProcess, first)).to.equal(true);
    expect(since).to.have.lengthOf(5).and.not.to.include(undefined);
    expect(new Set(since).size).to.equal(1);
    expect(await isSoWithin(15_000, () => findOutage() === null)).to.equal(true);
    await pause(5);
    const second = supervised.findProcess();
    await kill(second);
    expect(await isBack(supervised.findProcess, second)).to.equal(true);
    expect(since.at(-1)).to.be.above(since[0] ?? Infinity);
  });

  it('says why in the words of mongod where we have none, in one line', async () => {
    const first = await begin();
    const start = async () => {
      throw new StartError('The database did not start: an index\nis broken.');
    };
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isSoWithin(15_000, () => lines.length > 1)).to.equal(true);
    expect(lines[1]).to.equal(
      'error Attempt 1 to start the database again failed: the database does not start (The database did not start: an index is broken). The next is in 0.005 s.',
    );
    // Those who ask whether the program is ready are told no more than that.
    expect(findOutage()?.reason).to.equal('the database does not start');
  });

  it('gives each attempt more time than the last, so that a long recovery comes to its end', async () => {
    const first = await begin();
    const { start, attempts } = failing(6);
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isBack(supervised.findProcess, first)).to.equal(true);
    expect(attempts).to.deep.equal([60_000, 120_000, 180_000, 240_000, 300_000, 300_000, 300_000]);
  });

  it('waits longer each time for one that starts and soon ends again', async () => {
    const first = await begin();
    const started: number[] = [];
    const start = async () => {
      started.push(performance.now());
      const mark = await begin();
      await kill(mark);
      return mark;
    };
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    expect(await isSoWithin(15_000, () => started.length > 6)).to.equal(true);
    await supervised.stop();
    // Without a pause it would be one every ten milliseconds; each is at least the longest apart in the end.
    const apart = started.slice(1).map((at, index) => at - started[index]!);
    for (const ms of apart.slice(3)) expect(ms).to.be.at.least(40);
  });

  it('ends an attempt under way, and makes no other, when the program stops', async () => {
    const first = await begin();
    let wasAborted = false;
    const attempts: AbortSignal[] = [];
    const start = async ({ signal }: Attempt): Promise<ProcessMark> => {
      attempts.push(signal);
      await once(signal, 'abort');
      wasAborted = true;
      throw new StartError('Stopping.');
    };
    supervised = keepRunning({ dataDir, first, start, log: noting(), pace });
    await kill(first);
    while (attempts.length === 0) await pause(5);
    await supervised.stop();
    await pause(50);
    expect([attempts.length, wasAborted]).to.deep.equal([1, true]);
    expect(lines).to.have.lengthOf(1);
  });
});
