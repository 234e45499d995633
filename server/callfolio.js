#!/usr/bin/env node
// `npx callfolio …`: runs the command line as it was built, and builds it where nobody has done so yet.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrEnd, isOutdated, ownFolder } from './build.js';

const built = join(ownFolder, 'dist/server/cli/cli.js');

if (!existsSync(built)) buildOrEnd();
else if (isOutdated(ownFolder)) {
  // Not built anew: a running callfolio reads the same files.
  process.stderr.write(
    'The build in dist is older than the sources: using it. The next npm start renews it.\n',
  );
}
const { runCommand } = await import(pathToFileURL(built).href);
process.exitCode = await runCommand(process.argv.slice(2), process.env);
