import { addDays } from '../../models/values/day.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { wholeOfHorizon2020 } from './generate.ts';
import { organisationsOf, partnersOf, type Partner } from './partners.ts';
import { acronymOf, proseOf, titleOf, vocabulary } from './vocabulary.ts';

/** The tables of a CORDIS download since 2022 and their columns: FORMATS §1. */
export const cordisColumns = {
  project:
    'id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;ecSignatureDate;' +
    'frameworkProgramme;masterCall;subCall;fundingScheme;nature;objective;contentUpdateDate;rcn;grantDoi',
  organization:
    'projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;' +
    'nutsCode;geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;' +
    'netEcContribution;totalCost;endOfParticipation;active',
  topics: 'projectID;topic;title',
  legalBasis: 'projectID;legalBasis;title;uniqueProgrammePart',
  euroSciVoc: 'projectID;euroSciVocCode;euroSciVocPath;euroSciVocTitle;euroSciVocDescription',
} as const;
export type CordisTable = keyof typeof cordisColumns;

/** The cells of one row by column. */
export type CordisRow = Record<string, string>;

/** One project with its rows in every table, plain: without a quirk. */
export type CordisProject = Record<'project', CordisRow> &
  Record<Exclude<CordisTable, 'project'>, CordisRow[]>;

export interface CordisSize {
  projects: number;
  /** What is not said is in the proportions of Horizon 2020. */
  participations?: number;
}

interface Topic {
  topic: string;
  title: string;
  call: string;
  scheme: string;
  basis: Basis;
}

const bases = [
  ['H2020-EU.1.1.', 'EXCELLENT SCIENCE - European Research Council (ERC)'],
  ['H2020-EU.1.3.2.', 'Nurturing excellence by means of cross-border and cross-sector mobility'],
  ['H2020-EU.2.1.1.', 'INDUSTRIAL LEADERSHIP - Information and Communication Technologies (ICT)'],
  ['H2020-EU.2.3.1.', 'Mainstreaming SME support, especially through a dedicated instrument'],
  ['H2020-EU.3.1.', 'SOCIETAL CHALLENGES - Health, demographic change and well-being'],
  ['H2020-EU.3.7.1.', 'Fight crime, illegal trafficking and terrorism, including understanding beliefs'],
] as const;
type Basis = (typeof bases)[number];
const schemes = ['ERC-STG', 'MSCA-IF', 'RIA', 'SME-1', 'RIA', 'IA'] as const;
const families = ['ERC', 'MSCA', 'ICT', 'SMEInst', 'SC1-BHC', 'SU-SEC'] as const;

/** As many topics as a tenth of the projects, six or so to a call. */
function topicsOf(projects: number): Topic[] {
  const chance = chanceFrom(31);
  return Array.from({ length: Math.max(3, Math.round(projects / 10)) }, (_, at) => {
    const kind = Math.floor(at / 6) % families.length;
    const [family = 'ERC', year] = [families[kind], 2014 + (Math.floor(at / 36) % 7)];
    return {
      topic: `${family}-${String(at).padStart(2, '0')}-${year}`,
      title: titleOf(chance, chance.whole(5, 12)),
      call: `H2020-${family}-${year}-${Math.floor(at / 6)}`,
      scheme: schemes[kind] ?? 'RIA',
      basis: bases[kind] ?? bases[0],
    };
  });
}

/** The same projects in every run: numbers from 300000, dates of 2014 to 2025, amounts in whole euro or with a point. */
export function* cordisProjects(size: CordisSize): Generator<CordisProject, void, undefined> {
  const { projects, participations, organisations } = wholeOfHorizon2020;
  const share = (whole: number) => Math.max(1, Math.round((size.projects * whole) / projects));
  // Every organisation of CORDIS has a PIC.
  const pool = organisationsOf(share(organisations)).map((one, at) => ({
    ...one,
    pic: one.pic ?? String(800_000_000 + at),
  }));
  const topics = topicsOf(size.projects);
  const chance = chanceFrom(37);
  let number = 0;
  for (const partners of partnersOf(size.projects, size.participations ?? share(participations), pool)) {
    yield projectOf(chance, number, partners, chance.one(topics));
    number += 1;
  }
}

