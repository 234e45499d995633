import { projectStatuses } from '../projects/project.ts';
import { coordinatorNamed, participantsFrom, type Coordinator } from './participantsFrom.ts';
import { programmeCode } from './programmesFrom.ts';
import type {
  Fact,
  FileConfidence,
  Money,
  ReferenceData,
  ReferenceProject,
  RelatedProject,
} from './referenceData.ts';
import {
  decimalText,
  isUsable,
  moneyNote,
  moneyText,
  plainText,
  sourceText,
  state,
  statementsOf,
  valuesOf,
  type Stated,
} from './stating.ts';
import { initiativeOf } from './strategyFrom.ts';

/** Fields that are filled otherwise than by their own text. */
const separate = new Set(['supports', 'coordinator', 'call', 'topic']);

/** By grant agreement: an amount of which the source does not say what it is. */
const unclearCosts: Readonly<Record<string, string>> = {
  '883341': 'not used: the source does not say which amount it is',
};

/** By grant agreement: related records that do not concern the strategy at all. */
const outOfScope: readonly string[] = ['679266'];

function statedMoney(field: string, fact: Fact<Money>, why: string | undefined): Stated[] {
  const rounded =
    fact.value?.qualifier === undefined
      ? undefined
      : 'not used: an amount is known to the cent or not at all';
  const reason = why ?? rounded;
  const note = fact.value ? moneyNote(fact.value) : undefined;
  const more = [note, reason].filter(Boolean).join('; ');
  return state(field, fact, moneyText, reason).map(one => ({ ...one, more: more === '' ? undefined : more }));
}

/** A value as first planned and as amended: both are stated, the amended one is used. */
function statedTwice<T>(
  field: string,
  original: Fact<T> | undefined,
  amended: Fact<T> | undefined,
): Stated[] {
  const later = amended && isUsable(amended) ? 'as first planned' : undefined;
  return [...state(field, original, String, later), ...state(field, amended)];
}

/** Words of status that are the Commission's fill the status, others stay the source's. */
const statedStatus = (status: Fact | undefined): Stated[] =>
  state(status?.value && status.value in projectStatuses ? 'status' : 'sourceStatus', status);

/** The call and topic as links to the register, or as printed where it does not hold them. */
function linksOf(
  call: Fact | undefined,
  topic: Fact | undefined,
  data: ReferenceData,
): Record<string, string> {
  const topics = new Set(data.calls.flatMap(one => (one.topics ?? []).map(({ value }) => value)));
  const link = (fact: Fact | undefined, isKnown: (value: string) => boolean, key: string, printed: string) =>
    fact && isUsable(fact) && fact.value !== null
      ? { [isKnown(fact.value) ? key : printed]: fact.value }
      : {};
  return {
    ...link(call, value => data.calls.some(({ id }) => id === value), 'call', 'printedCall'),
    ...link(topic, value => topics.has(value), 'topic', 'printedTopic'),
  };
}

function amendmentsOf(
  { end, endAmended, durationMonths, durationMonthsAmended }: ReferenceProject,
  data: ReferenceData,
) {
  const amendment = <T>(
    field: string,
    before: Fact<T> | undefined,
    after: Fact<T> | undefined,
    textOf: (value: T) => string,
  ) =>
    before && after && before.value !== null && after.value !== null && isUsable(after)
      ? [
          {
            field,
            before: textOf(before.value),
            after: textOf(after.value),
            reason: after.note && plainText(after.note, data.sources),
            source: sourceText(after.source, data.sources),
          },
        ]
      : [];
  return [
    ...amendment('endsOn', end, endAmended, String),
    ...amendment('other', durationMonths, durationMonthsAmended, months => `duration: ${months} months`),
  ];
}

/** Facts that no field holds, a line each. */
function noteOf(facts: Readonly<Record<string, Fact | undefined>>, data: ReferenceData): string {
  return Object.entries(facts)
    .flatMap(([label, fact]) =>
      fact && isUsable(fact)
        ? [
            `${label}: ${plainText(fact.value ?? '', data.sources)} [${sourceText(fact.source, data.sources)}]`,
          ]
        : [],
    )
    .join('\n');
}

