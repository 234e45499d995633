import type { Call } from '../../models/calls/callFields.ts';
import {
  brusselsInstant,
  addDays,
  parsePartialDay,
  type Day,
  type PartialDay,
} from '../../models/values/day.ts';
import type { Change } from '../../models/record/noun.ts';
import type { Participant, Project } from '../../models/projects/project.ts';
import { emptyRecord } from '../../models/record/fields.ts';
import { callFields } from '../../models/calls/callFields.ts';
import { projectFields } from '../../models/projects/project.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { linksOf } from './links.ts';
import { organisationsOf, partnersOf, type Partner } from './partners.ts';
import { acronymOf, proseOf, titleOf, vocabulary } from './vocabulary.ts';

/** The size of Horizon 2020. */
export const wholeOfHorizon2020 = {
  projects: 35_389,
  participations: 177_834,
  organisations: 38_000,
  /** Calls and topics together: some 4,000, as its work programmes have. */
  calls: 4000,
};

/** Who a filled database lets in. */
export const administrator = {
  email: 'bench@example.org',
  password: 'thirty-five thousand projects',
} as const;

/** How large a portfolio is; what is not said is in the proportions of Horizon 2020. */
export interface Size {
  projects: number;
  participations?: number;
  organisations?: number;
  calls?: number;
}

/** What is saved of one record: each entry is one version, oldest first. */
export interface Writing<R> {
  versions: { values: R; at: Date }[];
}

/** All records of a portfolio as they would be typed in: calls first, then projects, in the order of writing. */
export interface Portfolio {
  by: Change['by'];
  calls: Writing<Call>[];
  projects: Iterable<Writing<Project>>;
}

/** Every record has its first version before this instant, and the second ones come after it. */
export const halfway = new Date('2024-07-01T00:00:00Z');

const day = (text: Day): PartialDay => parsePartialDay(text) as PartialDay;
const instant = (chance: Chance, from: string, days: number): Date =>
  new Date(new Date(from).getTime() + Math.floor(chance.fraction() * days * 86_400_000));

const programmeShares = [
  ['H2020', 0.8],
  ['HORIZON', 0.14],
  ['ISFP', 0.02],
  ['ERASMUS', 0.025],
  ['DIGITAL', 0.015],
] as const;

function programmeAt(fraction: number): string {
  let left = fraction;
  for (const [code, share] of programmeShares) {
    if (left < share) return code;
    left -= share;
  }
  return 'H2020';
}

/**
 * A portfolio of that size, the same in every run. It writes on the programmes and the strategy COM-2020-607 of the
 * reference data, which must be there.
 */
export function generatePortfolio(size: Size, by: Change['by']): Portfolio {
  const whole = wholeOfHorizon2020;
  const { projects, calls: most = Math.max(4, Math.round((projects * whole.calls) / whole.projects)) } = size;
  const calls = callsOf(Math.min(most, whole.calls * 10));
  return { by, calls, projects: projectsOf(projects, size, calls) };
}

const families = ['BENSC', 'BENLEIT', 'BENERC', 'BENMSCA', 'BENSME', 'BENSEC', 'BENINFRA'] as const;

/** One call in seven; the others are topics of it, with its opening day and deadlines. */
function callsOf(count: number): Writing<Call>[] {
  const chance = chanceFrom(11);
  const made: Call[] = [];
  let call: Call | null = null;
  for (let number = 0; number < count; number += 1) {
    const isCall = call === null || number % 7 === 0;
    const year = 2014 + (number % 9);
    const programme: string = isCall || !call ? programmeAt(chance.fraction()) : call.programme;
    const openingOn = `${year}-${chance.one(['01', '03', '05', '10'])}-${chance.one(['04', '12', '15'])}`;
    const isTwoStage = chance.isOnce(0.2);
    const deadlines = [
      { at: brusselsInstant(addDays(openingOn, 120), '17:00'), stage: 1 },
      ...(isTwoStage ? [{ at: brusselsInstant(addDays(openingOn, 300), '17:00'), stage: 2 }] : []),
    ];
    const identifier: string = isCall
      ? `${programme}-${chance.one(families)}-${year}-${number}`
      : `${call?.identifier}-${String(number % 7).padStart(2, '0')}`;
    const one: Call = {
      ...emptyRecord(callFields),
      kind: isCall ? 'call' : 'topic',
      identifier,
      title: titleOf(chance, 9),
      programme,
      parent: isCall || !call ? null : { id: call.identifier, identifier: call.identifier },
      typesOfAction: [chance.one(['RIA', 'IA', 'CSA', 'ERC-STG', 'MSCA-IF', 'SME-1'])],
      deadlineModel: isTwoStage ? 'twoStage' : 'singleStage',
      publishedOn: day(addDays(openingOn, -60)),
      rounds: [
        {
          call: null,
          openingOn: day(openingOn),
          deadlines,
          resultsOn: chance.isOnce(0.9) ? day(addDays(openingOn, 420)) : null,
          cancelledOn: null,
          extendedOn: null,
          note: null,
        },
      ],
      budget: chance.isOnce(0.95) ? chance.whole(1, 400) * 50_000_000 : null,
      expectedGrants: chance.whole(1, 60),
      description: proseOf(chance, 600),
      keywords: [chance.one(vocabulary.common), chance.one(vocabulary.rare)],
      supports: chance.isOnce(0.7) ? linksOf(chance) : [],
    };
    if (isCall) call = one;
    made.push(one);
  }
  return made.map(values => ({ versions: [{ values, at: instant(chance, '2024-01-02T08:00:00Z', 20) }] }));
}

