import { expect } from 'chai';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import type { Mapping } from '../../../../models/sources/contract/incoming.ts';
import { mappableFields, proposeMapping } from '../../../../models/sources/anyTable/proposeMapping.ts';
import { misfitsOf, notKept, readAll, sourceFileOf, tableOf } from '../../../support/sourceFile.ts';

const head = ['Nr', 'Naam', 'Begin', 'Bedrag', 'Partner', 'Land', 'Rol'];
const mapping: Mapping = {
  noun: 'project',
  columns: {
    Nr: 'grantAgreement',
    Naam: 'title',
    Begin: 'startsOn',
    Bedrag: 'euContribution',
    Partner: 'participants.name',
    Land: 'participants.country',
    Rol: 'participants.role',
  },
  fixed: { programme: 'ISFP' },
  decimal: ',',
  dayOrder: 'monthFirst',
};
const readWith = (rows: string[][], over: Partial<Mapping> = {}, columns = head) =>
  readAll(tableSource, sourceFileOf([tableOf('list.csv', [columns, ...rows])], 'csv'), {
    mapping: { ...mapping, ...over },
  });
const participantsIn = (values: Readonly<Record<string, unknown>> | undefined) =>
  (values?.['participants'] ?? []) as { name: string }[];
const namesOf = (values: Readonly<Record<string, unknown>> | undefined) =>
  participantsIn(values).map(({ name }) => name);

