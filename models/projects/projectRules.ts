import { splitAmount } from '../assessments/attribution.ts';
import { normaliseActionType } from './actionType.ts';
import type { PartialDay } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';
import type { Label } from '../values/format.ts';
import type { Warning } from '../record/noun.ts';
import type { Participant, Project, ProjectAttribution } from './project.ts';
import { byBasis } from './basis.ts';
import { differenceOf, sumParticipants } from './participantsSum.ts';
import { disagreeingFields, findDoublyUsed } from '../record/statement.ts';
import { checkSupports, numberOf, strategyOf } from '../assessments/support.ts';

/** Rules whose breach is kept as a warning: docs/domain.md §5. */
export const projectWarnings = {
  grantAgreementUnknown: { en: 'Grant agreement number unknown', nl: 'Nummer subsidieovereenkomst onbekend' },
  startUnknown: { en: 'Start unknown', nl: 'Begin onbekend' },
  endUnknown: { en: 'End unknown', nl: 'Einde onbekend' },
  euContributionUnknown: { en: 'EU contribution unknown', nl: 'EU-bijdrage onbekend' },
  noCoordinator: { en: 'No coordinator', nl: 'Geen coördinator' },
  noCall: { en: 'Grant without a registered call', nl: 'Subsidie zonder geregistreerde oproep' },
  noAwardDocument: { en: 'No award document', nl: 'Geen toekenningsdocument' },
  topicNotRegistered: { en: 'Topic not in the register', nl: 'Onderwerp niet in het register' },
  contributionAboveCost: {
    en: 'EU contribution above total cost',
    nl: 'EU-bijdrage hoger dan totale kosten',
  },
  participantsDiffer: {
    en: 'Participants’ contributions differ from the project’s',
    nl: 'Bijdragen van deelnemers wijken af van die van het project',
  },
  startBeforeOpening: { en: 'Starts before its call opened', nl: 'Begint voordat de oproep openging' },
  signedAfterStart: { en: 'Signed later than started', nl: 'Later ondertekend dan begonnen' },
  partnerWithMoney: { en: 'Associated partner with EU money', nl: 'Geassocieerde partner met EU-geld' },
  manyPrincipals: {
    en: 'Principal in more than two initiatives',
    nl: 'Hoofddoel in meer dan twee initiatieven',
  },
  unjustified: { en: 'Link without justification', nl: 'Koppeling zonder motivering' },
  unrated: { en: 'Link still to be rated', nl: 'Koppeling nog te wegen' },
  disagreement: { en: 'Sources disagree', nl: 'Bronnen spreken elkaar tegen' },
} as const satisfies Record<string, Label>;
export type ProjectRule = keyof typeof projectWarnings;

/** Whether two participations are active on a common day; an unknown day bounds nothing. */
function overlap(one: Participant, other: Participant): boolean {
  const startsAfter = (a: Participant, b: Participant) =>
    a.startsOn !== null && b.endsOn !== null && a.startsOn.from > b.endsOn.to;
  return !startsAfter(one, other) && !startsAfter(other, one);
}

const endsBefore = (start: PartialDay | null, end: PartialDay | null): boolean =>
  start !== null && end !== null && end.to < start.from;

/** What is refused in a project: docs/domain.md §5, errors. */
export function checkProject(project: Project): Problem[] {
  const problems: Problem[] = checkSupports(project.supports);
  if (endsBefore(project.startsOn, project.endsOn))
    problems.push({ field: 'endsOn', type: 'day.endBeforeStart' });
  if (endsBefore(project.startsOn, project.terminatedOn))
    problems.push({ field: 'terminatedOn', type: 'day.endBeforeStart' });
  if (project.programme === null && project.status !== null && project.status !== 'PREPARATION') {
    problems.push({ field: 'programme', type: 'project.signedWithoutProgramme' });
  }
  project.participants.forEach((one, index) => {
    if (endsBefore(one.startsOn, one.endsOn))
      problems.push({ field: `participants.${index}.endsOn`, type: 'day.endBeforeStart' });
    const isSecond =
      one.role === 'coordinator' &&
      project.participants.slice(0, index).some(other => other.role === 'coordinator' && overlap(one, other));
    if (isSecond) problems.push({ field: `participants.${index}.role`, type: 'project.twoCoordinators' });
  });
  const doubly = findDoublyUsed(project.statements);
  if (doubly) problems.push({ field: 'statements', type: 'statements.twoUsed', values: { field: doubly } });
  return problems;
}

