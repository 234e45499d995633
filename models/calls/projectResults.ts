import type { ClientSession } from 'mongoose';
import type { Day } from '../values/day.ts';
import { projects } from '../projects/projects.ts';
import type { Call } from './callFields.ts';
import { firstDays, type KnownFacts } from './callResults.ts';

/** The projects that a call or topic may have results by: they name it as either. */
export const ofCalls = (ids: readonly string[]) => ({
  $or: [{ 'call.id': { $in: ids } }, { 'topic.id': { $in: ids } }],
});

/** What is read of a project for it. */
export const factsRead = {
  call: 1,
  topic: 1,
  status: 1,
  signedOn: 1,
  startsOn: 1,
  archivedAt: 1,
  validFrom: 1,
} as const;

/** The first days of the rounds of a call as its projects are in a transaction. */
export async function readFirstDays(
  id: string,
  rounds: Call['rounds'],
  session: ClientSession,
): Promise<(Day | null)[]> {
  const found = await projects.current
    .find(ofCalls([id]), factsRead)
    .session(session)
    .lean<KnownFacts[]>();
  return firstDays(rounds, found);
}

/** The projects of a call, in all versions that are valid at an instant or since. */
export async function readVersions(id: string, at: Date, session: ClientSession): Promise<KnownFacts[]> {
  const current = await projects.current
    .find(ofCalls([id]), factsRead)
    .session(session)
    .lean<KnownFacts[]>();
  const closed = await projects.versions
    .find({ validTo: { $gt: at }, ...ofCalls([id]) }, { ...factsRead, validTo: 1 })
    .session(session)
    .lean<KnownFacts[]>();
  return [...current.map(one => ({ ...one, validTo: null })), ...closed];
}