function* projectsOf(
  count: number,
  size: Size,
  calls: readonly Writing<Call>[],
): Generator<Writing<Project>, void, undefined> {
  const { projects, participations, organisations } = wholeOfHorizon2020;
  const share = (whole: number) => Math.max(1, Math.round((count * whole) / projects));
  const pool = organisationsOf(size.organisations ?? share(organisations));
  const chosen = partnersOf(count, size.participations ?? share(participations), pool);
  const topics = calls.map(({ versions }) => versions[0]?.values as Call).filter(one => one.kind === 'topic');
  const chance = chanceFrom(17);
  let number = 0;
  for (const partners of chosen) {
    yield projectOf(chance, number, partners, topics);
    number += 1;
  }
}

function projectOf(
  chance: Chance,
  number: number,
  partners: readonly Partner[],
  topics: readonly Call[],
): Writing<Project> {
  const topic = chance.one(topics);
  const year = 2014 + (number % 8);
  const months = chance.whole(12, 60);
  const startsOn = `${year}-${String(chance.whole(1, 12)).padStart(2, '0')}-01`;
  const endsOn = addDays(startsOn, months * 30);
  const euContribution = chance.whole(15, 600) * 1_000_000 + chance.whole(0, 999_999);
  const participants = participantsOf(chance, partners, euContribution);
  const isEnded = endsOn < '2024-06-01';
  const first: Project = {
    ...emptyRecord(projectFields),
    kind: chance.isOnce(0.97) ? 'grant' : 'contributionAgreement',
    scope: chance.isOnce(0.92) ? 'in' : chance.isOnce(0.6) ? 'candidate' : 'out',
    programme: topic.programme,
    grantAgreement: String(300_000 + number),
    acronym: chance.isOnce(0.99) ? acronymOf(chance) : null,
    title: titleOf(chance, chance.whole(6, 16)),
    topic: { id: topic.identifier, identifier: topic.identifier },
    call: topic.parent,
    actionType: topic.typesOfAction[0] ?? null,
    status: isEnded ? (chance.isOnce(0.95) ? 'CLOSED' : 'TERMINATED') : 'SIGNED',
    sourceStatus: isEnded ? 'CLOSED' : 'SIGNED',
    signedOn: day(addDays(startsOn, chance.isOnce(0.95) ? -45 : 30)),
    startsOn: chance.isOnce(0.98) ? day(startsOn) : day(startsOn.slice(0, 7)),
    endsOn: chance.isOnce(0.98) ? day(endsOn) : null,
    durationMonths: months,
    totalCost: chance.isOnce(0.97) ? euContribution + chance.whole(0, 90_000_000) : 0,
    euContribution: chance.isOnce(0.99) ? euContribution : null,
    objective: proseOf(chance, chance.whole(1450, 1950)),
    keywords: [chance.one(vocabulary.common), chance.one(vocabulary.common), chance.one(vocabulary.rare)],
    legalBasis: [chance.one(['EXCELLENT SCIENCE', 'SOCIETAL CHALLENGES', 'INDUSTRIAL LEADERSHIP'])],
    euroSciVoc: [`/natural sciences/${chance.one(vocabulary.common)}/${chance.one(vocabulary.rare)}`],
    rcn: String(190_000 + number),
    grantDoi: `10.3030/${300_000 + number}`,
    contentUpdatedOn: day('2023-11-20'),
    participants,
    supports: linksOf(chance),
  };
  const at = instant(chance, '2024-02-01T08:00:00Z', 140);
  if (!chance.isOnce(0.1)) return { versions: [{ values: first, at }] };
  const second: Project = {
    ...first,
    status: 'TERMINATED',
    totalCost: (first.totalCost ?? 0) + 1_000_000,
    euContribution: first.euContribution === null ? null : first.euContribution + 500_000,
    supports: linksOf(chance),
  };
  const changed = { values: second, at: instant(chance, '2024-07-02T08:00:00Z', 170) };
  return { versions: [{ values: first, at }, changed] };
}

function participantsOf(chance: Chance, partners: readonly Partner[], euContribution: number): Participant[] {
  const isPrinted = chance.isOnce(0.96);
  const each = Math.floor(euContribution / partners.length);
  const rest = euContribution - each * partners.length;
  const withheld = chance.isOnce(0.003) ? partners.length - 1 : -1;
  return partners.map(({ name, pic, country, activityType }, index) => ({
    organisation: null,
    name,
    pic,
    country,
    role: index === 0 ? 'coordinator' : chance.isOnce(0.93) ? 'participant' : 'thirdParty',
    activityType,
    euContribution: isPrinted ? each + (index === 0 ? rest : 0) : null,
    startsOn: null,
    endsOn: null,
    isWithheld: index === withheld,
    note: null,
  }));
}
