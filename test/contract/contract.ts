// Compares what the API answers with what it says of itself, for every role and for nobody: `npm run test:contract`.
import { parseArgs } from 'node:util';
import { roles, type Role } from '../../models/record/permissions.ts';
import { compare, findSchemathesis, type Result } from './schemathesis.ts';
import { serveSeeded, type Seeded } from './seeded.ts';
import { serveTwin } from './twin.ts';

type Who = Role | 'nobody';

/** Two at a time, on two processors. The administrator may block every account, and comes last, beside nobody. */
const rounds: readonly (readonly Who[])[] = [
  ['officer', 'evaluator'],
  ['finance', 'reader'],
  ['administrator', 'nobody'],
];
const leastRequests = 500;

const { values } = parseArgs({
  options: {
    /** Says in one line that it was left out where it cannot be done, and goes on. */
    'where-installed': { type: 'boolean', default: false },
    /** Requests of one operation, at most. */
    examples: { type: 'string', default: '5' },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (since: number): string => `${Math.round((performance.now() - since) / 1000)} s`;

/** @returns whether all was right */
function tell(who: string, { requests, failures, said }: Result, isRight: boolean): boolean {
  print(`${isRight ? '  ✔' : '  ✗'} ${who}: ${requests} requests, ${failures} failures`);
  if (!isRight) print(said);
  return isRight;
}

async function compareAs(who: Who, seeded: Seeded, module: string, examples: number): Promise<boolean> {
  const token = who === 'nobody' ? null : seeded.tokens[who];
  const result = await compare(module, `${seeded.address}/api/v1/openapi.json`, { token, examples });
  const isEnough = result.requests >= leastRequests;
  return tell(who, result, result.failures === 0 && isEnough);
}

/** The same comparison of an API that answers other than it says: it must find each of its lies. */
async function compareTwin(module: string): Promise<boolean> {
  const twin = await serveTwin();
  try {
    const result = await compare(module, twin.description, { token: null, examples: 5 });
    const missed = twin.lies.filter(lie => !result.said.includes(lie));
    return tell('a twin that lies is found out', result, result.failures > 0 && missed.length === 0);
  } finally {
    twin.stop();
  }
}

async function compareAll(module: string, version: string): Promise<boolean> {
  const began = performance.now();
  const seeded = await serveSeeded();
  print(`The API and its description, by schemathesis ${version}`);
  const results: boolean[] = [];
  try {
    for (const round of rounds)
      results.push(
        ...(await Promise.all(
          round.map(async who => compareAs(who, seeded, module, Number(values.examples))),
        )),
      );
  } finally {
    await seeded.stop();
  }
  results.push(await compareTwin(module));
  const right = results.filter(Boolean).length;
  print(`contract: ${right} of ${Object.keys(roles).length + 2} as described, in ${seconds(began)}\n`);
  return right === results.length;
}

const found = await findSchemathesis();
if ('why' in found) {
  print(`contract: left out, since ${found.why}`);
  process.exitCode = values['where-installed'] ? 0 : 1;
} else process.exitCode = (await compareAll(found.module, found.version)) ? 0 : 1;
