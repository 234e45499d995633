import { expect } from 'chai';
import exceljs from 'exceljs';
import { countCoverage } from '../../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../../models/coverage/coverageQuery.ts';
import { countRecords, listIds } from '../../../../models/lists/list.ts';
import { totalAmounts } from '../../../../models/lists/totals.ts';
import { openPortfolio } from '../../../../models/portfolio/portfolioContents.ts';
import { readAtOneInstant } from '../../../../models/process/snapshot.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { writeBook } from '../../../../views/workbooks/book.ts';
import { portfolioBook } from '../../../../views/workbooks/portfolio/portfolioBook.ts';
import { useDatabase } from '../../../support/database.ts';
import { now } from '../../../support/factories.ts';
import { centsAt, evaluate, formulasOf, headingsOf, partsOf, readBook, rowsOf } from '../parts.ts';
import { addPortfolio, changePortfolio, hostile } from './portfolioRecords.ts';

const baseUrl = 'https://callfolio.example.org';
const english = { language: 'en', locale: 'en-IE' } as const;
const earlier = '2026-10-15T10:00:00Z';

async function makePortfolio(url: object = {}, format: { language: 'en' | 'nl'; locale: string } = english) {
  const query = parseCoverageQuery(url as Record<string, unknown>, now);
  const made = await readAtOneInstant(async ({ at }) => {
    const matching = await countRecords(projects, query.asked);
    const input = { format, baseUrl, madeBy: 'The officer', now, readAt: at, underWay: null, matching };
    return portfolioBook(await openPortfolio(query), input);
  });
  const file = await writeBook(made);
  return { query, file, book: await readBook(file) };
}

const urls: Record<string, object> = {
  'no filter': {},
  'a programme': { programme: 'ONE' },
  'scope and another order': { scope: 'in', sort: '-euContribution' },
  'a phase on a day': { phase: 'ongoing', on: '2025-02-01' },
  'an earlier instant': { knownAt: earlier },
  'an exclusion and a search': { 'exclude.programme': 'TWO', q: 'SHARED' },
  'only candidates': { scope: 'candidate' },
  'nothing at all': { q: 'nosuchword' },
};

