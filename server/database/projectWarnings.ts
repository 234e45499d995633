import type { PartialDay } from '../../models/values/day.ts';
import type { Stored } from '../../models/record/noun.ts';
import { keptFrom } from '../../models/record/versions.ts';
import { warningsOfProject } from '../../models/projects/projectRules.ts';
import { projects } from '../../models/projects/projects.ts';
import type { OpenCollection } from './openCollection.ts';
import { rewriteEach } from './rewriteEach.ts';

/**
 * The warnings kept with each project are those of today's rules. What was warned of earlier versions stays: it is what people
 * saw.
 */
export async function rewriteProjectWarnings(open: OpenCollection): Promise<void> {
  const found = await open<{ _id: string; opensOn?: PartialDay | null }>('calls')
    .find({}, { projection: { opensOn: 1 } })
    .toArray();
  const opens = new Map(found.map(({ _id, opensOn = null }) => [_id, opensOn]));
  const records = open<Stored>(projects.path);
  const all = () => records.find({});
  await rewriteEach(records, all, stored => {
    const project = keptFrom(projects, stored);
    const callOpensOn = project.call && (opens.get(project.call.id) ?? null);
    const warnings = warningsOfProject(project, { callOpensOn });
    return { updateOne: { filter: { _id: stored._id }, update: { $set: { warnings } } } };
  });
}
