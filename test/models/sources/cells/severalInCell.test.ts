import { expect } from 'chai';
import { projects } from '../../../../models/projects/projects.ts';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import { readCell } from '../../../../models/sources/cells/cellValue.ts';
import { cordisOld } from '../../../../models/sources/cordis/cordisOld.ts';
import { home } from '../../../../models/sources/home/home.ts';
import type { Mapping, Read } from '../../../../models/sources/contract/incoming.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { maySeveral, severalIn } from '../../../../models/sources/cells/severalInCell.ts';
import { organisationFields } from '../../../../models/organisations/organisationFields.ts';
import { grace, lead, readTables } from '../../../support/cordis.ts';
import { cpuOf, fairCost } from '../../../support/cost.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject } from '../../../support/factories.ts';
import { changed, exportsOf, jsonFile, sheetsOf, workbookOf } from '../../../support/ownFiles.ts';
import { readAll, recordsTable, sourceFileOf, tableOf, valuesTable } from '../../../support/sourceFile.ts';

const several = [
  'Org D; Org E',
  'Org D;Org E;',
  'Org D\nOrg E',
  'Org D\r\n\r\nOrg E',
  'Org D | Org E',
  'Org D|Org E',
  '• Org D • Org E',
  '- Org D\n- Org E',
  '1. Org D 2. Org E',
  '1) Org D\n2) Org E',
  '(1) Org D, (2) Org E',
  '["Org D","Org E"]',
  'a) Org D b) Org E',
  'Org D<br>Org E',
  'Org D\tOrg E',
  'Org D // Org E',
  'Org D； Org E',
  'Org D S.p.A.; in liquidazione; Org E',
];
const one = [
  'Org D',
  'Org D;',
  'Ministry of Interior / European & Development Programmes Agency',
  'AT&amp;T Global Services',
  'Institute of Physics, Chemistry and Biology',
  'Org D S.p.A. in liquidazione',
  '1. FC Example',
  'Example 2.0',
  '- Org D',
  '[Org D]',
  'Org D http://example.org',
  'Institute a) of Examples',
];

/** The organisations that were made of a cell with both names. */
const mergedIn = (read: readonly Read[]): string[] =>
  read.flatMap(each => {
    if (!('values' in each) || each.noun !== 'organisation') return [];
    const name = String(each.values['name']);
    return name.includes('Org D') && name.includes('Org E') ? [name] : [];
  });

describe('Several names in one cell', () => {
  it('are told from one name, whatever separates them', () => {
    for (const text of several)
      expect(severalIn(text), text).to.satisfy((found: string[]) => found.length > 1);
    for (const text of one) expect(severalIn(text), text).to.equal(null);
    expect(severalIn('1. Org D 2. Org E')).to.deep.equal(['Org D', 'Org E']);
    expect(severalIn('• Org D • Org E')).to.deep.equal(['Org D', 'Org E']);
  });

  it('are worth a look where commas or strokes may separate them', () => {
    for (const text of ['Org D, Org E', 'Org D / Org E', 'Org D, Ltd, Org E'])
      expect(maySeveral(text), text).to.equal(true);
    for (const text of ['Org D, Ltd.', 'Org D, a.s.', 'Org D, S.A.', 'Org D'])
      expect(maySeveral(text), text).to.equal(false);
  });

  it('are looked for at a small cost, however long the text is', async () => {
    const text = '1. a, '.repeat(100_000);
    const cost = async () =>
      cpuOf(() => {
        for (let time = 0; time < 20; time += 1) severalIn(text);
      });
    expect(await fairCost(500, cost)).to.be.lessThan(500);
  });
});

