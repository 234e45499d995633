import { iterate } from '../../models/process/iterate.ts';
import { calls } from '../../models/calls/call.ts';
import {
  resultsOf,
  spansOfVersion,
  type CallTimes,
  type KnownFacts,
} from '../../models/calls/callResults.ts';
import { evaluationDays } from '../../models/calls/callStatus.ts';
import { factsRead } from '../../models/calls/projectResults.ts';
import { projects } from '../../models/projects/projects.ts';
import type { OpenCollection } from './openCollection.ts';

/** A call as it is stored, or a version of it. */
type StoredCall = CallTimes & {
  _id: string;
  recordId?: string;
  validFrom: Date;
  validTo?: Date | null;
  evaluationDays?: number | null;
};
type StoredFacts = KnownFacts & { _id: string };

const batchSize = 500;
const versionsOf = (path: string): string => `${path.replace(/s$/, '')}Versions`;

/**
 * Makes the statuses kept with calls anew that were made with another setting, or before projects counted in them: of every
 * version of a call, from all versions of its projects. Done at each start, and where a backup is restored.
 */
export async function rewriteCallStatuses(open: OpenCollection): Promise<void> {
  const isOther = { evaluationDays: { $ne: evaluationDays() } };
  const stale: { collection: string; call: StoredCall }[] = [];
  for (const collection of [calls.path, versionsOf(calls.path)])
    for await (const call of iterate(() => open<StoredCall>(collection).find(isOther, { batchSize })))
      stale.push({ collection, call });
  if (stale.length === 0) return;
  const facts = await readFacts(open, new Set(stale.map(({ call }) => call.recordId ?? call._id)));
  for (const { collection, call } of stale) {
    const spans = spansOfVersion(call, facts.get(call.recordId ?? call._id) ?? []);
    const $set = resultsOf(
      { ...call, publishedOn: call.publishedOn ?? null, deadlineModel: call.deadlineModel ?? null },
      spans,
    );
    await open<StoredCall>(collection).updateOne({ _id: call._id, validFrom: call.validFrom }, { $set });
  }
}

/** What the projects of these calls say in each of their versions, by call. */
async function readFacts(open: OpenCollection, ids: ReadonlySet<string>): Promise<Map<string, KnownFacts[]>> {
  const facts = new Map<string, KnownFacts[]>();
  const projection = { ...factsRead, validTo: 1 };
  for (const collection of [projects.path, versionsOf(projects.path)]) {
    const found = () => open<StoredFacts>(collection).find({}, { projection, batchSize });
    for await (const { _id, validTo = null, ...project } of iterate<StoredFacts>(found)) {
      for (const id of new Set([project.call?.id, project.topic?.id]))
        if (id !== undefined && ids.has(id)) {
          const own = facts.get(id) ?? [];
          own.push({ ...project, validTo });
          facts.set(id, own);
        }
    }
  }
  return facts;
}
