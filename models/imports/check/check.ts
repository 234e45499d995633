import { importables } from '../../nouns.ts';
import { nameIn } from '../../record/importable.ts';
import {
  incomingNouns,
  type Incoming,
  type IncomingNoun,
  type Read,
  type ReadOptions,
  type Rejected,
  type RowProblem,
  type Source,
} from '../../sources/contract/incoming.ts';
import { yieldToEventLoop } from '../../process/yieldToEventLoop.ts';
import { statedFields } from './statedFields.ts';
import { selectRows } from './selectRows.ts';
import { compareBatch, problemAt, type Found } from './compareBatch.ts';
import { countOf, type Import } from '../import.ts';
import { changeImport, progressTeller, zeroCounts } from '../imports.ts';
import { namedByTaken, type NamedByTaken } from './namedBy.ts';
import { queueOfOne } from './queueOfOne.ts';
import { newRow, rowsCollection, type StoredRow } from '../rows/rows.ts';
import { chunkSize, type FencedTransaction } from '../fencedTransaction.ts';
import { uniqueKeys } from './uniqueKeys.ts';

export interface CheckGiven {
  import: Import;
  source: Source;
  /** Every record of its file, as the source reads them. */
  read: (options: ReadOptions) => AsyncIterable<Read>;
  /** A folder for the source's own files, removed by whoever gave it. */
  workFolder: string;
  keepsPersonalData: boolean;
}

/** So many are compared at a time: several questions to the database each time, but no more than is soon forgotten. */
const compareSize = 100;

/**
 * The dry run: reads a file whole, compares every record with ours and stages what applying would do. Writes no record.
 * Begun anew it forgets what an earlier, interrupted check staged.
 */
export async function checkFile(given: CheckGiven, step: FencedTransaction): Promise<void> {
  const { id } = given.import;
  await forgetRows(id, step);
  const named = namedByTaken();
  const staging = stageRows(given, named, step);
  const choosing = selectRows(given.import, named);
  const stated = statedFields();
  const takeTurn = yieldToEventLoop();
  const { workFolder, keepsPersonalData } = given;
  const { mapping } = given.import.settings;
  const { expectRows } = staging;
  const options = { workFolder, keepsPersonalData, expectRows, ...(mapping && { mapping }) };
  for await (const read of given.read(options)) {
    stated.take(read);
    if ('values' in read && read.isForOthers) await staging.settle();
    for (const one of choosing.take(read)) await staging.add(one);
    await takeTurn();
  }
  await staging.settle(true);
  for (const one of choosing.rest()) await staging.add(one);
  const { counts, warnings, rows } = await staging.end();
  await step(async session => {
    const progress = { ...given.import.progress, rows, ofRows: rows, bytes: given.import.file.bytes };
    const $set = {
      state: 'checked' as const,
      counts,
      warnings,
      stated: stated.all(),
      checkedAt: new Date(),
      progress,
    };
    await changeImport(id, null, ['checking'], $set, session);
  });
}

async function forgetRows(importId: string, step: FencedTransaction): Promise<void> {
  for (;;) {
    const some = await rowsCollection()
      .find({ importId }, { projection: { _id: 1 }, limit: 5_000 })
      .toArray();
    if (some.length === 0) return;
    await step(async session => {
      await rowsCollection().deleteMany({ _id: { $in: some.map(({ _id }) => _id) } }, { session });
    });
  }
}

const eachNoun = <T>(of: () => T) =>
  Object.fromEntries(incomingNouns().map(noun => [noun, of()])) as Record<IncomingNoun, T>;

/** Where each record of the file stands first, by its key, and the amounts it states there. */
type Seen = Readonly<Record<IncomingNoun, Map<string, { row: number; seq: number; amounts: string }>>>;

