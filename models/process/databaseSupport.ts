import { todayInBrussels, type Day } from '../values/day.ts';

/**
 * The last day on which the vendor supports a release of MongoDB on one's own machines: "MongoDB Software Lifecycle
 * Schedules", https://www.mongodb.com/legal/support-policy/lifecycles, as it stood in 2026. A release that has no day there
 * yet (8.3) is not in this table.
 */
const supportEnds: Readonly<Record<string, Day>> = {
  '6.0': '2025-07-31',
  '6.1': '2023-02-09',
  '6.2': '2023-04-24',
  '6.3': '2023-08-31',
  '7.0': '2027-08-31',
  '7.1': '2024-01-23',
  '7.2': '2024-03-27',
  '7.3': '2024-10-02',
  '8.0': '2029-10-31',
  '8.1': '2025-09-30',
  '8.2': '2026-07-31',
};

/** Whether the vendor still mends a database, and until when; null where we do not know the day. */
export type DatabaseSupport = Readonly<
  { state: 'supported' | 'ended'; endsOn: Day } | { state: 'unknown'; endsOn: null }
>;

/** @param version such as `6.0.5` */
export function supportOf(version: string, now: Date): DatabaseSupport {
  const [, release = ''] = /^(\d+\.\d+)\.\d/.exec(version) ?? [];
  const endsOn = supportEnds[release];
  if (endsOn === undefined) return { state: 'unknown', endsOn: null };
  return { state: todayInBrussels(now) > endsOn ? 'ended' : 'supported', endsOn };
}
