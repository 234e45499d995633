import type { ClientSession } from 'mongoose';
import { phaseFilter, phaseOrder, phases, isEndedNotClosedFilter, type Phase } from './phase.ts';
import type { PartialDay } from './day.ts';
import type { Problem } from './errors.ts';
import {
  amountFilters,
  choiceFilter,
  dayFilters,
  missing,
  optionFilter,
  optionsOf,
  referenceFilter,
  valueFilter,
  warningFilter,
  yearFilter,
  type Filter,
} from './filters.ts';
import type { Label } from './format.ts';
import { findCall, refuseProblems, resolveCall, resolveProgramme, resolveUser } from './links.ts';
import { collectionsOf, type Change, type KeptRecord, type Noun } from './noun.ts';
import { findOrAddOrganisation, organisations } from './organisation.ts';
import {
  participantRoles,
  projectFields,
  projectKinds,
  projectStatuses,
  scopes,
  type Project,
  type ProjectDerived,
} from './project.ts';
import { checkProject, derivedOf, projectWarnings, warningsOfProject } from './projectRules.ts';
import { afterSaving, refreshDerived } from './record.ts';
import { findUnknownInitiatives } from './strategy.ts';
import { attributeSupports } from './support.ts';
import { supportFilters } from './supportFilters.ts';

export const phaseLabels = {
  upcoming: { en: 'Upcoming', nl: 'Nog niet begonnen' },
  ongoing: { en: 'Ongoing', nl: 'Lopend' },
  ended: { en: 'Ended', nl: 'Afgelopen' },
  unknown: { en: 'Unknown', nl: 'Onbekend' },
} as const satisfies Record<Phase, Label>;

const isPhase = (value: string): value is Phase => (phases as readonly string[]).includes(value);

/** Withheld participations count in no filter and no facet. */
const open = { isWithheld: { $ne: true } };

function participantFilter(label: Label, path: string, isReference = false): Filter {
  const at = isReference ? `${path}.id` : path;
  return {
    label,
    control: 'choice',
    match: value => ({
      participants:
        value === missing
          ? { $not: { $elemMatch: { ...open, [at]: { $ne: null } } } }
          : { $elemMatch: { ...open, [at]: value } },
    }),
    count: {
      by: 'path',
      path: `participants.${at}`,
      unwind: 'participants',
      where: { 'participants.isWithheld': { $ne: true } },
      ...(isReference && { labelPath: `participants.${path}.identifier` }),
    },
  };
}

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
schema.index({ acronym: 1, _id: 1 });

async function prepareProject(
  project: Project,
  previous: Project | null,
  change: Change,
  session: ClientSession,
): Promise<Project> {
  const problems: Problem[] = await resolveProgramme(project.programme, session);
  const call = await resolveCall('call', project.call, 'call', session, problems);
  const topic = await resolveCall('topic', project.topic, 'topic', session, problems);
  const officer = await resolveUser('officer', project.officer, session, problems);
  const unknown = await findUnknownInitiatives(
    project.supports.map(({ initiative }) => initiative),
    session,
  );
  project.supports.forEach(({ initiative }, at) => {
    if (unknown.includes(initiative))
      problems.push({
        field: `supports.${at}.initiative`,
        type: 'reference.unknown',
        values: { value: initiative },
      });
  });
  problems.push(...checkProject(project));
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
    call,
    topic,
    officer,
    participants,
    supports: attributeSupports(project.supports, previous?.supports ?? [], change),
  };
}

/**
 * The withheld flag is a protection of today, not a fact of its time: it also rules what earlier versions show, and
 * whether an organisation appears at all (only through withheld participations: nowhere).
 */
async function spreadWithheld(
  project: KeptRecord<typeof projectFields, ProjectDerived>,
  previous: Project | null,
  session: ClientSession,
) {
  const before = new Map(previous?.participants.map(one => [one.organisation?.id, one.isWithheld]));
  for (const { organisation, isWithheld } of project.participants) {
    if (organisation === null || before.get(organisation.id) === isWithheld) continue;
    await collections.versions.updateMany(
      { recordId: project.id, 'participants.organisation.id': organisation.id },
      { $set: { 'participants.$[one].isWithheld': isWithheld } },
      { arrayFilters: [{ 'one.organisation.id': organisation.id }], session },
    );
  }
  const concerned = new Set(
    [...(previous?.participants ?? []), ...project.participants]
      .map(one => one.organisation?.id)
      .filter(id => id !== undefined),
  );
  for (const id of concerned) {
    const all = await collections.current
      .countDocuments({ 'participants.organisation.id': id })
      .session(session);
    const shown = await collections.current
      .countDocuments({ participants: { $elemMatch: { 'organisation.id': id, ...open } } })
      .session(session);
    const $set = { isWithheld: all > 0 && shown === 0 };
    await organisations.current.updateOne({ _id: id, isWithheld: !$set.isWithheld }, { $set }, { session });
    await organisations.versions.updateMany(
      { recordId: id, isWithheld: !$set.isWithheld },
      { $set },
      { session },
    );
  }
}

