import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { ExpectedError } from '../../../../models/values/errors.ts';
import { cordisOld } from '../../../../models/sources/cordis/cordisOld.ts';
import {
  misfitsOf,
  readAll,
  reasonsOf,
  recordsTable,
  sourceFileOf,
  warningsOf,
} from '../../../support/sourceFile.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(`test/models/sources/samples/${name}.json`, 'utf8')) as Record<string, string>;
const shifted = sample('cordis-2021-shifted-row');
/** The same project as its row should read. */
const right = {
  ...shifted,
  totalCost: '7643751,25',
  ecMaxContribution: '6998911,25',
  call: 'H2020-SFS-2017-2',
  fundingScheme: '/RIA',
  coordinator: 'INSTITUT NATIONAL DE LA RECHERCHE AGRONOMIQUE',
  coordinatorCountry: 'FR',
  participants: 'RACES DE FRANCE;UNIVERSITY OF GUELPH NON-PROFIT CORPORATION;SRUC',
  participantCountries: 'UK;FR;CA',
  subjects: 'AGR;LIF',
};
const partner = {
  projectRcn: '215954',
  projectID: '772787',
  projectAcronym: 'SMARTER',
  role: 'participant',
  id: '999988133',
  name: 'SRUC',
  shortName: 'SRUC',
  activityType: 'HES',
  endOfParticipation: 'false',
  ecContribution: '349999.99999992',
  country: 'UK',
  street: 'WEST MAINS ROAD',
  city: 'EDINBURGH',
  postCode: 'EH9 3JG',
  organizationUrl: 'http://www.sruc.example',
  vatNumber: 'GB1',
  contactForm: 'https://example.org/form',
  contactFirstNames: 'Mary',
  contactLastNames: 'Somerville',
};

const read = async (project: Record<string, string>, ...organisations: Record<string, string>[]) =>
  readAll(
    cordisOld,
    sourceFileOf([
      recordsTable('cordis-h2020projects.csv', [project]),
      ...(organisations.length > 0 ? [recordsTable('cordis-h2020organizations.csv', organisations)] : []),
    ]),
  );

describe('CORDIS until 2021', () => {
  it('gives a project with a leading slash and a trailing dot as they are printed', async () => {
    const { projects, rejected } = await read(right);
    expect(rejected).to.deep.equal([]);
    expect(projects[0]?.values).to.deep.include({
      programme: 'H2020',
      grantAgreement: '772787',
      acronym: 'SMARTER',
      status: 'SIGNED',
      totalCost: 764375125,
      euContribution: 699891125,
      actionType: '/RIA',
      legalBasis: ['H2020-EU.3.2.1.1.'],
      keywords: ['AGR', 'LIF'],
      rcn: '215954',
      website: null,
      call: { id: '', identifier: 'H2020-SFS-2017-2' },
      topic: { id: '', identifier: 'SFS-15-2016-2017' },
    });
    expect(projects.flatMap(misfitsOf)).to.deep.equal([]);
  });

  it('gives no participant a country that its list of countries does not tie to it', async () => {
    const { projects, organisations } = await read(right);
    const participants = projects[0]?.values['participants'] as Record<string, unknown>[];
    expect(participants.map(({ name, role, country }) => [name, role, country])).to.deep.equal([
      ['INSTITUT NATIONAL DE LA RECHERCHE AGRONOMIQUE', 'coordinator', 'FR'],
      ['RACES DE FRANCE', 'participant', null],
      ['UNIVERSITY OF GUELPH NON-PROFIT CORPORATION', 'participant', null],
      ['SRUC', 'participant', null],
    ]);
    expect(projects[0]?.incomplete).to.include('participants');
    expect(organisations).to.have.length(4);
    expect(organisations.every(({ isNamedOnly }) => isNamedOnly)).to.equal(true);
  });

  it('takes participants from the organisations beside it, without a person or an address', async () => {
    const { projects, organisations, rejected } = await read(right, partner);
    expect(rejected).to.deep.equal([]);
    const participants = projects[0]?.values['participants'] as Record<string, unknown>[];
    expect(participants).to.have.length(1);
    expect(participants[0]).to.include({ pic: '999988133', country: 'GB', euContribution: 35000000 });
    expect(organisations[0]?.values).to.deep.equal({
      name: 'SRUC',
      shortName: 'SRUC',
      pic: '999988133',
      country: 'GB',
      activityType: 'HES',
      city: 'EDINBURGH',
      website: 'http://www.sruc.example',
    });
  });

  it('adds participants to the projects that are there where the organisations come alone', async () => {
    const file = sourceFileOf([recordsTable('organizations.csv', [partner])]);
    expect(await cordisOld.recognises(file)).to.equal(true);
    const { projects } = await readAll(cordisOld, file);
    expect(projects[0]).to.deep.include({ isAddition: true });
    expect(projects[0]?.values['grantAgreement']).to.equal('772787');
  });

  it('refuses the shifted row the Commission’s own data lake stored, with every column that shows it', async () => {
    const { projects, rejected } = await read(shifted);
    expect(projects).to.deep.equal([]);
    expect(reasonsOf(rejected)).to.deep.equal([
      '2 coordinatorCountry unknownCountry',
      '2 call notACall',
      '2 fundingScheme notAnActionType',
    ]);
    expect(rejected[0]?.rejected.map(({ value }) => value)).to.deep.equal(['/RIA', '6998911', '25']);
  });

  it('says so where a project has more than one topic', async () => {
    const { projects } = await read({ ...right, topics: 'SFS-15-2016-2017;SFS-16-2017' });
    expect(projects[0]?.values['topic']).to.deep.equal({ id: '', identifier: 'SFS-15-2016-2017' });
    expect(warningsOf(projects)).to.deep.equal(['topics moreTopics']);
  });

  it('refuses files of the fourth framework programme with a sentence', async () => {
    const file = sourceFileOf([recordsTable('fp4.csv', [sample('cordis-fp4-row')])]);
    expect(await cordisOld.recognises(file)).to.equal(false);
    const error: unknown = await readAll(cordisOld, file).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ExpectedError);
    expect((error as ExpectedError).key).to.equal('importSource.oldestCordis');
  });
});
