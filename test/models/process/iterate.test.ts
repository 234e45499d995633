import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { iterate, type Cursor } from '../../../models/process/iterate.ts';
import { atSnapshot, readAtOneInstant } from '../../../models/process/snapshot.ts';
import { useDatabase } from '../../support/database.ts';
import { closeOpenCursors, countOpenCursors } from '../../support/openCursors.ts';

interface Row {
  _id: number;
}
type Open = () => Cursor<Row>;

const model = mongoose.model(
  'iterated',
  new mongoose.Schema({ _id: Number }, { autoIndex: false, autoCreate: false }),
  'iterated',
);
const collection = () => model.collection as unknown as mongoose.mongo.Collection<Row>;
const batchSize = 200;

/** Every kind of cursor there is. */
const kinds: Readonly<Record<string, Open>> = {
  'an aggregation of mongoose': () => model.aggregate<Row>([]).option({ batchSize }).cursor(),
  'a query of mongoose': () => model.find().lean<Row[]>().cursor({ batchSize }),
  'an aggregation of the driver': () => collection().aggregate<Row>([], { batchSize }),
  'a query of the driver': () => collection().find({}).batchSize(batchSize),
};

/** The ways out of a loop before its end. */
const waysOut: Readonly<Record<string, (rows: AsyncIterable<Row>) => Promise<void>>> = {
  'a break': async rows => {
    for await (const row of rows) if (row) break;
  },
  'an error': async rows => {
    try {
      for await (const row of rows) throw new Error(String(row._id));
    } catch {
      // What the loop was left by.
    }
  },
  'a return of the generator around it': async rows => {
    const around = (async function* () {
      for await (const row of rows) yield row;
    })();
    await around.next();
    await around.return();
  },
};

const useRows = (): void => {
  useDatabase();
  beforeEach(async () => {
    await collection().insertMany(Array.from({ length: 2_000 }, (_one, at) => ({ _id: at })));
  });
  after(async () => {
    await collection().drop();
  });
};

describe('what the database answers, iterated', () => {
  useRows();

  for (const [kind, open] of Object.entries(kinds)) {
    it(`leaves no cursor open: ${kind}`, async () => {
      const before = await countOpenCursors();
      const begun = iterate(open);
      await begun.next();
      expect(await countOpenCursors(), 'the first batch leaves a cursor open').to.equal(before + 1);
      await begun.return();
      for (const leave of Object.values(waysOut))
        for (let at = 0; at < 10; at += 1) await leave(iterate(open));
      iterate(open);
      expect(await countOpenCursors()).to.equal(before);
      let rows = 0;
      for await (const row of iterate(open)) rows += Number(row._id >= 0);
      expect(rows).to.equal(2_000);
    });
  }

  it('would leave them open without it: a cursor of mongoose has no return', async () => {
    const before = await countOpenCursors();
    const opened: Cursor<Row>[] = [];
    for (const leave of Object.values(waysOut)) {
      const cursor = model.aggregate<Row>([]).option({ batchSize }).cursor();
      opened.push(cursor);
      await leave(cursor);
    }
    expect(await countOpenCursors()).to.equal(before + opened.length);
    for (const cursor of opened) await cursor.close();
    expect(await countOpenCursors()).to.equal(before);
  });

  it('closes the cursor where reading on fails', async () => {
    const seen = { isClosed: false };
    const failing = iterate<Row>(() => ({
      next: async () => Promise.reject(new Error('The server is away.')),
      close: async () => {
        seen.isClosed = true;
        await Promise.reject(new Error('And cannot be told.'));
      },
    }));
    const failure = await failing.next().catch((error: unknown) => error);
    expect(String(failure)).to.include('The server is away.');
    expect(seen.isClosed).to.equal(true);
  });
});

describe('what is left behind of what is iterated, when its snapshot ends', () => {
  useRows();

  /** The server takes a while for the first batch, which leaves a cursor open. */
  const slow: Open = () =>
    collection().find(
      { $where: 'if (this._id === 0) sleep(300); return true;' },
      { batchSize, ...atSnapshot() },
    );
  /** What of it nobody has awaited yet. */
  const places: Readonly<Record<string, (begun: AsyncGenerator<Row>) => Promise<Promise<unknown>[]>>> = {
    'its first batch on the way': async begun => {
      const first = begun.next();
      first.catch(() => undefined);
      await pause(100);
      return [first];
    },
    'between two batches': async begun => {
      await begun.next();
      return [];
    },
  };
  const readOn = async (left: AsyncGenerator<Row>): Promise<number> => {
    let rows = 0;
    for await (const row of left) rows += Number(row._id >= 0);
    return rows;
  };

  for (const [place, leave] of Object.entries(places))
    for (const isFailing of [false, true])
      it(`is closed, and never taken for whole: ${place}, ${isFailing ? 'failing' : 'done'}`, async () => {
        const before = await countOpenCursors();
        let rest: Promise<unknown>[] = [];
        const left = iterate(slow);
        const whole = readAtOneInstant(async () => {
          rest = await leave(left);
          if (isFailing) throw new Error('wrong');
        });
        const failure = await whole.catch((error: unknown) => error);
        expect(failure instanceof Error).to.equal(isFailing);
        const end = await Promise.all([...rest, readOn(left)]).catch((error: unknown) => error);
        expect(end).to.be.an('error');
        expect(await countOpenCursors()).to.equal(before);
      });

  it('is closed where its reader leaves it', async () => {
    const before = await countOpenCursors();
    await readAtOneInstant(async () => waysOut['a break']?.(iterate(slow)));
    expect(await countOpenCursors()).to.equal(before);
  });

  it('would stay open, closed by the driver alone: the server refuses the read concern of it', async () => {
    const before = await countOpenCursors();
    await readAtOneInstant(async () => {
      const cursor = slow();
      await cursor.next();
      await cursor.close();
    });
    expect(await countOpenCursors()).to.equal(before + 1);
    await closeOpenCursors();
  });

  it('would stay open with a cursor that the snapshot does not know, its first batch on the way', async () => {
    const before = await countOpenCursors();
    let reading: Promise<unknown> = Promise.resolve();
    await readAtOneInstant(async () => {
      const cursor = slow();
      reading = cursor.next().then(async () => cursor.close());
      await pause(100);
    });
    await reading;
    expect(await countOpenCursors()).to.equal(before + 1);
    await closeOpenCursors();
  });
});
