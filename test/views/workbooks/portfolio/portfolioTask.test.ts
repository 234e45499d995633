import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import exceljs from 'exceljs';
import { parseCoverageQuery } from '../../../../models/coverage/coverageQuery.ts';
import { countRecords } from '../../../../models/lists/list.ts';
import { openPortfolio } from '../../../../models/portfolio/portfolioContents.ts';
import { readAtOneInstant } from '../../../../models/process/snapshot.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { forFiles } from '../../../../models/record/visibleTo.ts';
import { writeBook } from '../../../../views/workbooks/book.ts';
import { portfolioBook } from '../../../../views/workbooks/portfolio/portfolioBook.ts';
import { streamTask } from '../../../../views/workbooks/streamTask.ts';
import { addCrowd, crowdSize } from '../../../support/crowd.ts';
import { useDatabase } from '../../../support/database.ts';
import { now } from '../../../support/factories.ts';
import { until } from '../../../support/files.ts';
import { countOpenCursors } from '../../../support/openCursors.ts';
import { everything } from '../../../support/readers.ts';
import { partsOf, readBook } from '../parts.ts';
import { addPortfolio, changePortfolio } from './portfolioRecords.ts';

const formats = {
  en: { language: 'en', locale: 'en-IE' },
  nl: { language: 'nl', locale: 'nl-NL' },
} as const;
const { rights } = forFiles(everything);

let folder = '';

/** The workbook of one instant by the program, and by a worker that reads it by itself. */
async function makeBoth(url: Record<string, unknown>, language: 'en' | 'nl' = 'en', matchingAlso = 0) {
  const query = parseCoverageQuery(url, now, everything);
  return readAtOneInstant(async ({ at }) => {
    const matching = (await countRecords(projects, query.asked)) + matchingAlso;
    const input = {
      format: formats[language],
      baseUrl: 'https://callfolio.example.org',
      madeBy: 'The officer',
      now,
      readAt: at,
      underWay: null,
      matching,
    };
    const of = { kind: 'portfolio', ...input, query, rights, mostRowsAtHand: 0 } as const;
    const byWorker = await buffer(await streamTask({ of, parts: { folder, mostBytes: 64 * 1024 * 1024 } }));
    const byProgram = await writeBook(await portfolioBook(await openPortfolio(query, everything), input));
    return { byWorker, byProgram };
  });
}

/** What stands in each cell of each sheet, with its format; the sheets in their order. One has a chart, and one says why not. */
async function cellsOf(file: Buffer): Promise<Record<string, unknown>> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(file as never);
  const cells: Record<string, unknown> = { sheets: book.worksheets.map(({ name }) => name) };
  for (const sheet of book.worksheets) {
    sheet.eachRow(row =>
      row.eachCell(cell => {
        if (cell.value === null || /^(Days|Dagen) /.test(cell.text)) return;
        // As the format has it: `_x005F_` stands for the sign before an escape; exceljs reads it in shared texts alone.
        const value = typeof cell.value === 'string' ? cell.value.replaceAll('_x005F_', '_') : cell.value;
        const { bold } = cell.font ?? {};
        cells[`${sheet.name}!${cell.address}`] = [value, cell.numFmt, cell.alignment?.horizontal, bold];
      }),
    );
  }
  return cells;
}

describe('A portfolio that a worker reads and makes a workbook of', () => {
  useDatabase();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-portfolio-'));
  });
  after(async () => rm(folder, { recursive: true }));

  it('has sheet for sheet and cell for cell what one has that the program reads', async function () {
    this.timeout(240_000);
    const { shared } = await addPortfolio();
    await changePortfolio(shared);
    const asked: [Record<string, unknown>, 'en' | 'nl'][] = [
      [{}, 'en'],
      [{}, 'nl'],
      [{ programme: 'ONE', method: 'marker' }, 'en'],
      [{ phase: 'ongoing', on: '2025-02-01', basis: 'totalCost' }, 'en'],
      [{ knownAt: '2026-10-15T10:00:00Z', sort: '-euContribution' }, 'en'],
      [{ scope: 'candidate' }, 'en'],
      [{ q: 'nosuchword' }, 'nl'],
    ];
    for (const [url, language] of asked) {
      const { byWorker, byProgram } = await makeBoth(url, language);
      const expected = await cellsOf(byProgram);
      expect(Object.keys(expected).length).to.be.above(40);
      expect(await cellsOf(byWorker), JSON.stringify(url)).to.deep.equal(expected);
      for (const part of partsOf(byWorker).values()) expect(part).to.not.include('Hush');
    }
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('holds every row of many, with tables, filters and print titles over them', async function () {
    this.timeout(120_000);
    await addCrowd();
    const { byWorker } = await makeBoth({ q: '' });
    const parts = partsOf(byWorker);
    const tables = [...parts].filter(([name]) => /^xl\/tables\/.+\.xml$/.test(name));
    expect(tables.length).to.be.above(4);
    expect(parts.get('xl/workbook.xml')?.match(/_xlnm\.Print_Titles/g)).to.have.lengthOf(9);
    const book = await readBook(byWorker);
    expect(book.names[3]).to.equal('Projects');
    expect(book.sheet('Projects').actualRowCount).to.be.above(crowdSize + 1);
  });

  it('is broken off where the projects are not as many as were counted, and leaves nothing behind', async function () {
    this.timeout(60_000);
    await addPortfolio();
    const failure: unknown = await makeBoth({}, 'en', 1).catch((error: unknown) => error);
    expect(String(failure)).to.include('Of 7 projects 6 were read.');
    await until(async () => (await countOpenCursors()) === 0);
    expect(await readdir(folder)).to.deep.equal([]);
  });
});
