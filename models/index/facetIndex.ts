import { itemsOf, type FacetItem } from '../record/facts.ts';
import type { Filter } from '../record/filters.ts';
import { emptyTextIndex, moveWords, putWords, type TextIndex } from './textIndex.ts';
import { emptyRows, pathsOf, putVersion, type RowVersion, type VersionRows } from './versionRows.ts';
import { collator } from '../record/collator.ts';
import type { Listed } from '../record/noun.ts';

/** A value as some record writes it; spellings of one `group` are the same value. */
interface Spelling {
  readonly item: FacetItem;
  readonly group: number;
}

/** What a column is made of: filters that read the same share one. */
type Column = Pick<Filter, 'facts' | 'predicate'>;

/** The facts of one column: each distinct fact once, and for each record which of them it has; or one for each record. */
export interface ColumnStore {
  readonly column: Column;
  readonly facts: unknown[];
  /** Of a column of items alone: the spellings in each fact, one of a group; without any it is the first of all, null. */
  readonly items: (readonly number[])[];
  readonly spellings: Spelling[];
  /** By record. */
  at: Uint32Array;
  /** How many records have each fact; the places of those that none has any more are used again. */
  readonly uses: number[];
  readonly unused: number[];
  readonly placeOf: Map<unknown, number>;
  readonly spelled: Map<string, number>;
  /** One spelling of each group, in order. */
  readonly groups: number[];
}

/** A noun's records in memory: only what its filters and the search read. Records stand in no order. */
export interface FacetIndex {
  readonly ids: string[];
  readonly recordAt: Map<string, number>;
  /** By what they read, for filters may read the same. */
  readonly stores: Map<string, ColumnStore>;
  readonly words: TextIndex;
  /** Every version of these records and of those that were removed, where it is kept. */
  readonly versions: VersionRows | null;
  /** Another number after each change. */
  revision: number;
}

export type FactsOf = Readonly<Record<string, unknown>>;

const nameOf = ({ facts, predicate: { reads } }: Column): string =>
  `${reads === 'items' ? 'items' : 'facts'} ${JSON.stringify(facts.expression)}`;

/** A noun's filter that is in memory; undefined where the database is asked. */
export function columnOf(noun: Listed, key: string): Filter | undefined {
  const filter = noun.filters[key];
  return filter?.isDatabaseOnly ? undefined : filter;
}

export function emptyFacetIndex(noun: Listed): FacetIndex {
  const columns = Object.keys(noun.filters).flatMap(key => columnOf(noun, key) ?? []);
  return {
    ids: [],
    recordAt: new Map(),
    stores: new Map(columns.map(column => [nameOf(column), emptyStore(column)])),
    words: emptyTextIndex(),
    versions: noun.versionColumns ? emptyRows(noun.versionColumns) : null,
    revision: 0,
  };
}

const emptyStore = (column: Column): ColumnStore => ({
  column,
  facts: [],
  items: [],
  spellings: [{ item: null, group: 0 }],
  at: new Uint32Array(1024),
  uses: [],
  unused: [],
  placeOf: new Map(),
  spelled: new Map(),
  groups: [],
});

/** The store of a filter's column. */
export function storeOf(table: FacetIndex, column: Column): ColumnStore {
  const store = table.stores.get(nameOf(column));
  if (!store) throw new Error(`no column ${nameOf(column)}`);
  return store;
}

/** The `$project` that reads a record's facts, under `f0`, `f1` and so on, in the order of the stores; its words and its row. */
export const projectionOf = (table: FacetIndex): Record<string, unknown> => ({
  ...(table.versions && Object.fromEntries(pathsOf(table.versions.columns).map(path => [path, 1]))),
  ...Object.fromEntries(
    [...table.stores.values()].map(({ column }, at) => [`f${at}`, column.facts.expression]),
  ),
  phraseText: 1,
  identifierText: 1,
});

