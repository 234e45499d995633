import type { Reference, Values } from '../record/fields.ts';
import { isTakenBy } from '../record/filters.ts';
import {
  textAt,
  textsAt,
  type Importable,
  type MergeHow,
  type ScopeRule,
  type Sides,
  type Stated,
} from '../record/importable.ts';
import { fold } from '../record/search.ts';
import { normaliseActionType } from './actionType.ts';
import { joinParticipants } from './joinParticipants.ts';
import type { Participant, Project } from './project.ts';
import { originFilter, projectFilters } from './projectFilters.ts';
import { checkProject } from './projectRules.ts';
import { projects } from './projects.ts';

/** What stands for the number of a project that has none: its acronym and title, whatever their case, accents and signs. */
const nameKeyOf = (values: Values): string =>
  `${textAt(values, 'programme').toLowerCase()} name ${fold(textAt(values, 'acronym'))} | ${fold(textAt(values, 'title'))}`;

const grantOf = (values: Values): string => textAt(values, 'grantAgreement').toLowerCase();
const keyOf = (values: Values): string => `${textAt(values, 'programme').toLowerCase()} ${grantOf(values)}`;

/** Whether a project of a file can be found by its name alone: it has neither a number nor an id of ours. */
const isByName = ({ values, own }: Stated): boolean =>
  !own && !grantOf(values) && fold(textAt(values, 'title')) !== '';

