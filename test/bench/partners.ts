import type { Participant } from '../../models/projects/project.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { vocabulary } from './vocabulary.ts';

export type Partner = Pick<Participant, 'name' | 'pic' | 'country' | 'activityType'>;

const countries =
  'DE FR ES IT GB NL BE GR AT SE DK FI PT PL IE CH NO CZ HU RO SI IL TR BG HR SK LT EE CY LU'.split(' ');
const kinds = [
  'University of',
  'Institute for',
  'Agency of',
  'Foundation',
  'Hospital of',
  'Laboratories',
] as const;
const activities = ['HES', 'REC', 'PRC', 'PUB', 'OTH'] as const;

/** The organisations that may take part; one in fifty has no PIC. */
export function organisationsOf(count: number): Partner[] {
  const chance = chanceFrom(13);
  return Array.from({ length: count }, (_, at) => ({
    name: `${chance.one(kinds)} ${chance.one(vocabulary.rare)} ${chance.one(vocabulary.common)} ${at}`,
    pic: chance.isOnce(0.98) ? String(100_000_000 + at * 37) : null,
    country: countries[Math.floor(chance.fraction() ** 1.8 * countries.length)] ?? 'DE',
    activityType: chance.one(activities),
  }));
}

/** How many take part in each project: half of them alone, a few with dozens, all together exactly `total`. */
function countsOf(chance: Chance, projects: number, total: number): number[] {
  const counts = Array.from({ length: projects }, () =>
    chance.isOnce(0.5) ? 1 : Math.min(60, 2 + Math.floor(-6.5 * Math.log(1 - chance.fraction()))),
  );
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  while (left !== 0) {
    const at = chance.whole(0, projects - 1);
    const count = counts[at] as number;
    const step = left > 0 ? 1 : -1;
    if (count + step < 1 || count + step > 80) continue;
    counts[at] = count + step;
    left -= step;
  }
  return counts;
}

/** Who takes part in each of so many projects: a few organisations in very many, most in one or two. */
export function* partnersOf(
  projects: number,
  participations: number,
  pool: readonly Partner[],
): Generator<Partner[], void, undefined> {
  const chance = chanceFrom(19);
  for (const count of countsOf(chance, projects, participations)) {
    const chosen = new Set<Partner>();
    while (chosen.size < Math.min(count, pool.length)) {
      chosen.add(pool[Math.floor(chance.fraction() ** 3 * pool.length)] as Partner);
    }
    yield [...chosen];
  }
}
