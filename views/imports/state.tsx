import { countKeys, type Counts, type Import, type ImportState } from '../../models/imports/import.ts';
import type { Refusals } from '../../models/imports/rows/refusals.ts';
import { rowNouns } from '../../models/sources/contract/incoming.ts';
import type { MessageKey } from '../locales/index.ts';
import { usePage } from '../page.tsx';

/** What the page of an import is told of it. */
export interface ShowImportProps {
  found: Import;
  /** Rows left out, and conflicts nobody has decided. */
  excluded: number;
  undecided: number;
  /** Its refused rows by why. */
  refusals: Refusals;
  /** Whether the reader may see its rows; counts alone otherwise. */
  areRowsShown: boolean;
  /** When its file will be removed unless it is applied; null where it will not. */
  expiresAt: Date | null;
  /** Why what was asked of it was not done; null where nothing was asked. */
  refusal: string | null;
}

/** States in which a job works, or is about to. */
const moving: readonly ImportState[] = ['queued', 'checking', 'applying', 'undoing'];

/** Whether an import goes on by itself: its page looks again. */
export const isMoving = ({ state, needsMapping }: Pick<Import, 'state' | 'needsMapping'>): boolean =>
  moving.includes(state) && !needsMapping;

/** Whether the report is there. */
export const isReported = ({ state, stoppedIn }: Pick<Import, 'state' | 'stoppedIn'>): boolean =>
  state === 'failed'
    ? stoppedIn === 'applying' || stoppedIn === 'undoing'
    : state !== 'queued' && state !== 'checking' && state !== 'expired';

/** The figures of all kinds of record together; null before there are any. */
export function totalsOf(found: Import): Counts | null {
  if (!isReported(found)) return null;
  const sum = (key: keyof Counts) => rowNouns().reduce((all, noun) => all + found.counts[noun][key], 0);
  return Object.fromEntries(countKeys.map(key => [key, sum(key)])) as Counts;
}

/** The colours of the marks; the word says it all. */
const marks: Readonly<Record<ImportState, string>> = {
  queued: 'upcoming',
  checking: 'upcoming',
  checked: 'thin',
  applying: 'upcoming',
  applied: 'covered',
  undoing: 'upcoming',
  undone: 'ended',
  expired: 'ended',
  failed: 'gap',
};

/** What the state of an import is called. */
export const stateKey = ({ state, stoppedIn }: Pick<Import, 'state' | 'stoppedIn'>): MessageKey =>
  stoppedIn === null ? `importPage.${state}` : 'importStopped.mark';

/** The state of an import in a word. */
export function StateMark({ found }: { found: Import }) {
  const { t } = usePage();
  if (found.needsMapping) return <span class="mark mark-thin">{t('importPage.toMap')}</span>;
  return <span class={`mark mark-${marks[found.state]}`}>{t(stateKey(found))}</span>;
}