function projectOf(
  chance: Chance,
  number: number,
  partners: readonly Partner[],
  { topic, title, call, scheme, basis }: Topic,
): CordisProject {
  const id = String(300_000 + number);
  const acronym = acronymOf(chance);
  const startDate = `${2014 + (number % 8)}-${String(chance.whole(1, 12)).padStart(2, '0')}-01`;
  const endDate = addDays(startDate, chance.whole(12, 60) * 30);
  const contribution = chance.whole(150_000, 6_000_000);
  const cost = contribution + (chance.isOnce(0.4) ? 0 : chance.whole(0, 900_000));
  const project = {
    id,
    acronym,
    status: endDate >= '2024-06-01' ? 'SIGNED' : chance.isOnce(0.95) ? 'CLOSED' : 'TERMINATED',
    title: titleOf(chance, chance.whole(6, 16)) + (chance.isOnce(0.02) ? '; "what next?"' : ''),
    startDate,
    endDate,
    totalCost: withCents(chance, cost),
    ecMaxContribution: withCents(chance, contribution),
    legalBasis: basis[0],
    topics: topic,
    ecSignatureDate: addDays(startDate, -45),
    frameworkProgramme: 'H2020',
    masterCall: call,
    subCall: call,
    fundingScheme: scheme,
    nature: '',
    objective: objectiveOf(chance),
    contentUpdateDate: '2022-08-15',
    rcn: String(190_000 + number),
    grantDoi: `10.3030/${id}`,
  };
  return {
    project,
    organization: partners.map((partner, order) =>
      participationOf(chance, project, partner, order, Math.floor(contribution / partners.length)),
    ),
    topics: [{ projectID: id, topic, title }],
    legalBasis: legalBasesOf(chance, id, basis),
    euroSciVoc: Array.from({ length: chance.whole(1, 4) }, () => {
      const name = chance.one(vocabulary.common);
      return {
        projectID: id,
        euroSciVocCode: `/23/${chance.whole(40, 60)}/${chance.whole(100, 999)}`,
        euroSciVocPath: `/natural sciences/${chance.one(vocabulary.common)}/${name}`,
        euroSciVocTitle: name,
        euroSciVocDescription: '',
      };
    }),
  };
}

/** Whole euro, or with one or two decimals after a point. */
const withCents = (chance: Chance, euro: number): string =>
  chance.isOnce(0.5) ? String(euro) : String(euro + chance.whole(1, 99) / 100);

/** About 1,800 characters; one in ten of several paragraphs with quotes and semicolons, as texts pasted into a form are. */
function objectiveOf(chance: Chance): string {
  const text = proseOf(chance, chance.whole(1450, 2050));
  return chance.isOnce(0.1) ? text.replaceAll('. ', ';\n"so-called" ') : text;
}

function legalBasesOf(chance: Chance, projectID: string, [code, title]: Basis): CordisRow[] {
  const own = { projectID, legalBasis: code, title, uniqueProgrammePart: 'true' };
  const others = chance.isOnce(0.3) ? bases.filter(([other]) => other !== code && chance.isOnce(0.5)) : [];
  return [
    own,
    ...others.map(([legalBasis, name]) => ({ projectID, legalBasis, title: name, uniqueProgrammePart: '' })),
  ];
}

function participationOf(
  chance: Chance,
  project: CordisRow,
  { name, pic, country, activityType }: Partner,
  order: number,
  euro: number,
): CordisRow {
  const contribution = withCents(chance, euro);
  const spelling: Record<string, string> = { GR: 'EL', GB: 'UK' };
  return {
    projectID: project['id'] ?? '',
    projectAcronym: project['acronym'] ?? '',
    organisationID: pic ?? '',
    vatNumber: `VAT${pic}`,
    name,
    shortName: (pic ?? '').slice(-4),
    SME: activityType === 'PRC' ? 'true' : 'false',
    activityType: activityType ?? '',
    street: `${chance.whole(1, 200)} SECRET STREET`,
    postCode: `P-${chance.whole(1000, 9999)}`,
    city: 'Anytown',
    country: spelling[country ?? ''] ?? country ?? '',
    nutsCode: `${country}1`,
    geolocation: `(${chance.whole(36, 60)}.5,${chance.whole(0, 25)}.25)`,
    organizationURL: `https://www.example.org/${pic}`,
    contactForm: `https://ec.europa.eu/info/funding-tenders/contact/${pic}`,
    contentUpdateDate: '2022-08-15',
    rcn: String(1_900_000 + Math.floor(Number(pic) / 37)),
    order: String(order + 1),
    role: order === 0 ? 'coordinator' : chance.isOnce(0.93) ? 'participant' : 'thirdParty',
    ecContribution: contribution,
    netEcContribution: contribution,
    totalCost: contribution,
    endOfParticipation: 'false',
    active: 'true',
  };
}