/** Puts in a record as the projection read it, in the place of what was known of it. */
export function putRecord(table: FacetIndex, id: string, read: FactsOf): void {
  table.revision += 1;
  const known = table.recordAt.get(id);
  const record = known ?? table.ids.push(id) - 1;
  table.recordAt.set(id, record);
  let index = 0;
  for (const store of table.stores.values()) {
    const facts = read[`f${index}`] ?? null;
    index += 1;
    if (record >= store.at.length) {
      const longer = new Uint32Array(store.at.length * 2);
      longer.set(store.at);
      store.at = longer;
    }
    if (isOwn(store)) {
      store.facts[record] = facts;
      store.at[record] = record;
      continue;
    }
    // Taken before the other is given back: the same fact keeps its place.
    const place = takePlace(store, facts);
    if (known !== undefined) giveBack(store, store.at[record] ?? 0);
    store.at[record] = place;
  }
  const { phraseText, identifierText } = read;
  const isText = (one: unknown) => typeof one === 'string';
  putWords(
    table.words,
    record,
    isText(phraseText) ? phraseText : '',
    isText(identifierText) ? identifierText : '',
  );
  if (table.versions) putVersion(table.versions, { ...read, recordId: id, validTo: null } as RowVersion);
}

/** Puts in a closed version; but not the one that its record had when that was read: what closed it is told of, too. */
export function putClosed({ recordAt, versions }: FacetIndex, closed: RowVersion): void {
  if (!versions) return;
  const { recordId, version } = closed;
  const isPast =
    !recordAt.has(recordId) || version < (versions.version[versions.newest.get(recordId) ?? 0] ?? 0);
  if (isPast) putVersion(versions, closed);
}

/** Takes out a record, if it is there; the last one takes its place. */
export function removeRecord(table: FacetIndex, id: string): void {
  const record = table.recordAt.get(id);
  if (record === undefined) return;
  table.revision += 1;
  const last = table.ids.length - 1;
  for (const store of table.stores.values()) {
    if (isOwn(store)) {
      store.facts[record] = store.facts[last];
      store.facts.length = last;
      continue;
    }
    giveBack(store, store.at[record] ?? 0);
    store.at[record] = store.at[last] ?? 0;
  }
  moveWords(table.words, last, record);
  const moved = table.ids[last] ?? '';
  table.ids[record] = moved;
  table.recordAt.set(moved, record);
  table.ids.pop();
  table.recordAt.delete(id);
}

const isOwn = ({ column: { predicate } }: ColumnStore): boolean =>
  predicate.reads === 'question' && predicate.isOwn === true;

const noItems: readonly number[] = [];
const keyOf = (facts: unknown): unknown => (typeof facts === 'object' ? JSON.stringify(facts) : facts);

function takePlace(store: ColumnStore, facts: unknown): number {
  const items = store.column.predicate.reads === 'items' ? spellingsIn(store, facts) : noItems;
  const key = items === noItems ? keyOf(facts) : items.join();
  const known = store.placeOf.get(key);
  const place = known ?? store.unused.pop() ?? store.facts.length;
  if (known === undefined) {
    store.placeOf.set(key, place);
    // Items say it all; other facts are asked themselves.
    store.facts[place] = items === noItems ? facts : null;
    if (items !== noItems) store.items[place] = items;
    store.uses[place] = 0;
  }
  store.uses[place] = (store.uses[place] ?? 0) + 1;
  return place;
}

function giveBack(store: ColumnStore, place: number): void {
  const left = (store.uses[place] ?? 0) - 1;
  store.uses[place] = left;
  if (left > 0) return;
  store.placeOf.delete(store.items[place]?.join() ?? keyOf(store.facts[place]));
  store.unused.push(place);
}

function spellingsIn(store: ColumnStore, facts: unknown): readonly number[] {
  const found: number[] = [];
  for (const item of itemsOf(facts)) {
    const spelling = spell(store, item);
    const group = store.spellings[spelling]?.group;
    if (!found.some(other => store.spellings[other]?.group === group)) found.push(spelling);
  }
  return found.length > 0 ? found : [0];
}

export const valueOf = (item: FacetItem): string | null =>
  typeof item === 'object' && item !== null ? item.value : item;

function spell(store: ColumnStore, item: FacetItem): number {
  const value = valueOf(item);
  if (value === null) return 0;
  const written = typeof item === 'object' ? `${value}\n${item?.label ?? ''}` : value;
  const known = store.spelled.get(written);
  if (known !== undefined) return known;
  const spelling = store.spellings.length;
  store.spellings.push({ item, group: groupFor(store, value, spelling) });
  store.spelled.set(written, spelling);
  return spelling;
}

/** The group of a value: that of an equal one, or a new one named after its first spelling. */
function groupFor(store: ColumnStore, value: string, spelling: number): number {
  let low = 0;
  let high = store.groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = store.groups[middle] ?? 0;
    const order = collator.compare(valueOf(store.spellings[group]?.item ?? null) ?? '', value);
    if (order === 0) return group;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  store.groups.splice(low, 0, spelling);
  return spelling;
}
