import type { Support } from '../../models/assessments/support.ts';
import { splitEqually } from '../../models/assessments/attribution.ts';
import type { Chance } from './chance.ts';
import { proseOf } from './vocabulary.ts';

const numbers = [1, 2, 3, 4, 5, 6, 7, 8];

/** One to three links to initiatives of COM-2020-607, rated but for a few, most of them with shares. */
export function linksOf(chance: Chance): Support[] {
  const wanted = chance.whole(1, 3);
  const start = chance.whole(0, numbers.length - 1);
  const chosen = Array.from(
    { length: wanted },
    (_, at) => numbers[(start + at * 3) % numbers.length] as number,
  );
  const shares = chance.isOnce(0.9) ? splitEqually(chosen) : [];
  return chosen.map((number, at) => {
    const isExamined = at > 0 && chance.isOnce(0.05);
    const isUnrated = chance.isOnce(0.02);
    const isShared = !isExamined && !isUnrated;
    return {
      initiative: `COM-2020-607.${number}`,
      significance: isUnrated
        ? 'namedUnrated'
        : isExamined
          ? 'examinedNotTargeted'
          : at === 0
            ? 'principal'
            : 'secondary',
      shareBp: isShared ? (shares[at]?.shareBp ?? null) : null,
      justification: proseOf(chance, 90),
      source: 'Grant agreement, annex 1',
      keyAction: null,
      assessedBy: null,
      assessedAt: null,
    };
  });
}