describe('A table with several partners in one cell', () => {
  const mapping: Mapping = {
    noun: 'project',
    columns: {
      No: 'grantAgreement',
      Name: 'title',
      Call: 'call',
      Partner: 'participants.name',
      Land: 'participants.country',
      Rol: 'participants.role',
    },
    fixed: { programme: 'ISFP' },
    decimal: ',',
    dayOrder: 'dayFirst',
  };
  const read = async (...rows: string[][]) =>
    readAll(
      tableSource,
      sourceFileOf([tableOf('list.xlsx', [Object.keys(mapping.columns), ...rows])], 'xlsx'),
      { mapping },
    );
  const reasons = ({ rejected }: Awaited<ReturnType<typeof read>>) =>
    rejected.flatMap(({ rejected: all }) =>
      all.map(({ column, problem }) => `${column} ${problem.key.split('.')[1]}`),
    );

  it('makes neither the project nor an organisation, and says how to go on', async () => {
    for (const text of several) {
      const found = await read(['L1', 'A project', '', text, '', ''], ['L2', 'Another', '', 'Org F', '', '']);
      expect(mergedIn(found.read), text).to.deep.equal([]);
      expect(found.projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['L2']);
      expect(reasons(found)).to.deep.equal(['Partner severalInCell']);
    }
  });

  it('and what looks for merged partners finds them where a cell is only read', () => {
    const naive = several.flatMap((text): Read[] => {
      const cell = readCell(organisationFields.name, text, mapping);
      const where = { table: 'list.xlsx', row: 2 };
      return 'value' in cell
        ? [{ noun: 'organisation', where, values: { name: cell.value }, statedOn: null, warnings: [] }]
        : [];
    });
    expect(mergedIn(naive)).to.have.length(several.length);
  });

  it('takes one name as it is, and warns where it may be several', async () => {
    for (const text of one) {
      const { rejected, organisations } = await read(['L1', 'A project', '', text, '', '']);
      expect(rejected, text).to.deep.equal([]);
      expect(organisations).to.have.length(1);
    }
    const {
      projects: [taken],
    } = await read(['L1', 'A project', '', 'Org D, Org E', '', '']);
    expect(taken?.warnings.map(({ problem }) => problem.key)).to.deep.equal(['importTable.maySeveral']);
  });

  it('says the same of lists of countries, roles, calls and numbers', async () => {
    expect(reasons(await read(['L1', 'A', '', 'Org D', 'NL; BE', '']))).to.deep.equal(['Land severalInCell']);
    expect(reasons(await read(['L1', 'A', '', 'Org D', 'NL, BE', 'Coordinator\nPartner']))).to.deep.equal([
      'Land severalInCell',
      'Rol severalInCell',
    ]);
    expect(reasons(await read(['L1', 'A', '', 'Org D', 'NL, nowhere', '']))).to.deep.equal([
      'Land country.base'.replace('country.base', 'country'),
    ]);
    expect(reasons(await read(['L1', 'A', 'CALL-1; CALL-2', '', '', '']))).to.deep.equal([
      'Call severalForOne',
    ]);
    expect(reasons(await read(['L1; L2', 'A', '', '', '', '']))).to.deep.equal(['No severalForOne']);
  });

  it('also in a list of organisations, and of JSON', async () => {
    const own: Mapping = { ...mapping, noun: 'organisation', columns: { Name: 'name' }, fixed: {} };
    const table = tableOf('list.xlsx', [['Name'], ['Org D; Org E'], ['Org F']]);
    const { organisations, rejected } = await readAll(tableSource, sourceFileOf([table], 'xlsx'), {
      mapping: own,
    });
    expect(organisations.map(({ values }) => values['name'])).to.deep.equal(['Org F']);
    expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.severalInCell');
  });
});

describe('Several partners in one cell of another source', () => {
  useDatabase();

  it('of CORDIS are refused where no PIC tells that they are one', async () => {
    const row = { ...lead, name: 'Org D; Org E' };
    const refused = await readTables({ project: [grace], organization: [{ ...row, organisationID: '' }] });
    expect(mergedIn(refused.read)).to.deep.equal([]);
    expect(refused.rejected[0]?.rejected[0]?.problem.key).to.equal('importSource.severalNames');
    expect((await readTables({ project: [grace], organization: [row] })).organisations).to.have.length(1);
  });

  it('of CORDIS until 2021 and of DG HOME are refused where they stand on lines or bars', async () => {
    const old = (over: object) => {
      const row = {
        rcn: '1',
        id: '883341',
        acronym: 'A',
        status: 'SIGNED',
        title: 'A',
        frameworkProgramme: 'H2020',
        call: 'H2020-SU',
        coordinator: 'Org A',
        coordinatorCountry: 'NL',
        participants: 'Org B;Org C',
        participantCountries: 'NL',
        ...over,
      };
      return readAll(cordisOld, sourceFileOf([recordsTable('projects.csv', [row])]));
    };
    expect((await old({})).rejected).to.deep.equal([]);
    for (const over of [{ participants: 'Org B;Org D\nOrg E' }, { coordinator: 'Org D; Org E' }]) {
      const { rejected, read } = await old(over);
      expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importSource.severalNames');
      expect(mergedIn(read)).to.deep.equal([]);
    }
    const row = {
      'Project Call Id': 'ISFP-2017-AG',
      'Project Number': '821966',
      'Project Title': 'A',
      'Participant Legal Name': 'Org D\nOrg E',
      'Participant Role': 'COORDINATOR',
      'Participant LE Country Code': 'NL',
    };
    const ofHome = await readAll(home, sourceFileOf([recordsTable('Projects', [row])], 'xlsx'));
    expect(ofHome.rejected[0]?.rejected[0]?.problem.key).to.equal('importSource.severalNames');
  });

  it('of a file of ours are refused where they are new, and warned of where they were exported so', async () => {
    const item = {
      id: null,
      version: null,
      programme: 'ISFP',
      title: 'A',
      participants: [{ name: 'Org D; Org E' }],
    };
    const made = await readAll(ownSource, jsonFile(JSON.stringify({ items: [item] })));
    expect(made.rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.severalInCell');
    const organisation = { id: null, version: null, name: 'Org D | Org E', pic: null, country: null };
    const list = sourceFileOf([valuesTable('organisations.json', [organisation])], 'json');
    expect((await readAll(ownSource, list)).rejected).to.have.length(1);
    await addProgramme({ code: 'ISFP' });
    await addProject({
      programme: 'ISFP',
      title: 'A',
      participants: [{ name: 'Org D; Org E' }, { name: 'Org F' }],
    });
    const sheets = await sheetsOf(await exportsOf(projects).xlsx());
    const kept = await readAll(ownSource, workbookOf(sheets));
    expect(kept.rejected).to.deep.equal([]);
    expect(kept.projects[0]?.warnings.map(({ problem }) => problem.key)).to.deep.equal([
      'importTable.severalKept',
    ]);
    const anew = await readAll(ownSource, workbookOf(changed(sheets, 'Participants', 1, 'Id', '')));
    expect(anew.rejected.map(({ rejected: [first] }) => first?.problem.key)).to.include(
      'importTable.severalInCell',
    );
  });
});
