import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import exceljs from 'exceljs';
import mongoose from 'mongoose';
import { calls } from '../../../models/calls/call.ts';
import { followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import type { Listed, Noun } from '../../../models/record/noun.ts';
import type { Reader } from '../../../models/accounts/reader.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { readAtOneInstant } from '../../../models/process/snapshot.ts';
import { importRowRoutes } from '../../../routes/imports/importRows.tsx';
import { portfolioRoutes } from '../../../routes/portfolio.tsx';
import { listFile } from '../../../routes/line/files.ts';
import type {
  FileAnswer,
  MadeFile,
  Medium,
  Route,
  RouteRequest,
  Settings,
} from '../../../routes/line/route.ts';
import {
  addCrowd,
  crowdSize,
  differences,
  idsAt,
  keepMoving,
  moveRecords,
  moveRows,
  sortedBy,
} from '../../support/crowd.ts';
import { useDatabase } from '../../support/database.ts';
import { readCsv } from '../../support/outputs.ts';
import { everything } from '../../support/readers.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';

type Time = mongoose.mongo.Timestamp;

/** A kind of file: how it is asked for, what is written meanwhile, and the ids of each of its parts. */
interface Kind {
  file: () => Promise<FileAnswer>;
  move: () => Promise<void>;
  expected: (time: Time) => Promise<string[]>;
  idsIn: (file: Buffer) => Promise<Readonly<Record<string, string[]>>>;
  /** A list of more rows is read by a worker. */
  mostRowsAtHand?: number;
}

const room = { folder: tmpdir(), mostBytes: 64 * 1024 * 1024 };

const routeRequest = (medium: Medium, more: Partial<RouteRequest> = {}): RouteRequest =>
  ({
    medium,
    now: new Date(),
    query: {},
    params: {},
    isApi: false,
    ...more,
  }) as RouteRequest;
const reader: Reader = {
  user: null,
  rights: everything.rights,
  format: { language: 'en', locale: 'en-IE' },
};
const settings: Settings = {
  baseUrl: 'https://callfolio.example.org',
  importLimitMb: 50,
  importKeptDays: 30,
};

async function sheetsOf(file: Buffer): Promise<exceljs.Worksheet[]> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(file as never);
  return book.worksheets;
}

/** The column under a heading, as far as it is filled. */
function columnOf(sheet: exceljs.Worksheet, heading: string): exceljs.Cell[] {
  const at = (sheet.getRow(1).values as unknown[]).indexOf(heading);
  if (at < 1) return [];
  const cells: exceljs.Cell[] = [];
  for (let row = 2; row <= sheet.rowCount; row += 1) {
    const cell = sheet.getRow(row).getCell(at);
    if (cell.text === '') break;
    cells.push(cell);
  }
  return cells;
}

const readers: Readonly<Record<'csv' | 'json' | 'xlsx', Kind['idsIn']>> = {
  csv: async file => {
    const [head = [], ...lines] = readCsv(String(file));
    const at = head.findIndex(heading => heading.toLowerCase() === 'id');
    return Promise.resolve({ file: lines.map(line => line[at] ?? '') });
  },
  json: async file =>
    Promise.resolve({
      file: (JSON.parse(String(file)) as { items: { id: string }[] }).items.map(({ id }) => id),
    }),
  xlsx: async file =>
    Object.fromEntries(
      (await sheetsOf(file))
        .map(sheet => [sheet.name, columnOf(sheet, 'Id').map(({ text }) => text)] as const)
        .filter(([, ids]) => ids.length > 0),
    ),
};

function listKind(noun: Listed, medium: 'csv' | 'json' | 'xlsx', q?: string): Kind {
  const url = { sort: sortedBy[noun.name], ...(q !== undefined && { q }) };
  const query = () => parseListQuery(noun, url, new Date());
  return {
    file: async () =>
      Promise.resolve(
        listFile(visibleTo(noun as unknown as Noun, openly), query(), routeRequest(medium), reader, settings),
      ),
    move: async () => moveRecords(noun),
    expected: async time => idsAt(noun, time),
    idsIn: readers[medium],
  };
}

const handlerOf = (routes: readonly Route[], path: string) => {
  const route = routes.find(one => one.path === path && one.method === 'GET');
  if (!route) throw new Error(`No line ${path}.`);
  return async (request: RouteRequest) => (await route.handle(request, reader, settings)) as FileAnswer;
};

