import { expect } from 'chai';
import { cordis } from '../../../../models/sources/cordis/cordis.ts';
import {
  grace,
  lead,
  locard,
  partner,
  projectWith,
  readTables,
  reasonsFor,
} from '../../../support/cordis.ts';
import {
  csvTable,
  readAll,
  reasonsOf,
  recordsTable,
  sourceFileOf,
  warningsOf,
} from '../../../support/sourceFile.ts';

describe('A row of CORDIS that is not taken', () => {
  it('is one with more or fewer cells than the header', async () => {
    const header = Object.keys(grace).join(';');
    const shifted = Object.values({ ...grace, objective: '', totalCost: '7643751;25' }).join(';');
    const right = Object.values({ ...locard, objective: '' }).join(';');
    const { projects, rejected } = await readAll(
      cordis,
      sourceFileOf([
        csvTable('project.csv', `${header}\n${shifted}\n${right}\n`),
        recordsTable('organization.csv', [lead]),
      ]),
    );
    expect(reasonsOf(rejected)).to.deep.equal(['2 null cellCount']);
    expect(rejected[0]?.rejected[0]?.problem.values).to.deep.equal({ found: 21, expected: 20 });
    expect(projects.map(({ values }) => values['acronym'])).to.deep.equal(['LOCARD']);
  });

  it('is one whose values are shifted, with every column that shows it', async () => {
    const reasons = await reasonsFor({
      subCall: '6998911',
      fundingScheme: '25',
      frameworkProgramme: '7',
      rcn: '10.3030/883341',
    });
    expect(reasons).to.deep.equal([
      '2 frameworkProgramme notAProgramme',
      '2 fundingScheme notAnActionType',
      '2 rcn notARecordNumber',
      '2 subCall notACall',
    ]);
  });

  it('is told with what was found', async () => {
    const { rejected } = await readTables({ project: [{ ...grace, id: 'GRACE' }] });
    expect(rejected[0]).to.deep.include({ noun: 'project', name: 'GRACE' });
    expect(rejected[0]?.rejected).to.deep.equal([
      {
        where: { table: 'csv/project.csv', row: 2 },
        column: 'id',
        value: 'GRACE',
        problem: { key: 'importSource.notAGrantNumber' },
      },
    ]);
  });

  for (const [why, over, reason] of [
    ['has no number', { id: '' }, 'id missing'],
    ['has a number of another length', { id: '88334' }, 'id notAGrantNumber'],
    ['has no title', { title: ' ' }, 'title missing'],
    ['has a title beyond measure', { title: 'x'.repeat(2001) }, 'title tooLong'],
    ['has a day that does not exist', { startDate: '2021-02-30' }, 'startDate noSuchDay'],
    ['has a day in another order', { startDate: '01/06/2020' }, 'startDate notADay'],
    ['ends before it starts', { endDate: '2019-01-01' }, 'endDate endBeforeStart'],
    ['has words for an amount', { totalCost: 'none' }, 'totalCost notAnAmount'],
    ['has an amount below nought', { totalCost: '-1' }, 'totalCost amountNegative'],
    ['has an amount beyond measure', { totalCost: '99999999999999999' }, 'totalCost amountTooLarge'],
    ['has an amount in another currency', { totalCost: '£ 1000' }, 'totalCost importAmount.cellCurrency'],
    ['has a number for a topic', { topics: '6998911' }, 'topics notATopic'],
    ['has a number for a status', { status: '2018' }, 'status notAStatus'],
  ] as const) {
    it(`is one that ${why}`, async () => {
      expect(await reasonsFor(over)).to.include(`2 ${reason}`);
    });
  }

  it('is a project that stands there twice', async () => {
    const { projects, rejected } = await readTables({ project: [grace, { ...grace, title: 'Another' }] });
    expect(reasonsOf(rejected)).to.deep.equal(['3 id projectTwice']);
    expect(projects).to.have.length(1);
  });

  it('is a project that stands there twice with other amounts: neither row is taken', async () => {
    const again = { ...grace, totalCost: '1' };
    const { projects, rejected } = await readTables({
      project: [grace, locard, again],
      organization: [lead],
    });
    expect(reasonsOf(rejected)).to.have.members(['4 id projectTwiceInDoubt', '2 id projectTwiceInDoubt']);
    expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['832735']);
    const pointed = { ...grace, totalCost: '6823512.5' };
    const same = await readTables({ project: [grace, pointed] });
    expect(reasonsOf(same.rejected)).to.deep.equal(['3 id projectTwice']);
  });

  it('is a participation of a project the file does not have', async () => {
    const { rejected, organisations } = await readTables({
      project: [grace],
      organization: [{ ...lead, projectID: '111111' }],
    });
    expect(rejected[0]).to.deep.include({ noun: 'organisation', name: 'ENGINEERING AND RESEARCH' });
    expect(reasonsOf(rejected)).to.deep.equal(['2 projectID projectUnknown']);
    expect(organisations).to.deep.equal([]);
  });

  it('is a participation in no country, with no role or with no amount; the others stay', async () => {
    const { projects, rejected } = await readTables({
      project: [grace],
      organization: [
        lead,
        { ...partner, country: 'RIA' },
        { ...partner, role: '25' },
        { ...partner, ecContribution: 'FR' },
        { ...partner, role: 'coordinator' },
      ],
    });
    expect(reasonsOf(rejected)).to.deep.equal([
      '3 country unknownCountry',
      '4 role unknownRole',
      '5 ecContribution notAnAmount',
      '6 role secondCoordinator',
    ]);
    expect(rejected.every(({ noun }) => noun === 'organisation')).to.equal(true);
    expect(projects[0]?.values['participants']).to.have.length(1);
    expect(projects[0]?.incomplete).to.include('participants');
    expect(warningsOf(projects)).to.deep.equal(['null participantsLacking']);
    expect(projects[0]?.warnings[0]?.problem.values).to.deep.equal({ count: 4, of: 5 });
  });
});

describe('A text that does not fit', () => {
  it('leaves an optional field as it is, with a warning', async () => {
    const project = await projectWith({ objective: 'x'.repeat(32_768), acronym: 'A'.repeat(121) });
    expect(project?.values).to.not.have.any.keys('objective', 'acronym');
    expect(warningsOf([project!])).to.deep.equal(['acronym tooLongLeftOut', 'objective tooLongLeftOut']);
  });

  it('has a blank for a character that cannot be shown, with a warning', async () => {
    const project = await projectWith({ title: 'One\u001atwo' });
    expect(project?.values['title']).to.equal('One two');
    expect(warningsOf([project!])).to.deep.equal(['title controlCharacters']);
  });
});
