import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { home } from '../../../../models/sources/home/home.ts';
import {
  misfitsOf,
  notKept,
  readAll,
  reasonsOf,
  recordsTable,
  sourceFileOf,
  tableOf,
} from '../../../support/sourceFile.ts';

type Row = Record<string, string>;
const erin = JSON.parse(readFileSync('test/models/sources/samples/dg-home-row.json', 'utf8')) as Row;
const police: Row = {
  ...erin,
  'Project Call Id': 'ISFP-2017-AG-CYBER',
  'Project Number': '821966',
  'Project Acronym': '4NSEEK',
  'Project PCOCO Email': 'mary.somerville@example.org',
  'Project PCOCO Last Name': 'Somerville',
};
const fileOf = (...rows: Row[]) => sourceFileOf([recordsTable('Projects', rows)], 'xlsx');
const read = async (...rows: Row[]) => readAll(home, fileOf(...rows));
const reasonsFor = async (over: Row) => reasonsOf((await read({ ...police, ...over })).rejected);

describe('The list of projects of DG HOME', () => {
  it('gives a project with days month first, an amount with thousands, and lists aligned by their place', async () => {
    const { projects, rejected } = await read(police);
    expect(rejected).to.deep.equal([]);
    const day = (value: string) => ({ value, from: value, to: value });
    const { objective, participants, ...values } = projects[0]?.values ?? {};
    expect(values).to.deep.equal({
      kind: 'grant',
      programme: 'ISFP',
      grantAgreement: '821966',
      acronym: '4NSEEK',
      title: 'ERIN Network - Action Plan 2016 (AP2016)',
      status: 'SIGNED',
      sourceStatus: 'SIGNED',
      startsOn: day('2018-01-01'),
      endsOn: day('2019-12-31'),
      durationMonths: 24,
      euContribution: 250000000,
      call: { id: '', identifier: 'ISFP-2017-AG-CYBER' },
      keywords: ['ERIN NETWORK - ACTION PLAN 2016 (AP2016)'],
    });
    expect(objective).to.match(/^The European Reintegration Network[^]*\n\nERIN offers/);
    const people = participants as Row[];
    expect(people.map(({ name, role, country }) => [name, role, country])).to.deep.equal([
      ['BUNDESAMT FUR MIGRATION UND FLUCHTLINGE', 'participant', 'DE'],
      ['MINISTERIE VAN JUSTITIE EN VEILIGHEID', 'coordinator', 'NL'],
      ['Ministry of Interior / European & Development Programmes Agency', 'participant', 'GR'],
    ]);
    expect(projects.flatMap(misfitsOf)).to.deep.equal([]);
  });

  it('names the fund by the call, also one that is not known here', async () => {
    const { projects, calls } = await read(erin, police, {
      ...police,
      'Project Number': '101034567',
      'Project Call Id': 'ISF-2021-TF1-AG-CYBER',
    });
    expect(projects.map(({ values }) => values['programme'])).to.deep.equal(['AMIF', 'ISFP', 'ISF-2021']);
    expect(calls.map(({ values, isNamedOnly }) => [values['identifier'], isNamedOnly])).to.deep.equal([
      ['AMIF-2016-AG-IBA-ERIN', true],
      ['ISFP-2017-AG-CYBER', true],
      ['ISF-2021-TF1-AG-CYBER', true],
    ]);
  });

  it('never reads the contact person, whatever the settings say', async () => {
    const { read: all } = await readAll(home, fileOf(police), { keepsPersonalData: true });
    expect(JSON.stringify(all)).to.not.match(/mary|Somerville/i);
    expect(home.unused(fileOf(police), notKept).map(({ column, why }) => [column, why])).to.deep.equal([
      ['Project PCOCO First Name', 'contactPerson'],
      ['Project PCOCO Last Name', 'contactPerson'],
      ['Project PCOCO Email', 'contactPerson'],
    ]);
  });

  it('shows no person in a row that is refused for its shape', async () => {
    const table = tableOf('Projects', [Object.keys(police), [...Object.values(police), 'one more']]);
    const { rejected } = await readAll(home, sourceFileOf([table]));
    expect(reasonsOf(rejected)).to.deep.equal(['2 null cellCount']);
    expect(JSON.stringify(rejected)).to.not.match(/mary|Somerville/i);
  });

  it('takes the dates of a sheet, and headings without "Project"', async () => {
    const row = Object.fromEntries(
      Object.entries({ ...police, 'Project Start Date': '2018-01-01' }).map(([key, value]) => [
        key.replace(/^Project (?=Title|Abstract|Start|End|Duration|Requested|Acronym|Status)/, ''),
        value,
      ]),
    );
    const { projects } = await read(row);
    expect(projects[0]?.values).to.deep.equal((await read(police)).projects[0]?.values);
  });

  it('is known by its columns', async () => {
    expect(await home.recognises(fileOf(police))).to.equal(true);
    expect(await home.recognises(sourceFileOf([tableOf('a', [['Project Number', 'Title']])]))).to.equal(
      false,
    );
  });

  for (const [why, over, reason] of [
    [
      'has lists of different lengths',
      { 'Participant Role': 'COORDINATOR' },
      'Participant Legal Name listsDiffer',
    ],
    ['has a day that is no month first', { 'Project Start Date': '31/1/18' }, 'Project Start Date noSuchDay'],
    ['has words for a day', { 'Project End Date': 'end of 2019' }, 'Project End Date notAMonthFirstDay'],
    ['has no call', { 'Project Call Id': '' }, 'Project Call Id missing'],
    ['has a number for a call', { 'Project Call Id': '779925' }, 'Project Call Id notACall'],
    ['has no number', { 'Project Number': 'TBD' }, 'Project Number notAGrantNumber'],
    [
      'has an unknown country',
      { 'Participant LE Country Code': 'DE;NL;QQ' },
      'Participant LE Country Code unknownCountry',
    ],
    [
      'has two coordinators',
      { 'Participant Role': 'COORDINATOR;COORDINATOR;PARTICIPANT' },
      'Participant Role secondCoordinator',
    ],
    [
      'has words for an amount',
      { 'Project Requested EU Contrib': 'n/a' },
      'Project Requested EU Contrib notAnAmount',
    ],
  ] as [string, Row, string][]) {
    it(`refuses a row that ${why}`, async () => {
      expect(await reasonsFor(over)).to.deep.equal([`2 ${reason}`]);
    });
  }

  it('refuses every row of a project that states other amounts in another row', async () => {
    const column = 'Project Requested EU Contrib';
    const { projects, rejected } = await read(police, erin, { ...police, [column]: '1.00' });
    expect(reasonsOf(rejected)).to.deep.equal([`2 ${column} amountsDiffer`, `4 ${column} amountsDiffer`]);
    expect(projects).to.have.length(1);
  });

  it('refuses a project that stands there twice', async () => {
    expect(reasonsOf((await read(police, police)).rejected)).to.deep.equal(['3 Project Number projectTwice']);
  });
});