/** What the register says of a project's call and topic, for the warnings that compare them. */
export interface CallFacts {
  callOpensOn: PartialDay | null;
}

/** The warnings kept with a project: docs/domain.md §5. */
export function warningsOfProject(project: Project, { callOpensOn }: CallFacts): Warning[] {
  const { participants, euContribution, totalCost, startsOn, signedOn, supports, statements } = project;
  const isGrant = project.kind === 'grant';
  const associated = participants.filter(({ role }) => role === 'associatedPartner');
  const partnersCents = sumParticipants(associated, null).sumCents;
  const differenceCents = differenceOf(sumParticipants(participants, euContribution));
  const aboveCents = totalCost === null || totalCost === 0 ? 0 : (euContribution ?? 0) - totalCost;
  const disagreeing = disagreeingFields(statements)[0];
  const rules: [isBroken: boolean, ProjectRule, field: string, byCents?: number][] = [
    [project.grantAgreement === null && isGrant, 'grantAgreementUnknown', 'grantAgreement'],
    [startsOn === null, 'startUnknown', 'startsOn'],
    [project.endsOn === null, 'endUnknown', 'endsOn'],
    [euContribution === null, 'euContributionUnknown', 'euContribution'],
    [!participants.some(({ role }) => role === 'coordinator'), 'noCoordinator', 'participants'],
    [isGrant && project.call === null && project.topic === null, 'noCall', 'call'],
    [!isGrant && project.awardDocument === null, 'noAwardDocument', 'awardDocument'],
    [project.topic === null && project.printedTopic !== null, 'topicNotRegistered', 'topic'],
    [aboveCents > 0, 'contributionAboveCost', 'euContribution', aboveCents],
    [differenceCents !== 0, 'participantsDiffer', 'participants', differenceCents],
    [
      startsOn !== null && callOpensOn !== null && startsOn.to < callOpensOn.from,
      'startBeforeOpening',
      'startsOn',
    ],
    [startsOn !== null && signedOn !== null && signedOn.from > startsOn.to, 'signedAfterStart', 'signedOn'],
    [partnersCents > 0, 'partnerWithMoney', 'participants'],
    [
      supports.filter(({ significance }) => significance === 'principal').length > 2,
      'manyPrincipals',
      'supports',
    ],
    [supports.some(({ justification }) => justification === null), 'unjustified', 'supports'],
    [supports.some(({ significance }) => significance === 'namedUnrated'), 'unrated', 'supports'],
    [disagreeing !== undefined, 'disagreement', disagreeing ?? 'statements'],
  ];
  return rules
    .filter(([isBroken]) => isBroken)
    .map(([, rule, field, byCents]) => ({ rule, field, ...(byCents !== undefined && { byCents }) }));
}

/** The money of a project by initiative, for each strategy it is linked to: the split method, docs/domain.md §3. */
export function attributionsOf(project: Project): ProjectAttribution[] {
  const linked = [...new Set(project.supports.map(({ initiative }) => strategyOf(initiative)))];
  return linked.toSorted().map(strategy => {
    const shares = project.supports
      .filter(({ initiative }) => strategyOf(initiative) === strategy)
      .map(({ initiative, shareBp }) => ({
        initiative,
        number: numberOf(initiative),
        shareBp: shareBp ?? 0,
      }));
    const amounts = byBasis(basis => splitAmount(project[basis], shares));
    return {
      strategy,
      notAttributed: byBasis(basis => amounts[basis].notAttributedCents),
      parts: shares
        .filter(({ shareBp }) => shareBp > 0)
        .map(({ initiative }) => ({
          initiative,
          ...byBasis(
            basis => amounts[basis].parts.find(part => part.initiative === initiative)?.cents ?? null,
          ),
        })),
    };
  });
}

/** The coordinator's name and country for lists and files; a withheld one has none there. */
export function coordinatorOf({ participants }: Pick<Project, 'participants'>) {
  const coordinator = participants.find(({ role }) => role === 'coordinator');
  return !coordinator || coordinator.isWithheld
    ? null
    : { name: coordinator.name, country: coordinator.country };
}

/** What is stored beside a project's fields. */
export function derivedOf(project: Project) {
  return {
    attributions: attributionsOf(project),
    actionTypeCode: normaliseActionType(project.actionType),
    coordinator: coordinatorOf(project),
  };
}
