import type { Cents } from '../record/fields.ts';
import type { PhaseFacts } from '../projects/phase.ts';
import type { Project, ProjectDerived } from '../projects/project.ts';
import { basisNames, byBasis, type Amounts, type Basis } from '../projects/basis.ts';
import type { Significance } from '../assessments/significance.ts';

/** What coverage asks of one version of a project. Money in whole cents, null where not stated. */
export interface ProjectRow extends PhaseFacts {
  amounts: Amounts;
  programme: string | null;
  scope: string;
  kind: string;
  signedOn: { to: string } | null;
  /** Null where it is not archived, as the filter reads it. */
  archivedAt: true | null;
}

/** A link with what it was allotted in a basis by the split method when the project was saved. */
export interface LinkRow {
  cents: Cents | null;
  initiative: string;
  significance: Significance;
}

export type CoveredVersion = Pick<
  Project & ProjectDerived,
  | 'programme'
  | 'scope'
  | 'kind'
  | 'status'
  | 'signedOn'
  | 'startsOn'
  | 'endsOn'
  | 'terminatedOn'
  | Basis
  | 'supports'
  | 'attributions'
  | 'archivedAt'
> & { recordId: string; version: number; validFrom: Date; validTo: Date | null };

/** The texts of a row, as places in `texts`; 0 where there is none. */
const textsOfRow = [
  'programme',
  'scope',
  'kind',
  'status',
  'signed',
  'starts',
  'ends',
  'terminated',
] as const;
type TextOfRow = (typeof textsOfRow)[number];

/**
 * Rows in few long arrays, by their numbers from 1 on: as objects tens of thousands of them took ten times the memory,
 * and everything that is read afterwards had to be found room beside them.
 */
export interface RowStore {
  size: number;
  /** By project, its newest row. */
  readonly newest: Map<string, number>;
  /** By row: the one of the version before it of the same project, 0 for the first; and its number and first instant (ms). */
  before: Uint32Array;
  version: Uint32Array;
  validFrom: Float64Array;
  /**
   * By row: the instant from which it was not valid any more (ms). NaN while it was open when it was read: what came after
   * is the next row then, or it still is.
   */
  validTo: Float64Array;
  isArchived: Uint8Array;
  readonly texts: string[];
  readonly placeOf: Map<string, number>;
  readonly of: Record<TextOfRow, Uint32Array>;
  /** Cents; NaN where not stated. */
  readonly cents: Record<Basis, Float64Array>;
  /** By row: its first link; the links of a row end where those of the next begin. */
  links: Uint32Array;
  linked: number;
  initiative: Uint32Array;
  significance: Uint32Array;
  /** By link, as `cents`. */
  readonly parts: Record<Basis, Float64Array>;
}

export function emptyRows(): RowStore {
  const numbers = () => new Uint32Array(64);
  const doubles = () => new Float64Array(64);
  return {
    size: 0,
    newest: new Map(),
    before: numbers(),
    version: numbers(),
    validFrom: doubles(),
    validTo: doubles(),
    isArchived: new Uint8Array(64),
    texts: [''],
    placeOf: new Map(),
    of: Object.fromEntries(textsOfRow.map(text => [text, numbers()])) as RowStore['of'],
    cents: byBasis(doubles),
    links: numbers(),
    linked: 0,
    initiative: numbers(),
    significance: numbers(),
    parts: byBasis(doubles),
  };
}

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** The same numbers with a quarter more room, where there is none left for another. */
function withRoom<A extends Numbers>(numbers: A, needed: number): A {
  if (needed <= numbers.length) return numbers;
  const longer = new (numbers.constructor as new (length: number) => A)(Math.ceil(needed * 1.25));
  longer.set(numbers);
  return longer;
}

function makeRoom(store: RowStore, links: number): void {
  const rows = store.size + 3;
  store.before = withRoom(store.before, rows);
  store.version = withRoom(store.version, rows);
  store.validFrom = withRoom(store.validFrom, rows);
  store.validTo = withRoom(store.validTo, rows);
  store.isArchived = withRoom(store.isArchived, rows);
  for (const text of textsOfRow) store.of[text] = withRoom(store.of[text], rows);
  for (const basis of basisNames) store.cents[basis] = withRoom(store.cents[basis], rows);
  store.links = withRoom(store.links, rows);
  const linked = store.linked + links;
  store.initiative = withRoom(store.initiative, linked);
  store.significance = withRoom(store.significance, linked);
  for (const basis of basisNames) store.parts[basis] = withRoom(store.parts[basis], linked);
}

function placeOf(store: RowStore, text: string | null | undefined): number {
  if (text === null || text === undefined) return 0;
  const known = store.placeOf.get(text);
  if (known !== undefined) return known;
  const place = store.texts.push(text) - 1;
  store.placeOf.set(text, place);
  return place;
}