/** One line for all withheld participants, so that the contributions still add up. */
function withoutWithheld(project: KeptRecord<typeof projectFields, ProjectDerived>) {
  const hidden = project.participants.filter(({ isWithheld }) => isWithheld);
  if (hidden.length === 0) return project;
  const stated = hidden.flatMap(one => one.euContribution ?? []);
  const line: Project['participants'][number] = {
    organisation: null,
    name: '',
    pic: null,
    country: null,
    role: null,
    activityType: null,
    euContribution: stated.length > 0 ? stated.reduce((sum, cents) => sum + cents, 0) : null,
    startsOn: null,
    endsOn: null,
    isWithheld: true,
    note: null,
  };
  return {
    ...project,
    participants: [...project.participants.filter(({ isWithheld }) => !isWithheld), line],
  };
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
    'warnings',
  ],
  filters: {
    ...supportFilters(),
    programme: valueFilter(projectFields.programme.label, 'programme'),
    phase: optionFilter(
      { en: 'Phase', nl: 'Fase' },
      () => optionsOf(phaseLabels),
      (value, { on }) => (isPhase(value) ? phaseFilter(value, on) : null),
    ),
    status: choiceFilter(projectFields.status.label, 'status', projectStatuses),
    scope: choiceFilter(projectFields.scope.label, 'scope', scopes),
    kind: choiceFilter(projectFields.kind.label, 'kind', projectKinds),
    actionType: valueFilter(projectFields.actionType.label, 'actionTypeCode'),
    call: referenceFilter(projectFields.call.label, 'call'),
    topic: referenceFilter(projectFields.topic.label, 'topic'),
    country: participantFilter({ en: 'Country of a participant', nl: 'Land van een deelnemer' }, 'country'),
    organisation: participantFilter({ en: 'Organisation', nl: 'Organisatie' }, 'organisation', true),
    role: {
      ...participantFilter({ en: 'Role of a participant', nl: 'Rol van een deelnemer' }, 'role'),
      match: value =>
        Object.hasOwn(participantRoles, value)
          ? { participants: { $elemMatch: { ...open, role: value } } }
          : null,
    },
    officer: referenceFilter(projectFields.officer.label, 'officer'),
    warning: warningFilter(projectWarnings),
    closing: {
      label: { en: 'Ended, not closed', nl: 'Afgelopen, niet afgesloten' },
      control: 'choice',
      match: (value, { on }) => (value === 'due' ? isEndedNotClosedFilter(on) : null),
    },
    ...amountFilters('euContribution', projectFields.euContribution.label),
    ...amountFilters('totalCost', projectFields.totalCost.label),
    ...dayFilters('startsOn', { en: 'Start', nl: 'Begin' }),
    ...dayFilters('endsOn', { en: 'End', nl: 'Einde' }),
    ...dayFilters('signedOn', { en: 'Signature', nl: 'Ondertekening' }),
    startYear: yearFilter('startsOn', { en: 'Start year', nl: 'Beginjaar' }),
    signatureYear: yearFilter('signedOn', { en: 'Signature year', nl: 'Jaar van ondertekening' }),
  },
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
  always: {},
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
      ...project.participants.filter(({ isWithheld }) => !isWithheld).map(({ name }) => name),
    ],
  }),
  prepare: prepareProject,
  check: () => [],
  derive: async (project, _id, session) => {
    const call = project.call && (await findCall(project.call, 'call', session));
    const callOpensOn = (call?.['opensOn'] as PartialDay | null | undefined) ?? null;
    return { derived: derivedOf(project), warnings: warningsOfProject(project, { callOpensOn }) };
  },
  mask: withoutWithheld,
  propagate: spreadWithheld,
};

afterSaving('call', (call, _previous, session) => refreshDerived(projects, { 'call.id': call.id }, session));
