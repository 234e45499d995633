import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Served = Readonly<{ address: string; lines: string[]; stop: () => Promise<void> }>;

/** Starts callfolio itself from the sources, in a process of its own, on a free port, with these variables over ours. */
export async function serveProgram(env: NodeJS.ProcessEnv): Promise<Served> {
  const child = spawn(process.execPath, ['--import=tsx', 'server/main.ts'], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      lines.push(line);
      const [, found] = /callfolio serves at (\S+?)"/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`It did not start: ${lines.join('\n')}`)));
  });
  return {
    address,
    lines,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