const portfolio: Kind = {
  file: async () =>
    handlerOf(portfolioRoutes, '/portfolio')(routeRequest('xlsx', { query: { sort: 'title' } })),
  move: async () => moveRecords(projects),
  expected: async time => idsAt(projects, time),
  idsIn: async file => {
    const sheets = new Map((await sheetsOf(file)).map(sheet => [sheet.name, sheet]));
    const projectsSheet = sheets.get('Projects');
    const coverage = sheets.get('Coverage');
    const summary = sheets.get('Summary');
    if (!projectsSheet || !coverage || !summary) throw new Error('A sheet is missing.');
    const cells: string[] = [];
    let cents = 0;
    for (let row = 2; row <= projectsSheet.rowCount; row += 1) {
      const link = projectsSheet.getRow(row).getCell(22).hyperlink ?? '';
      if (!link.includes('/projects/')) break;
      cells.push(link.replace(/^.*\/projects\//, ''));
      cents += Math.round(Number(projectsSheet.getRow(row).getCell(15).value) * 100);
    }
    expect(totalIn(coverage, 8), 'the coverage and the list').to.equal(cents);
    expect(totalIn(summary, 7), 'the summary and the list').to.equal(cents);
    return { Projects: cells };
  },
};

/** The cents of the line "Total". */
function totalIn(sheet: exceljs.Worksheet, column: number): number {
  for (let row = 2; row <= sheet.rowCount; row += 1)
    if (sheet.getRow(row).getCell(1).text === 'Total')
      return Math.round(
        Number((sheet.getRow(row).getCell(column).value as exceljs.CellFormulaValue).result) * 100,
      );
  throw new Error(`No total in ${sheet.name}.`);
}

async function take({ body }: MadeFile): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : buffer(Readable.from(body));
}

/** Makes a file while its records are moved; what is wrong with each part of it, and how often they were moved. */
async function makeWhileMoving({ file, move, expected, idsIn, mostRowsAtHand = 5_000 }: Kind) {
  const { make } = await file();
  return readAtOneInstant(async ({ time }) => {
    const made = await make({ ...room, mostRowsAtHand });
    // Counted, and not yet read: from here on every row may be elsewhere.
    await outside(move);
    const stop = outside(() => keepMoving(move));
    const bytes = await take(made);
    await stop();
    const ids = await outside(async () => expected(time));
    const parts = await idsIn(bytes);
    const rows = made.rows ?? { inFile: ids.length, matching: ids.length };
    expect([rows.inFile, rows.matching]).to.deep.equal([ids.length, ids.length]);
    expect(Object.keys(parts)).to.have.length.above(0);
    return Object.entries(parts).flatMap(([part, found]) => {
      const wrong = differences(found, ids);
      return wrong ? [{ part, ...wrong }] : [];
    });
  });
}

// Bound where there is no snapshot: what moves records is somebody else.
let outside: <T>(work: () => T) => T = work => work();

describe('Whatever moves while a file is made', () => {
  useDatabase();
  let importId = '';
  let columns: IndexFollower;
  beforeEach(async () => {
    ({ importId } = await addCrowd());
    columns = followIndex([projects, calls, organisations]);
    await columns.ready;
    const { AsyncResource } = await import('node:async_hooks');
    const resource = new AsyncResource('outside');
    outside = work => resource.runInAsyncScope(work);
  });
  afterEach(() => columns.stop());

  const reportKind = (medium: 'csv' | 'xlsx'): Kind => ({
    file: async () =>
      handlerOf(importRowRoutes, '/imports/:id/rows')(routeRequest(medium, { params: { id: importId } })),
    move: async () => moveRows(importId),
    expected: async time => {
      const session = mongoose.connection.getClient().startSession({ snapshot: true });
      (session as { snapshotTime?: Time }).snapshotTime = time;
      const rows = await rowsCollection()
        .find({ importId }, { session, readConcern: { level: 'snapshot' } })
        .sort({ seq: 1 })
        .toArray();
      await session.endSession();
      return rows.map(({ where }) => String(where.row));
    },
    idsIn: async file => {
      if (medium === 'csv')
        return {
          file: readCsv(String(file))
            .slice(1)
            .map(cells => cells[4] ?? ''),
        };
      const [sheet] = await sheetsOf(file);
      return { report: sheet ? columnOf(sheet, 'Row').map(({ text }) => text) : [] };
    },
  });

  const kinds = (): Record<string, Kind> => ({
    'projects.csv': listKind(projects, 'csv'),
    'projects.json': listKind(projects, 'json'),
    'projects.xlsx': listKind(projects, 'xlsx'),
    'projects.csv?q=': listKind(projects, 'csv', 'institute'),
    'calls.csv': listKind(calls, 'csv'),
    'calls.json': listKind(calls, 'json'),
    'calls.xlsx': listKind(calls, 'xlsx'),
    'organisations.csv': listKind(organisations, 'csv'),
    'organisations.json': listKind(organisations, 'json'),
    'organisations.xlsx': listKind(organisations, 'xlsx'),
    'projects.xlsx by its worker': { ...listKind(projects, 'xlsx'), mostRowsAtHand: 100 },
    'portfolio.xlsx': portfolio,
    'portfolio.xlsx by its worker': { ...portfolio, mostRowsAtHand: 100 },
    'rows.csv': reportKind('csv'),
    'rows.xlsx': reportKind('xlsx'),
  });

  it('each kind of file has the rows, the count and the order of its instant: 20 of 20', async function () {
    this.timeout(300_000);
    const all = Object.entries(kinds());
    const wrong: unknown[] = [];
    for (let run = 0; run < 20; run += 1) {
      const [name, kind] = all[run % all.length] ?? [];
      const found = kind ? await makeWhileMoving(kind) : [];
      wrong.push(...found.map(one => ({ name, ...one })));
    }
    expect(wrong).to.deep.equal([]);
  });

  it('without a snapshot rows are missing and others stand twice', async () => {
    const batchSize = 200;
    const cursor = projects.current
      .aggregate<{ _id: string }>([{ $match: { archivedAt: null } }, { $sort: { title: 1, _id: 1 } }])
      .option({ batchSize, hint: { title: 1, _id: 1 } })
      .cursor();
    const found: string[] = [];
    for (let one = await cursor.next(); one !== null; one = await cursor.next()) {
      found.push(one._id);
      if (found.length % 500 === 1) await moveRecords(projects);
    }
    await cursor.close();
    const all = (await projects.current.find({}, { _id: 1 }).lean<{ _id: string }[]>()).map(({ _id }) => _id);
    const { twice = 0, missing = 0 } = differences(found, all) ?? {};
    expect(all).to.have.lengthOf(crowdSize);
    expect(twice, 'rows that stand twice').to.be.above(0);
    expect(missing, 'rows that are missing').to.be.above(0);
  });
});
