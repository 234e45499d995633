import type { CoverageState } from '../../models/coverage/coverageState.ts';
import { formatPartialDay } from '../../models/values/day.ts';
import type { CoverageThresholds } from '../../models/strategies/thresholds.ts';
import type { Format, Label } from '../../models/values/format.ts';
import type { Translate } from '../locales/index.ts';

export const coverageStateLabels = {
  covered: { en: 'Covered', nl: 'Gedekt' },
  thin: { en: 'Thin', nl: 'Dun' },
  planned: { en: 'Planned', nl: 'Gepland' },
  lapsed: { en: 'Lapsed', nl: 'Vervallen' },
  unconfirmed: { en: 'Unconfirmed', nl: 'Onbevestigd' },
  gap: { en: 'Gap', nl: 'Gat' },
  unrecorded: { en: 'Not recorded yet', nl: 'Nog niets vastgelegd' },
  notExpected: { en: 'Not expected', nl: 'Niet verwacht' },
} as const satisfies Record<CoverageState, Label>;

/** Where the thresholds of a matrix come from, and since when they hold. */
export function thresholdWords(
  { isStated, fromOn }: CoverageThresholds,
  t: Translate,
  format: Format,
): string {
  if (!isStated) return t('coverage.thresholdUsual');
  return fromOn
    ? t('coverage.thresholdFrom', { day: formatPartialDay(fromOn, format) })
    : t('coverage.thresholdStated');
}