function stageRows(given: CheckGiven, named: NamedByTaken, step: FencedTransaction) {
  const { id } = given.import;
  const counts = zeroCounts();
  let warnings = 0;
  let seq = 0;
  const say = progressTeller(id);
  let expected: Partial<Import['progress']> = {};
  const seen: Seen = eachNoun(() => new Map());
  const keys = uniqueKeys();
  const waiting: Record<IncomingNoun, Found[]> = eachNoun(() => []);
  let staged: StoredRow[] = [];
  const sending = queueOfOne();
  const comparing = queueOfOne();
  const doubts = new Map<number, RowProblem>();

  const send = async (): Promise<void> => {
    const some = staged;
    staged = [];
    if (some.length > 0)
      await sending.next(async () =>
        step(async session => void (await rowsCollection().insertMany(some, { session }))),
      );
    await say({ rows: seq, ...expected });
  };
  const keep = async (row: StoredRow): Promise<void> => {
    const count = counts[row.noun];
    count.read += 1;
    count[countOf(row)] += 1;
    if (row.warnings.length > 0) warnings += 1;
    staged.push(row);
    if (staged.length >= chunkSize / 2) await send();
  };
  const compare = async (noun: IncomingNoun): Promise<void> => {
    const batch = waiting[noun];
    waiting[noun] = [];
    await comparing.next(async () => {
      for (const [at, row] of (await compareBatch(given, noun, batch, keys)).entries()) {
        const found = batch[at];
        if (found && row.outcome !== 'rejected') named.take(found.one);
        await keep(row);
      }
    });
  };
  /** Refuses rows that were staged before another stated the same record with other amounts: nobody knows which are right. */
  const refuseDoubts = async (): Promise<void> => {
    if (doubts.size === 0) return;
    await send();
    await sending.end();
    for (const [at, problem] of doubts) {
      const row = await rowsCollection().findOne({ importId: id, seq: at });
      if (!row || row.outcome === 'rejected') continue;
      const { _id, noun, where, name, warnings: said } = row;
      const problems = [{ ...problem, where }];
      const refused = newRow(id, at, { noun, where, name, warnings: said, outcome: 'rejected', problems });
      await step(async session => void (await rowsCollection().replaceOne({ _id }, refused, { session })));
      counts[noun][countOf(row)] -= 1;
      counts[noun].rejected += 1;
      if (row.stated) named.drop({ noun: noun as IncomingNoun, values: row.stated });
    }
    doubts.clear();
  };

  return {
    expectRows: (rows: number): void => {
      // Whoever waits is told of these from now on, no more of the bytes that were read before them.
      expected = { ofRows: Math.max(rows, seq), startedAt: expected.startedAt ?? new Date() };
    },
    async add(read: Incoming | Rejected): Promise<void> {
      seq += 1;
      if ('rejected' in read) {
        const { noun, where, name, rejected } = read;
        await keep(newRow(id, seq, { noun, where, name, outcome: 'rejected', problems: rejected }));
        return;
      }
      const { noun, where, values } = read;
      const { keyOf, describedAs } = importables[noun];
      const key = keyOf(read);
      const first = key === null || read.isNamedOnly ? undefined : seen[noun].get(key);
      if (first !== undefined) {
        const isOpen = first.amounts !== amountsIn(read);
        const problems = [
          problemAt(read, isOpen ? 'imports.twiceInDoubt' : 'imports.twice', { row: first.row }),
        ];
        if (isOpen) doubts.set(first.seq, problemAt(read, 'imports.twiceInDoubt', { row: where.row }));
        await keep(
          newRow(id, seq, {
            noun,
            where,
            name: nameIn(importables[noun], values),
            outcome: 'rejected',
            problems,
          }),
        );
        return;
      }
      // What the file describes, such as a call under its other kind, needs no second mention.
      if (read.isNamedOnly && describedAs?.(values).some(other => seen[noun].has(other))) {
        seq -= 1;
        return;
      }
      if (key !== null) seen[noun].set(key, { row: where.row, seq, amounts: amountsIn(read) });
      waiting[noun].push({ one: read, seq });
      if (waiting[noun].length >= compareSize) await compare(noun);
    },
    /** Waits until it is known which records are taken that others stand in the file for; at the end, of all. */
    async settle(isAtEnd = false): Promise<void> {
      for (const noun of incomingNouns().toReversed()) {
        const isMeant = isAtEnd || importables[noun].isLeading;
        if (isMeant && waiting[noun].length > 0) await compare(noun);
      }
      await comparing.end();
      await refuseDoubts();
    },
    async end() {
      for (const noun of incomingNouns()) await compare(noun);
      await comparing.end();
      await refuseDoubts();
      await send();
      await sending.end();
      return { counts, warnings, rows: seq };
    },
  };
}

/** The amounts that a record states, as a text to compare. */
function amountsIn({ noun, values }: Incoming): string {
  const { fields } = importables[noun].noun;
  const amounts = Object.keys(fields).flatMap(key =>
    fields[key]?.kind === 'money' ? [[key, values[key] ?? null] as const] : [],
  );
  return JSON.stringify(amounts);
}
