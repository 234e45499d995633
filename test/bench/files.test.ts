import { expect } from 'chai';
import ExcelJS from 'exceljs';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { listSheetsOf } from '../../models/lists/listColumns.ts';
import { projects } from '../../models/projects/projects.ts';
import { isMet, type Figure } from './figures.ts';
import { download } from './measure/download.ts';
import { countIn, countWorkbook, sumOf } from './measure/workbook.ts';
import { planOf } from './rivals/plan.ts';
import { crowdFigures, leftFigures } from './sections/crowds.ts';
import { besideFigures, checkCells, fileFigures, writerFigures } from './sections/files.ts';

const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
const measuredOf = (figures: readonly Figure[]): number[] => figures.map(({ measured }) => measured);
const verdicts = (figures: readonly Figure[]) => figures.map(isMet);

describe('The files of the bench', () => {
  it('compares medians of CPU without and with the database, and of time', () => {
    const made = (program: number, database: number, ms: number) => ({ program, database, ms });
    const ours = [made(9000, 1000, 8000), made(7500, 2500, 7600), made(1, 1, 1)];
    const theirs = [made(10_000, 0, 10_000)];
    const figures = writerFigures('excelize', ours, theirs);
    expect(measuredOf(figures)).to.deep.equal([0.75, 1, 0.76]);
    expect(verdicts(figures)).to.deep.equal([true, false, false]);
    expect(verdicts(writerFigures('exceljs', ours, theirs))).to.deep.equal([true, false, null]);
  });

  it('tells what a file takes, and what others notice of it', () => {
    const taken = {
      status: 200,
      isWhole: true,
      firstByteMs: 2001,
      ms: 8000,
      bytes: 6e7,
      rows: 9,
      retryAfter: null,
    };
    const file = { program: 8000, database: 1500, ms: 8000, taken, memory: { before: 200, most: 351 } };
    const figures = fileFigures('workbook', file, 2000);
    expect(measuredOf(figures)).to.deep.equal([9.5, 2.001, 151]);
    expect(verdicts(figures)).to.deep.equal([null, false, false]);
    const beside = besideFigures('workbook', { times: [...hundred, 101, 101], longestBlock: 30 });
    expect(measuredOf(beside)).to.deep.equal([101, 30]);
    expect(verdicts(beside)).to.deep.equal([false, true]);
  });

  it('tells what became of many files, and what they left', () => {
    const figures = crowdFigures(100, { whole: 4, refused: 95, wrong: [503] }, { before: 200, most: 501 });
    expect(measuredOf(figures)).to.deep.equal([1, 301]);
    expect(verdicts(figures)).to.deep.equal([false, false]);
    expect(figures[0]?.beside).to.equal('4 whole, 95 refused, some 503');
    expect(verdicts(crowdFigures(10, { whole: 2, refused: 8, wrong: [] }))).to.deep.equal([true]);
    const left = leftFigures({ before: 200, after: 251, cursors: 1, files: 0 });
    expect(measuredOf(left)).to.deep.equal([51, 1, 0]);
    expect(verdicts(left)).to.deep.equal([false, false, true]);
  });

  it('refuses to compare files of other cells', () => {
    expect(() => checkCells({ ours: 1000, theirs: 1001 })).not.to.throw();
    expect(() => checkCells({ ours: 1000, theirs: 1002 })).to.throw('Not the same cells');
    expect(() => checkCells({ ours: 0, theirs: 0 })).to.throw('Not the same cells');
  });

  it('tells other writers every column that the workbook has', () => {
    const { sheets } = planOf('2026-11-30');
    const own = listSheetsOf(projects);
    expect(sheets.map(({ columns }) => columns.map(({ heading }) => heading))).to.deep.equal(
      own.map(({ columns }) => columns.map(({ heading }) => heading.en)),
    );
    const status = sheets[0]?.columns.find(({ path }) => path === 'status');
    expect([status?.as, status?.words['CLOSED']]).to.deep.equal(['choice', 'Closed']);
  });
});

describe('What the bench reads files with', () => {
  let folder = '';
  let server: Server | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-test-'));
  });
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const listen = async (answer: RequestListener): Promise<string> => {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  it('counts a text once, also where it is cut between two pieces', async () => {
    const whole = '<row a><c><v>1</v></c></row><row b></row>';
    for (let cut = 1; cut < whole.length; cut += 1) {
      const pieces = Readable.from([Buffer.from(whole.slice(0, cut)), Buffer.from(whole.slice(cut))]);
      const counts = await countIn(pieces as AsyncIterable<Buffer>, { row: '<row ', value: '</v>' });
      expect(counts, String(cut)).to.deep.equal({ row: 2, value: 1 });
    }
  });

  it('counts the rows and filled cells of a workbook, and refuses one that is cut', async () => {
    const file = join(folder, 'a.xlsx');
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('A');
    sheet.addRows([['one', null, 2], [null, 3], ['four']]);
    await workbook.xlsx.writeFile(file);
    expect(sumOf(await countWorkbook(file))).to.deep.equal({ rows: 3, cells: 4 });
    await truncate(file, (await readFile(file)).length - 30);
    const failure = await countWorkbook(file).catch((error: unknown) => error);
    expect(failure).to.be.an('error');
  });

  it('takes a file to its end, with its rows, and tells one that breaks off from one that is refused', async () => {
    const url = await listen((request, response) => {
      if (request.url === '/refused') response.writeHead(429, { 'Retry-After': '5' }).end();
      else {
        response.writeHead(200, { 'X-Rows': '7/7', 'Content-Length': 10 });
        if (request.url === '/whole') response.end('0123456789');
        else response.write('0123', () => response.destroy());
      }
    });
    const to = join(folder, 'file');
    const whole = await download(`${url}whole`, { headers: {}, to });
    expect([whole.status, whole.isWhole, whole.bytes, whole.rows]).to.deep.equal([200, true, 10, 7]);
    expect(await readFile(to, 'utf8')).to.equal('0123456789');
    expect((await download(`${url}whole`, { headers: {} })).isWhole).to.equal(true);
    expect((await download(`${url}cut`, { headers: {} })).isWhole).to.equal(false);
    const refused = await download(`${url}refused`, { headers: {} });
    expect([refused.status, refused.retryAfter]).to.deep.equal([429, '5']);
  });

  it('takes no more in a second than it is told, so that the sender waits', async () => {
    const url = await listen((_request, response) => void response.end(Buffer.alloc(300_000)));
    const { ms, bytes } = await download(url, { headers: {}, bytesASecond: 500_000 });
    expect(bytes).to.equal(300_000);
    expect(ms).to.be.greaterThan(400);
  });
});
