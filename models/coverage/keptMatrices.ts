import type { CallGroup } from './coverageGroups.ts';
import type { CoverageQuery } from './coverageQuery.ts';
import type { CoverageSums } from './coverageSums.ts';
import type { CoverageFigures } from './matrix.ts';
import { boundedCache, type BoundedCache } from '../process/boundedCache.ts';
import type { Programme } from '../programmes/programme.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { thresholdsOn } from '../strategies/thresholds.ts';

/** What of a programme is printed in a matrix. */
export type PrintedProgramme = Pick<Programme, 'code' | 'label' | 'name'>;

/** What of a strategy a matrix is made of. */
export type CoveredStrategy = Pick<
  Strategy,
  'code' | 'reference' | 'titleEn' | 'titleNl' | 'initiatives' | 'thresholds'
>;

/** All that the figures of a matrix follow from. */
export interface MatrixSource {
  query: CoverageQuery;
  strategy: CoveredStrategy;
  printed: readonly PrintedProgramme[];
  calls: readonly CallGroup[];
  sums: CoverageSums;
}

/** Figures, and what they were made of. */
interface KeptMatrix {
  figures: CoverageFigures;
  /** Of the sums. */
  revision: number;
  /** The same groups, not such as are equal: they are kept, too. */
  calls: readonly CallGroup[];
  /** The strategy and the programmes, as a text. */
  words: string;
}

/** Bytes of memory for all matrices, beside what `keptSums.ts` keeps. */
export const mostMatrixBytes = 8 * 1024 * 1024;
const bytesOfCell = 250;
const kept = boundedCache<KeptMatrix>(mostMatrixBytes);

/** What is kept: for tests and measurements. */
export const keptMatrices: Pick<BoundedCache<unknown>, 'size' | 'bytes'> = kept;

/**
 * *Memoization* of the figures of a matrix: those made before, as long as the sums, the calls, the strategy, its thresholds on
 * the day and the programmes are the ones that they were made of; otherwise made anew.
 */
export function keptMatrix(
  source: MatrixSource,
  make: (source: MatrixSource) => CoverageFigures,
): CoverageFigures {
  const { query, calls, sums } = source;
  const { basis, method, asked, rights } = query;
  const { chosen, excluded, search, on, isOnToday, knownAt } = asked;
  const moment = [isOnToday ? null : on, sums.isPast, knownAt];
  const key = JSON.stringify([source.strategy.code, basis, method, moment, chosen, excluded, search, rights]);
  const words = wordsOf(source);
  const found = kept.get(key);
  if (found && found.revision === sums.revision && found.calls === calls && found.words === words)
    return found.figures;
  const figures = make(source);
  const cells = (figures.rows.length + 2) * (figures.columns.length + 1);
  const bytes = 2 * (key.length + words.length) + cells * bytesOfCell;
  kept.set(key, { figures, revision: sums.revision, calls, words }, bytes);
  return figures;
}

function wordsOf({ strategy, printed, query }: MatrixSource): string {
  const { code, reference, titleEn, titleNl, initiatives } = strategy;
  const names = printed.map(programme => [programme.code, programme.label, programme.name]);
  const thresholds = thresholdsOn(strategy, query.asked.on);
  return JSON.stringify([code, reference, titleEn, titleNl, initiatives, thresholds, names]);
}
