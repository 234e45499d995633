import type { CoverageState } from '../../models/coverage/coverageState.ts';
import type { Label } from '../../models/values/format.ts';

export const coverageStateLabels = {
  covered: { en: 'Covered', nl: 'Gedekt' },
  thin: { en: 'Thin', nl: 'Dun' },
  planned: { en: 'Planned', nl: 'Gepland' },
  lapsed: { en: 'Lapsed', nl: 'Vervallen' },
  unconfirmed: { en: 'Unconfirmed', nl: 'Onbevestigd' },
  gap: { en: 'Gap', nl: 'Gat' },
  notExpected: { en: 'Not expected', nl: 'Niet verwacht' },
} as const satisfies Record<CoverageState, Label>;
