import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { isMet, tableOf, type Figure } from './figures.ts';
import { importFigures } from './imports.ts';
import { hammer } from './measure/connections.ts';
import { readMetric } from './measure/metrics.ts';
import { cpuMsOf, parsePsTime } from './measure/process.ts';
import { allAnswered, sendSteadily } from './measure/steady.ts';
import { hostileQuestions, realisticQuestions } from './questions.ts';
import { atMost, orFailure } from './section.ts';
import { answerFigure } from './sections/answers.ts';
import { changeFigures } from './sections/changes.ts';
import { listFigures } from './sections/list.ts';
import { overloadFigures } from './sections/overload.ts';
import { coverageFigures, pageFigures, searchFigures } from './sections/single.ts';
import { fastAfter, startFigures } from './sections/starting.ts';
import { programFigures } from './sections.ts';
import { median, percentile } from './timing.ts';

/** 1 to 100, the highest first. */
const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
const measuredOf = (figures: readonly Figure[]): number[] => figures.map(({ measured }) => measured);

describe('The bench', () => {
  it('tells what is met and what is missed', () => {
    const slow = { what: 'a page', measured: 301, unit: 'ms', target: { atMost: 300 } } as const;
    const quick = { what: 'a ratio', measured: 0.61, unit: '×', target: { atLeast: 0.6 } } as const;
    expect([slow, quick].map(isMet)).to.deep.equal([false, true]);
    expect(tableOf([slow, { ...quick, beside: 'of three' }])).to.match(
      /a page +301 ms +≤ 300 ms +MISSED\n.*0\.61 × +≥ 0\.60 × +met +of three/,
    );
  });

  it('meets a target exactly on its bound, and judges nothing without one', () => {
    const bounds = [{ target: { atMost: 300 } }, { target: { atLeast: 300 } }, {}];
    const figures = bounds.map((bound): Figure => ({ what: 'it', measured: 300, unit: 'ms', ...bound }));
    expect(figures.map(isMet)).to.deep.equal([true, true, null]);
  });

  it('misses a target where nothing was measured', () => {
    const figure: Figure = { what: 'it', measured: Number.NaN, unit: 'ms', target: { atMost: 300 } };
    expect(isMet(figure)).to.equal(false);
  });

  it('asks of a size what was asked of the next larger one', () => {
    const bounds = { whole: 40, tenfold: 70 };
    const asked = [10_000, 35_389, 35_390, 350_000, 350_001].map(size => atMost(size, bounds).target);
    expect(asked).to.deep.equal([{ atMost: 40 }, { atMost: 40 }, { atMost: 70 }, { atMost: 70 }, undefined]);
  });

  it('takes a percentile among what was measured', () => {
    expect([0.5, 0.95, 0.99, 1].map(share => percentile(hundred, share))).to.deep.equal([50, 95, 99, 100]);
    expect(median([9, 1, 5])).to.equal(5);
    expect(percentile([], 0.99)).to.be.NaN;
  });

  it('compares the median of our turns with that of each floor', () => {
    const of = (...rates: number[]) => ({ rates, cpus: [{ program: 1, database: 2 }] });
    const turns = { ours: of(30, 600, 10), columns: of(35), bare: of(60, 20, 25), counted: of(50) };
    const figures = listFigures({ ...turns, shown: of(100) });
    expect(measuredOf(figures)).to.deep.equal([30, 35, 25, 50, 100, 1.2, 0.6, 0.35]);
    expect(figures.slice(5).map(isMet)).to.deep.equal([true, false, true]);
  });

  it('divides the CPU of program and database by the answers', () => {
    const value = { answers: 200, seconds: 5, p50: 20, p99: 90 };
    const question = { what: 'home', target: { whole: 40, tenfold: 70 } };
    const at = (program: number, size: number) =>
      answerFigure(question, { program, database: 2000, value }, size);
    expect(at(6000, 35_389).measured).to.equal(40);
    expect([at(6000, 35_389), at(6010, 35_389), at(6010, 350_000)].map(isMet)).to.deep.equal([
      true,
      false,
      true,
    ]);
    expect(at(6000, 35_389).beside).to.equal('program 30 + database 10; 40/s, median 20, p99 90 ms');
  });

  it('takes from a coverage after a change what the changes take by themselves', () => {
    const made = {
      alone: { program: 400, database: 200, ms: 10_000 },
      asked: { program: 1400, database: 800, ms: 20_000 },
      answers: 20,
      times: hundred,
      longestBlock: 31,
      blockAlone: 5,
    };
    const figures = changeFigures(made, 35_389);
    // (1400 - 800 + 800 - 400) / 20; 600 ms for forty changes.
    expect(measuredOf(figures)).to.deep.equal([50, 31, 15]);
    expect(figures.map(isMet)).to.deep.equal([false, false, null]);
  });

  it('says when lists became fast: from the first of a second of fast ones', () => {
    const fast = Array.from({ length: 30 }, (_one, at) => ({ at: 3000 + at * 100, ms: 10 }));
    const begin = [
      { at: 1000, ms: 900 },
      { at: 1500, ms: 10 },
      { at: 2900, ms: 41 },
    ];
    const asked = [...begin, ...fast];
    expect(fastAfter(asked)).to.equal(3000);
    const noisy = asked.map(one => (one.at === 5000 ? { ...one, ms: 300 } : one));
    expect(fastAfter(noisy)).to.equal(3000);
    expect(fastAfter(fast)).to.equal(3000);
    const figures = startFigures('again', { readyAfterMs: 800, asked }, 35_389, { whole: 2.9 });
    expect(measuredOf(figures)).to.deep.equal([3, 900]);
    expect(figures.map(isMet)).to.deep.equal([false, true]);
  });

  it('makes its figures of times in ms, seconds and MB', () => {
    const times = { lists: hundred, facets: hundred, records: [7] };
    expect(measuredOf(pageFigures(times))).to.deep.equal([99, 95, 7]);
    expect(measuredOf(searchFigures('realistic', hundred))).to.deep.equal([99, 50]);
    expect(measuredOf(coverageFigures(hundred, [8]))).to.deep.equal([95, 8]);
    expect(measuredOf(programFigures(1440, 401, 35_389))).to.deep.equal([1.44, 401]);
    expect(programFigures(1440, 401, 35_389).map(isMet)).to.deep.equal([true, false]);
    const imports = {
      once: { checked: 22, whole: 58 },
      again: { whole: 28 },
      bare: 14.5,
      most: 315,
      others: hundred,
    };
    expect(measuredOf(importFigures(imports))).to.deep.equal([22, 58, 28, 315, 99, 14.5, 4]);
    expect(importFigures(imports).map(isMet)).to.deep.equal([null, true, true, false, true, null, true]);
  });

  it('tells what readers and writers got under more than the program can do', () => {
    const reads = { done: 900, refused: 500, failed: 0, p99: 1501, refusedP99: 150 };
    const writes = { done: 95, refused: 5, failed: 0, p99: 900 };
    const seen = { useful: 90, reads, writes, live: 1001 };
    const ignoring = { ...seen, writes: { ...writes, done: 79, refused: 20, failed: 1 } };
    const figures = overloadFigures({
      capacity: { ...seen, useful: 100 },
      honouring: seen,
      ignoring,
      normalAfter: 5001,
      newConnections: 4999,
    });
    expect(measuredOf(figures)).to.deep.equal([1501, 150, 0, 95, 0, 0.9, 5.001, 1001, 79, 4.999]);
    const missed = figures.flatMap((one, at) => (isMet(one) === false ? [at] : []));
    expect(missed).to.deep.equal([0, 6, 7, 8]);
  });

  it('misses a section that is broken off, and goes on', async () => {
    const told: string[] = [];
    const failing = async () => {
      throw new Error('3 of 9 requests failed.\nmore');
    };
    const figures = await orFailure('files', failing, line => void told.push(line));
    expect(figures.map(isMet)).to.deep.equal([false]);
    expect(figures[0]?.beside).to.equal('Error: 3 of 9 requests failed.');
    expect(told).to.have.lengthOf(2);
  });

  it('asks a hundred realistic and a hundred hostile questions', () => {
    expect(new Set(realisticQuestions()).size).to.be.greaterThan(80);
    expect(hostileQuestions()).to.have.lengthOf(100);
  });
});

