import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startListening, stop, type Running } from '../program.ts';

const packages = [
  'adminjs@7',
  '@adminjs/express@6',
  '@adminjs/mongoose@4',
  'mongoose@8',
  'express@4',
  'express-session@1',
  'express-formidable@1',
  'tslib@2',
];

/**
 * AdminJS on the same database, installed by npm into a temporary folder: it is no dependency.
 *
 * @returns null where it cannot be installed or does not start, which is told
 */
export async function startAdminJs(
  uri: string,
  tell: (line: string) => void,
): Promise<{ running: Running; stop: () => Promise<void> } | null> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-adminjs-'));
  const remove = async () => rm(folder, { recursive: true, force: true });
  try {
    tell('  installing AdminJS in a temporary folder');
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const given = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-save', ...packages];
    await promisify(execFile)('npm', given, { cwd: folder, timeout: 240_000 });
    await copyFile('test/bench/rivals/adminJsServer.mjs', join(folder, 'server.mjs'));
    const running = await startListening(
      [join(folder, 'server.mjs'), uri],
      { NODE_ENV: 'production' },
      folder,
    );
    return {
      running,
      stop: async () => {
        await stop(running);
        await remove();
      },
    };
  } catch (error) {
    tell(`  AdminJS is left out: ${String(error).split('\n')[0]}`);
    await remove();
    return null;
  }
}
