import type { ClientSession } from 'mongoose';
import { phaseOf, phaseOrder, phases } from './phase.ts';
import type { PartialDay } from './day.ts';
import type { Problem } from './errors.ts';
import {
  findCall,
  findUnknownLinks,
  mayBeArchived,
  prefetchCalls,
  refuseProblems,
  resolveCall,
  resolveProgramme,
  resolveUser,
} from './links.ts';
import { collectionsOf, indexSorts, type Change, type KeptRecord, type Noun, type Written } from './noun.ts';
import { findOrAddOrganisation, organisations, prefetchOrganisations } from './organisation.ts';
import {
  isBasisStated,
  projectFields,
  statedExpression,
  type Basis,
  type Project,
  type ProjectDerived,
} from './project.ts';
import { checkProject, coordinatorOf, derivedOf, warningsOfProject } from './projectRules.ts';
import { afterSaving, noteWritten, refreshDerived } from './record.ts';
import { attributeSupports } from './support.ts';
import { withheldTogether, withoutWithheld } from './withheld.ts';
import { openParticipation, projectFilters } from './projectFilters.ts';

const amounts = {
  euContribution: { type: Number, default: null },
  totalCost: { type: Number, default: null },
};
const collections = collectionsOf('project', 'projects', projectFields, {
  attributions: [
    {
      _id: false,
      strategy: String,
      notAttributed: amounts,
      parts: [{ _id: false, initiative: String, ...amounts }],
    },
  ],
  actionTypeCode: { type: String, default: null },
  coordinator: { type: { _id: false, name: String, country: String }, default: null },
});
const { schema } = collections.current;
schema.index(
  { programme: 1, grantAgreement: 1 },
  {
    unique: true,
    partialFilterExpression: { programme: { $type: 'string' }, grantAgreement: { $type: 'string' } },
  },
);
schema.index({ 'supports.initiative': 1 });
schema.index({ 'call.id': 1 });
schema.index({ 'topic.id': 1 });
schema.index({ 'participants.organisation.id': 1 });
schema.index({ 'participants.country': 1 });
schema.index({ actionTypeCode: 1 });
indexSorts(collections.current, [
  'acronym',
  'programme',
  'grantAgreement',
  'title',
  'kind',
  'scope',
  'status',
  'startsOn.from',
  'endsOn.from',
  'signedOn.from',
  'totalCost',
  'euContribution',
  'coordinator.name',
  'updatedAt',
]);

async function prepareProject(
  project: Project,
  previous: Project | null,
  change: Change,
  session: ClientSession,
): Promise<Project> {
  const problems: Problem[] = [];
  const programme = await resolveProgramme('programme', project.programme, session, problems);
  const isLoose = (key: 'call' | 'topic') =>
    mayBeArchived(project[key], [previous?.[key] ?? null], [project, previous], change);
  const call = await resolveCall('call', project.call, 'call', session, problems, isLoose('call'));
  const topic = await resolveCall('topic', project.topic, 'topic', session, problems, isLoose('topic'));
  const officer = await resolveUser('officer', project.officer, session, problems);
  problems.push(...(await findUnknownLinks(project.supports, session)), ...checkProject(project));
  refuseProblems(problems);
  const participants: Project['participants'] = [];
  for (const one of project.participants) {
    // An organisation may be renamed without the participations that print its old name.
    const same = previous?.participants.find(
      before =>
        before.organisation !== null &&
        before.organisation.id === one.organisation?.id &&
        before.name === one.name &&
        before.pic === one.pic,
    );
    participants.push({
      ...one,
      organisation: same?.organisation ?? (await findOrAddOrganisation(one, change, session)),
    });
  }
  return {
    ...project,
    programme,
    call,
    topic,
    officer,
    participants: withheldTogether(participants),
    supports: attributeSupports(project.supports, previous?.supports ?? null, change),
  };
}

/**
 * The withheld flag is a protection of today, not a fact of its time: it also rules what earlier versions show, and
 * whether an organisation appears at all (only through withheld participations: nowhere).
 */
