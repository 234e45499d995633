import type { ComputedSort } from '../record/computedSort.ts';
import { itemsOf, type FacetItem, type Facts } from '../record/facts.ts';
import type { Filter } from '../record/filters.ts';
import { addToOrder, emptyIdOrder, takeFromOrder, type IdOrder } from './idOrder.ts';
import { emptyLentTexts, putLent, takeOutLent, type LentTexts } from './lentTexts.ts';
import { emptyTextIndex, moveWords, putWords, type TextIndex } from './textIndex.ts';
import { emptyRows, pathsOf, putVersion, type RowVersion, type VersionRows } from './versionRows.ts';
import { collator } from '../record/collator.ts';
import type { Listed } from '../record/noun.ts';

/** A value as some record writes it; spellings of one `group` are the same value. */
export interface Spelling {
  readonly item: FacetItem;
  readonly group: number;
}

/** What a column is made of: filters and sort keys that read the same share one. */
interface Column {
  readonly facts: Facts;
  /** Whether each item counts; the facts as a whole; or these for each record, since nearly every one has others. */
  readonly keeps: 'items' | 'facts' | 'own';
}

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
  readonly idOrder: IdOrder;
  /** By what they read, for filters may read the same. */
  readonly stores: Map<string, ColumnStore>;
  readonly words: TextIndex;
  /** What it lends to records that refer to it, where it does. */
  readonly lent: LentTexts | null;
  /** Every version of these records and of those that were removed, where it is kept. */
  readonly versions: VersionRows | null;
  /** Another number after each change. */
  revision: number;
  /** A ring buffer of the ids that changed, by the revision before: who keeps sums works these in (`changedSince`). */
  readonly changed: string[];
}

export type FactsOf = Readonly<Record<string, unknown>>;

const nameOf = ({ facts, keeps }: Column): string =>
  `${keeps === 'items' ? 'items' : 'facts'} ${JSON.stringify(facts.expression)}`;

function columnBy({ facts, predicate }: Pick<Filter, 'facts' | 'predicate'>): Column {
  if (predicate.reads === 'items') return { facts, keeps: 'items' };
  return { facts, keeps: predicate.reads === 'question' && predicate.isOwn ? 'own' : 'facts' };
}

const sortColumn = ({ facts }: ComputedSort): Column => ({ facts, keeps: 'facts' });

/** A noun's filter that is in memory; undefined where the database is asked. */
export function columnOf(noun: Listed, key: string): Filter | undefined {
  const filter = noun.filters[key];
  return filter?.isDatabaseOnly ? undefined : filter;
}

export function emptyFacetIndex(noun: Listed): FacetIndex {
  const filters = Object.keys(noun.filters).flatMap(key => columnOf(noun, key) ?? []);
  const sorts = Object.values(noun.sorts).flatMap(by => (typeof by === 'string' ? [] : [by]));
  const columns = [...filters.map(columnBy), ...sorts.map(sortColumn)];
  return {
    ids: [],
    recordAt: new Map(),
    idOrder: emptyIdOrder(),
    stores: new Map(columns.map(column => [nameOf(column), emptyStore(column)])),
    words: emptyTextIndex(),
    lent: noun.lends ? emptyLentTexts(noun.lends) : null,
    versions: noun.versionColumns ? emptyRows(noun.versionColumns) : null,
    revision: 0,
    changed: [],
  };
}

/** As many changes are remembered: of more, who keeps sums does better to make them anew. */
const mostChanges = 16_384;

function noteChange(table: FacetIndex, id: string): void {
  table.changed[table.revision % mostChanges] = id;
  table.revision += 1;
}

/** The ids of the records that changed since a revision; null where some are remembered no more. */
export function changedSince({ revision, changed }: FacetIndex, since: number): ReadonlySet<string> | null {
  if (revision - since > mostChanges) return null;
  const ids = new Set<string>();
  for (let at = since; at < revision; at += 1) ids.add(changed[at % mostChanges] ?? '');
  return ids;
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
export const storeOf = (table: FacetIndex, filter: Pick<Filter, 'facts' | 'predicate'>): ColumnStore =>
  storeAt(table, columnBy(filter));

/** The store of what a list is sorted by. */
export const sortStoreOf = (table: FacetIndex, sort: ComputedSort): ColumnStore =>
  storeAt(table, sortColumn(sort));

function storeAt(table: FacetIndex, column: Column): ColumnStore {
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
  ...Object.fromEntries((table.lent?.lends.paths ?? []).map(path => [path, 1])),
  phraseText: 1,
  identifierText: 1,
});

/** Puts in a record as the projection read it, in the place of what was known of it. */
export function putRecord(table: FacetIndex, id: string, read: FactsOf): void {
  noteChange(table, id);
  const known = table.recordAt.get(id);
  const record = known ?? table.ids.push(id) - 1;
  table.recordAt.set(id, record);
  if (known === undefined) addToOrder(table.idOrder, table.ids, record);
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
  if (table.lent) putLent(table.lent, id, read);
  if (table.versions) putVersion(table.versions, { ...read, recordId: id, validTo: null } as RowVersion);
}

/** Puts in a closed version; but not the one that its record had when that was read: what closed it is told of, too. */
export function putClosed(table: FacetIndex, closed: RowVersion): void {
  const { recordAt, versions } = table;
  if (!versions) return;
  const { recordId, version } = closed;
  const isPast =
    !recordAt.has(recordId) || version < (versions.version[versions.newest.get(recordId) ?? 0] ?? 0);
  if (isPast && putVersion(versions, closed)) noteChange(table, recordId);
}

/** Takes out a record, if it is there; the last one takes its place. */
export function removeRecord(table: FacetIndex, id: string): void {
  const record = table.recordAt.get(id);
  if (record === undefined) return;
  noteChange(table, id);
  const last = table.ids.length - 1;
  takeFromOrder(table.idOrder, table.ids, record);
  for (const store of table.stores.values()) {
    if (isOwn(store)) {
      store.facts[record] = store.facts[last];
      store.facts.length = last;
      continue;
    }
    giveBack(store, store.at[record] ?? 0);
    store.at[record] = store.at[last] ?? 0;
  }
  if (table.lent) takeOutLent(table.lent, id);
  moveWords(table.words, last, record);
  const moved = table.ids[last] ?? '';
  table.ids[record] = moved;
  table.recordAt.set(moved, record);
  table.ids.pop();
  table.recordAt.delete(id);
}

export const isOwn = ({ column }: ColumnStore): boolean => column.keeps === 'own';

const noItems: readonly number[] = [];
const keyOf = (facts: unknown): unknown => (typeof facts === 'object' ? JSON.stringify(facts) : facts);

/** What the facts at a place are found by. */
export const factKeyOf = ({ items, facts }: ColumnStore, place: number): unknown =>
  items[place]?.join() ?? keyOf(facts[place]);

function takePlace(store: ColumnStore, facts: unknown): number {
  const items = store.column.keeps === 'items' ? spellingsIn(store, facts) : noItems;
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
  store.placeOf.delete(factKeyOf(store, place));
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

/** What a spelling is found by: two of a value and label are one. */
export const spelledAs = (item: FacetItem): string =>
  typeof item === 'object' ? `${item?.value ?? ''}\n${item?.label ?? ''}` : item;

function spell(store: ColumnStore, item: FacetItem): number {
  const value = valueOf(item);
  if (value === null) return 0;
  const written = spelledAs(item);
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
