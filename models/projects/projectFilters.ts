import { archivedFilter } from '../record/archived.ts';
import type { ComputedSort } from '../record/computedSort.ts';
import { allOf, factAt, itemsIn, joined, linkAt, matchOf, type Where } from '../record/facts.ts';
import type { Day } from '../values/day.ts';
import {
  isEndedNotClosed,
  isEndedNotClosedFilter,
  phaseFilter,
  phaseOf,
  phaseOrder,
  phases,
  type Phase,
  type PhaseFacts,
} from './phase.ts';
import { amountFilters, dayFilters, yearFilter } from '../record/boundFilters.ts';
import {
  choiceFilter,
  exactFilter,
  itemsFilter,
  optionFilter,
  optionsOf,
  referenceFilter,
  valueFilter,
  warningFilter,
  type Filter,
} from '../record/filters.ts';
import type { Label } from '../values/format.ts';
import { countryLabels, isoCountry } from '../values/country.ts';
import { positionFilter } from './position.ts';
import { participantRoles, projectFields, projectKinds, projectStatuses, scopes } from './project.ts';
import { projectWarnings } from './projectRules.ts';
import { supportFilters } from '../assessments/supportFilters.ts';
import { tagFilter } from '../record/tags.ts';

export const phaseLabel: Label = { en: 'Phase', nl: 'Fase' };
export const phaseLabels = {
  upcoming: { en: 'Upcoming', nl: 'Nog niet begonnen' },
  ongoing: { en: 'Ongoing', nl: 'Lopend' },
  ended: { en: 'Ended', nl: 'Afgelopen' },
  unknown: { en: 'Unknown', nl: 'Onbekend' },
} as const satisfies Record<Phase, Label>;

/** The words on the tabs of the list, shorter than those of the field. */
export const scopeTabs = {
  in: { en: 'Portfolio', nl: 'Portefeuille' },
  candidate: { en: 'Candidates', nl: 'Kandidaten' },
  out: { en: 'Out', nl: 'Erbuiten' },
} as const satisfies Readonly<Record<keyof typeof scopes, Label>>;

/** What a phase follows from, as the index keeps it. */
type PhaseDays = readonly [
  startsFrom: Day | null,
  endsTo: Day | null,
  terminatedTo: Day | null,
  string | null,
];

const phaseDays = allOf(...['startsOn.from', 'endsOn.to', 'terminatedOn.to', 'status'].map(factAt));

const factsOf = (days: unknown): PhaseFacts => {
  const [from, to, terminatedTo, status] = days as PhaseDays;
  return {
    startsOn: from === null ? null : { from },
    endsOn: to === null ? null : { to },
    terminatedOn: terminatedTo === null ? null : { to: terminatedTo },
    status,
  };
};

/** Sorts by the place of the phase among all there are. */
export const phaseSort: ComputedSort = {
  facts: phaseDays,
  placeOf: (days, { on }) => phases.indexOf(phaseOf(factsOf(days), on)),
  expression: ({ on }) => phaseOrder(on),
};

/** Withheld participations count in no filter and no facet. */
const isOpen: Where = { key: 'isWithheld', not: true };
export const openParticipation = matchOf(isOpen);

const participantFilter = (label: Label, key: string, more: Parameters<typeof itemsFilter>[2]): Filter =>
  itemsFilter(label, itemsIn('participants', key, isOpen), more);

/** The topic or call that a project comes from: what is both in one is a project's call alone. */
export const originFilter = itemsFilter(projectFields.topic.label, joined(linkAt('topic'), linkAt('call')));

/** What a list of projects can be narrowed by. */
export const projectFilters: Readonly<Record<string, Filter>> = {
  ...supportFilters(),
  programme: valueFilter(projectFields.programme.label, 'programme'),
  phase: optionFilter(phaseLabel, () => optionsOf(phaseLabels), {
    takes: phases,
    facts: phaseDays,
    predicate: { reads: 'moment', valueAt: (days, { on }) => phaseOf(factsOf(days), on) },
    match: (value, { on }) => phaseFilter(value as Phase, on),
  }),
  portfolio: positionFilter,
  status: choiceFilter(projectFields.status.label, 'status', projectStatuses),
  scope: choiceFilter(projectFields.scope.label, 'scope', scopes),
  kind: choiceFilter(projectFields.kind.label, 'kind', projectKinds),
  actionType: valueFilter(projectFields.actionType.label, 'actionTypeCode'),
  call: referenceFilter(projectFields.call.label, 'call'),
  topic: referenceFilter(projectFields.topic.label, 'topic'),
  country: participantFilter({ en: 'Country of a participant', nl: 'Land van een deelnemer' }, 'country', {
    spelled: isoCountry,
    count: { by: 'value', isList: true, isNoneLast: true, labels: countryLabels },
  }),
  // The database has an index for organisations.
  organisation: participantFilter({ en: 'Organisation', nl: 'Organisatie' }, 'organisation.id', {
    isLink: true,
    isDatabaseOnly: true,
  }),
  role: participantFilter({ en: 'Role of a participant', nl: 'Rol van een deelnemer' }, 'role', {
    takes: Object.keys(participantRoles),
  }),
  grantAgreement: exactFilter(projectFields.grantAgreement.label, factAt('grantAgreement')),
  rcn: exactFilter(projectFields.rcn.label, factAt('rcn')),
  pic: exactFilter(
    { en: 'PIC of a participant', nl: 'PIC van een deelnemer' },
    itemsIn('participants', 'pic', isOpen),
  ),
  tag: tagFilter,
  officer: referenceFilter(projectFields.officer.label, 'officer'),
  warning: warningFilter(projectWarnings),
  archived: archivedFilter,
  closing: {
    label: { en: 'Ended, not closed', nl: 'Afgelopen, niet afgesloten' },
    control: 'choice',
    takes: ['due'],
    facts: phaseDays,
    predicate: {
      reads: 'question',
      holds:
        (_due, { on }) =>
        days =>
          isEndedNotClosed(factsOf(days), on),
    },
    match: (value, { on }) => (value === 'due' ? isEndedNotClosedFilter(on) : null),
  },
  ...amountFilters('euContribution', projectFields.euContribution.label),
  ...amountFilters('totalCost', projectFields.totalCost.label),
  ...dayFilters('startsOn', { en: 'Start', nl: 'Begin' }),
  ...dayFilters('endsOn', { en: 'End', nl: 'Einde' }),
  ...dayFilters('signedOn', { en: 'Signature', nl: 'Ondertekening' }),
  startYear: yearFilter('startsOn', { en: 'Start year', nl: 'Beginjaar' }),
  signatureYear: yearFilter('signedOn', { en: 'Signature year', nl: 'Jaar van ondertekening' }),
};