/** Puts in a version, unless it is there already. @returns whether it was not */
export function putVersion(store: RowStore, stored: CoveredVersion): boolean {
  let [after, before] = [0, store.newest.get(stored.recordId) ?? 0];
  while (before !== 0 && (store.version[before] ?? 0) > stored.version)
    [after, before] = [before, store.before[before] ?? 0];
  if (before !== 0 && store.version[before] === stored.version) return false;
  makeRoom(store, stored.supports.length);
  store.size += 1;
  const row = store.size;
  if (after === 0) store.newest.set(stored.recordId, row);
  else store.before[after] = row;
  store.before[row] = before;
  store.version[row] = stored.version;
  store.validFrom[row] = stored.validFrom.getTime();
  store.validTo[row] = stored.validTo?.getTime() ?? Number.NaN;
  store.isArchived[row] = Number((stored.archivedAt ?? null) !== null);
  const { of } = store;
  of.programme[row] = placeOf(store, stored.programme);
  of.scope[row] = placeOf(store, stored.scope);
  of.kind[row] = placeOf(store, stored.kind);
  of.status[row] = placeOf(store, stored.status);
  of.signed[row] = placeOf(store, stored.signedOn?.to);
  of.starts[row] = placeOf(store, stored.startsOn?.from);
  of.ends[row] = placeOf(store, stored.endsOn?.to);
  of.terminated[row] = placeOf(store, stored.terminatedOn?.to);
  for (const basis of basisNames) store.cents[basis][row] = stored[basis] ?? Number.NaN;
  store.links[row] = store.linked;
  const parts = stored.attributions.flatMap(one => one.parts);
  for (const { initiative, significance } of stored.supports) {
    const part = parts.find(one => one.initiative === initiative);
    const link = store.linked;
    store.initiative[link] = placeOf(store, initiative);
    store.significance[link] = placeOf(store, significance);
    for (const basis of basisNames) store.parts[basis][link] = part?.[basis] ?? Number.NaN;
    store.linked += 1;
  }
  store.links[row + 1] = store.linked;
  return true;
}

/** Notes that a record was removed with this version as its last. */
export function endVersion(
  store: RowStore,
  { recordId, version, validTo }: Pick<CoveredVersion, 'recordId' | 'version' | 'validTo'>,
): void {
  let row = store.newest.get(recordId) ?? 0;
  while (row !== 0 && store.version[row] !== version) row = store.before[row] ?? 0;
  if (row !== 0 && validTo) store.validTo[row] = validTo.getTime();
}

/**
 * Of a project, by its newest row: the row that was valid at an instant (ms), or is now (null); 0 before its first, and
 * while it was removed.
 */
export function findRowAt(store: RowStore, newest: number, at: number | null): number {
  let row = newest;
  if (at === null) return Number.isNaN(store.validTo[row] ?? Number.NaN) ? row : 0;
  while (row !== 0 && (store.validFrom[row] ?? 0) > at) row = store.before[row] ?? 0;
  return (store.validTo[row] ?? Number.NaN) <= at ? 0 : row;
}

const textAt = ({ texts }: RowStore, places: Uint32Array, row: number): string | null => {
  const place = places[row] ?? 0;
  return place === 0 ? null : (texts[place] ?? null);
};

const centsAt = (cents: Float64Array, at: number): Cents | null => {
  const stated = cents[at];
  return stated === undefined || Number.isNaN(stated) ? null : stated;
};

const dayAt = <K extends 'from' | 'to'>(day: string | null, side: K) =>
  day === null ? null : ({ [side]: day } as Record<K, string>);

/** What a row says. */
export function rowOf(store: RowStore, row: number): ProjectRow {
  const { of } = store;
  return {
    programme: textAt(store, of.programme, row),
    scope: textAt(store, of.scope, row) ?? '',
    kind: textAt(store, of.kind, row) ?? '',
    status: textAt(store, of.status, row),
    signedOn: dayAt(textAt(store, of.signed, row), 'to'),
    startsOn: dayAt(textAt(store, of.starts, row), 'from'),
    endsOn: dayAt(textAt(store, of.ends, row), 'to'),
    terminatedOn: dayAt(textAt(store, of.terminated, row), 'to'),
    archivedAt: store.isArchived[row] === 1 || null,
    amounts: byBasis(basis => centsAt(store.cents[basis], row)),
  };
}

/** The links of a row, in their order, with what they were allotted in a basis. */
export function linksOf(store: RowStore, row: number, basis: Basis): LinkRow[] {
  const links: LinkRow[] = [];
  for (let link = store.links[row] ?? 0; link < (store.links[row + 1] ?? 0); link += 1) {
    links.push({
      initiative: textAt(store, store.initiative, link) ?? '',
      significance: textAt(store, store.significance, link) as Significance,
      cents: centsAt(store.parts[basis], link),
    });
  }
  return links;
}
