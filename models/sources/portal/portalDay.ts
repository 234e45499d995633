import { brusselsInstant, isDay, type Day } from '../../values/day.ts';

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** A day as the portal prints it: `2025-10-02`, `2025-10-02T00:00:00.000+0000` or `2 October 2025`; null for any other. */
export function portalDay(printed: string): Day | null {
  const iso = /^(\d{4}-\d\d-\d\d)(?:$|[T ])/.exec(printed)?.[1];
  const [, day = '', month = '', year = ''] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})\b/.exec(printed) ?? [];
  const number = months.indexOf(month.toLowerCase()) + 1;
  const written = `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const found = iso ?? (number > 0 ? written : '');
  return isDay(found) ? found : null;
}

/**
 * A deadline: 17:00 Brussels time of the day printed. `T17:00:00.000+0000` and `T00:00:00.000+0000` both mean that; any
 * other time with a zone is that instant. Null for what is no day.
 */
export function portalDeadline(printed: string): Date | null {
  const day = portalDay(printed);
  if (day === null) return null;
  const [, time, seconds = '00', zone = ''] =
    /T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.exec(printed) ?? [];
  const isNominal =
    time === undefined || time === '00:00' || (time === '17:00' && /^(?:Z|[+]00:?00)$/.test(zone));
  if (isNominal) return brusselsInstant(day, '17:00');
  const at = new Date(`${day}T${time}:${seconds}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
