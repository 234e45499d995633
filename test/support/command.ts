import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export type Answered = Readonly<{ code: number | null; out: string; err: string }>;

const run = `import('./server/cli/cli.ts').then(async ({ runCommand }) => {
  process.exitCode = await runCommand(process.argv.slice(1), process.env);
})`;

/** Runs `callfolio …` from the sources in a process of its own, with these variables over ours. */
export async function runCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Answered> {
  const child = spawn(process.execPath, ['--import=tsx', '--eval', run, '--', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, out, err };
}
