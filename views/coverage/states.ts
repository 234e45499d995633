import type { CoverageCell } from '../../models/coverage/matrix.ts';
import type { CoverageState } from '../../models/coverage/coverageState.ts';
import { formatPartialDay } from '../../models/values/day.ts';
import type { CoverageThresholds } from '../../models/strategies/thresholds.ts';
import type { Format, Label } from '../../models/values/format.ts';
import type { Translate } from '../locales/index.ts';

export const coverageStateLabels = {
  covered: { en: 'Covered', nl: 'Gedekt' },
  thin: { en: 'Thin', nl: 'Beperkt gedekt' },
  planned: { en: 'Planned', nl: 'Gepland' },
  lapsed: { en: 'Lapsed', nl: 'Alleen afgerond' },
  unconfirmed: { en: 'Unconfirmed', nl: 'Looptijd onbekend' },
  gap: { en: 'Gap', nl: 'Niet gedekt' },
  unrecorded: { en: 'Not recorded yet', nl: 'Nog niets vastgelegd' },
  notExpected: { en: 'Not expected', nl: 'Geen financiering verwacht' },
} as const satisfies Record<CoverageState, Label>;

/** What is said beside a state: a call is open; where only ended projects are found, also that one lies ahead. */
export function besideState(cell: CoverageCell): 'callOpen' | 'callAhead' | null {
  if (cell.isCallOpen) return 'callOpen';
  return cell.state === 'lapsed' && cell.callsAhead > 0 ? 'callAhead' : null;
}

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
