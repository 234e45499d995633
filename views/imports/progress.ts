import type { Import } from '../../models/imports/import.ts';
import type { Format } from '../../models/values/format.ts';
import { translator } from '../locales/index.ts';

type Progress = Import['progress'];

/** Until so much is done, nobody can tell how long the rest takes. */
const leastToTell = { fraction: 0.02, ms: 1500 };

/** How much of it is done, from 0 to 1; null where nobody knows. */
export function fractionOf({ bytes, ofBytes, rows, ofRows }: Progress): number | null {
  const [done, all] = ofRows !== null && ofRows > 0 ? [rows, ofRows] : [bytes, ofBytes];
  return all > 0 ? Math.min(1, done / all) : null;
}

/** How long it will take from now, in seconds, if it goes on as it went; null until that can be told. */
export function secondsLeft(progress: Progress, now: Date): number | null {
  const fraction = fractionOf(progress);
  if (fraction === null || fraction < leastToTell.fraction || progress.startedAt === null) return null;
  const elapsed = now.getTime() - progress.startedAt.getTime();
  if (elapsed < leastToTell.ms) return null;
  return Math.max(1, Math.round(((elapsed / fraction) * (1 - fraction)) / 1000));
}

const mega = 1024 * 1024;

/** A size as people read it: `12.3 MB`, `870 kB`, `39 B`. */
export function formatBytes(bytes: number, { locale }: Format): string {
  const [value, unit] =
    bytes >= mega ? [bytes / mega, 'MB'] : bytes >= 1024 ? [bytes / 1024, 'kB'] : [bytes, 'B'];
  return `${value.toLocaleString(locale, { maximumFractionDigits: value < 100 ? 1 : 0 })} ${unit}`;
}

export const formatCount = (count: number, { locale }: Format): string => count.toLocaleString(locale);

/** How far it is, in words: `12 MB of 60 MB · 23,456 rows · about 40 seconds left`. */
export function progressWords(progress: Progress, now: Date, format: Format): string {
  const t = translator(format.language);
  const { bytes, ofBytes, rows, ofRows } = progress;
  const left = secondsLeft(progress, now);
  const words = [
    ...(ofRows === null && ofBytes > 0
      ? [t('importPage.bytesOf', { done: formatBytes(bytes, format), all: formatBytes(ofBytes, format) })]
      : []),
    ofRows === null
      ? t('importPage.rowsDone', { count: rows, rows: formatCount(rows, format) })
      : t('importPage.rowsOf', { rows: formatCount(rows, format), all: formatCount(ofRows, format) }),
    ...(left === null
      ? []
      : [
          left < 60
            ? t('importPage.secondsLeft', { count: left })
            : t('importPage.minutesLeft', { count: Math.round(left / 60) }),
        ]),
  ];
  return words.join(' · ');
}