function namedProjectFrom(project: ReferenceProject, data: ReferenceData): object {
  const { acronym, initiatives, grantAgreement, endAmended, durationMonths } = project;
  const isExtended = endAmended !== undefined && project.durationMonthsAmended === undefined;
  const stated = [
    ...state('title', project.title),
    ...state('programme', project.programme, programmeCode),
    ...state('grantAgreement', grantAgreement),
    ...state('call', project.call),
    ...state('topic', project.topic),
    ...state('masterCall', project.masterCall),
    ...state('actionType', project.typeOfAction),
    ...state('rcn', project.rcn),
    ...state('signedOn', project.signature),
    ...state('startsOn', project.start),
    ...statedTwice('endsOn', project.end, endAmended),
    ...statedTwice('durationMonths', durationMonths, project.durationMonthsAmended).map(one =>
      isExtended ? { ...one, more: 'as first planned; the end was moved later' } : one,
    ),
    ...statedMoney('totalCost', project.totalCost, unclearCosts[grantAgreement.value ?? '']),
    ...statedMoney('euContribution', project.euContribution, undefined),
    ...state('coordinator', project.coordinator, ({ name, country }) => `${name} (${country})`),
    ...statedStatus(project.status),
    ...state('supports', initiatives, numbers => numbers.map(initiativeOf).join('; ')),
  ];
  return {
    ...valuesOf(stated.filter(({ field }) => !separate.has(field))),
    ...linksOf(project.call, project.topic, data),
    kind: 'grant',
    scope: 'in',
    acronym,
    aliases: project.variants ?? [],
    participants: participantsFrom(project.participants, project.coordinator, data.sources),
    supports: (initiatives.value ?? []).map(number => ({
      initiative: initiativeOf(number),
      significance: 'namedUnrated',
      source: `${data.strategy.reference}, footnote ${project.seed_footnote}`,
    })),
    amendments: amendmentsOf(project, data),
    note: noteOf(
      {
        Successor: project.successor,
        'Number of participants': project.participantCountNote,
        'Deadline of the proposal': project.proposalDeadline,
      },
      data,
    ),
    statements: statementsOf(stated, data.sources),
  };
}

function relatedProjectFrom(project: RelatedProject, data: ReferenceData): object {
  const { id, acronym, why, beneficiaries, source, confidence } = project;
  const fact = <T>(value: T | undefined, sureness: FileConfidence = confidence): Fact<T> | undefined =>
    value === undefined ? undefined : { value, source, confidence: sureness };
  const funding = data.calls.find(call => call.funded_project !== undefined && call.funded_project === id);
  const call = fact(project.call ?? funding?.id, project.topicConfidence);
  const topic = fact(project.topic, project.topicConfidence);
  const coordinator: Coordinator = {
    value: project.coordinator === undefined ? null : coordinatorNamed(project.coordinator),
    source,
    confidence,
  };
  const stated = [
    ...state('title', fact(project.title)),
    ...state('programme', fact(project.programme, project.programmeConfidence), programmeCode),
    ...state('grantAgreement', fact(id ?? undefined)),
    ...state('call', call),
    ...state('topic', topic),
    ...state('startsOn', fact(project.start)),
    ...state('endsOn', fact(project.end)),
    ...state(
      'endsOn',
      fact(project.end_printed),
      String,
      'not used: it does not agree with the stated duration',
    ),
    ...state('durationMonths', fact(project.durationMonths)),
    ...state('status', fact(project.status)),
    ...state('totalCost', fact(project.totalCost), decimalText),
    ...state('euContribution', fact(project.ecContribution), decimalText),
    ...state('coordinator', fact(project.coordinator)),
    ...state('legalBasis', fact(project.legalBasis?.join('; '))),
    ...state('website', fact(project.website)),
  ];
  const note = [
    `${why}.`,
    project.title === undefined && 'No source at hand states the title: the acronym stands in its place.',
    beneficiaries !== undefined && `Beneficiaries: ${beneficiaries}.`,
  ];
  return {
    title: acronym,
    ...valuesOf(stated.filter(({ field }) => !separate.has(field))),
    ...linksOf(call, topic, data),
    kind: 'grant',
    scope: id !== null && outOfScope.includes(id) ? 'out' : 'candidate',
    acronym,
    participants: participantsFrom([], coordinator, data.sources),
    note: plainText(note.filter(Boolean).join('\n'), data.sources),
    statements: statementsOf(stated, data.sources),
  };
}

/** The seven projects the strategy names, then the related ones, as a person would type them into our fields. */
export const projectsFrom = (data: ReferenceData): object[] => [
  ...data.projects.map(project => namedProjectFrom(project, data)),
  ...data.related_projects.map(project => relatedProjectFrom(project, data)),
];
