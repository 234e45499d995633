// Before `npm start` and in the image: builds where that is needed, and says which flags Node starts the program with. They
// cannot be set later: V8 sizes its young generation when it begins.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildOrEnd, ownFolder } from './build.js';

buildOrEnd();
const { nodeFlags } = await import(pathToFileURL(join(ownFolder, 'dist/server/nodeFlags.js')).href);
process.stdout.write(nodeFlags().join(' '));
