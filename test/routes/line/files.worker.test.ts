import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import exceljs from 'exceljs';
import { calls } from '../../../models/calls/call.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { readAtOneInstant } from '../../../models/process/snapshot.ts';
import { projects } from '../../../models/projects/projects.ts';
import { parseListQuery } from '../../../models/query/query.ts';
import type { Listed, Noun } from '../../../models/record/noun.ts';
import { forFiles, visibleTo } from '../../../models/record/visibleTo.ts';
import { listFile } from '../../../routes/line/files.ts';
import { placesTaken } from '../../../server/files/filePlaces.ts';
import { addCrowd, crowdSize } from '../../support/crowd.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, edit } from '../../support/factories.ts';
import { serveFile, stopServing, until } from '../../support/files.ts';
import { countOpenCursors } from '../../support/openCursors.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { everything } from '../../support/readers.ts';
import { partsOf } from '../../views/workbooks/parts.ts';

interface Wanted {
  url?: Record<string, string>;
  language?: 'en' | 'nl';
}

let present = new Date();

/** A list as a workbook, to be made in the room given. */
function workbookOf(of: Listed, { url = {}, language = 'en' }: Wanted = {}) {
  const noun = visibleTo(of as unknown as Noun, forFiles(everything));
  return listFile(
    noun,
    parseListQuery(noun, url, present),
    { medium: 'xlsx', isApi: false, now: present },
    {
      user: null,
      rights: everything.rights,
      format: { language, locale: language === 'en' ? 'en-IE' : 'nl-NL' },
    },
    { baseUrl: 'https://callfolio.example.org' },
  );
}

let folder = '';

/** The workbook, of rows that a worker reads where there are more than `mostRowsAtHand`. */
async function make(noun: Listed, mostRowsAtHand: number, wanted: Wanted = {}): Promise<Buffer> {
  const room = { folder, mostBytes: 64 * 1024 * 1024, mostRowsAtHand };
  return readAtOneInstant(async () => {
    const { body } = await workbookOf(noun, wanted).make(room);
    return Buffer.isBuffer(body) ? body : buffer(Readable.from(body));
  });
}

/** What stands in each cell of each sheet, with the format of its value; the instant of reading differs. */
async function cellsOf(file: Buffer): Promise<Record<string, unknown>> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(file as never);
  const cells: Record<string, unknown> = {};
  for (const sheet of book.worksheets) {
    sheet.eachRow(row =>
      row.eachCell(cell => {
        if (cell.value === null || /T[\d:]+Z \(UTC\)|\(\d+ \w+ \d{4}, /.test(cell.text)) return;
        cells[`${sheet.name}!${cell.address}`] = [cell.value, cell.numFmt, cell.alignment?.horizontal];
      }),
    );
  }
  return cells;
}

describe('A list that a worker reads and makes a workbook of', () => {
  useDatabase();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callfolio-worker-'));
  });
  after(async () => rm(folder, { recursive: true }));
  afterEach(stopServing);

  it('has cell for cell what one has whose rows are read by the program', async function () {
    this.timeout(240_000);
    await addPortfolio();
    const withheld = await addProject({
      title: 'A title <of> "two"\nlines & more',
      participants: [{ name: 'Hush Police', role: 'coordinator', isWithheld: true, euContribution: '12.34' }],
      note: '=1+1',
      startsOn: '2019-01',
      endsOn: '2031-12-31',
    });
    const before = new Date();
    await edit(projects, withheld, { title: 'Another' });
    present = new Date();
    const asked: [Listed, Wanted][] = [
      [projects, {}],
      [projects, { language: 'nl', url: { sort: '-euContribution' } }],
      [projects, { url: { sort: 'phase', programme: 'ALPHA' } }],
      [projects, { url: { q: 'another' } }],
      [projects, { url: { columns: 'phase,title,supports' } }],
      [projects, { url: { knownAt: before.toISOString() } }],
      [calls, { language: 'nl' }],
      [organisations, {}],
    ];
    for (const [noun, wanted] of asked) {
      const byWorker = await make(noun, 0, wanted);
      const [made, expected] = [await cellsOf(byWorker), await cellsOf(await make(noun, 5_000, wanted))];
      const name = `${noun.name} ${JSON.stringify(wanted)}`;
      expect(Object.keys(expected).length, name).to.be.above(20);
      expect(made, name).to.deep.equal(expected);
      for (const part of partsOf(byWorker).values()) expect(part).to.not.include('Hush');
    }
  });

  it('has tables over its rows, and no cell where there is no value', async () => {
    await addCrowd();
    const parts = partsOf(await make(projects, 100));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet.match(/<row /g)).to.have.lengthOf(crowdSize + 1);
    expect(sheet).to.not.match(/<c [^>]*\/>/);
    expect(parts.get('xl/tables/table1.xml')).to.include(`:AS${crowdSize + 1}"`);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is refused in words where its parts have no room on the disk', async () => {
    await addCrowd();
    const refused: unknown = await readAtOneInstant(async () => {
      const { body } = await workbookOf(projects).make({ folder, mostBytes: 1_000, mostRowsAtHand: 100 });
      return buffer(Readable.from(body));
    }).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'full', key: 'filesFull' });
    await until(async () => (await countOpenCursors()) === 0);
  });

  it('leaves no cursor, place or file behind, however far it has come when nobody wants it any more', async function () {
    this.timeout(120_000);
    await addCrowd();
    const { ask, stop, spooled } = await serveFile(async room =>
      workbookOf(projects).make({ ...room, mostRowsAtHand: 100 }),
    );
    const whole = await (await ask()).take();
    expect(whole.isWhole).to.equal(true);
    for (let afterMs = 0; afterMs < 2_400; afterMs += 150) {
      const asking = ask(`person ${afterMs}`);
      const left = new Promise(resolve => setTimeout(resolve, afterMs));
      void asking.then(async ({ leave }) => left.then(leave)).catch(() => undefined);
      await left;
    }
    await until(async () => placesTaken().built === 0 && (await spooled()).length === 0, 60_000);
    await until(async () => (await countOpenCursors()) === 0);
    await stop();
  });
});
