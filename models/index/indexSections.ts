import {
  emptyFacetIndex,
  factKeyOf,
  spelledAs,
  isOwn,
  type ColumnStore,
  type FacetIndex,
} from './facetIndex.ts';
import type { LentTexts } from './lentTexts.ts';
import type { TextIndex } from './textIndex.ts';
import type { Columns, VersionRows } from './versionRows.ts';
import type { Numbers, SectionReader, SectionWriter } from './sectionFile.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import type { Listed } from '../record/noun.ts';

/** After so many it is seen whether others wait for their turn. */
const someOf = 256;

/**
 * What a file is made of goes through this in either direction, in one order: to the file, or from there in the place of what
 * was known. What is written is therefore what is read.
 */
interface Passage {
  value<T>(known: T): Promise<T>;
  list<T>(known: T[]): Promise<T[]>;
  numbers<A extends Numbers>(of: new (length: number) => A, known: A): Promise<A>;
}

const into = (out: SectionWriter): Passage => ({
  value: async known => out.value(known).then(() => known),
  list: async known => out.list(known).then(() => known),
  numbers: async (_of, known) => out.numbers(known).then(() => known),
});

const outOf = (from: SectionReader): Passage => ({
  value: async <T>() => (await from.value()) as T,
  list: async <T>() => from.list<T>(),
  numbers: async of => from.numbers(of),
});

/** Writes all that is known of a noun's records; nothing is put in meanwhile. */
export async function writeIndex(out: SectionWriter, table: FacetIndex): Promise<void> {
  await passIndex(into(out), table, await newestOf(table));
  await out.flush();
}

/** Reads it again: as if all records had been read from the database. */
export async function readIndexFrom(from: SectionReader, noun: Listed): Promise<FacetIndex> {
  const empty = emptyFacetIndex(noun);
  const { table, newest } = await passIndex(outOf(from), empty, await newestOf(empty));
  await eachOf(table.ids, (id, record) => table.recordAt.set(id, record));
  for (const store of table.stores.values()) await findAgain(store);
  if (table.versions) await findRowsAgain(table.versions, table.ids, newest);
  return table;
}

/** The one list of what is kept. */
async function passIndex(through: Passage, known: FacetIndex, newest: Newest) {
  const ids = await through.list(known.ids);
  const records = await through.numbers(Uint32Array, known.idOrder.records);
  const stores: FacetIndex['stores'] = new Map();
  for (const [name, store] of known.stores) stores.set(name, await passStore(through, store));
  const words = await passWords(through, known.words);
  const lent = known.lent && (await passLent(through, known.lent));
  const passed = known.versions && (await passRows(through, known.versions, newest));
  const table: FacetIndex = {
    ...known,
    ids,
    idOrder: { records, size: ids.length },
    stores,
    words,
    lent,
    versions: passed && passed.rows,
  };
  return { table, newest: passed?.newest ?? newest };
}

const passStore = async (through: Passage, store: ColumnStore): Promise<ColumnStore> => ({
  ...store,
  at: await through.numbers(Uint32Array, store.at),
  facts: await through.list(store.facts),
  items: await through.list(store.items),
  spellings: await through.list(store.spellings),
  uses: await through.list(store.uses),
  unused: await through.list(store.unused),
  groups: await through.list(store.groups),
});

async function passWords(through: Passage, known: TextIndex): Promise<TextIndex> {
  const { size, written, wasted } = await through.value({
    size: known.words.size,
    written: known.written,
    wasted: known.wasted,
  });
  return {
    words: {
      size,
      first: await through.numbers(Int32Array, known.words.first),
      second: await through.numbers(Int32Array, known.words.second),
      places: await through.numbers(Int32Array, known.words.places),
    },
    stems: await through.numbers(Int32Array, known.stems),
    units: await through.numbers(Uint16Array, known.units),
    written,
    wasted,
    starts: await through.numbers(Uint32Array, known.starts),
    lengths: await through.numbers(Uint32Array, known.lengths),
    parts: await through.list(known.parts),
    joined: null,
  };
}

const passLent = async (through: Passage, known: LentTexts): Promise<LentTexts> => ({
  lends: known.lends,
  words: await passWords(through, known.words),
  keys: await through.list(known.keys),
  rowsOf: new Map(await through.list([...known.rowsOf])),
  free: await through.list(known.free),
});

/** The newest rows: by the record they are of, and with the ids of records that are no more. */
interface Newest {
  ofRecords: Uint32Array;
  removed: [id: string, row: number][];
}

async function passRows(through: Passage, known: VersionRows, { ofRecords, removed }: Newest) {
  const { size, itemCount } = await through.value({ size: known.size, itemCount: known.itemCount });
  const newest: Newest = {
    ofRecords: await through.numbers(Uint32Array, ofRecords),
    removed: await through.list(removed),
  };
  const rows: VersionRows = {
    ...known,
    size,
    before: await through.numbers(Uint32Array, known.before),
    version: await through.numbers(Uint32Array, known.version),
    validFrom: await through.numbers(Float64Array, known.validFrom),
    validTo: await through.numbers(Float64Array, known.validTo),
    texts: await through.list(known.texts),
    own: await passColumns(through, known.own),
    items: await through.numbers(Uint32Array, known.items),
    itemCount,
    ofItems: await passColumns(through, known.ofItems),
  };
  return { rows, newest };
}

async function passColumns(through: Passage, known: Columns): Promise<Columns> {
  const passed: Columns = { texts: {}, numbers: {} };
  for (const [name, column] of Object.entries(known.texts))
    passed.texts[name] = await through.numbers(Uint32Array, column);
  for (const [name, column] of Object.entries(known.numbers))
    passed.numbers[name] = await through.numbers(Float64Array, column);
  return passed;
}

async function newestOf({ ids, recordAt, versions }: FacetIndex): Promise<Newest> {
  const newest: Newest = { ofRecords: new Uint32Array(ids.length), removed: [] };
  await eachOf(versions?.newest ?? [], ([id, row]) => {
    const record = recordAt.get(id);
    if (record === undefined) newest.removed.push([id, row]);
    else newest.ofRecords[record] = row;
  });
  return newest;
}

/** By what facts and spellings are found: it follows from them, and is in no file. */
async function findAgain(store: ColumnStore): Promise<void> {
  await eachOf(store.spellings, ({ item }, spelling) => {
    if (spelling > 0) store.spelled.set(spelledAs(item), spelling);
  });
  if (isOwn(store)) return;
  await eachOf(store.facts, (_facts, place) => {
    if (store.uses[place] !== 0) store.placeOf.set(factKeyOf(store, place), place);
  });
}

/** The same of rows: by the very texts that are the ids, since two of each would be as much memory again. */
async function findRowsAgain(
  rows: VersionRows,
  ids: readonly string[],
  { ofRecords, removed }: Newest,
): Promise<void> {
  await eachOf(ofRecords, (row, record) => {
    const id = ids[record];
    if (id !== undefined && row !== 0) rows.newest.set(id, row);
  });
  await eachOf(removed, ([id, row]) => rows.newest.set(id, row));
  await eachOf(rows.texts, (text, place) => {
    if (place > 0) rows.placeOf.set(text, place);
  });
}

/** Does something with each; others have their turn in between. */
async function eachOf<T>(all: Iterable<T>, work: (one: T, at: number) => unknown): Promise<void> {
  const takeTurn = yieldToEventLoop();
  let at = 0;
  for (const one of all) {
    work(one, at);
    at += 1;
    if (at % someOf === 0) await takeTurn();
  }
}
