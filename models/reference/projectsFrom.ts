import { participantsFrom } from './participantsFrom.ts';
import type { Fact, ProjectFacts, ReferenceData, ReferenceProject, RelatedProject } from './referenceData.ts';
import { statedOfProject } from './statedProject.ts';
import {
  isUsable,
  plainText,
  proposed,
  sourceText,
  state,
  statementsOf,
  valuesOf,
  type Stated,
} from './stating.ts';
import { initiativeOf } from './strategyFrom.ts';

/** Fields that are filled otherwise than by their own text. */
const separate = new Set(['supports', 'coordinator', 'call', 'topic']);

const initiativesText = (numbers: readonly number[]): string => numbers.map(initiativeOf).join('; ');

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
  { end, endAmended, durationMonths, durationMonthsAmended }: ProjectFacts,
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

/** What both kinds of project are made of. */
function projectFrom(project: ProjectFacts, stated: readonly Stated[], data: ReferenceData) {
  return {
    ...valuesOf(stated.filter(({ field }) => !separate.has(field))),
    ...linksOf(project.call, project.topic, data),
    kind: 'grant',
    acronym: project.acronym,
    participants: participantsFrom(project.participants ?? [], project.coordinator, data.sources),
    amendments: amendmentsOf(project, data),
    statements: statementsOf(stated, data.sources),
  };
}

function namedProjectFrom(project: ReferenceProject, data: ReferenceData): object {
  const { initiatives, seed_footnote: footnote } = project;
  const named: Fact = {
    value: 'in',
    source: ['seed'],
    confidence: 'verified',
    note: `named in footnote ${footnote}`,
  };
  const stated = [
    ...statedOfProject(project),
    ...state('scope', named),
    ...state('supports', initiatives, initiativesText),
  ];
  return {
    ...projectFrom(project, stated, data),
    aliases: project.variants ?? [],
    supports: (initiatives?.value ?? []).map(number => ({
      initiative: initiativeOf(number),
      significance: 'namedUnrated',
      source: `${data.strategy.reference}, footnote ${footnote}`,
    })),
    note: noteOf(
      {
        Successor: project.successor,
        'Number of participants': project.participantCountNote,
        'Deadline of the proposal': project.proposalDeadline,
      },
      data,
    ),
  };
}

function relatedProjectFrom(project: RelatedProject, data: ReferenceData): object {
  const { acronym, why, beneficiaries, source, confidence, grantAgreement } = project;
  const funding = data.calls.find(
    one => one.funded_project !== undefined && one.funded_project === grantAgreement.value,
  );
  const call: Fact | undefined = project.call ?? (funding && { value: funding.id, source, confidence });
  const facts: ProjectFacts = call ? { ...project, call } : project;
  const stated = [
    ...statedOfProject(facts),
    ...state('scope', project.scope),
    // No document of the strategy names it: what its sources propose is for a person to judge.
    ...state('supports', project.initiatives, initiativesText).map(proposed),
  ];
  const note = [
    `${why}.`,
    project.title === undefined && 'No source at hand states the title: the acronym stands in its place.',
    beneficiaries && isUsable(beneficiaries) && `Beneficiaries: ${beneficiaries.value}.`,
  ];
  return {
    title: acronym,
    scope: 'candidate',
    ...projectFrom(facts, stated, data),
    kind: project.kind ?? 'grant',
    note: plainText(note.filter(Boolean).join('\n'), data.sources),
  };
}

/** The seven projects the strategy names, then the related ones, as a person would type them into our fields. */
export const projectsFrom = (data: ReferenceData): object[] => [
  ...data.projects.map(project => namedProjectFrom(project, data)),
  ...data.related_projects.map(project => relatedProjectFrom(project, data)),
];
