import { expect } from 'chai';
import fc from 'fast-check';
import { tableSource } from '../../../../models/sources/anyTable/anyTable.ts';
import type { Mapping } from '../../../../models/sources/contract/incoming.ts';
import { totalWordsIn } from '../../../../models/sources/cells/totalWords.ts';
import { readAll, sourceFileOf, tableOf } from '../../../support/sourceFile.ts';

const columns = {
  No: 'grantAgreement',
  Short: 'acronym',
  Name: 'title',
  EU: 'euContribution',
  Total: 'totalCost',
  Partner: 'participants.name',
  Country: 'participants.country',
  Start: 'startsOn',
};
const mapping: Mapping = {
  noun: 'project',
  columns,
  fixed: { programme: 'ISFP' },
  decimal: '.',
  dayOrder: 'dayFirst',
};

/** What becomes of the rows: their titles, and of those left out the row and why. */
async function read(rows: readonly (readonly (string | number)[])[], over: Partial<Mapping> = {}) {
  const there = Object.fromEntries(Object.entries(columns).filter(([written]) => rows[0]?.includes(written)));
  const file = sourceFileOf([tableOf('list.csv', rows)], 'csv');
  const { projects, calls, organisations, rejected } = await readAll(tableSource, file, {
    mapping: { ...mapping, columns: there, ...over },
  });
  return {
    titles: projects.map(({ values }) => values['title']),
    calls: calls.map(({ values }) => values['identifier']),
    organisations: organisations.map(({ values }) => values['name']),
    left: rejected.map(one => `${one.where.row} ${one.rejected.map(({ problem }) => problem.key).join()}`),
    warned: projects.flatMap(one => one.warnings.map(({ where, problem }) => `${where.row} ${problem.key}`)),
  };
}
const totalsRow = (row: number) => `${row} importTable.totalsRow`;

