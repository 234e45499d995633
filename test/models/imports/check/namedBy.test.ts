import { expect } from 'chai';
import { calls } from '../../../../models/calls/call.ts';
import { selectRows } from '../../../../models/imports/check/selectRows.ts';
import type { Import } from '../../../../models/imports/import.ts';
import { namedByTaken, type NamedByTaken } from '../../../../models/imports/check/namedBy.ts';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import type { Incoming, Mapping, Read } from '../../../../models/sources/contract/incoming.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { portal } from '../../../../models/sources/portal/portal.ts';
import { grace, lead, locard, partner } from '../../../support/cordis.ts';
import { apply, check, checkOf, sumsUp } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject } from '../../../support/factories.ts';
import { changed, exportsOf, jsonFile, project, sheetsOf, workbookOf } from '../../../support/ownFiles.ts';
import { csvTable, readAll, sourceFileOf, valuesTable } from '../../../support/sourceFile.ts';
import { usualSettings } from '../../../support/imports.ts';

const mapping: Mapping = {
  noun: 'project',
  columns: {
    No: 'grantAgreement',
    Name: 'title',
    Programme: 'programme',
    Call: 'call',
    Partner: 'participants.name',
    Country: 'participants.country',
  },
  fixed: {},
  decimal: ',',
  dayOrder: 'dayFirst',
};
const tableWith = (...rows: string[]) =>
  sourceFileOf([csvTable('list.csv', ['No;Name;Programme;Call;Partner;Country', ...rows].join('\n'))], 'csv');
const mixed = () =>
  tableWith(
    'O1;Of an unknown programme;NONE;CALL-OF-NOBODY;Org of nobody;NL',
    'O2;Of one that is there;ISFP;CALL-OF-TWO;Org of both;NL',
    'O1;Of an unknown programme;NONE;CALL-OF-NOBODY;Org of both;NL',
  );
const namesOf = async () =>
  (await organisations.current.find({}).sort({ name: 1 }).lean<{ name: string }[]>()).map(({ name }) => name);
const callsThere = async () =>
  (await calls.current.find({}).lean<{ identifier: string }[]>()).map(({ identifier }) => identifier);
const problemsIn = async ({ id }: Import) =>
  (await rowsCollection().find({ importId: id, outcome: 'rejected' }).sort({ seq: 1 }).toArray()).map(
    ({ where, problems }) => [where.row, ...problems.map(({ problem }) => problem.key)],
  );

describe('What only refused rows name', () => {
  useDatabase();
  beforeEach(async () => {
    await addProgramme({ code: 'ISFP' });
    await addProgramme({ code: 'H2020' });
  });

  it('is not made of a table: no organisation, no call', async () => {
    const applied = await apply(await checkOf(mixed(), tableSource, { mapping }));
    expect(applied.counts.project).to.include({ read: 2, created: 1, rejected: 1 });
    expect(applied.counts.organisation).to.include({ read: 1, created: 1 });
    expect(await namesOf()).to.deep.equal(['Org of both']);
    expect(await callsThere()).to.deep.equal(['CALL-OF-TWO']);
    expect(sumsUp(applied)).to.equal(true);
  });

  it('is not made of CORDIS, also where a part of the file was chosen', async () => {
    const refused = { ...locard, frameworkProgramme: 'NONE' };
    const shifted = { ...locard, id: '773772', startDate: '2018-13-45' };
    const tables = {
      project: [grace, refused, shifted],
      organization: [
        lead,
        { ...partner, projectID: '832735', organisationID: '999999991', name: 'OF THE REFUSED' },
        { ...partner, projectID: '773772', organisationID: '999999992', name: 'OF THE SHIFTED' },
      ],
    };
    for (const selection of [
      usualSettings.selection,
      { ...usualSettings.selection, keywords: ['exploitation'] },
    ]) {
      const applied = await apply(await check(tables, { selection }));
      expect(applied.counts.project).to.include({ rejected: 2 });
      expect(await namesOf()).to.deep.equal(['ENGINEERING AND RESEARCH']);
    }
  });

  it('is not made of a file of ours, nor of the portal', async () => {
    const items = [
      project('101', { participants: [{ name: 'Of ours' }] }),
      project('102', { programme: 'NONE', participants: [{ name: 'Of nobody' }] }),
    ];
    await apply(await checkOf(jsonFile(JSON.stringify({ items })), ownSource));
    expect(await namesOf()).to.deep.equal(['Of ours']);
    const metadata = {
      identifier: ['ISF-2027-LATE'],
      title: ['A topic'],
      callIdentifier: ['ISF-2027-NOBODY'],
      callTitle: ['Its call'],
      frameworkProgramme: ['31077817'],
      startDate: ['2026-11-01T00:00:00.000+0000'],
      deadlineDate: ['2026-10-01T00:00:00.000+0000'],
    };
    const results = [{ reference: '1', metadata }];
    const file = sourceFileOf([valuesTable('answer.json', [{ totalResults: 1, results }])], 'json');
    const applied = await apply(await checkOf(file, portal));
    expect(applied.counts.call).to.include({ read: 1, rejected: 1 });
    expect(await callsThere()).to.deep.equal([]);
  });

  it('and the same is made where nobody looks which rows were refused', async () => {
    const everything: NamedByTaken = { ...namedByTaken(), has: () => true };
    const wantedBy = async (named: NamedByTaken) => {
      const choosing = selectRows({ settings: usualSettings }, named);
      const { read } = await readAll(tableSource, mixed(), { mapping });
      const taken: (Read | Incoming)[] = read.flatMap(one => choosing.take(one));
      for (const one of read)
        if ('values' in one && one.noun === 'project' && one.values['programme'] === 'ISFP') named.take(one);
      taken.push(...choosing.rest());
      return taken.flatMap(one =>
        'values' in one && one.noun === 'organisation' ? [String(one.values['name'])] : [],
      );
    };
    expect(await wantedBy(namedByTaken())).to.deep.equal(['Org of both']);
    expect(await wantedBy(everything)).to.have.members(['Org of nobody', 'Org of both']);
  });
});

