import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { streamBook, writeBook, type Book } from '../../../views/workbooks/book.ts';
import type { Cell } from '../../../views/workbooks/cells.ts';
import { writeStreamedBook } from '../../../views/workbooks/streamedBook.ts';
import { takePlace } from '../../../views/workbooks/workers.ts';
import { partsOf, readBook } from './parts.ts';

const bookOf = (rows: Book['sheets'][number]['rows'], isLarge = true): Book => ({
  readMe: () => ({ name: 'Read me', title: 'Rows', subtitle: '', lines: [] }),
  readMeAt: 'last',
  sheets: [
    { name: 'Rows', table: 'Rows', columns: [{ heading: 'Value', width: 20, wraps: true }], rows, empty: '' },
  ],
  printed: { title: 'Rows', subtitle: '', page: 'Page' },
  madeAt: new Date('2026-11-24T10:00:00Z'),
  isLarge,
});

/** Rows that tell how many were taken, and whether their reading was ended. */
function endlessRows() {
  const seen = { taken: 0, isEnded: false };
  async function* rows() {
    try {
      for (; ; seen.taken += 1) yield await Promise.resolve([randomBytes(4_000).toString('base64')]);
    } finally {
      seen.isEnded = true;
    }
  }
  return { seen, rows: rows() };
}

describe('the worker that makes workbooks', () => {
  it('runs from a build as it does from the sources', async function () {
    this.timeout(120_000);
    const folder = await mkdtemp(join(tmpdir(), 'callfolio-build-'));
    try {
      const tsc = resolve('node_modules/.bin/tsc');
      execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')]);
      for (const name of ['node_modules', 'package.json']) await symlink(resolve(name), join(folder, name));
      const built = pathToFileURL(join(folder, 'dist/views/workbooks/book.js')).href;
      const script = `import { writeBook } from ${JSON.stringify(built)};
        const book = ${JSON.stringify({ ...bookOf([['one'], ['two']]), madeAt: 0 })};
        const readMe = () => ({ name: 'Read me', title: 'Rows', subtitle: '', lines: [] });
        process.stdout.write(await writeBook({ ...book, madeAt: new Date(), readMe }));
        process.exitCode = 0;`;
      const file = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
      const book = await readBook(file);
      expect(book.names).to.deep.equal(['Rows', 'Read me']);
      expect(book.sheet('Rows').getCell('A3').value).to.equal('two');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('waits for whoever reads, and ends with them', async () => {
    const { seen, rows } = endlessRows();
    const file = await streamBook(bookOf(rows));
    await new Promise<void>(done => void file.once('readable', done));
    let before = -1;
    while (before !== seen.taken) {
      before = seen.taken;
      await after(500);
    }
    expect(seen.isEnded).to.equal(false);
    file.destroy();
    while (!seen.isEnded) await after(10);
  });

  it('breaks the file off when the rows cannot be read to the end', async () => {
    async function* broken(): AsyncGenerator<Cell[]> {
      yield ['one'];
      yield await Promise.reject(new Error('The cursor is gone.'));
    }
    const failure = await streamBook(bookOf(broken()))
      .then(buffer)
      .catch((error: unknown) => error);
    expect(String(failure)).to.include('The cursor is gone.');
    expect((await writeBook(bookOf([['after']], false))).length).to.be.greaterThan(0);
  });

  it('makes few at once: others wait, and are told to come back when it takes too long', async () => {
    const first = await takePlace('whole');
    const refused = await takePlace('whole', 50).catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'tooMany', key: 'filesBusy' });
    const second = takePlace('whole');
    first.leave();
    await (await second).end();
    (await takePlace('whole', 50)).leave();
  });

  it('goes on in another sheet where one is full, and cuts no row', async () => {
    const { sheets, readMe, ...rest } = bookOf([]);
    const out = new PassThrough();
    const whole = buffer(out);
    const hostile = ['=1+1', '<a & "b">', ' spaced ', 'x'.repeat(40_000), Number.NaN, '\u0001_x0041_'];
    const source = {
      head: { ...rest, sheets },
      async *rowsOf() {
        yield await Promise.resolve(hostile.map(value => [value]));
      },
      readMe: async () => Promise.resolve(readMe()),
    };
    await writeStreamedBook(source, out, 4);
    const file = await whole;
    const book = await readBook(file);
    expect(book.names).to.deep.equal(['Rows', 'Rows 2', 'Read me']);
    const valueAt = (sheet: string, cell: string) => book.sheet(sheet).getCell(cell).value;
    expect(['A2', 'A3', 'A4'].map(cell => valueAt('Rows', cell))).to.deep.equal(hostile.slice(0, 3));
    expect(book.sheet('Rows').getCell('A5').text).to.have.length(32_767);
    expect(valueAt('Rows 2', 'A2')).to.equal(null);
    const tables = [1, 2].map(number => partsOf(file).get(`xl/tables/table${number}.xml`) ?? '');
    expect(
      tables.map(xml => /name="(\w+)" displayName="\1" ref="([\w:]+)"/.exec(xml)?.slice(1)),
    ).to.deep.equal([
      ['Rows', 'A1:A5'],
      ['Rows_2', 'A1:A3'],
    ]);
  });
});
