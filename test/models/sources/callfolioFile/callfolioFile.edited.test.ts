import { expect } from 'chai';
import { projects } from '../../../../models/projects/projects.ts';
import type { Incoming } from '../../../../models/sources/contract/incoming.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import type { SourceFile } from '../../../../models/sources/contract/table.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject } from '../../../support/factories.ts';
import {
  changed,
  csvFile,
  exportsOf,
  participantsOf,
  readOwn,
  sheetsOf,
  withoutColumns,
  workbookOf,
} from '../../../support/ownFiles.ts';
import { readAll } from '../../../support/sourceFile.ts';

describe('A workbook of callfolio, edited', () => {
  useDatabase();

  const bookOf = async (over: object = {}) => {
    await addProgramme({ code: 'ONE' });
    const project = await addProject({
      programme: 'ONE',
      grantAgreement: '883341',
      acronym: 'GRACE',
      title: 'Title',
      startsOn: '2020-06-01',
      euContribution: '1.5',
      participants: [
        { name: 'First', pic: '999999999', role: 'coordinator' },
        { name: 'Second', euContribution: '2' },
      ],
      ...over,
    });
    return { project, sheets: await sheetsOf(await exportsOf(projects).xlsx()) };
  };
  const onlyOf = async (file: SourceFile): Promise<Incoming> => {
    const { own, rejected } = await readOwn(file);
    expect(rejected).to.deep.equal([]);
    expect(own).to.have.length(1);
    return own[0] as Incoming;
  };

  it('takes days and amounts as people and programs write them', async () => {
    const { sheets } = await bookOf();
    const read = async (heading: string, text: string) =>
      (await onlyOf(workbookOf(changed(sheets, 'Projects', 1, heading, text)))).values;
    for (const text of [
      '2018-03-06',
      '2018-03-06 00:00:00',
      '6/3/2018',
      '06-03-2018',
      '6.3.2018',
      '6 mrt 2018',
      '6 Mar 2018',
      '6 maart 2018',
    ])
      expect((await read('Starts on', text))['startsOn'], text).to.include({ value: '2018-03-06' });
    expect((await read('Starts on', 'March 2018'))['startsOn']).to.include({ value: '2018-03' });
    expect((await read('Starts on', '2018'))['startsOn']).to.include({ value: '2018' });
    for (const text of ['577675.77', '577.675,77', '€ 577 675,77', '577675.7700000001'])
      expect((await read('EU contribution', text))['euContribution'], text).to.equal(57_767_577);
  });

  it('takes labels in either language, in any case, and the codes', async () => {
    const { sheets } = await bookOf();
    for (const text of ['In the portfolio', 'in de portefeuille', 'IN']) {
      const { values } = await onlyOf(workbookOf(changed(sheets, 'Projects', 1, 'Scope', text)));
      expect(values['scope'], text).to.equal('in');
    }
  });

  it('does not state what has no column, and empties what has an empty cell', async () => {
    const { sheets } = await bookOf();
    const rows = withoutColumns(sheets['Projects'] ?? [], ['Title', 'Programme']);
    const file = workbookOf(changed({ ...sheets, Projects: rows }, 'Projects', 1, 'Starts on', ''));
    const { values } = await onlyOf(file);
    expect(values).to.not.have.any.keys('title', 'programme');
    expect(values['startsOn']).to.equal(null);
    const { Participants: _none, ...fewer } = sheets;
    expect((await onlyOf(workbookOf(fewer))).values).to.not.have.property('participants');
  });

  it('takes columns and rows in any order', async () => {
    const { sheets } = await bookOf();
    await addProject({ acronym: 'OTHER', participants: [{ name: 'Third' }] });
    const both = await sheetsOf(await exportsOf(projects).xlsx());
    const turned = Object.fromEntries(
      Object.entries(both).map(([name, [head = [], ...rows]]) => [
        name,
        [head, ...rows.toReversed()].map(cells => cells.toReversed()),
      ]),
    );
    const { own, rejected } = await readOwn(workbookOf(turned));
    expect(rejected).to.deep.equal([]);
    const grace = own.find(one => one.values['acronym'] === 'GRACE');
    expect(participantsOf(grace).map(({ name }) => name)).to.deep.equal(['Second', 'First']);
    expect(sheets).to.have.property('Projects');
  });

  it('refuses a row with its column, value and reason, and takes the others', async () => {
    await bookOf();
    await addProject({ acronym: 'ZOTHER' });
    const sheets = await sheetsOf(await exportsOf(projects).xlsx());
    let edited = changed(sheets, 'Projects', 1, 'EU contribution', '1.234');
    edited = changed(edited, 'Projects', 1, 'Ends on', '2020-02-30');
    const { own, rejected } = await readOwn(workbookOf(edited));
    expect(own.map(one => one.values['acronym'])).to.deep.equal(['ZOTHER']);
    const [one] = rejected;
    expect(one).to.include({ noun: 'project', name: '883341' });
    expect(one?.rejected.map(({ column, value, problem }) => [column, value, problem.key])).to.deep.equal([
      ['Ends on', '2020-02-30', 'problems.day.base'],
      ['EU contribution', '1.234', 'problems.money.ambiguous'],
    ]);
  });

  it('leaves a list alone of which a row is refused, and says where', async () => {
    const { sheets } = await bookOf();
    const { own, rejected } = await readOwn(workbookOf(changed(sheets, 'Participants', 1, 'PIC', '12')));
    expect(rejected.map(({ noun, where, name }) => [noun, where.table, where.row, name])).to.deep.equal([
      ['organisation', 'Participants', 2, 'First'],
    ]);
    expect(own[0]?.incomplete).to.deep.equal(['participants']);
    expect(participantsOf(own[0]).map(({ name }) => name)).to.deep.equal(['Second']);
    expect(own[0]?.warnings.map(({ problem }) => problem.key)).to.deep.equal(['importTable.itemRefused']);
  });

  it('leaves a list alone whose sheet lacks columns', async () => {
    const { sheets } = await bookOf();
    const { values, incomplete, warnings } = await onlyOf(
      workbookOf({ ...sheets, Participants: withoutColumns(sheets['Participants'] ?? [], ['PIC', 'Role']) }),
    );
    expect(values['participants']).to.have.length(2);
    expect(incomplete).to.deep.equal(['participants']);
    expect(warnings[0]?.problem.values?.['columns']).to.equal('PIC, Role / Rol');
  });

  it('takes new rows without id, their items by name, and asks for what a record needs', async () => {
    const { sheets } = await bookOf();
    const head = sheets['Projects']?.[0] ?? [];
    const line = (cells: Record<string, string>) => head.map(heading => cells[heading] ?? '');
    const items = sheets['Participants']?.[0] ?? [];
    const item = (cells: Record<string, string>) => items.map(heading => cells[heading] ?? '');
    const { own, rejected } = await readOwn(
      workbookOf({
        ...sheets,
        Projects: [
          ...(sheets['Projects'] ?? []),
          line({ Acronym: 'NEW', Title: 'New', Programme: 'ONE' }),
          line({ Acronym: 'UNTITLED' }),
          line({ Acronym: 'TWICE', Title: 'a' }),
          line({ Acronym: 'TWICE', Title: 'b' }),
        ],
        Participants: [
          ...(sheets['Participants'] ?? []),
          item({ Project: 'new', Name: 'Of the new' }),
          item({ Project: 'nobody', Name: 'Of none' }),
          item({ Project: 'TWICE', Name: 'Of which' }),
        ],
      }),
    );
    const made = own.find(one => one.values['acronym'] === 'NEW');
    expect(made).to.not.have.property('own');
    expect(made?.values).to.not.have.any.keys('kind', 'scope');
    expect(participantsOf(made)[0]).to.include({
      name: 'Of the new',
      pic: null,
    });
    expect(
      rejected
        .map(one => [one.name, one.rejected[0]?.problem.key])
        .toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ).to.deep.equal([
      ['nobody', 'importTable.noRecord'],
      ['TWICE', 'importTable.severalRecords'],
      ['UNTITLED', 'importTable.missing'],
    ]);
  });

  it('refuses a row without its version, and an id that is there twice', async () => {
    const { sheets } = await bookOf();
    const unversioned = await readOwn(workbookOf(changed(sheets, 'Projects', 1, 'Version', 'x')));
    expect(unversioned.rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.version');
    const [head = [], row = []] = sheets['Projects'] ?? [];
    const twice = await readOwn(workbookOf({ ...sheets, Projects: [head, row, row] }));
    expect(twice.own).to.have.length(1);
    expect(twice.rejected[0]?.rejected[0]?.problem).to.deep.include({ key: 'importTable.idTwice' });
  });

  it('keeps a text that was too long for its cell', async () => {
    const { sheets } = await bookOf();
    const text = `${'x'.repeat(32_763)} […]`;
    const { values, warnings } = await onlyOf(workbookOf(changed(sheets, 'Projects', 1, 'Objective', text)));
    expect(values).to.not.have.property('objective');
    expect(warnings.map(({ problem }) => problem.key)).to.deep.equal(['importTable.cut']);
  });

  it('gives the organisations and calls its projects name once, after them', async () => {
    await bookOf({ participants: [{ name: 'Same', country: 'BE' }] });
    await addProject({ participants: [{ name: 'SAME', country: 'BE' }] });
    const { organisations: named } = await readAll(
      ownSource,
      workbookOf(await sheetsOf(await exportsOf(projects).xlsx())),
    );
    expect(named).to.have.length(1);
    expect(named[0]).to.include({ isNamedOnly: true });
  });
});

describe('A CSV file of callfolio, edited', () => {
  useDatabase();

  const csvWith = async (days: readonly string[]) => {
    for (const day of days) await addProject({ acronym: day.replaceAll('/', '-'), startsOn: '2020-06-01' });
    const lines = (await exportsOf(projects).csv()).split('\r\n');
    return lines.map((line, at) => line.replace('2020-06-01', days[at - 1] ?? '')).join('\r\n');
  };
  const daysOf = async (text: string) => {
    const { own, rejected } = await readOwn(csvFile(text));
    return [
      ...own.map(one => (one.values['startsOn'] as { value: string }).value),
      ...rejected.map(one => one.rejected[0]?.problem.key),
    ];
  };

  it('reads days that a spreadsheet rewrote only where their order is clear', async () => {
    const text = await csvWith(['1/3/2018', '2/3/2018']);
    expect(await daysOf(text)).to.deep.equal(['importTable.dayOrder', 'importTable.dayOrder']);
    expect(await daysOf(text.replace('2/3/2018', '3/20/2018'))).to.deep.equal(['2018-01-03', '2018-03-20']);
    expect(await daysOf(text.replace('2/3/2018', '20/3/2018'))).to.deep.equal(['2018-03-01', '2018-03-20']);
  });

  it('refuses a row with more or fewer cells than the header', async () => {
    await addProject({ acronym: 'A' });
    const text = await exportsOf(projects).csv();
    const { own, rejected } = await readOwn(csvFile(text.replace(',grant,', ',grant,,')));
    expect(own).to.deep.equal([]);
    expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.cellCount');
  });

  it('refuses a list that is no JSON any more', async () => {
    await addProject({ acronym: 'A', documents: [{ title: 'D', url: 'https://example.org' }] });
    const text = (await exportsOf(projects).csv()).replace('[{""title""', '[{""title');
    const { rejected } = await readOwn(csvFile(text));
    expect(rejected[0]?.rejected[0]?.problem.key).to.equal('importTable.notJson');
  });
});
