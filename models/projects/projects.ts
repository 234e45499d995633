import type { ClientSession } from 'mongoose';
import { phaseOf, phases } from './phase.ts';
import type { PartialDay } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';
import {
  findCall,
  findUnknownLinks,
  mayBeArchived,
  prefetchCalls,
  refuseProblems,
  resolveCall,
  resolveProgramme,
  resolveUser,
} from '../record/resolveReferences.ts';
import { bySize } from '../record/computedSort.ts';
import { collectionsOf, indexSorts, type Change, type Noun } from '../record/noun.ts';
import { findOrAddOrganisations, prefetchOrganisations } from '../organisations/organisation.ts';
import { projectFields, type Project, type ProjectDerived } from './project.ts';
import { byBasis, statedAmount, statedExpression, type Basis } from './basis.ts';
import { checkProject, derivedOf, warningsOfProject } from './projectRules.ts';
import { afterSaving, refreshDerived } from '../record/record.ts';
import { attributeSupports } from '../assessments/support.ts';
import { spreadWithheldIn, withheldIndex } from './spreadWithheld.ts';
import { withheldTogether, withoutWithheld } from './withheld.ts';
import { attributedView } from './attributedTo.ts';
import { findNamedProjects } from './namedProjects.ts';
import { projectColumns } from './projectColumns.ts';
import { phaseSort, projectFilters, scopeTabs } from './projectFilters.ts';
import { projectVersions } from './projectVersions.ts';

const amounts = byBasis(() => ({ type: Number, default: null }));
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
schema.index(withheldIndex, { partialFilterExpression: { 'participants.isWithheld': true } });
schema.index({ 'participants.country': 1 });
schema.index({ rcn: 1 });
schema.index({ 'participants.pic': 1 });
schema.index({ actionTypeCode: 1 });
schema.index({ 'officer.id': 1, updatedAt: -1, _id: -1 });
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

/** Of a participation in one organisation, as it prints it. */
const participationKey = ({ organisation, name, pic }: Project['participants'][number]): string =>
  JSON.stringify([organisation?.id, name, pic]);

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
  // An organisation may be renamed without the participations that print its old name.
  const before = new Map(
    (previous?.participants ?? []).map(one => [participationKey(one), one.organisation]),
  );
  const kept = project.participants.map(
    one => (one.organisation && before.get(participationKey(one))) ?? null,
  );
  const others = project.participants.filter((_one, at) => kept[at] === null);
  const found = (await findOrAddOrganisations(others, change, session)).values();
  const participants = project.participants.map((one, at) => ({
    ...one,
    organisation: kept[at] ?? found.next().value ?? null,
  }));
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

export const projects: Noun<typeof projectFields, ProjectDerived> = {
  name: 'project',
  path: 'projects',
  label: { one: { en: 'Project', nl: 'Project' }, many: { en: 'Projects', nl: 'Projecten' } },
  fields: projectFields,
  columns: projectColumns,
  view: attributedView,
  filters: projectFilters,
  tabs: { key: 'scope', labels: scopeTabs },
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
    phase: phaseSort,
    initiatives: 'supports.initiative',
    warnings: bySize('warnings'),
    updatedAt: 'updatedAt',
  },
  emptyLast: ['acronym'],
  defaultSort: 'acronym',
  totals: ['totalCost', 'euContribution'],
  always: {},
  stated: path => statedExpression(path as Basis),
  isStated: (path, centsAt) => statedAmount(byBasis(centsAt), path as Basis) !== null,
  ...collections,
  versionColumns: projectVersions,
  borrows: {
    filters: ['call', 'topic', 'initiative'],
    paths: ['call', 'topic', 'supports.initiative', 'supports.significance'],
    findNamed: async names => findNamedProjects(collections.current, names),
  },
  namedBy: ['acronym', 'title'],
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
  derivedOn: { key: 'phase', options: phases, of: (project, { on }) => phaseOf(project, on) },
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
  propagate: spreadWithheldIn(collections),
};

afterSaving('call', async (call, previous, session) => {
  // Nobody can have linked to one that is new.
  if (previous) await refreshDerived(projects, { 'call.id': call.id }, session);
});
