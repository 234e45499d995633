import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brusselsParts } from '../../../models/values/day.ts';
import { cpuDuring, type Cpu } from '../measure/process.ts';
import { planOf } from './plan.ts';

const run = promisify(execFile);

/** Another program that makes the same workbook, from a cursor of its own. */
export interface Writer {
  what: 'excelize' | 'exceljs';
  command: string;
  given: readonly string[];
}

/** What making a file cost: CPU of whoever made it and of the database, and the time it took, in ms. */
export interface Made extends Cpu {
  ms: number;
}

/** Builds the Go program in a temporary folder. @returns null where there is no Go, or no way to its modules, which is told */
async function buildExcelize(folder: string, tell: (line: string) => void): Promise<Writer | null> {
  try {
    tell('  building excelize in a temporary folder');
    await cp('test/bench/excelize', folder, { recursive: true });
    await run('go', ['build', '-o', 'excelize', '.'], { cwd: folder, timeout: 300_000 });
    return { what: 'excelize', command: join(folder, 'excelize'), given: [] };
  } catch (error) {
    tell(`  excelize is left out: ${String(error).split('\n')[0]}`);
    return null;
  }
}

/** The writers there are, and the folder they work in. */
export async function prepareWriters(tell: (line: string) => void) {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-writers-'));
  const planFile = join(folder, 'plan.json');
  await writeFile(planFile, JSON.stringify(planOf(brusselsParts(new Date()).day)));
  const exceljs: Writer = {
    what: 'exceljs',
    command: process.execPath,
    given: ['--import=tsx', resolve('test/bench/rivals/exceljsWriter.ts')],
  };
  const excelize = await buildExcelize(join(folder, 'go'), tell);
  return {
    folder,
    writers: [exceljs, ...(excelize ? [excelize] : [])],
    /** Makes the workbook; CPU of the writer as it tells itself. */
    make: async ({ command, given }: Writer, uri: string, file: string, database: number): Promise<Made> => {
      const used = await cpuDuring({ program: process.pid, database }, async () =>
        run(command, [...given, uri, planFile, file]),
      );
      const { cpuMs } = JSON.parse(used.value.stdout) as { cpuMs: number };
      return { program: cpuMs, database: used.database, ms: used.ms };
    },
    remove: async () => rm(folder, { recursive: true, force: true }),
  };
}
