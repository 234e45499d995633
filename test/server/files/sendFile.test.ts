import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { expect } from 'chai';
import express from 'express';
import { endRunning } from '../../../server/files/running.ts';
import { mostBuilt, placesTaken } from '../../../server/files/filePlaces.ts';
import { fileLimits, sendFile } from '../../../server/files/sendFile.ts';
// With every collection: the first read of an instant is of one.
import '../../../models/nouns.ts';
import { useDatabase } from '../../support/database.ts';
import { begin, fileOf, listen, serveFile, stopServing, until } from '../../support/files.ts';

const piece = 'x'.repeat(65_536);

/** A file of so many pieces, with what became of it. */
function pieces(count = Infinity, everyMs = 0) {
  const seen = { made: 0, isEnded: false };
  async function* body() {
    try {
      for (; seen.made < count; seen.made += 1) yield await after(everyMs, piece);
    } finally {
      seen.isEnded = true;
    }
  }
  return { seen, make: async () => Promise.resolve({ body: body() }) };
}

const coded = (code: number) => Object.assign(new Error(`The database says ${code}.`), { code });

/** Pieces, and then an error with the number of one of the database. */
function failing(code: number, count: number, times = Infinity) {
  const seen = { begun: 0 };
  async function* body(fails: boolean) {
    for (let at = 0; at < count; at += 1) yield await Promise.resolve(piece);
    if (fails) throw coded(code);
  }
  return {
    seen,
    make: async () => {
      seen.begun += 1;
      return Promise.resolve({ body: body(seen.begun <= times) });
    },
  };
}

const large = 200;

describe('a file that is sent as it is made', () => {
  useDatabase();
  afterEach(stopServing);

  it('is whole, says its length where it is made in time, and leaves nothing on the disk', async () => {
    const { seen, make } = pieces(3);
    const { ask, stop, spooled } = await serveFile(make);
    const { answer, take } = await ask();
    const { bytes, isWhole } = await take();
    expect([answer.statusCode, bytes.length, isWhole]).to.deep.equal([200, 3 * piece.length, true]);
    expect(answer.headers['x-instant']).to.match(/^20\d\d-.*Z$/);
    await until(async () => (await spooled()).length === 0);
    expect(seen.isEnded).to.equal(true);
    await stop();
  });

  it('is made at its own speed: who takes it slowly keeps no cursor open', async () => {
    const { seen, make } = pieces(large);
    const { ask, stop, spooled, folder } = await serveFile(make);
    const { answer, take } = await ask();
    answer.pause();
    await until(() => seen.isEnded);
    expect(answer.readableFlowing).to.equal(false);
    const [name = ''] = await spooled();
    expect((await stat(join(folder, name))).mode & 0o777).to.equal(0o600);
    expect(placesTaken().built).to.equal(0);
    const { bytes, isWhole } = await take();
    expect([bytes.length, isWhole]).to.deep.equal([large * piece.length, true]);
    await stop();
  });

  it('straight from what makes it, would keep it waiting for the reader', async () => {
    const { seen, make } = pieces(large);
    const app = express();
    app.get('/', async (_request, response) => void Readable.from((await make()).body).pipe(response));
    const { server, address } = await listen(app);
    const { answer, leave } = await begin(address);
    answer.pause();
    await after(1_500);
    expect(seen.isEnded).to.equal(false);
    leave();
    server.close().closeAllConnections();
  });

  it('is cut off where nothing of it is taken, and its place given on', async () => {
    const { seen, make } = pieces(large);
    const { ask, stop, logged, spooled } = await serveFile(make, {
      limits: { idleMs: 400, wholeMs: 60_000 },
    });
    const { answer, take } = await ask();
    answer.pause();
    await until(() => logged().includes('Nothing of the file was taken'));
    expect(fileLimits.idleMs, 'where a test does not say otherwise').to.equal(30_000);
    await until(async () => seen.isEnded && placesTaken().people === 0 && (await spooled()).length === 0);
    expect((await take()).isWhole).to.equal(false);
    await stop();
  });

  it('is not cut off while there is nothing to take', async () => {
    const { make } = pieces(4, 700);
    const { ask, stop } = await serveFile(make, { limits: { idleMs: 300, wholeMs: 60_000 } });
    const { isWhole } = await (await ask()).take();
    expect(isWhole).to.equal(true);
    await stop();
  });

  it('is cut off when it takes too long', async () => {
    const { seen, make } = pieces(Infinity, 20);
    const { ask, stop } = await serveFile(make, { limits: { idleMs: 60_000, wholeMs: 600 } });
    expect((await (await ask()).take()).isWhole).to.equal(false);
    await until(() => seen.isEnded);
    await stop();
  });

  it('is not made any more when whoever downloads it goes away, which is no error', async () => {
    const { seen, make } = pieces(Infinity, 5);
    const { ask, stop, logged, spooled } = await serveFile(make);
    (await ask()).leave();
    await until(async () => seen.isEnded && placesTaken().built === 0 && (await spooled()).length === 0);
    expect(logged()).to.equal('[]');
    await stop();
  });

  it('is refused to a person who has two already, until one is over; another person has it', async () => {
    const { make } = pieces(large);
    const { ask, stop } = await serveFile(make);
    const held = [await ask('one'), await ask('one')];
    for (const { answer } of held) answer.pause();
    await until(() => placesTaken().built === 0);
    const third = await ask('one');
    expect([third.answer.statusCode, third.answer.headers['retry-after']]).to.deep.equal([429, '5']);
    // The page comes again by itself.
    expect(third.answer.headers['refresh']).to.equal('5');
    const page = String((await third.take()).bytes);
    expect(page).to.include('2 files are already being made for you');
    expect(page).to.include('tries again by itself every 5 seconds');
    const other = await ask('other');
    expect(other.answer.statusCode).to.equal(200);
    other.leave();
    held[0]?.leave();
    await until(async () => {
      const again = await ask('one');
      again.leave();
      return again.answer.statusCode === 200;
    });
    held[1]?.leave();
    await stop();
  });

  it('without places, a person has as many as are asked for', async () => {
    const { make } = pieces(large);
    const app = express();
    app.get('/', async (_request, response) => void Readable.from((await make()).body).pipe(response));
    const { server, address } = await listen(app);
    const asked = [await begin(address), await begin(address), await begin(address)];
    expect(asked.map(({ answer }) => answer.statusCode)).to.deep.equal([200, 200, 200]);
    for (const one of asked) one.leave();
    server.close().closeAllConnections();
  });

  it('is built for no more people at once than there are processors', async () => {
    const { make } = pieces(Infinity, 50);
    const { ask, stop } = await serveFile(make);
    const built = await Promise.all(
      Array.from({ length: mostBuilt }, async (_one, at) => ask(`builder ${at}`)),
    );
    expect(built.map(({ answer }) => answer.statusCode)).to.deep.equal(built.map(() => 200));
    expect(placesTaken().built).to.equal(mostBuilt).and.to.equal(availableParallelism());
    const refused = await ask('one too many');
    expect([refused.answer.statusCode, refused.answer.headers['retry-after']]).to.deep.equal([429, '5']);
    for (const one of [...built, refused]) one.leave();
    await until(() => placesTaken().built === 0 && placesTaken().people === 0);
    await stop();
  });

  it('is ended where the person is blocked', async () => {
    const { seen, make } = pieces(Infinity, 5);
    const { ask, stop } = await serveFile(make);
    const { take } = await ask('the blocked one');
    expect(endRunning('the blocked one', 'This account was blocked.')).to.equal(1);
    expect((await take()).isWhole).to.equal(false);
    await until(() => seen.isEnded);
    await stop();
  });

  it('is not begun where its request was answered already', async () => {
    const { seen, make } = pieces(1);
    const app = express();
    app.get('/', async (request, response) => {
      response.status(503).end();
      await sendFile(request, response, fileOf(make), { folder: '/nowhere', mostBytes: 0 });
    });
    const { server, address } = await listen(app);
    expect((await begin(address)).answer.statusCode).to.equal(503);
    expect(seen.made).to.equal(0);
    server.close().closeAllConnections();
  });
});

