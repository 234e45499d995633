import { expect } from 'chai';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import { fileOf, grace, lead, locard, partner, readTables } from '../../../support/cordis.ts';
import { misfitsOf, notKept, readAll, recordsTable, sourceFileOf } from '../../../support/sourceFile.ts';

describe('CORDIS since 2022', () => {
  it('gives a project with what all its tables state of it', async () => {
    const { projects, rejected } = await readTables({
      project: [grace],
      organization: [lead, partner],
      topics: [{ projectID: '883341', topic: 'SU-FCT02-2018-2019-2020', title: 'Fighting crime' }],
      legalBasis: [
        {
          projectID: '883341',
          legalBasis: 'H2020-EU.3.7.',
          title: 'Secure societies',
          uniqueProgrammePart: 'true',
        },
        { projectID: '883341', legalBasis: 'H2020-EU.3.7.1.', title: 'Fight crime', uniqueProgrammePart: '' },
      ],
      euroSciVoc: [
        {
          projectID: '883341',
          euroSciVocCode: '/29',
          euroSciVocPath: '/a/b',
          euroSciVocTitle: 'criminology',
        },
        {
          projectID: '883341',
          euroSciVocCode: '/30',
          euroSciVocPath: '/a/c',
          euroSciVocTitle: 'criminology',
        },
      ],
    });
    expect(rejected).to.deep.equal([]);
    const [project] = projects;
    expect(project?.statedOn).to.equal('2024-02-09');
    expect(project?.incomplete).to.equal(undefined);
    const { participants, ...values } = project?.values ?? {};
    const day = (value: string) => ({ value, from: value, to: value });
    expect(values).to.deep.equal({
      kind: 'grant',
      programme: 'H2020',
      grantAgreement: '883341',
      acronym: 'GRACE',
      title: 'Global Response Against Child Exploitation',
      status: 'CLOSED',
      sourceStatus: 'CLOSED',
      startsOn: day('2020-06-01'),
      endsOn: day('2023-11-30'),
      signedOn: day('2020-05-12'),
      totalCost: 682351250,
      euContribution: 682351250,
      legalBasis: ['H2020-EU.3.7.', 'H2020-EU.3.7.1.'],
      masterCall: 'H2020-SU-SEC-2018-2019-2020',
      subCall: 'H2020-SU-SEC-2019',
      actionType: 'RIA',
      nature: null,
      objective: 'GRACE aims to equip European law enforcement\nwith advanced capabilities.',
      contentUpdatedOn: day('2024-02-09'),
      rcn: '228744',
      grantDoi: '10.3030/883341',
      call: { id: '', identifier: 'H2020-SU-SEC-2019' },
      topic: { id: '', identifier: 'SU-FCT02-2018-2019-2020' },
      euroSciVoc: ['criminology'],
    });
    const none = { organisation: null, startsOn: null, endsOn: null, isWithheld: false, note: null };
    expect(participants).to.deep.equal([
      {
        ...none,
        name: 'ENGINEERING AND RESEARCH',
        pic: '999984059',
        country: 'IT',
        role: 'coordinator',
        activityType: 'PRC',
        euContribution: 100000025,
      },
      {
        ...none,
        name: 'UNIVERSITY OF CRETE',
        pic: '999984060',
        country: 'GR',
        role: 'participant',
        activityType: 'HES',
        euContribution: null,
      },
    ]);
  });

  it('states only what fits the fields, and nothing that is for people to decide', async () => {
    const { projects, calls, organisations } = await readTables({
      project: [grace, locard],
      organization: [lead, partner],
    });
    expect([...projects, ...calls, ...organisations].flatMap(misfitsOf)).to.deep.equal([]);
    expect(projects[0]?.values).to.not.have.any.keys(
      'scope',
      'tags',
      'supports',
      'note',
      'officer',
      'amendments',
    );
  });

  it('names each call and topic once, as known only from projects', async () => {
    const { calls } = await readTables({
      project: [grace, { ...locard, topics: 'su-fct02-2018-2019-2020' }],
      topics: [
        { projectID: '832735', topic: 'SU-FCT02-2018-2019-2020', title: 'Technologies to fight crime' },
      ],
    });
    expect(calls.every(({ isNamedOnly }) => isNamedOnly)).to.equal(true);
    expect(calls.map(({ values }) => values)).to.deep.equal([
      {
        kind: 'call',
        identifier: 'H2020-SU-SEC-2019',
        programme: 'H2020',
        masterCall: 'H2020-SU-SEC-2018-2019-2020',
      },
      {
        kind: 'topic',
        identifier: 'SU-FCT02-2018-2019-2020',
        programme: 'H2020',
        title: 'Technologies to fight crime',
      },
      {
        kind: 'call',
        identifier: 'H2020-SU-SEC-2018',
        programme: 'H2020',
        masterCall: 'H2020-SU-SEC-2018-2019-2020',
      },
    ]);
  });

  it('takes what is call and topic in one for a call alone', async () => {
    const { calls, projects } = await readTables({
      project: [{ ...grace, topics: 'ERC-2014-STG', subCall: 'ERC-2014-STG', masterCall: 'ERC-2014-STG' }],
    });
    expect(calls.map(({ values }) => [values['kind'], values['identifier']])).to.deep.equal([
      ['call', 'ERC-2014-STG'],
    ]);
    expect(projects[0]?.values['topic']).to.deep.equal({ id: '', identifier: 'ERC-2014-STG' });
  });

  it('gives each organisation once, with the latest of what is stated', async () => {
    const { organisations } = await readTables({
      project: [grace, locard],
      organization: [
        { ...lead, shortName: '' },
        {
          ...lead,
          projectID: '832735',
          name: 'ENGINEERING SPA',
          contentUpdateDate: '2025-01-01',
          organizationURL: '',
        },
        { ...partner, organisationID: '', name: 'Polícia' },
        { ...partner, organisationID: '', projectID: '832735', name: 'POLICIA' },
        { ...partner, organisationID: '', projectID: '832735', name: 'POLICIA', country: 'PT' },
      ],
    });
    expect(
      organisations.map(({ values: { name, pic, country, shortName, website } }) => [
        name,
        pic,
        country,
        shortName,
        website,
      ]),
    ).to.deep.equal([
      ['ENGINEERING SPA', '999984059', 'IT', 'ENG', 'http://www.eng.example'],
      ['Polícia', null, 'GR', null, null],
      ['POLICIA', null, 'PT', null, null],
    ]);
  });

  it('keeps the place and size of an organisation, and its address only where a setting allows it', async () => {
    const file = fileOf({ project: [grace], organization: [lead] });
    const [organisation] = (await readAll(cordis, file)).organisations;
    expect(organisation?.values).to.include({ city: 'ROMA', nutsCode: 'ITI43', size: 'larger' });
    expect(organisation?.values).to.not.have.property('contact');
    const [kept] = (await readAll(cordis, file, { keepsPersonalData: true })).organisations;
    expect(kept?.values['contact']).to.equal(
      'street: VIA ROMA 1\npostCode: 00100\ngeolocation: 41.9,12.5\nvatNumber: ESB12345678\n' +
        'contactForm: https://example.org/contact',
    );
  });

  it('keeps no address, VAT number or contact form', async () => {
    const { read } = await readTables({ project: [grace], organization: [lead] });
    for (const secret of ['VIA ROMA', '00100', 'ESB12345678', '41.9', 'contact'])
      expect(JSON.stringify(read)).to.not.include(secret);
  });

  it('reads members wherever they lie and whatever they are called', async () => {
    const names = [(name: string) => `${name}.CSV`, (name: string) => `json/${name}.json`, () => 'DATA'];
    for (const nameOf of names) {
      const file = fileOf({ organization: [lead], project: [grace] }, nameOf);
      expect(await cordis.recognises(file)).to.equal(true);
      const { projects } = await readAll(cordis, file);
      expect(projects[0]?.values['participants']).to.have.length(1);
    }
  });

  it('tells of tables and columns it makes nothing of', () => {
    const file = sourceFileOf([
      recordsTable('csv/project.csv', [{ ...grace, colour: 'red' }]),
      recordsTable('csv/webLink.csv', [{ id: '1', physUrl: 'x' }]),
    ]);
    expect(cordis.unused(file, notKept)).to.deep.equal([
      { table: 'csv/project.csv', column: 'colour' },
      { table: 'csv/webLink.csv', column: null },
    ]);
    const organisations = fileOf({ organization: [lead] });
    const personal = (keepsPersonalData: boolean) =>
      cordis.unused(organisations, { keepsPersonalData }).flatMap(({ column, why }) => (why ? [column] : []));
    expect(personal(true)).to.deep.equal([]);
    expect(personal(false)).to.include.members(['street', 'postCode', 'vatNumber', 'contactForm']);
  });

  it('is not taken in by files of another kind', async () => {
    const older = recordsTable('x.csv', [{ ...grace, coordinatorCountry: 'IT', participants: '', call: '' }]);
    const other = recordsTable('project.csv', [{ id: '1', title: 'a' }]);
    for (const table of [older, other])
      expect(await cordis.recognises(sourceFileOf([table]))).to.equal(false);
  });
});