describe('What the bench measures with', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const listen = async (statusOf: (url: string, who: string) => number): Promise<string> => {
    server = createServer((request, response) => {
      response.writeHead(statusOf(request.url ?? '', String(request.headers['x-who']))).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it('measures the CPU of a busy process as that process does itself', async () => {
    const busy = `for (const end = process.cpuUsage().user + 600_000; process.cpuUsage().user < end;);
      const { user, system } = process.cpuUsage();
      process.stdout.write(String((user + system) / 1000));
      process.stdin.resume();`;
    const child = spawn(process.execPath, ['-e', busy], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const [itself] = (await once(child.stdout, 'data')) as [Buffer];
      const ms = cpuMsOf(child.pid ?? 0);
      expect(ms / Number(String(itself))).to.be.within(0.8, 1.2);
    } finally {
      child.kill();
    }
  });

  it('reads the times of ps', () => {
    expect(['0:01.50', '1:02:03', '2-00:00:01'].map(parsePsTime)).to.deep.equal([
      1500, 3_723_000, 172_801_000,
    ]);
  });

  it('asks on each connection with headers of its own, and counts the answers', async () => {
    const whos = new Set<string>();
    const address = await listen((_url, who) => {
      whos.add(who);
      return 200;
    });
    const found = await hammer(address, ['/a', '/b'], [{ 'x-who': 'one' }, { 'x-who': 'two' }], 1);
    expect([...whos].toSorted()).to.deep.equal(['one', 'two']);
    // Two connections, each 45 a second, of which two may begin within one.
    expect(found.answers).to.be.within(10, 180);
    expect(found.failed).to.equal(0);
  });

  it('throws where a request fails', async () => {
    let asked = 0;
    const address = await listen(() => ((asked += 1) === 1 ? 503 : 200));
    const failure = await hammer(address, ['/'], [{}], 1).catch((error: unknown) => error);
    expect(String(failure)).to.match(/requests to \/ failed/);
  });

  it('counts the wait of a request that could not be sent in time', async () => {
    const end = sendSteadily(20, async number => {
      // The sender itself is held up, as a program would hold it up that does not answer.
      const until = performance.now() + (number === 0 ? 300 : 0);
      while (performance.now() < until);
      return { status: 200 };
    });
    await new Promise(resolve => void setTimeout(resolve, 500));
    const { times, failed } = await end();
    expect(failed).to.deep.equal([]);
    expect(times.filter(ms => ms > 100).length).to.be.greaterThan(2);
  });

  it('counts what fails at a steady rate, and throws what was thrown', async () => {
    const refused = sendSteadily(50, async () => ({ status: 429 }));
    await new Promise(resolve => void setTimeout(resolve, 100));
    const steady = await refused();
    expect(steady.failed[0]).to.equal(429);
    expect(() => allAnswered(steady, 'lists')).to.throw(/lists failed: 429/);
    const broken = sendSteadily(50, async () => {
      throw new Error('A change gave 500.');
    });
    const failure = await broken().catch((error: unknown) => error);
    expect(String(failure)).to.contain('A change gave 500.');
  });

  it('reads a metric, and says where there is none', () => {
    const text = '# HELP lag x\nlag_seconds 0.05\nlag_seconds_sum 3\n';
    expect(readMetric(text, 'lag_seconds')).to.equal(0.05);
    expect(() => readMetric(text, 'other')).to.throw('does not tell other');
  });
});
