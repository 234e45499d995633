import type { DatabaseSupport } from '../../models/process/databaseSupport.ts';
import { formatDay } from '../../models/values/day.ts';
import type { Format } from '../../models/values/format.ts';
import type { Start } from '../../models/process/start.ts';
import type { Translate } from '../locales/index.ts';

/** That the vendor mends the database no more, since when, and what to do; null where he does, or we do not know. */
export function sayEndOfSupport(
  t: Translate,
  format: Format,
  { database, serverVersion }: Pick<Start, 'database' | 'serverVersion'>,
  { state, endsOn }: DatabaseSupport,
): string | null {
  if (state !== 'ended') return null;
  const values = { version: serverVersion, day: formatDay(endsOn, format) };
  return t(database === 'embedded' ? 'home.ownDatabaseEnded' : 'home.databaseEnded', values);
}