async function spreadWithheld(
  written: readonly Written<typeof projectFields, ProjectDerived>[],
  session: ClientSession,
): Promise<void> {
  const open = new Set<string>();
  const doubtful = new Set<string>();
  for (const { record, previous } of written) {
    await spreadToVersions(record, previous, session);
    const shown = new Set(
      record.participants.flatMap(one => (one.isWithheld ? [] : (one.organisation?.id ?? []))),
    );
    for (const one of [...(previous?.participants ?? []), ...record.participants]) {
      const id = one.organisation?.id;
      if (id !== undefined) (shown.has(id) ? open : doubtful).add(id);
    }
  }
  // One that takes part here in the open is shown, whatever else is: it need not be counted.
  const wrongly = await organisations.current
    .find({ _id: { $in: [...open] }, isWithheld: true }, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  for (const { _id } of wrongly) await showOrganisation(_id, true, session);
  for (const id of doubtful) if (!open.has(id)) await judgeOrganisation(id, session);
}

async function spreadToVersions(
  project: KeptRecord<typeof projectFields, ProjectDerived>,
  previous: Project | null,
  session: ClientSession,
): Promise<void> {
  if (!previous) return;
  const before = new Map(previous.participants.map(one => [one.organisation?.id, one.isWithheld]));
  const changed = project.participants.filter(
    ({ organisation, isWithheld }) => organisation && before.get(organisation.id) !== isWithheld,
  );
  if (changed.length === 0) return;
  for (const { organisation, isWithheld } of changed) {
    await collections.versions.updateMany(
      { recordId: project.id, 'participants.organisation.id': organisation?.id },
      { $set: { 'participants.$[one].isWithheld': isWithheld } },
      { arrayFilters: [{ 'one.organisation.id': organisation?.id }], session },
    );
  }
  // Earlier versions keep the coordinator's name for lists: it follows the flag too.
  const earlier = collections.versions.find({ recordId: project.id, validTo: { $ne: null } });
  for (const version of await earlier.session(session).lean<(Project & { _id: unknown })[]>()) {
    const $set = { coordinator: coordinatorOf(version) };
    await collections.versions.updateOne({ _id: version._id }, { $set }, { session });
  }
}

/** Whether an organisation that is not shown here is shown by another project. */
async function judgeOrganisation(id: string, session: ClientSession): Promise<void> {
  const takesPart = (match: Record<string, unknown>) =>
    collections.current.findOne(match, { _id: 1 }).session(session).lean();
  // Taken out of its last project, a withheld organisation stays withheld.
  if (!(await takesPart({ 'participants.organisation.id': id }))) return;
  const shown = { participants: { $elemMatch: { 'organisation.id': id, ...openParticipation } } };
  await showOrganisation(id, (await takesPart(shown)) !== null, session);
}

async function showOrganisation(id: string, isShown: boolean, session: ClientSession): Promise<void> {
  const $set = { isWithheld: !isShown };
  noteWritten('organisation', id, session);
  await organisations.current.updateOne({ _id: id, isWithheld: isShown }, { $set }, { session });
  await organisations.versions.updateMany({ recordId: id, isWithheld: isShown }, { $set }, { session });
}

export const projects: Noun<typeof projectFields, ProjectDerived> = {
  name: 'project',
  path: 'projects',
  label: { one: { en: 'Project', nl: 'Project' }, many: { en: 'Projects', nl: 'Projecten' } },
  fields: projectFields,
  columns: [
    'acronym',
    'grantAgreement',
    'programme',
    'title',
    'phase',
    'status',
    'startsOn',
    'endsOn',
    'totalCost',
    'euContribution',
    'coordinator',
    'supports',
    'tags',
    'warnings',
  ],
  filters: projectFilters,
  facets: [
    'initiative',
    'programme',
    'phase',
    'status',
    'scope',
    'kind',
    'actionType',
    'country',
    'topic',
    'tag',
    'officer',
    'warning',
  ],
  sorts: {
    acronym: 'acronym',
    grantAgreement: 'grantAgreement',
    programme: 'programme',
    title: 'title',
    kind: 'kind',
    scope: 'scope',
    status: 'status',
    startsOn: 'startsOn.from',
    endsOn: 'endsOn.from',
    signedOn: 'signedOn.from',
    totalCost: 'totalCost',
    euContribution: 'euContribution',
    coordinator: 'coordinator.name',
    phase: ({ on }) => phaseOrder(on),
    initiatives: 'supports.initiative',
    warnings: () => ({ $size: '$warnings' }),
    updatedAt: 'updatedAt',
  },
  defaultSort: 'acronym',
  totals: ['totalCost', 'euContribution'],
  always: {},
  stated: path => statedExpression(path as Basis),
  isStated: (path, centsAt) => {
    const amounts = { euContribution: centsAt('euContribution'), totalCost: centsAt('totalCost') };
    return isBasisStated(amounts, path as Basis);
  },
  ...collections,
  identify: ({ acronym, title }) => acronym ?? title,
  findable: project => ({
    identifiers: [
      project.acronym,
      project.grantAgreement,
      project.call?.identifier ?? project.printedCall,
      project.topic?.identifier ?? project.printedTopic,
      ...project.aliases,
    ],
    words: [
      project.title,
      project.objective,
      ...project.keywords,
      ...project.tags,
      ...project.participants.filter(({ isWithheld }) => !isWithheld).map(({ name }) => name),
    ],
  }),
  prepare: prepareProject,
  check: () => [],
  judged: { key: 'phase', options: phases, of: (project, { on }) => phaseOf(project, on) },
  derive: async (project, _id, session) => {
    const call = project.call && (await findCall(project.call, 'call', session));
    const callOpensOn = (call?.['opensOn'] as PartialDay | null | undefined) ?? null;
    return { derived: derivedOf(project), warnings: warningsOfProject(project, { callOpensOn }) };
  },
  prefetch: async (records, _stored, session) => {
    const all = records as readonly Partial<Project>[];
    await prefetchCalls(
      all.flatMap(({ call, topic }) => [
        { link: call ?? null, kind: 'call' as const },
        { link: topic ?? null, kind: 'topic' as const },
      ]),
      session,
    );
    const participants = all.flatMap(one => one.participants ?? []);
    await prefetchOrganisations(participants, session);
  },
  mask: withoutWithheld,
  propagate: spreadWithheld,
};

afterSaving('call', async (call, previous, session) => {
  // Nobody can have linked to one that is new.
  if (previous) await refreshDerived(projects, { 'call.id': call.id }, session);
});