describe('A record that stands in two rows with other amounts', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  const two = async (amounts: readonly (string | null)[]) => {
    const items = amounts.map((euContribution, at) =>
      project('101', { euContribution, participants: [{ name: `Of row ${at + 1}` }] }),
    );
    items.push(project('102', { euContribution: '7.00' }));
    return apply(await checkOf(jsonFile(JSON.stringify({ items })), ownSource));
  };

  it('is made of neither, nor is what it names', async () => {
    const applied = await two(['1000.00', '500.00']);
    expect(applied.counts.project).to.include({ read: 3, created: 1, rejected: 2 });
    expect(await problemsIn(applied)).to.deep.equal([
      [1, 'imports.twiceInDoubt'],
      [2, 'imports.twiceInDoubt'],
    ]);
    expect(await projects.current.countDocuments({})).to.equal(1);
    expect(await namesOf()).to.deep.equal([]);
    expect(sumsUp(applied)).to.equal(true);
  });

  it('and of the first where both say the same', async () => {
    const applied = await two(['1000.00', '1000.00']);
    expect(await problemsIn(applied)).to.deep.equal([[2, 'imports.twice']]);
    expect(await projects.current.countDocuments({})).to.equal(2);
  });
});

describe('A project of our own workbook of which a partner row is refused', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'ISFP' }));

  const bookWith = async (isNew: boolean, pic: string) => {
    await addProject({
      programme: 'ISFP',
      grantAgreement: 'I1',
      title: 'A project',
      participants: [{ name: 'First' }, { name: 'Second' }, { name: 'Third' }],
    });
    const sheets = await sheetsOf(await exportsOf(projects).xlsx());
    let edited = changed(sheets, 'Participants', 2, 'PIC', pic);
    const put = (...how: [sheet: string, row: number, heading: string, text: string]) => {
      edited = changed(edited, ...how);
    };
    if (isNew) {
      put('Projects', 1, 'Grant agreement', 'I2');
      put('Projects', 1, 'Title', 'A new project');
      for (const heading of ['Id', 'Version']) put('Projects', 1, heading, '');
      for (const row of [1, 2, 3]) {
        put('Participants', row, 'Id', '');
        put('Participants', row, 'Project', 'I2');
      }
    }
    return workbookOf(edited);
  };

  it('stays out where it is new, and says how many', async () => {
    const applied = await apply(await checkOf(await bookWith(true, '12'), ownSource));
    expect(applied.counts.project).to.include({ read: 1, rejected: 1 });
    const row = await rowsCollection().findOne({ importId: applied.id, noun: 'project' });
    expect(row?.problems[0]?.problem).to.deep.equal({
      key: 'imports.itemsRefused',
      values: { count: 1, of: 3 },
    });
    expect(await projects.current.countDocuments({ grantAgreement: 'I2' })).to.equal(0);
  });

  it('keeps the partners it has where it is there, with a warning; and comes whole once it is mended', async () => {
    const kept = await apply(await checkOf(await bookWith(false, '12'), ownSource));
    expect(kept.counts.project).to.include({ read: 1, unchanged: 1 });
    const found = await projects.current.findOne({ grantAgreement: 'I1' }).lean<{ participants: object[] }>();
    expect(found?.participants).to.have.length(3);
    expect(kept.warnings).to.equal(1);
    await projects.current.deleteMany({});
    const mended = await apply(await checkOf(await bookWith(true, '123456789'), ownSource));
    expect(mended.counts.project).to.include({ read: 1, created: 1 });
  });
});