describe('Any table with a mapping', () => {
  it('keeps addresses and contact persons only where a setting allows it', async () => {
    const file = sourceFileOf([
      tableOf('list.csv', [
        ['Name', 'Address'],
        ['Institute', 'Street 1'],
      ]),
    ]);
    const columns = { Name: 'name', Address: 'contact' };
    const own: Mapping = { ...mapping, noun: 'organisation', columns, fixed: {} };
    for (const keepsPersonalData of [false, true]) {
      const { organisations } = await readAll(tableSource, file, { mapping: own, keepsPersonalData });
      const expected = { name: 'Institute', ...(keepsPersonalData && { contact: 'Street 1' }) };
      expect(organisations.map(({ values }) => values)).to.deep.equal([expected]);
    }
  });

  it('gives the fields it is mapped to, in the notation the mapping says', async () => {
    const { projects, rejected } = await readWith([
      ['1', 'One', '3/6/2018', '1.234', 'Police', 'EL', 'Coordinator'],
    ]);
    expect(rejected).to.deep.equal([]);
    const [one] = projects;
    expect(one && misfitsOf(one)).to.deep.equal([]);
    expect(one?.values).to.deep.include({
      grantAgreement: '1',
      title: 'One',
      programme: 'ISFP',
      euContribution: 123_400,
    });
    expect(one?.values['startsOn']).to.include({ value: '2018-03-06' });
    expect(participantsIn(one?.values)[0]).to.include({
      name: 'Police',
      country: 'GR',
      role: 'coordinator',
      pic: null,
      isWithheld: false,
    });
  });

  it('joins the rows of one project wherever they stand', async () => {
    const { projects, organisations } = await readWith([
      ['1', 'One', '', '', 'A', 'BE', ''],
      ['2', 'Two', '', '', 'B', '', ''],
      ['1', 'One', '', '', 'C', '', ''],
      ['1', 'One', '', '', '', '', ''],
      ['', 'No number', '', '', 'A', 'BE', ''],
    ]);
    expect(projects.map(({ values }) => [values['title'], namesOf(values)])).to.deep.equal([
      ['Two', ['B']],
      ['One', ['A', 'C']],
      ['No number', ['A']],
    ]);
    expect(organisations.map(({ values }) => values['name'])).to.have.members(['A', 'B', 'C']);
  });

  it('refuses a project whose rows say different things of it, as a whole', async () => {
    const { projects, rejected } = await readWith([
      ['1', 'One', '2018', '', 'A', '', ''],
      ['1', 'One', '2019', '', 'B', '', ''],
    ]);
    expect(rejected[0]?.rejected.map(({ column, problem }) => [column, problem.key])).to.deep.equal([
      [null, 'importTable.partnersRefused'],
      ['Begin', 'importTable.differs'],
    ]);
    expect(projects).to.deep.equal([]);
  });

  it('refuses what it cannot read with column, value and reason, and takes the rest', async () => {
    const { projects, rejected } = await readWith([
      ['1', 'One', '31/31/2018', '12,34.5', 'A', 'Nowhere', 'boss'],
      ['', '', '', '3', '', '', ''],
      ['3', 'Three', '', '', '', 'BE', ''],
      ['4', 'Four', '', '', 'A', '', '', 'more'],
      ['5', 'Five', '', '', 'A', '', ''],
    ]);
    expect(projects.map(({ values }) => values['grantAgreement'])).to.deep.equal(['5']);
    expect(rejected.map(one => one.rejected.map(({ problem }) => problem.key))).to.deep.equal([
      ['problems.day.base', 'problems.money.notANumber', 'problems.country.base', 'problems.any.only'],
      ['importTable.missing'],
      ['importTable.missing'],
      ['importTable.cellCount'],
    ]);
  });

  it('names the columns and sheets it does not read, and refuses a file it has no mapping for', async () => {
    const other = tableOf('Other', [['x'], ['1']]);
    const file = sourceFileOf([tableOf('List', [[...head, 'Extra'], []]), other], 'xlsx');
    expect(tableSource.unused(file, { ...notKept, mapping })).to.deep.equal([
      { table: 'List', column: 'Extra' },
      { table: 'Other', column: null },
    ]);
    const named = { mapping: { ...mapping, columns: { ...mapping.columns, Amount: 'totalCost' } } };
    const without = await readAll(tableSource, file, named);
    expect(without.read).to.have.length(1);
    expect(without.rejected[0]?.rejected[0]).to.deep.include({ column: 'Amount' });
    expect(without.rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.noColumn');
    const own: Mapping = { ...mapping, noun: 'organisation', columns: { Nr: 'name', Naam: 'contact' } };
    const lostIn = (keepsPersonalData: boolean) =>
      tableSource.unused(file, { keepsPersonalData, mapping: own }).filter(({ why }) => why === 'personal');
    expect(lostIn(false)).to.deep.equal([{ table: 'List', column: 'Naam', why: 'personal' }]);
    expect(lostIn(true)).to.deep.equal([]);
    expect(await tableSource.recognises(file)).to.equal(false);
    const { rejected } = await readAll(tableSource, file);
    expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.noMapping');
  });
});

describe('The mapping that is proposed', () => {
  it('knows the short headings of lists that people keep', () => {
    expect(
      proposeMapping(['Grant no.', 'Short name', 'Project title', 'Max EU grant']).columns,
    ).to.deep.equal({
      'Grant no.': 'grantAgreement',
      'Short name': 'acronym',
      'Project title': 'title',
      'Max EU grant': 'euContribution',
    });
  });

  it('proposes no amount for a heading in another currency, or in thousands', () => {
    for (const heading of [
      'Total budget (GBP)',
      'Total budget (million)',
      'Total budget (k€)',
      'Total budget %',
    ])
      expect(proposeMapping([heading], 'project').columns).to.deep.equal({ [heading]: null });
    const plain = 'Total budget (€)';
    expect(proposeMapping([plain], 'project').columns).to.deep.equal({ [plain]: 'totalCost' });
  });

  it('takes a number alone for that of the project, never for that of an amendment', () => {
    expect(proposeMapping(['Nummer', 'Naam van het project', 'Begin', 'Einde']).columns).to.deep.equal({
      Nummer: 'grantAgreement',
      'Naam van het project': 'title',
      Begin: 'startsOn',
      Einde: 'endsOn',
    });
    expect(proposeMapping(['Number', 'Acronym'], 'project').columns['Number']).to.equal('grantAgreement');
  });

  it('finds fields by key, by label in both languages, and by what people call them', () => {
    const { noun, columns } = proposeMapping([
      'Project_Number',
      'ACRONIEM',
      'Project title',
      'EU Contribution (€)',
      'Startdatum',
      'endsOn',
      'Participant Legal Name',
      'Participants: Country',
      'Whatever',
    ]);
    expect(noun).to.equal('project');
    expect(columns).to.deep.equal({
      Project_Number: 'grantAgreement',
      ACRONIEM: 'acronym',
      'Project title': 'title',
      'EU Contribution (€)': 'euContribution',
      Startdatum: 'startsOn',
      endsOn: 'endsOn',
      'Participant Legal Name': 'participants.name',
      'Participants: Country': 'participants.country',
      Whatever: null,
    });
  });

  it('tells calls and organisations from projects, and keeps to the noun a person chose', () => {
    expect(proposeMapping(['Topic identifier', 'Budget', 'Deadline model', 'Titel']).noun).to.equal('call');
    expect(proposeMapping(['Naam', 'PIC', 'Korte naam', 'Land']).noun).to.equal('organisation');
    expect(proposeMapping(['PIC', 'Land'], 'project').columns).to.deep.equal({
      PIC: 'participants.pic',
      Land: 'participants.country',
    });
  });

  it('proposes only fields that can be mapped, each once', () => {
    for (const noun of ['project', 'call', 'organisation'] as const) {
      const fields = mappableFields(noun);
      const keys = fields.map(({ key }) => key);
      const { columns } = proposeMapping([...keys, ...fields.map(({ label }) => label.nl)], noun);
      const found = Object.values(columns).filter(key => key !== null);
      expect(new Set(found).size).to.equal(found.length);
      for (const key of keys) expect(columns[key], key).to.equal(key);
    }
  });
});
