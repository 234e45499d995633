import type { ClientSession } from 'mongoose';
import type { Problem } from '../../values/errors.ts';
import type { Change } from '../../record/noun.ts';
import { keptFrom } from '../../record/versions.ts';
import { removeRecords, writeRecords } from '../../record/records.ts';
import { importables } from '../../nouns.ts';
import type { IncomingNoun } from '../../sources/contract/incoming.ts';
import { findNamed } from './dependants.ts';
import { findTraces, type Trace } from './writtenByImport.ts';

/** Why a record is left as it is, as a key of what is said of it. */
export type LeftFor = 'imports.leftTouched' | 'imports.leftNamed' | 'imports.leftRefused';

/** Earlier values that our rules refuse today: the transaction is given up, and done anew without these records. */
export class Refused extends Error {
  readonly ids: ReadonlyMap<string, readonly Problem[]>;
  constructor(ids: ReadonlyMap<string, readonly Problem[]>) {
    super('earlier values are refused');
    this.ids = ids;
  }
}

export interface Reverting {
  noun: IncomingNoun;
  ids: readonly string[];
  importId: string;
  change: Change;
  /** Records that are known to be refused. */
  refused: ReadonlySet<string>;
}

/**
 * Takes back what an import did to up to 500 records: what it made goes, what it changed becomes as it was. What somebody
 * else wrote since, or names, stays. @returns why each that stays does. Throws `Refused`.
 */
export async function revert(
  { noun, ids, importId, change, refused }: Reverting,
  session: ClientSession,
): Promise<Map<string, LeftFor>> {
  const of = importables[noun].noun;
  const left = new Map<string, LeftFor>();
  const traces = await findTraces(noun, ids, importId, session);
  for (const id of ids) {
    const trace = traces.get(id);
    if (refused.has(id)) left.set(id, 'imports.leftRefused');
    else if (!trace || trace.isTouched) left.set(id, 'imports.leftTouched');
  }
  const going = new Map<string, Trace & { current: NonNullable<Trace['current']> }>();
  for (const [id, { current, ...trace }] of traces)
    if (current && !left.has(id)) going.set(id, { ...trace, current });
  const isMade = (id: string): boolean => going.get(id)?.before === null;
  // One that stays may name another, which then stays too.
  for (;;) {
    const made = [...going.keys()].filter(isMade);
    const named = await findNamed(noun, made, new Set(going.keys()), session);
    if (named.size === 0) break;
    for (const id of named) {
      going.delete(id);
      left.set(id, 'imports.leftNamed');
    }
  }
  const made = [...going.values()].filter(({ before }) => before === null);
  await removeRecords(
    of,
    made.map(({ current }) => keptFrom(of, current)),
    change,
    session,
  );
  const changed = [...going].flatMap(([id, { before, current }]) =>
    before ? [{ id, before, current }] : [],
  );
  const wrote = await writeRecords(
    of,
    changed.map(({ id, before, current }) => ({
      id,
      version: current.version,
      values: keptFrom(of, before),
    })),
    change,
    session,
  );
  const problems = new Map(
    wrote.flatMap((one, at) => ('refused' in one ? [[changed[at]?.id ?? '', one.problems] as const] : [])),
  );
  if (problems.size > 0) throw new Refused(problems);
  return left;
}