/** Projects in a file: one by programme and grant agreement, else by programme, acronym and title. */
export const importableProjects: Importable = {
  noun: projects,
  keyOf: stated => {
    if (isByName(stated)) return nameKeyOf(stated.values);
    return grantOf(stated.values) ? keyOf(stated.values) : null;
  },
  uniqueFields: ['programme', 'grantAgreement'],
  matches: all => {
    const programmes = all.some(one => one.isAddition) ? null : textsAt(all, 'programme');
    const named = all.filter(isByName);
    return [
      {
        grantAgreement: { $in: textsAt(all, 'grantAgreement') },
        ...(programmes && { programme: { $in: programmes } }),
      },
      // Title or acronym alone may be written in other signs here: either finds the record, and both are compared.
      ...(named.length > 0 ? ['title', 'acronym'] : []).map(key => ({ [key]: { $in: textsAt(named, key) } })),
    ];
  },
  keysFor: all => {
    const hasNamed = all.some(isByName);
    return stored => [keyOf(stored), `any ${grantOf(stored)}`, ...(hasNamed ? [nameKeyOf(stored)] : [])];
  },
  pick: (stated, keyed) => {
    const { values } = stated;
    const isNamed = isByName(stated);
    if (!stated.isAddition && !isNamed) return keyed(keyOf(values))[0] ?? null;
    const all = keyed(isNamed ? nameKeyOf(values) : `any ${grantOf(values)}`);
    return all.length > 1 ? 'many' : (all[0] ?? null);
  },
  // Two grants may well have one title.
  isInDoubt: stated => isByName(stated) && fold(textAt(stated.values, 'acronym')) === '',

  organisations: 'participants',
  isLeading: true,
  chosenBy: {
    names: values => [
      textAt(values, 'grantAgreement'),
      textAt(values, 'acronym'),
      (values['call'] as Reference | null | undefined)?.identifier ?? '',
    ],
    filters: {
      programmes: projectFilters['programme'],
      topics: originFilter,
      countries: projectFilters['country'],
    },
  },

  reportedAs: ['acronym', 'title', 'grantAgreement'],
  calledBy: ['grantAgreement', 'acronym', 'title'],
  identifying: { ids: ['grantAgreement'], names: ['acronym', 'title'] },
  otherNames: {
    programme: ['programme code', 'fund', 'fonds', 'framework programme', 'kaderprogramma'],
    grantAgreement: [
      'project number',
      'project id',
      'projectnummer',
      'grant number',
      'grant agreement number',
      'grant agreement id',
      'ga number',
      'ga no',
      'grant no',
      'grant agreement no',
      'project no',
      'number',
      'nummer',
      'subsidienummer',
      'dossiernummer',
      'reference',
      'referentie',
    ],
    acronym: ['project acronym', 'acronym project', 'short title', 'short name', 'korte titel', 'korte naam'],
    title: [
      'project title',
      'projecttitel',
      'name of the project',
      'project name',
      'projectnaam',
      'naam van het project',
      'titel van het project',
      'project',
    ],
    call: ['call id', 'call identifier', 'project call id', 'call reference'],
    topic: ['topic id', 'topic identifier', 'topic code'],
    actionType: ['funding scheme', 'action type', 'type of grant'],
    signedOn: ['signature date', 'date of signature', 'datum ondertekening', 'ec signature date'],
    startsOn: ['start date', 'startdatum', 'begindatum', 'begin', 'start', 'from', 'project start date'],
    endsOn: ['end date', 'einddatum', 'einde', 'end', 'until', 'project end date'],
    durationMonths: ['duration', 'duur', 'duration months', 'months'],
    totalCost: ['total costs', 'total budget', 'totale kost', 'totaal budget', 'eligible costs'],
    euContribution: [
      'eu funding',
      'eu grant',
      'ec contribution',
      'ec max contribution',
      'requested eu contrib',
      'maximum eu contribution',
      'max eu contribution',
      'max eu grant',
      'eu financiering',
      'grant amount',
      'subsidie',
      'subsidiebedrag',
      'amount',
      'bedrag',
    ],
    objective: ['abstract', 'description', 'summary', 'samenvatting', 'beschrijving', 'doelstelling'],
    keywords: ['keyword', 'trefwoord'],
    website: ['url', 'project url', 'web site'],
    note: ['notes', 'remarks', 'comment', 'comments', 'opmerkingen'],
    'participants.name': [
      'participant',
      'deelnemer',
      'beneficiary',
      'begunstigde',
      'organisation',
      'organisatie',
      'participant legal name',
      'legal name',
      'partner name',
      'organisation name',
    ],
    'participants.pic': ['participant pic', 'pic number', 'pic code'],
    'participants.country': [
      'participant country',
      'country code',
      'land deelnemer',
      'participant le country code',
    ],
    'participants.role': ['participant role', 'rol deelnemer'],
    'participants.euContribution': ['participant contribution', 'net ec contribution', 'share of the grant'],
  },
  usuallyFixed: ['programme', 'kind', 'scope', 'status'],
  sheets: ['participants', 'supports'],

  writeSteps: [{ isParted: true }],
  brings: { participants: 'organisation' },
  complete: (values, _stated, rule) => ({
    ...values,
    kind: values['kind'] ?? 'grant',
    scope: values['scope'] ?? scopeOf(values, rule),
    participants: named(values['participants']),
  }),
  decidedLater: ['kind', 'scope'],
  check: project => checkProject(project as Project),
  printedIn: { call: 'printedCall', topic: 'printedTopic' },
  sides: {
    participants: sidesOfParticipants,
    // CORDIS wrote /RIA until 2021 and writes RIA since: neither is news.
    actionType: (ours, theirs, how) =>
      how !== 'ownFile' &&
      typeof ours === 'string' &&
      typeof theirs === 'string' &&
      normaliseActionType(ours) === normaliseActionType(theirs)
        ? { ours, theirs: ours, after: ours }
        : null,
  },
};

const named = (participants: unknown): Participant[] =>
  ((participants ?? []) as Participant[]).filter(({ name }) => name !== '');

function scopeOf(values: Values, { scope, topics }: ScopeRule): string {
  const isMeant = topics.length === 0 || isTakenBy(originFilter, values, topics);
  return scope === 'in' && isMeant ? 'in' : 'candidate';
}

/** Who is withheld is compared with nothing: no file has them. */
function sidesOfParticipants(ours: unknown, theirs: unknown, how: MergeHow): Sides {
  const before = (ours ?? []) as Participant[];
  const isOwn = how === 'ownFile' || how === 'ownFileChanged';
  const { after, shown } = joinParticipants(before, named(theirs), isOwn);
  return {
    ours: shown,
    theirs: after.filter(one => !before.includes(one) || shown.includes(one)),
    after,
  };
}