describe('a file whose instant the database loses', () => {
  useDatabase();
  afterEach(stopServing);

  for (const code of [239, 246]) {
    it(`is begun again once, before its first byte (${code})`, async () => {
      const { seen, make } = failing(code, 0, 1);
      const { ask, stop } = await serveFile(make);
      const { answer, take } = await ask();
      expect([answer.statusCode, (await take()).isWhole, seen.begun]).to.deep.equal([200, true, 2]);
      await stop();
    });
  }

  it('is refused in words where that happens twice', async () => {
    const { seen, make } = failing(239, 0);
    const { ask, stop } = await serveFile(make);
    const { answer, take } = await ask();
    const { bytes } = await take();
    expect([answer.statusCode, seen.begun]).to.deep.equal([503, 2]);
    expect(String(bytes)).to.include('could not be made of one instant');
    await stop();
  });

  it('is broken off after its first byte, never closed in order', async () => {
    const { seen, make } = failing(239, large);
    const { ask, stop, logged } = await serveFile(make);
    const { answer, take } = await ask();
    expect(answer.statusCode).to.equal(200);
    const { isWhole } = await take();
    expect([isWhole, seen.begun]).to.deep.equal([false, 1]);
    await until(() => logged().includes('a file was cut off'));
    await stop();
  });

  it('closed in order, would look whole', async () => {
    const { make } = failing(239, large);
    const app = express();
    app.get('/', async (_request, response) => {
      try {
        for await (const some of (await make()).body) response.write(some);
      } catch {
        response.end();
      }
    });
    const { server, address } = await listen(app);
    expect((await (await begin(address)).take()).isWhole).to.equal(true);
    server.close().closeAllConnections();
  });
});

describe('a file for which there is no room', () => {
  useDatabase();
  afterEach(stopServing);

  it('is refused with 507 and a sentence before its first byte', async () => {
    const { make } = pieces(2);
    const { ask, stop, logged } = await serveFile(make, { mostBytes: 1_000 });
    const { answer, take } = await ask();
    const { bytes } = await take();
    expect(answer.statusCode).to.equal(507);
    expect(String(bytes)).to.include('no room on the disk');
    expect(logged()).to.include('507');
    await stop();
  });

  it('is broken off after it', async () => {
    const { seen, make } = pieces();
    const { ask, stop, logged } = await serveFile(make, { mostBytes: 100 * piece.length });
    const { answer, take } = await ask();
    expect([answer.statusCode, (await take()).isWhole]).to.deep.equal([200, false]);
    await until(() => seen.isEnded);
    await until(() => logged().includes('a file was cut off'));
    await stop();
  });
});