describe('the portfolio workbook', () => {
  useDatabase();

  const columns = {
    Summary: 'Programme|Kind|Projects|Ongoing|Ended|Unknown|EU contribution|Stated n of m|Undated',
    Coverage: 'Initiative|Programme|State|Principal|Secondary|Unrated|Not assessed|Amount|Share|Open calls',
    Projects:
      'Programme|Kind|Number|Acronym|Title|Call|Topic|Type of action|Status|Phase|Signed|Start|End|Total cost|EU contribution|Coordinator|Country|Initiatives|Not attributed|Officer|Warnings|Link',
    'Initiative links':
      'Record|Initiative|Key action|Significance|Share|Attributed amount|Justification|Source|Assessor|Date',
    Calls:
      'Programme|Call|Topic|Round|Type of action|Status|Opening|Deadline (Brussels)|Budget|Expected grants|Projects|Initiatives',
    Participants: 'Number|Acronym|Organisation|PIC|Country|Role|Activity|Contribution',
    Amendments: 'Record|Field|Before|After|Effective|Reason|Source',
    'Data quality': 'Record|Severity|Rule|Values by source',
    'Named, not registered': 'Passage|Initiative|Instrument',
  };

  it('has the ten sheets with their columns, in order', async () => {
    await addPortfolio();
    const { book } = await makePortfolio();
    expect(book.names).to.deep.equal(['Read me', ...Object.keys(columns)]);
    for (const [name, headings] of Object.entries(columns)) {
      expect(headingsOf(book.sheet(name)).join('|'), name).to.equal(headings);
    }
  });

  it('has as many sheets and columns in Dutch', async () => {
    await addPortfolio();
    const { book } = await makePortfolio({}, { language: 'nl', locale: 'nl-NL' });
    const counts = book.names.slice(1).map(name => headingsOf(book.sheet(name)).length);
    expect(counts).to.deep.equal(Object.values(columns).map(headings => headings.split('|').length));
    expect(book.names.slice(0, 3)).to.deep.equal(['Lees mij', 'Samenvatting', 'Dekking']);
    expect(headingsOf(book.sheet('Projecten'))).to.include('EU-bijdrage');
  });

  for (const [name, url] of Object.entries(urls)) {
    it(`holds the ids of the list in its order, and its totals to the cent: ${name}`, async () => {
      const { shared } = await addPortfolio();
      await changePortfolio(shared);
      const { query, book } = await makePortfolio(url);
      const ids = await listIds(projects, query.asked);
      const sheet = book.sheet('Projects');
      const linked = rowsOf(sheet, ids.length).map(row =>
        (row.getCell(22).hyperlink ?? '').replace(`${baseUrl}/projects/`, ''),
      );
      expect(linked).to.deep.equal(ids);

      const { totals } = await totalAmounts(projects, query.asked, ['euContribution']);
      const everything = totals['euContribution']?.cents ?? 0;
      if (ids.length > 0) expect(centsAt(sheet, `O${ids.length + 2}`)).to.equal(everything);
      const coverage = await countCoverage(query);
      const inCoverage = amountsByLabel(book.sheet('Coverage'), 'H');
      expect(inCoverage.get('Total')).to.equal(coverage.totals.overall.amountCents);
      expect(inCoverage.get('Not attributed')).to.equal(coverage.notAttributed?.overall.amountCents);
      expect(inCoverage.get('Everything in this file') ?? inCoverage.get('Total')).to.equal(everything);
      const inSummary = amountsByLabel(book.sheet('Summary'), 'G');
      if (coverage.totals.overall.stated > 0) {
        expect(inSummary.get('Total')).to.equal(coverage.totals.overall.amountCents);
      }
      expect(inSummary.get('Everything in this file') ?? inSummary.get('Total') ?? 0).to.equal(everything);
      const all = rowsOf(book.sheet('Coverage'), coverage.rows.length * (coverage.columns.length + 1))
        .filter(row => row.getCell(2).value === 'All programmes')
        .map(row => Math.round(Number(row.getCell(8).value ?? 0) * 100));
      const rest = coverage.notAttributed?.overall.amountCents ?? 0;
      expect(all.reduce((sum, cents) => sum + cents, rest)).to.equal(coverage.totals.overall.amountCents);
    });

    it(`keeps formulas with results that are right: ${name}`, async () => {
      await addPortfolio();
      const { book } = await makePortfolio(url);
      for (const sheetName of book.names) {
        const sheet = book.sheet(sheetName);
        for (const { address, formula, result } of formulasOf(sheet)) {
          expect(result, `${sheetName} ${address} ${formula}`).to.be.closeTo(evaluate(sheet, formula), 0.004);
        }
      }
    });
  }

  it('never adds initiatives up by marker', async () => {
    await addPortfolio();
    const { book } = await makePortfolio({ method: 'marker' });
    const amounts = amountsByLabel(book.sheet('Coverage'), 'H');
    expect([...amounts.keys()]).to.not.include('Total');
    const links = book.sheet('Initiative links');
    expect([centsAt(links, 'F2'), centsAt(links, 'F3')]).to.deep.equal([10_001, 4_000]);
  });

  it('keeps whole days as dates that nobody shifts, and parts of days as text', async () => {
    await addPortfolio();
    const { book } = await makePortfolio();
    const byAcronym = new Map(rowsOf(book.sheet('Projects'), 6).map(row => [row.getCell(4).value, row]));
    const shared = byAcronym.get('SHARED');
    expect(shared?.getCell(11).value).to.deep.equal(new Date('2024-12-31T00:00:00Z'));
    expect(shared?.getCell(12).value).to.deep.equal(new Date('2025-01-01T00:00:00Z'));
    expect(shared?.getCell(3).value).to.equal('0012345');
    // A total cost of 0 beside a contribution is "not declared".
    expect(shared?.getCell(14).value).to.equal(null);
    expect(byAcronym.get('MONTH')?.getCell(12).value).to.equal('2025-03');
    expect(byAcronym.get('MONTH')?.getCell(13).value).to.equal('2025');
  });

  it('shows deadlines on the clock of Brussels, a line each, and a budget once', async () => {
    await addPortfolio();
    const { book } = await makePortfolio();
    const rows = rowsOf(book.sheet('Calls'), 3);
    expect(rows.map(row => [row.getCell(2).value, row.getCell(3).value, row.getCell(4).value])).to.deep.equal(
      [
        ['ONE-CALL', null, null],
        ['ONE-CALL', 'ONE-TOPIC', '1 (stage 1)'],
        ['ONE-CALL', 'ONE-TOPIC', '1 (stage 2)'],
      ],
    );
    // The clocks skip 02:30 on that night.
    expect(rows[1]?.getCell(8).value).to.deep.equal(new Date('2026-03-29T03:30:00Z'));
    expect(rows[2]?.getCell(8).value).to.deep.equal(new Date('2026-08-27T17:00:00Z'));
    expect(rows.map(row => row.getCell(9).value)).to.deep.equal([null, 1_000_000, null]);
    expect(rows.map(row => row.getCell(11).value)).to.deep.equal([1, 1, null]);
  });

  it('names withheld participants nowhere in the file, also as known before, and the sums still add up', async () => {
    const { shared } = await addPortfolio();
    await changePortfolio(shared);
    for (const url of [{}, { knownAt: earlier }, { knownAt: earlier, sort: 'coordinator' }]) {
      const { file, book } = await makePortfolio(url);
      for (const [name, part] of partsOf(file)) {
        expect(part, name).to.not.include('Hush');
        expect(part, name).to.not.include('987654321');
      }
      const rows = rowsOf(book.sheet('Participants'), 4).filter(row => row.getCell(2).value === 'SHARED');
      expect(
        rows.map(row => [row.getCell(3).value, row.getCell(5).value, row.getCell(8).value]),
      ).to.deep.equal([
        ['University of Somewhere', 'GR (EL)', 60],
        ['withheld participants', null, 40.01],
      ]);
    }
  });

  it('lists signed amendments, and dates and amounts that a later version has otherwise', async () => {
    const { shared } = await addPortfolio();
    await changePortfolio(shared);
    const { book } = await makePortfolio();
    const rows = rowsOf(book.sheet('Amendments'), 3).map(row =>
      [2, 3, 4, 5, 6, 7].map(at => row.getCell(at).value),
    );
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    expect(rows).to.deep.equal([
      ['End', day('2027-06-30'), day('2027-12-31'), '2026', 'more time', null],
      ['Ends on', day('2027-12-31'), '2028-06', day('2026-11-24'), 'extended', 'page'],
      ['EU contribution', 100.01, 100.02, day('2026-11-24'), 'extended', 'page'],
    ]);
    const { book: then } = await makePortfolio({ knownAt: earlier });
    expect(then.sheet('Amendments').getCell('A3').value).to.equal(null);
  });

  it('lists warnings with what the sources say, and passages without a record', async () => {
    await addPortfolio();
    const { book } = await makePortfolio();
    const quality = book.sheet('Data quality');
    const lines: string[] = [];
    quality.eachRow(row =>
      lines.push(`${row.getCell(1).text}|${row.getCell(3).text}|${row.getCell(4).text}`),
    );
    expect(lines).to.include(
      'SHARED (0012345)|Sources disagree: EU contribution|100.01 — CORDIS (verified, used)\n=99 — =site (secondary)',
    );
    const named = book.sheet('Named, not registered');
    expect(rowsOf(named, 2).map(row => row.getCell(1).value)).to.deep.equal(['=1+1 national funds', null]);
  });

  it('lets no text become a formula or a link, and strips what Excel cannot read', async () => {
    await addPortfolio();
    const { book, file } = await makePortfolio();
    const texts: string[] = [];
    for (const name of book.names) {
      book.sheet(name).eachRow(row =>
        row.eachCell(cell => {
          if (cell.type === exceljs.ValueType.String) texts.push(cell.text);
          if (cell.type === exceljs.ValueType.Hyperlink) {
            expect(cell.hyperlink.startsWith(`${baseUrl}/projects`), cell.hyperlink).to.equal(true);
          }
          if (cell.type === exceljs.ValueType.Formula) expect(cell.formula).to.match(/^SUM/);
        }),
      );
    }
    expect(texts).to.include.members([...hostile, 'badcall\ufffd', '_x0041_ltd']);
    for (const [name, part] of partsOf(file)) {
      if (name.endsWith('.xml')) expect(part, name).to.not.include('\u001a');
    }
  });

  it('has tables with names of their own, frozen headings, print titles and filters', async () => {
    await addPortfolio();
    const { book, file } = await makePortfolio();
    const parts = partsOf(file);
    const tables = [...parts].filter(([name]) => /^xl\/tables\/.+\.xml$/.test(name));
    const names = tables.map(([, part]) => /displayName="(\w+)"/.exec(part)?.[1]);
    expect(new Set(names).size).to.equal(9);
    for (const [, part] of tables) expect(part).to.include('<autoFilter');
    for (const name of book.names.slice(1)) {
      const sheet = book.sheet(name);
      expect(sheet.views[0]?.state, name).to.equal('frozen');
      expect(sheet.pageSetup.orientation, name).to.equal('landscape');
      expect(sheet.pageSetup.fitToWidth, name).to.be.greaterThan(0);
    }
    expect(parts.get('xl/workbook.xml')?.match(/_xlnm\.Print_Titles/g)?.length).to.equal(9);
    expect([...parts.keys()].filter(name => name.endsWith('.png'))).to.have.length(1);
  });

  it('says how it was made', async () => {
    await addPortfolio();
    const { book } = await makePortfolio({
      programme: 'ONE',
      phase: 'ongoing',
      'exclude.scope': 'out',
      knownAt: earlier,
    });
    const said = new Map<string, string>();
    book.sheet('Read me').eachRow(row => said.set(row.getCell(1).text, row.getCell(2).text));
    expect(said.get('Made by and at')).to.equal('The officer, 24 Nov 2026, 11:00 Brussels time');
    expect(said.get('As known at')).to.equal('15 Oct 2026, 12:00 Brussels time');
    expect(said.get('Filters')).to.equal('Programme: ONE\nPhase: Ongoing\nScope: not Out');
    expect(said.get('The same list')).to.equal(
      `${baseUrl}/projects?programme=ONE&phase=ongoing&exclude.scope=out&knownAt=2026-10-15T10%3A00%3A00.000Z`,
    );
    expect(said.get('Rows in file / matching')).to.equal('1 / 1');
  });
});

/** The amounts of a column of the lines with a label in column A. */
function amountsByLabel(sheet: exceljs.Worksheet, column: string): Map<string, number> {
  const found = new Map<string, number>();
  sheet.eachRow((row, at) => {
    const cents = centsAt(sheet, `${column}${at}`);
    if (cents !== null) found.set(row.getCell(1).text, cents);
  });
  return found;
}
