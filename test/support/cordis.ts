import { cordis } from '../../models/sources/cordis/cordis.ts';
import { readAll, reasonsOf, recordsTable, sourceFileOf } from './sourceFile.ts';

/** Rows as CORDIS prints them since 2022. */
export const grace = {
  id: '883341',
  acronym: 'GRACE',
  status: 'CLOSED',
  title: 'Global Response Against Child Exploitation',
  startDate: '2020-06-01',
  endDate: '2023-11-30',
  totalCost: '6823512,5',
  ecMaxContribution: '6823512,5',
  legalBasis: 'H2020-EU.3.7.',
  topics: 'SU-FCT02-2018-2019-2020',
  ecSignatureDate: '2020-05-12',
  frameworkProgramme: 'H2020',
  masterCall: 'H2020-SU-SEC-2018-2019-2020',
  subCall: 'H2020-SU-SEC-2019',
  fundingScheme: 'RIA',
  nature: '',
  objective: 'GRACE aims to equip European law enforcement\nwith advanced capabilities.',
  contentUpdateDate: '2024-02-09 15:03:21',
  rcn: '228744',
  grantDoi: '10.3030/883341',
};
export const locard = {
  ...grace,
  id: '832735',
  acronym: 'LOCARD',
  subCall: 'H2020-SU-SEC-2018',
  rcn: '223000',
};

export const lead = {
  projectID: '883341',
  projectAcronym: 'GRACE',
  organisationID: '999984059',
  vatNumber: 'ESB12345678',
  name: 'ENGINEERING  AND\u00a0RESEARCH',
  shortName: 'ENG',
  SME: 'false',
  activityType: 'PRC',
  street: 'VIA ROMA 1',
  postCode: '00100',
  city: 'ROMA',
  country: 'IT',
  nutsCode: 'ITI43',
  geolocation: '41.9,12.5',
  organizationURL: 'www.eng.example',
  contactForm: 'https://example.org/contact',
  contentUpdateDate: '2024-02-09 15:03:21',
  rcn: '1',
  order: '1',
  role: 'coordinator',
  ecContribution: '1000000,25',
  netEcContribution: '900000,25',
  totalCost: '1000000,25',
  endOfParticipation: 'false',
  active: 'true',
};
export const partner = {
  ...lead,
  organisationID: '999984060',
  name: 'UNIVERSITY OF CRETE',
  shortName: '',
  activityType: 'HES',
  country: 'EL',
  organizationURL: '',
  order: '2',
  role: 'participant',
  ecContribution: '',
};

export type Row = Readonly<Record<string, string>>;
export interface Tables {
  project?: readonly Row[];
  organization?: readonly Row[];
  topics?: readonly Row[];
  legalBasis?: readonly Row[];
  euroSciVoc?: readonly Row[];
}
export const fileOf = (tables: Tables, nameOf = (name: string) => `csv/${name}.csv`) =>
  sourceFileOf(Object.entries(tables).map(([name, rows]) => recordsTable(nameOf(name), rows as Row[])));
export const readTables = async (tables: Tables) => readAll(cordis, fileOf(tables));
/** The one project of a file with this row. */
export const projectWith = async (over: Row) =>
  (await readTables({ project: [{ ...grace, ...over }] })).projects[0];
export const reasonsFor = async (over: Row) =>
  reasonsOf((await readTables({ project: [{ ...grace, ...over }] })).rejected);
export const participantsWith = async (...organization: Row[]) => {
  const { projects, rejected } = await readTables({ project: [grace], organization });
  return { rejected, participants: projects[0]?.values['participants'] as Record<string, unknown>[] };
};
