// Measures the program under more than it can do: 200 readers and 20 writers, beside what it does for eight readers:
// node --import=tsx test/bench/overloadAlone.ts --data-dir FILLED [--seconds 60] [--ignore]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { putUnderLoad, timeAlone, timeOfNewConnections, timeUntilNormal } from './overload.ts';
import { signInAll } from './people.ts';
import { startCallfolio, stop } from './program.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: './data-h2020' },
    seconds: { type: 'string', default: '60' },
    readers: { type: 'string', default: '200' },
    writers: { type: 'string', default: '20' },
    ignore: { type: 'boolean', default: false },
  },
});
const program = await startCallfolio(resolve(values['data-dir']));
try {
  const askers = await signInAll(program);
  const writers = Number(values.writers);
  const load = { address: program.address, askers, writers, honours: true };
  const tell = (what: string, found: unknown) => process.stdout.write(`${what} ${JSON.stringify(found)}\n`);
  await putUnderLoad({ ...load, readers: 8, seconds: 5 });
  tell('50 new connections beside 20 busy', await timeOfNewConnections(load));
  const alone = await timeAlone({ ...load, readers: 0, seconds: 0 });
  tell('alone', alone);
  tell('capacity', await putUnderLoad({ ...load, readers: 8, seconds: 10 }));
  const full = { ...load, readers: Number(values.readers), seconds: Number(values.seconds) };
  tell('overload', await putUnderLoad({ ...full, honours: !values.ignore }));
  tell('normal after', await timeUntilNormal(full, alone));
  tell('capacity again', await putUnderLoad({ ...load, readers: 8, seconds: 10 }));
} finally {
  await stop(program);
}
