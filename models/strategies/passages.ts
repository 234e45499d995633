import type { Label } from '../values/format.ts';
import { initiativeCode, strategies, type Strategy } from './strategy.ts';

/** A passage that names money which no record holds. */
export interface UnregisteredPassage {
  strategy: string;
  what: string;
  /** What money it names, where it names any. */
  instrument: string | null;
  words: string | null;
  /** The line of the strategy's text. */
  line: number | null;
  /** The initiative in which it stands; null outside of them. */
  initiative: { code: string; title: Label } | null;
}

/**
 * The list "named, not registered": passages naming money without a record, in the order of the text.
 * @param strategy code of a strategy; null for all
 */
export async function listUnregisteredPassages(
  strategy: string | null = null,
): Promise<UnregisteredPassage[]> {
  const stored = await strategies.current
    .find(strategy === null ? {} : { _id: strategy }, { code: 1, initiatives: 1, passages: 1 })
    .sort({ _id: 1 })
    .lean<Strategy[]>();
  return stored.flatMap(({ code, initiatives, passages }) =>
    passages
      .filter(({ registeredAs }) => registeredAs.length === 0)
      .toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity))
      .map(({ what, instrument, words, line, initiative: number }) => {
        const initiative = initiatives.find(one => one.number === number);
        return {
          strategy: code,
          what,
          instrument,
          words,
          line,
          initiative: initiative
            ? {
                code: initiativeCode(code, initiative.number),
                title: { en: initiative.titleEn, nl: initiative.titleNl },
              }
            : null,
        };
      }),
  );
}
