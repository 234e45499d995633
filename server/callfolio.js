#!/usr/bin/env node
// `npx callfolio …`: runs the command line as it was built, and builds it where nobody has done so yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(folder, 'dist/server/cli/cli.js');
const rooms = ['server', 'models', 'routes', 'views'];

if (!existsSync(built)) build();
else if (newestSource() > statSync(built).mtimeMs) {
  // Not built anew: a running callfolio reads the same files.
  process.stderr.write(
    'The build in dist is older than the sources: using it. The next npm start renews it.\n',
  );
}
const { runCommand } = await import(pathToFileURL(built).href);
process.exitCode = await runCommand(process.argv.slice(2), process.env);

function build() {
  const { resolve } = createRequire(import.meta.url);
  let compiler;
  try {
    const manifest = resolve('typescript/package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
    compiler = join(dirname(manifest), bin.tsc);
  } catch {
    process.stderr.write('callfolio is not installed: run npm ci in its folder first.\n');
    process.exit(1);
  }
  process.stderr.write('Building callfolio, once.\n');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout}callfolio could not be built: run npm ci, then npm run build.\n`);
  process.exit(1);
}

/** When a source was last changed, in ms; 0 where there are none, as in a container. */
function newestSource() {
  return rooms
    .map(room => join(folder, room))
    .filter(room => existsSync(room))
    .flatMap(room => readdirSync(room, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
