import { atMost, coveragePath, someProjects } from '../section.ts';
import type { Filled, Kept, Section } from '../section.ts';
import type { Figure } from '../figures.ts';
import { longestBlockMs } from '../measure/metrics.ts';
import { cpuDuring, total, type Cpu } from '../measure/process.ts';
import { askOnce, allAnswered, sendSteadily } from '../measure/steady.ts';
import { percentile } from '../timing.ts';

const writesASecond = 4;

/** A person's change of an amount, to another one each time, so that each is a new version. @throws {Error} unless it is 200 */
export function amountWriter(program: Filled, records: readonly Kept[]) {
  const etags = new Map(records.map(({ id, version }) => [id, `"${version}"`]));
  return async (number: number): Promise<void> => {
    const { id } = records[number % records.length] ?? { id: '' };
    const answer = await fetch(`${program.address}/api/v1/projects/${id}`, {
      method: 'PATCH',
      headers: {
        ...program.askers[0]?.api,
        'Content-Type': 'application/json',
        'If-Match': etags.get(id) ?? '',
      },
      body: JSON.stringify({ euContribution: `${1_000_000 + (number % 9_000_000)}.00` }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`A change gave ${answer.status}: ${text.slice(0, 300)}`);
    etags.set(id, answer.headers.get('etag') ?? '');
  };
}

/** A second of the clock while something is changed four times: with coverage after each change, and without. */
export interface Changes {
  alone: Cpu & { ms: number };
  asked: Cpu & { ms: number };
  answers: number;
  /** How long each coverage took, in ms. */
  times: readonly number[];
  longestBlock: number;
  /** The longest with writes alone. */
  blockAlone: number;
}

/**
 * The CPU of a coverage after a change: what the changes take by themselves is taken off. Work that a change leaves to be
 * done in either case is told as its own.
 */
export function changeFigures(changes: Changes, projects: number): Figure[] {
  const { alone, asked, answers, times, longestBlock, blockAlone } = changes;
  // The two turns took not exactly as long.
  const ofWrites = (of: keyof Cpu): number => (alone[of] / alone.ms) * asked.ms;
  const apart = (of: keyof Cpu): number => (asked[of] - ofWrites(of)) / answers;
  const each = { program: apart('program'), database: apart('database') };
  const writes = (alone.ms / 1000) * writesASecond;
  return [
    {
      what: 'coverage by API after a change: CPU an answer',
      measured: total(each),
      unit: 'ms',
      ...atMost(projects, { whole: 40, tenfold: 120 }),
      beside: `program ${each.program.toFixed(1)} + database ${each.database.toFixed(1)}; p99 ${percentile(times, 0.99).toFixed(0)} ms`,
    },
    {
      what: 'longest block meanwhile',
      measured: longestBlock,
      unit: 'ms',
      target: { atMost: 30 },
      beside: `${blockAlone.toFixed(0)} ms with the changes alone`,
    },
    { what: 'a change: CPU', measured: total(alone) / writes, unit: 'ms' },
  ];
}

/** Four writes a second kept up, and coverage asked right after each. */
export const changes: Section = async (program, { projects, seconds }) => {
  const write = amountWriter(program, await someProjects(program, 100));
  let written = 0;
  const during = async (thenAsk: boolean) => {
    const asking: number[] = [];
    await longestBlockMs(program.metrics);
    const used = await cpuDuring(program.pids, async () => {
      const end = sendSteadily(writesASecond, async number => {
        await write(written++);
        if (!thenAsk) return { status: 200 };
        const began = performance.now();
        const asker = program.askers[number % program.askers.length];
        const answer = await askOnce(program.address + coveragePath, asker?.api ?? {});
        asking.push(performance.now() - began);
        return answer;
      });
      await new Promise(resolve => void setTimeout(resolve, seconds * 2_000));
      allAnswered(await end(), 'matrices after a change');
    });
    return { used, asking, block: await longestBlockMs(program.metrics) };
  };
  await during(true);
  const alone = await during(false);
  const asked = await during(true);
  const made: Changes = {
    alone: alone.used,
    asked: asked.used,
    answers: asked.asking.length,
    times: asked.asking,
    longestBlock: asked.block,
    blockAlone: alone.block,
  };
  return changeFigures(made, projects);
};
