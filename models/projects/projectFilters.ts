import { archivedFilter } from '../record/archived.ts';
import { factAt, itemsColumn, itemsIn, momentColumn, questionColumn } from '../record/facts.ts';
import type { Day } from '../values/day.ts';
import {
  isEndedNotClosed,
  isEndedNotClosedFilter,
  phaseFilter,
  phaseOf,
  phases,
  type Phase,
  type PhaseFacts,
} from './phase.ts';
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
} from '../record/filters.ts';
import type { Label } from '../values/format.ts';
import { countryLabels } from '../values/country.ts';
import { participantRoles, projectFields, projectKinds, projectStatuses, scopes } from './project.ts';
import { projectWarnings } from './projectRules.ts';
import { supportFilters } from '../assessments/supportFilters.ts';
import { tagFilter } from '../record/tags.ts';

export const phaseLabels = {
  upcoming: { en: 'Upcoming', nl: 'Nog niet begonnen' },
  ongoing: { en: 'Ongoing', nl: 'Lopend' },
  ended: { en: 'Ended', nl: 'Afgelopen' },
  unknown: { en: 'Unknown', nl: 'Onbekend' },
} as const satisfies Record<Phase, Label>;

const isPhase = (value: string): value is Phase => (phases as readonly string[]).includes(value);

/** What a phase follows from, as a column keeps it. */
type PhaseDays = readonly [
  startsFrom: Day | null,
  endsTo: Day | null,
  terminatedTo: Day | null,
  string | null,
];

const phaseDays = ['startsOn.from', 'endsOn.to', 'terminatedOn.to', 'status'].map(factAt);

const factsOf = (days: unknown): PhaseFacts => {
  const [from, to, terminatedTo, status] = days as PhaseDays;
  return {
    startsOn: from === null ? null : { from },
    endsOn: to === null ? null : { to },
    terminatedOn: terminatedTo === null ? null : { to: terminatedTo },
    status,
  };
};

/** Withheld participations count in no filter and no facet. */
export const openParticipation = { isWithheld: { $ne: true } };

function participantFilter(
  label: Label,
  path: string,
  isReference = false,
  labels?: Readonly<Record<string, Label>>,
): Filter {
  const at = isReference ? `${path}.id` : path;
  const isOpen = { $ne: ['$$item.isWithheld', true] };
  const link = { value: `$$item.${path}.id`, label: { $ifNull: [`$$item.${path}.identifier`, null] } };
  const items = isReference
    ? itemsIn('participants', link, { $and: [isOpen, { $gt: [link.value, null] }] })
    : itemsIn('participants', `$$item.${path}`, isOpen);
  return {
    label,
    control: 'choice',
    match: value => ({
      participants:
        value === missing
          ? { $not: { $elemMatch: { ...openParticipation, [at]: { $ne: null } } } }
          : { $elemMatch: { ...openParticipation, [at]: value } },
    }),
    count: {
      by: 'value',
      items,
      isList: true,
      isNoneLast: true,
      ...(isReference && { isLink: true }),
      ...(labels && { labels }),
    },
    // Links to organisations would fill the memory; the database has an index for them.
    ...(!isReference && { column: itemsColumn(items) }),
  };
}

/** What a list of projects can be narrowed by. */
export const projectFilters: Readonly<Record<string, Filter>> = {
  ...supportFilters(),
  programme: valueFilter(projectFields.programme.label, 'programme'),
  phase: optionFilter(
    { en: 'Phase', nl: 'Fase' },
    () => optionsOf(phaseLabels),
    (value, { on }) => (isPhase(value) ? phaseFilter(value, on) : null),
    { column: momentColumn(phaseDays, (days, { on }) => phaseOf(factsOf(days), on)), takes: phases },
  ),
  status: choiceFilter(projectFields.status.label, 'status', projectStatuses),
  scope: choiceFilter(projectFields.scope.label, 'scope', scopes),
  kind: choiceFilter(projectFields.kind.label, 'kind', projectKinds),
  actionType: valueFilter(projectFields.actionType.label, 'actionTypeCode'),
  call: referenceFilter(projectFields.call.label, 'call'),
  topic: referenceFilter(projectFields.topic.label, 'topic'),
  country: participantFilter(
    { en: 'Country of a participant', nl: 'Land van een deelnemer' },
    'country',
    false,
    countryLabels,
  ),
  organisation: participantFilter({ en: 'Organisation', nl: 'Organisatie' }, 'organisation', true),
  role: {
    ...participantFilter({ en: 'Role of a participant', nl: 'Rol van een deelnemer' }, 'role'),
    takes: Object.keys(participantRoles),
    match: value =>
      Object.hasOwn(participantRoles, value)
        ? { participants: { $elemMatch: { ...openParticipation, role: value } } }
        : null,
  },
  tag: tagFilter,
  officer: referenceFilter(projectFields.officer.label, 'officer'),
  warning: warningFilter(projectWarnings),
  archived: archivedFilter,
  closing: {
    label: { en: 'Ended, not closed', nl: 'Afgelopen, niet afgesloten' },
    control: 'choice',
    takes: ['due'],
    match: (value, { on }) => (value === 'due' ? isEndedNotClosedFilter(on) : null),
    column: questionColumn(
      phaseDays,
      (_due, { on }) =>
        days =>
          isEndedNotClosed(factsOf(days), on),
    ),
  },
  ...amountFilters('euContribution', projectFields.euContribution.label),
  ...amountFilters('totalCost', projectFields.totalCost.label),
  ...dayFilters('startsOn', { en: 'Start', nl: 'Begin' }),
  ...dayFilters('endsOn', { en: 'End', nl: 'Einde' }),
  ...dayFilters('signedOn', { en: 'Signature', nl: 'Ondertekening' }),
  startYear: yearFilter('startsOn', { en: 'Start year', nl: 'Beginjaar' }),
  signatureYear: yearFilter('signedOn', { en: 'Signature year', nl: 'Jaar van ondertekening' }),
};
