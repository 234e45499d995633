import { setArchived } from '../../models/curation/archive.ts';
import { applyBulk, findTargets, type BulkOperation } from '../../models/curation/bulk.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { restoreVersion } from '../../models/lists/history.ts';
import { importsCollection } from '../../models/imports/importsCollection.ts';
import { getImport } from '../../models/imports/imports.ts';
import { projects } from '../../models/projects/projects.ts';
import { parseListQuery } from './listQuery.ts';
import { grace } from './cordis.ts';
import { apply, check, undo } from './cordisImport.ts';
import { addProject, changeAt, edit } from './factories.ts';
import { everything } from '../../models/record/visibleTo.ts';

/** A number from 0 up to, not including, `below`. */
export type Chance = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const one = <T>(chance: Chance, choices: readonly T[]): T => choices[chance(choices.length)] as T;
const now = () => changeAt(new Date());
const euro = (chance: Chance): string => `${chance(10_000)}.${String(chance(100)).padStart(2, '0')}`;

interface Known {
  id: string;
  version: number;
}

/** Some project there is; archived ones among them. */
async function some(chance: Chance): Promise<Known | null> {
  const stored = await projects.current
    .find({}, { version: 1 })
    .sort({ _id: 1 })
    .lean<{ _id: string; version: number }[]>();
  const found = stored.length === 0 ? null : one(chance, stored);
  return found && { id: found._id, version: found.version };
}

const valuesBy = (chance: Chance) => ({
  programme: one(chance, ['ALPHA', 'BETA', null]),
  kind: one(chance, ['grant', 'grant', 'directAward', 'nationalProgramme']),
  scope: one(chance, ['in', 'in', 'candidate', 'out']),
  euContribution: one(chance, [null, '0', euro(chance), euro(chance)]),
  startsOn: one(chance, [null, '2020', '2026-01-01']),
  endsOn: one(chance, [null, '2022', '2028-12']),
});

const supportsBy = (chance: Chance) =>
  [1, 2, 3].flatMap(number => {
    const significance = one(chance, ['principal', 'secondary', 'namedUnrated', 'examinedNotTargeted', null]);
    if (significance === null) return [];
    const isShared = ['principal', 'secondary'].includes(significance);
    const shareBp = isShared ? one(chance, [null, 1_000, 3_333]) : null;
    return [{ initiative: `S-1.${number}`, significance, shareBp, justification: 'Because.' }];
  });

const changing =
  (values: (chance: Chance) => object) =>
  async (chance: Chance): Promise<void> => {
    const project = await some(chance);
    if (project) await edit(projects, project, values(chance), now());
  };

async function bulk(chance: Chance): Promise<void> {
  const query = parseListQuery(
    projects,
    { scope: one(chance, ['in', 'candidate']), archived: 'any' },
    new Date(),
  );
  const operation: BulkOperation = one(chance, [
    { action: 'scope', scope: one(chance, ['in', 'candidate', 'out']) },
    { action: 'archive' },
    { action: 'restore' },
  ]);
  await applyBulk(projects, (await findTargets(projects, query)).slice(0, 3), operation, now());
}

/** Rows about a few projects, so that imports change, and make again, what others made. */
async function importSome(chance: Chance): Promise<void> {
  const project = Array.from({ length: 1 + chance(3) }, () => ({
    ...grace,
    id: `10000${chance(6)}`,
    acronym: '',
    title: `Imported ${chance(6)}`,
    ecMaxContribution: euro(chance).replace('.', ','),
    totalCost: '',
  }));
  const scope = one(chance, ['in', 'candidate'] as const);
  const scopeRule = { scope, topics: [] };
  await apply(await check({ project }, { conflictRule: 'theirs', scopeRule }));
}

async function undoSome(chance: Chance): Promise<void> {
  const applied = await importsCollection().find({ state: 'applied' }).sort({ _id: 1 }).toArray();
  if (applied.length > 0) await undo(await getImport(one(chance, applied)._id));
}

async function restoreSome(chance: Chance): Promise<void> {
  const project = await some(chance);
  if (project)
    await restoreVersion(
      projects,
      everything,
      project.id,
      1 + chance(project.version),
      project.version,
      now(),
    );
}

async function archiveSome(chance: Chance): Promise<void> {
  const project = await some(chance);
  if (project) await setArchived(projects, project, chance(3) > 0, now());
}

/** Everything that changes what is counted, by name; each on some record. */
export const deeds = {
  create: async (chance: Chance) => addProject({ ...valuesBy(chance), supports: supportsBy(chance) }, now()),
  edit: changing(valuesBy),
  link: changing(chance => ({ supports: supportsBy(chance) })),
  scope: changing(chance => ({ scope: one(chance, ['in', 'candidate', 'out']) })),
  archive: archiveSome,
  bulk,
  restoreVersion: restoreSome,
  importApply: importSome,
  importUndo: undoSome,
} as const satisfies Record<string, (chance: Chance) => Promise<unknown>>;
export type DeedName = keyof typeof deeds;

/** Does one; what the rules refuse changes nothing, and is no failure. */
export async function doDeed(name: DeedName, seed: number): Promise<void> {
  try {
    await deeds[name](chanceOf(seed));
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind === 'unavailable') throw error;
  }
}
