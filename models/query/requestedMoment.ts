import { brusselsInstant, isDay, todayInBrussels } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';

/** A query string as Express's simple parser gives it. */
export type UrlQuery = Readonly<Record<string, unknown>>;

export const valuesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .filter(entry => typeof entry === 'string')
    .map(entry => entry.trim())
    .filter(Boolean);

/** The day and instant a URL asks for; the default is today, and now. */
export function momentOf(url: UrlQuery, now: Date, problems: Problem[]) {
  const [on] = valuesOf(url['on']);
  const [known] = valuesOf(url['knownAt']);
  if (on !== undefined && !isDay(on)) problems.push({ field: 'on', type: 'day.base' });
  const knownAt = known === undefined ? null : parseKnownAt(known, now);
  if (known !== undefined && knownAt === null) problems.push({ field: 'knownAt', type: 'instant.base' });
  if (knownAt !== null && knownAt > now) problems.push({ field: 'knownAt', type: 'instant.future' });
  const today = todayInBrussels(now);
  const day = on !== undefined && isDay(on) ? on : today;
  return { on: day, isOnToday: day === today, knownAt };
}

/** An instant with zone, or Brussels time to the minute or day (a day means its end, today until now: all that was known). */
function parseKnownAt(text: string, now: Date): Date | null {
  const local = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?$/.exec(text);
  if (local) {
    const [, day = '', time] = local;
    if (!isDay(day) || (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))) return null;
    if (time === undefined && day === todayInBrussels(now)) return now;
    return time === undefined
      ? new Date(brusselsInstant(day, '23:59').getTime() + 59_999)
      : brusselsInstant(day, time);
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const parsed = new Date(text);
  return Number.isNaN(parsed.getTime()) ? null : parsed;
}
