import { expect } from 'chai';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import {
  grace,
  lead,
  locard,
  participantsWith,
  partner,
  projectWith,
  readTables,
} from '../../../support/cordis.ts';
import { csvTable, readAll, reasonsOf, sourceFileOf, warningsOf } from '../../../support/sourceFile.ts';

describe('The quirks of CORDIS since 2022', () => {
  it('reads amounts with decimal comma and decimal point, and the dust of a float', async () => {
    const cents = async (text: string) =>
      (await projectWith({ ecMaxContribution: text }))?.values['euContribution'];
    expect(await cents('2073781,25')).to.equal(207378125);
    expect(await cents('2073781.25')).to.equal(207378125);
    expect(await cents('349999.99999992')).to.equal(35000000);
    expect(await cents('2073781,250')).to.equal(207378125);
    expect(await cents('')).to.equal(null);
    expect(await cents('0')).to.equal(0);
  });

  it('lets the other amounts of a column settle what one leaves open, and refuses it where they do not', async () => {
    const read = async (other: string) =>
      readTables({
        project: [
          { ...grace, ecMaxContribution: '1.234', totalCost: '' },
          { ...locard, ecMaxContribution: other, totalCost: '' },
        ],
      });
    const settled = await read('2073781,25');
    expect(settled.projects[0]?.values['euContribution']).to.equal(123400);
    const open = await read('2073781');
    expect(reasonsOf(open.rejected)).to.deep.equal(['2 ecMaxContribution amountAmbiguous']);
    expect(open.projects).to.have.length(1);
  });

  it('keeps a total cost of 0 beside a contribution as it is stated', async () => {
    expect((await projectWith({ totalCost: '0' }))?.values['totalCost']).to.equal(0);
  });

  it('takes days with and without a time of day, and empty ones', async () => {
    const day = async (text: string) =>
      (
        (await projectWith({ contentUpdateDate: text }))?.values['contentUpdatedOn'] as {
          value: string;
        } | null
      )?.value;
    expect(await day('2024-02-09')).to.equal('2024-02-09');
    expect(await day('2024-02-09 15:03:21')).to.equal('2024-02-09');
    const without = await projectWith({ startDate: '', endDate: '', fundingScheme: '' });
    expect(without?.values).to.include({ startsOn: null, endsOn: null, actionType: null });
  });

  it('makes no-break and doubled blanks one blank', async () => {
    const project = await projectWith({ acronym: ' GRACE\u00a0 2 ', title: 'One  two\u00a0three' });
    expect(project?.values).to.include({ acronym: 'GRACE 2', title: 'One two three' });
  });

  it('keeps identifiers as printed, in whatever case', async () => {
    const project = await projectWith({ topics: 'SU-FCT02-2018-2019-2020', subCall: 'H2020-Adhoc-2014-20' });
    expect(project?.values['call']).to.deep.equal({ id: '', identifier: 'H2020-Adhoc-2014-20' });
  });

  it('reads EL, UK, XK, ZZ and NA as countries, and an empty one as unknown', async () => {
    const codes = ['EL', 'UK', 'XK', 'ZZ', 'NA', 'nl', ''];
    const { participants, rejected } = await participantsWith(
      ...codes.map((country, at) => ({ ...partner, country, organisationID: `90000000${at}` })),
    );
    expect(rejected).to.deep.equal([]);
    expect(participants.map(({ country }) => country)).to.deep.equal([
      'GR',
      'GB',
      'XK',
      'ZZ',
      'NA',
      'NL',
      null,
    ]);
  });

  it('knows every role of a participation', async () => {
    const roles = ['participant', 'partner', 'thirdParty', 'internationalPartner', 'associatedPartner'];
    const { participants } = await participantsWith(...roles.map(role => ({ ...partner, role })));
    expect(participants.map(({ role }) => role)).to.deep.equal(roles);
  });

  it('takes the blanks, quotes and ends of lines of CSV', async () => {
    const header = Object.keys(grace).join(';');
    const cells = Object.values({ ...grace, objective: '"First; ""quoted""\nsecond line"' }).join(';');
    const { projects } = await readAll(
      cordis,
      sourceFileOf([csvTable('project.csv', `\ufeff${header}\n${cells}\n`)]),
    );
    expect(projects[0]?.values['objective']).to.equal('First; "quoted"\nsecond line');
    expect(projects[0]?.where).to.deep.equal({ table: 'project.csv', row: 2 });
  });

  it('keeps a status it does not know as the source’s own, and says so', async () => {
    const project = await projectWith({ status: 'ONGOING' });
    expect(project?.values['sourceStatus']).to.equal('ONGOING');
    expect(project?.values).to.not.have.property('status');
    expect(warningsOf([project!])).to.deep.equal(['status unknownStatus']);
  });

  it('keeps a former coordinator as a participant beside the present one', async () => {
    const { participants } = await participantsWith(
      { ...lead, endOfParticipation: 'true' },
      { ...partner, role: 'coordinator' },
    );
    expect(participants.map(({ role, note }) => [role, note])).to.deep.equal([
      ['participant', 'Coordinator until its participation ended.'],
      ['coordinator', null],
    ]);
  });

  it('leaves out a number that is no PIC, and a web address that is none', async () => {
    const { projects, organisations } = await readTables({
      project: [grace],
      organization: [{ ...lead, organisationID: '1905286', organizationURL: 'see our site' }],
    });
    expect(organisations[0]?.values).to.include({ pic: null });
    expect(organisations[0]?.values).to.not.have.property('website');
    expect(warningsOf(projects)).to.deep.equal(['organisationID notAPic', 'organizationURL notAWebAddress']);
  });
});
