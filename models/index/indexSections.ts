import {
  emptyFacetIndex,
  factKeyOf,
  spelledAs,
  isOwn,
  type ColumnStore,
  type FacetIndex,
  type Spelling,
} from './facetIndex.ts';
import { emptyTextIndex, type TextIndex } from './textIndex.ts';
import { emptyRows, type Columns, type VersionRows } from './versionRows.ts';
import type { SectionReader, SectionWriter } from './sectionFile.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import type { Listed } from '../record/noun.ts';
import type { VersionColumns } from '../record/versionColumns.ts';

/** After so many it is seen whether others wait for their turn. */
const someOf = 256;

/** Writes all that is known of a noun's records; nothing is put in meanwhile. */
export async function writeIndex(out: SectionWriter, table: FacetIndex): Promise<void> {
  await out.list(table.ids);
  await out.numbers(table.idOrder.records);
  for (const store of table.stores.values()) await writeStore(out, store);
  await writeWords(out, table.words);
  if (table.versions) await writeRows(out, table.versions, table);
  await out.flush();
}

/** Reads it again: as if all records had been read from the database. */
export async function readIndexFrom(from: SectionReader, noun: Listed): Promise<FacetIndex> {
  const recordAt: FacetIndex['recordAt'] = new Map();
  const ids = await from.list<string>((id, record) => recordAt.set(id, record));
  const idOrder = { records: await from.numbers(Uint32Array), size: ids.length };
  const { stores } = emptyFacetIndex(noun);
  for (const store of stores.values()) await readStore(from, store);
  const words = await readWords(from);
  const { versionColumns } = noun;
  const versions = versionColumns ? await readRows(from, versionColumns, { ids, recordAt }) : null;
  return { ids, recordAt, idOrder, stores, words, versions, revision: 0, changed: [] };
}

async function writeStore(out: SectionWriter, store: ColumnStore): Promise<void> {
  await out.numbers(store.at);
  await out.list(store.facts);
  await out.list(store.items);
  await out.list(store.spellings);
  await out.list(store.uses);
  await out.list(store.unused);
  await out.list(store.groups);
}

async function readStore(from: SectionReader, store: ColumnStore): Promise<void> {
  store.at = await from.numbers(Uint32Array);
  await from.list<unknown>(one => store.facts.push(one));
  await from.list<readonly number[]>(one => store.items.push(one));
  store.spellings.length = 0;
  await from.list<Spelling>((one, spelling) => {
    store.spellings.push(one);
    if (spelling > 0) store.spelled.set(spelledAs(one.item), spelling);
  });
  await from.list<number>(one => store.uses.push(one));
  await from.list<number>(one => store.unused.push(one));
  await from.list<number>(one => store.groups.push(one));
  if (isOwn(store)) return;
  const takeTurn = yieldToEventLoop();
  for (let place = 0; place < store.facts.length; place += 1) {
    if (store.uses[place] !== 0) store.placeOf.set(factKeyOf(store, place), place);
    if (place % someOf === 0) await takeTurn();
  }
}

async function writeWords(out: SectionWriter, store: TextIndex): Promise<void> {
  const { words, written, wasted } = store;
  await out.value({ size: words.size, written, wasted });
  await out.numbers(words.first);
  await out.numbers(words.second);
  await out.numbers(words.places);
  await out.numbers(store.stems);
  await out.numbers(store.units);
  await out.numbers(store.starts);
  await out.numbers(store.lengths);
  await out.list(store.parts);
}

async function readWords(from: SectionReader): Promise<TextIndex> {
  const { size, written, wasted } = (await from.value()) as Record<'size' | 'written' | 'wasted', number>;
  const first = await from.numbers(Int32Array);
  const second = await from.numbers(Int32Array);
  const places = await from.numbers(Int32Array);
  return {
    ...emptyTextIndex(),
    words: { size, first, second, places },
    stems: await from.numbers(Int32Array),
    units: await from.numbers(Uint16Array),
    written,
    wasted,
    starts: await from.numbers(Uint32Array),
    lengths: await from.numbers(Uint32Array),
    parts: await from.list<string>(),
  };
}

type Records = Pick<FacetIndex, 'ids' | 'recordAt'>;

async function writeRows(out: SectionWriter, rows: VersionRows, { ids, recordAt }: Records): Promise<void> {
  await out.value({ size: rows.size, itemCount: rows.itemCount });
  const takeTurn = yieldToEventLoop();
  const newest = new Uint32Array(ids.length);
  const removed: [string, number][] = [];
  for (const [id, row] of rows.newest) {
    const record = recordAt.get(id);
    if (record === undefined) removed.push([id, row]);
    else newest[record] = row;
    if (row % someOf === 0) await takeTurn();
  }
  await out.numbers(newest);
  await out.list(removed);
  await out.numbers(rows.before);
  await out.numbers(rows.version);
  await out.numbers(rows.validFrom);
  await out.numbers(rows.validTo);
  await out.list(rows.texts);
  await writeColumns(out, rows.own);
  await out.numbers(rows.items);
  await writeColumns(out, rows.ofItems);
}

async function readRows(
  from: SectionReader,
  columns: VersionColumns,
  { ids }: Records,
): Promise<VersionRows> {
  const { size, itemCount } = (await from.value()) as Pick<VersionRows, 'size' | 'itemCount'>;
  const newest: VersionRows['newest'] = new Map();
  // The very texts that are the ids: two of each would be as much memory again.
  const takeTurn = yieldToEventLoop();
  for (const [record, row] of (await from.numbers(Uint32Array)).entries()) {
    const id = ids[record];
    if (id !== undefined && row !== 0) newest.set(id, row);
    if (record % someOf === 0) await takeTurn();
  }
  await from.list<[string, number]>(([id, row]) => newest.set(id, row));
  const placeOf: VersionRows['placeOf'] = new Map();
  return {
    ...emptyRows(columns),
    size,
    newest,
    before: await from.numbers(Uint32Array),
    version: await from.numbers(Uint32Array),
    validFrom: await from.numbers(Float64Array),
    validTo: await from.numbers(Float64Array),
    texts: await from.list<string>((text, place) => place > 0 && placeOf.set(text, place)),
    placeOf,
    own: await readColumns(from, columns),
    items: await from.numbers(Uint32Array),
    itemCount,
    ofItems: await readColumns(from, columns.ofItems),
  };
}

async function writeColumns(out: SectionWriter, { texts, numbers }: Columns): Promise<void> {
  for (const column of [...Object.values(texts), ...Object.values(numbers)]) await out.numbers(column);
}

type Names = Pick<VersionColumns, 'texts' | 'numbers'>;

async function readColumns(from: SectionReader, { texts, numbers }: Names): Promise<Columns> {
  const read: Columns = { texts: {}, numbers: {} };
  for (const name of texts) read.texts[name] = await from.numbers(Uint32Array);
  for (const name of numbers) read.numbers[name] = await from.numbers(Float64Array);
  return read;
}
