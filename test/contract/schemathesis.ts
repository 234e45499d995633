import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const here = import.meta.dirname;
const requirements = join(here, 'requirements.txt');

/** The names it may answer to: no release so far answers to the first. */
const modules = ['schemathesis', 'schemathesis.cli'] as const;

async function run(args: readonly string[], cwd = tmpdir()) {
  const env = { ...process.env, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn('python3', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const failed = once(child, 'error').then(([error]) => ({ code: 1, out: '', err: String(error) }));
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([out, err, [code]]) => ({ code: code as number | null, out, err }),
  );
  return Promise.race([ended, failed]);
}

/** The module that answers in the one version that the results are known of, or why there is none. */
export type Found = { module: string; version: string } | { why: string };

/** Looks for it in a Python; the version asked for stands in `requirements.txt` alone. */
export async function findSchemathesis(): Promise<Found> {
  const [, wanted = ''] = /^schemathesis==(\S+)$/m.exec(await readFile(requirements, 'utf8')) ?? [];
  const install = `python3 -m pip install schemathesis==${wanted}`;
  for (const module of modules) {
    const { code, out } = await run(['-m', module, '--version']);
    const [, version = ''] = /version (\S+)/.exec(out) ?? [];
    if (code !== 0) continue;
    if (version === wanted) return { module, version };
    return { why: `schemathesis ${version} answers and ${wanted} is asked for: ${install}` };
  }
  return { why: `schemathesis does not answer: ${install}` };
}

export interface Result {
  requests: number;
  failures: number;
  /** What it printed. */
  said: string;
}

interface Report {
  complete: boolean;
  test_cases: { generated: number; unique_failures: number };
  errors: unknown[];
}

/** Compares what a server answers with its description; a failure is anything that keeps it from saying that all is right. */
export async function compare(
  module: string,
  description: string,
  { token, examples }: { token: string | null; examples: number },
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-schemathesis-'));
  const report = join(folder, 'report.json');
  try {
    const settings = `--checks all --phases fuzzing --max-examples ${examples} --no-shrink --report json`;
    const { code, out, err } = await run(
      [
        ['-m', module, '--no-color', '--config-file', join(here, 'schemathesis.toml'), 'run', description],
        settings.split(' '),
        token === null ? [] : ['--header', `Authorization: Bearer ${token}`],
        ['--report-json-path', report],
      ].flat(),
      // What it keeps for another time goes with the folder.
      folder,
    );
    const written = await readFile(report, 'utf8').catch(() => '');
    // One that was ended leaves no report, or half of one.
    if (!written.trimEnd().endsWith('}'))
      return { requests: 0, failures: 1, said: `No report was written.\n${out}${err}` };
    const { complete, test_cases: cases, errors } = JSON.parse(written) as Report;
    const found = cases.unique_failures + errors.length;
    const isRight = code === 0 && complete && found === 0;
    return { requests: cases.generated, failures: isRight ? 0 : Math.max(1, found), said: out + err };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