describe('A row that adds up others', () => {
  const words =
    'Total;TOTAL:;Totals;Grand total;Sub-total;Subtotal 2021;Total (EUR);Totaal;Eindtotaal;Algemeen totaal;Subtotaal;Summe;' +
    'Gesamtsumme;Zwischensumme;Insgesamt;Somme;Total général;Sous-total;Totale generale;Subtotale;Suma total;Razem;Ogółem;' +
    'Łącznie;Celkem;Mezisoučet;Spolu;Összesen;Mindösszesen;Total general;Общо;Всичко;Σύνολο;Γενικό σύνολο;I alt;Summa;' +
    'Yhteensä;Kokku;Kopā;Iš viso;Ukupno;Skupaj;Sum;Σ;Average;Gemiddelde';
  it('is no project by what it is called, in the languages of the Union', async () => {
    for (const word of words.split(';')) {
      const rows = [
        ['No', 'Name', 'EU'],
        ['T1', 'First', 1000],
        ['T2', 'Second', 2000],
        ['', word, 3000],
      ];
      expect(await read(rows), word).to.deep.include({ titles: ['First', 'Second'], left: [totalsRow(4)] });
    }
    // The twin: the same row under another name, with another amount, is a project.
    const rows = [
      ['No', 'Name', 'EU'],
      ['T1', 'First', 1000],
      ['T2', 'Second', 2000],
      ['', 'Third', 4000],
    ];
    expect(await read(rows)).to.deep.include({ titles: ['First', 'Second', 'Third'], left: [] });
  });

  it('is none wherever its word stands: as number, before the names, or for a partner', async () => {
    const numbered = [
      ['No', 'Name', 'EU'],
      ['T1', 'First', 1000],
      ['T2', 'Second', 2000],
      ['Total', '2 projects', 3000],
    ];
    expect((await read(numbered)).left).to.deep.equal([totalsRow(4)]);
    const before = [
      ['Kind', 'No', 'Name', 'EU'],
      ['x', 'T1', 'A', 1],
      ['x', 'T2', 'B', 2],
      ['Total', '', '2 projects', 3],
    ];
    expect((await read(before)).left).to.deep.equal([totalsRow(4)]);
    const partners = [
      ['No', 'Name', 'Partner', 'Country', 'EU'],
      ['T1', 'First', 'Org A', 'BE', ''],
      ['T1', 'First', 'Org B', 'NL', ''],
      ['T1', 'First', 'Total', '', 3000],
    ];
    const found = await read(partners);
    expect(found).to.deep.include({ titles: ['First'], left: [totalsRow(4)] });
    expect(found.organisations).to.not.include('Total');
  });

  it('is none after each group, and by a name that begins or ends with the word', async () => {
    const rows = [
      ['No', 'Name', 'EU'],
      ['A1', 'One', 1000],
      ['A2', 'Two', 2000],
      ['', 'ISF Total', 3000],
      ['B1', 'Three', 500],
      ['B2', 'Four', 700],
      ['', 'Totaal Politie', 1200],
      ['', 'Grand Total', 4200],
    ];
    expect(await read(rows)).to.deep.include({
      titles: ['One', 'Two', 'Three', 'Four'],
      left: [totalsRow(4), totalsRow(7), totalsRow(8)],
    });
  });

  it('is none by what it comes to, where nothing else identifies it', async () => {
    const head = ['No', 'Name', 'EU', 'Total'];
    const rows = [
      ['P1', 'One', 1000.5, 2000],
      ['P2', 'Two', 2000, 3000],
    ];
    for (const name of ['All grants together', 'en tout', '???']) {
      const below = await read([head, ...rows, ['', name, 3000.5, 5000]]);
      expect(below.left, name).to.deep.equal(['4 importTable.sumOfRows']);
      const above = await read([head, ['', name, 3000.5, 5000], ...rows]);
      expect(above.left, name).to.deep.equal(['2 importTable.sumOfRows']);
    }
    // One of its amounts is another sum, or it has a number: it is a project.
    expect((await read([head, ...rows, ['', 'Other', 3000.5, 5001]])).left).to.deep.equal([]);
    expect((await read([head, ...rows, ['P3', 'Sum by chance', 3000.5, 5000]])).left).to.deep.equal([]);
  });

  it('is said of each row that may be the total of a group, where no row has a number', async () => {
    const rows = [
      ['Name', 'EU'],
      ['One', 1000],
      ['Two', 2000],
      ['First programme', 3000],
      ['Four', 300],
      ['Five', 400],
      ['Second programme', 700],
      ['Som', 3700],
      ['Six', 50],
    ];
    expect(await read(rows)).to.deep.include({
      left: ['8 importTable.totalsRow'],
      warned: ['4 importTable.maybeSum', '7 importTable.maybeSum'],
    });
  });

  it('is only said where no row has a number', async () => {
    const rows = [
      ['Name', 'EU'],
      ['One', 1000],
      ['Two', 2000],
      ['Three', 3000],
    ];
    expect(await read(rows)).to.deep.include({
      titles: ['One', 'Two', 'Three'],
      left: [],
      warned: ['4 importTable.maybeSum'],
    });
  });

  it('is no call and no organisation', async () => {
    const calls = [
      ['Id', 'Budget'],
      ['C-1', 100],
      ['C-2', 200],
      ['Totaal', 300],
    ];
    const found = await read(calls, {
      noun: 'call',
      columns: { Id: 'identifier', Budget: 'budget' },
      fixed: { programme: 'ISFP', kind: 'call' },
    });
    expect(found).to.deep.include({ calls: ['C-1', 'C-2'], left: [totalsRow(4)] });
    const organisations = await read(
      [
        ['Name', 'Country'],
        ['Police', 'BE'],
        ['Total', 'FR'],
        ['Total', ''],
      ],
      {
        noun: 'organisation',
        columns: { Name: 'name', Country: 'country' },
        fixed: {},
      },
    );
    expect(organisations.organisations).to.include('Police');
    expect(organisations.left).to.include(totalsRow(4));
  });

  it('is never a row with a number of its own, nor an acronym that is such a word', async () => {
    const rows = [
      ['No', 'Short', 'Name', 'EU'],
      ['T1', 'TOTAL', 'Total', 5],
      ['', 'SUMMA', 'Safer cities', 7],
      ['T3', 'X', 'Sum', 1],
    ];
    expect((await read(rows)).left).to.deep.equal([]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }),
        async amounts => {
          const all = amounts.map((amount, at) => [`N${at}`, `Project ${at}`, amount]);
          const { left, titles } = await read([['No', 'Name', 'EU'], ...all]);
          expect([left, titles.length]).to.deep.equal([[], amounts.length]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is found by its words, which other words are not', () => {
    for (const text of ['Totally safe', 'Project', 'Summer school', 'Sumatra', 'n/a', ''])
      expect(totalWordsIn(text), text).to.equal(null);
    expect(totalWordsIn('Total ISF-Police')).to.equal('part');
  });
});
