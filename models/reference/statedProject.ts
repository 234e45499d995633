import { projectStatuses } from '../projects/project.ts';
import { programmeCode } from './programmesFrom.ts';
import type { Fact, Money, ProjectFacts } from './referenceData.ts';
import { isUsable, moneyNote, moneyText, state, type Stated } from './stating.ts';

function statedMoney(field: string, fact: Fact<Money> | undefined): Stated[] {
  const rounded =
    fact?.value?.qualifier === undefined
      ? undefined
      : 'not used: an amount is known to the cent or not at all';
  const note = fact?.value ? moneyNote(fact.value) : undefined;
  const more = [note, rounded].filter(Boolean).join('; ');
  return state(field, fact, moneyText, rounded).map(one => ({
    ...one,
    more: more === '' ? undefined : more,
  }));
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

/** What sources state of any project, field by field, but for its initiatives and its scope. */
export function statedOfProject(project: ProjectFacts): Stated[] {
  const { endAmended, durationMonths, durationMonthsAmended } = project;
  const isExtended = endAmended !== undefined && durationMonthsAmended === undefined;
  return [
    ...state('title', project.title),
    ...state('programme', project.programme, programmeCode),
    ...state('grantAgreement', project.grantAgreement),
    ...state('call', project.call),
    ...state('topic', project.topic),
    ...state('masterCall', project.masterCall),
    ...state('actionType', project.typeOfAction),
    ...state('rcn', project.rcn),
    ...state('signedOn', project.signature),
    ...state('startsOn', project.start),
    ...statedTwice('endsOn', project.end, endAmended),
    ...state('endsOn', project.endPrinted, String, 'not used: it does not agree with the stated duration'),
    ...statedTwice('durationMonths', durationMonths, durationMonthsAmended).map(one =>
      isExtended ? { ...one, more: 'as first planned; the end was moved later' } : one,
    ),
    ...statedMoney('totalCost', project.totalCost),
    ...statedMoney('euContribution', project.euContribution),
    ...state('coordinator', project.coordinator, ({ name, country }) => `${name} (${country})`),
    ...statedStatus(project.status),
    ...state('legalBasis', project.legalBasis),
    ...state('website', project.website),
    ...state('objective', project.objective),
  ];
}
