import mongoose, { type ClientSession, type SchemaDefinition, type SchemaOptions } from 'mongoose';
import { collation } from './collator.ts';
import type { Day } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';
import type { Cents, Fields, RecordOf, Values } from './fields.ts';
import type { Label } from '../values/format.ts';
import type { ComputedSort } from './computedSort.ts';
import type { Filter, Moment } from './filters.ts';
import type { ListColumn } from './listColumn.ts';
import type { ListView } from './listColumn.ts';
import type { Borrows, Lends } from './lent.ts';
import { readAtSnapshots } from '../process/snapshot.ts';
import { storageOf } from './storage.ts';
import type { VersionColumns } from './versionColumns.ts';
import type { Channel, VersionSource } from './versionSource.ts';
import type { Match, Expression } from './facts.ts';

export const nounNames = ['strategy', 'programme', 'call', 'project', 'organisation', 'user'] as const;
export type NounName = (typeof nounNames)[number];

/** Who a change is attributed to. */
export interface Actor {
  id: string;
  name: string;
}

/** The program itself: the actor of what no person did. */
export const callfolioItself: Actor = { id: 'callfolio', name: 'callfolio' };

/** A warning kept with a record: a rule's key below `warnings.` in the locales, and the field it looks at. */
export interface Warning {
  rule: string;
  field: string;
  /** In whole cents, of amounts that should be equal or below one another: how much more there is, or less. */
  byCents?: Cents;
}

/** What the door adds to every record. A type, as an interface could be merged with: only a type is a record of any fields. */
export type Kept = {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: Actor;
  warnings: Warning[];
};

/** What it says of each version: since when it holds, what made it and why. */
type Marked = {
  validFrom: Date;
  source: VersionSource;
  /** Absent in what earlier builds wrote. */
  reason?: string | null;
  statedOn?: Day | null;
};

type StoredOf<F extends Fields, D> = RecordOf<F> & D & Omit<Kept, 'id'> & Marked;

/** A record of fields `F`, with what is derived of them (`D`), as MongoDB keeps it: its own open version. */
export type Stored<F extends Fields = Fields, D = unknown> = StoredOf<F, D> & {
  _id: string;
  versionId: mongoose.Types.ObjectId;
};

/** A version of it as MongoDB keeps it: a closed one, or the open one as if it were (`validTo` null). */
export type StoredVersion<F extends Fields = Fields, D = unknown> = StoredOf<F, D> & {
  _id: mongoose.Types.ObjectId;
  recordId: string;
  validTo: Date | null;
};

export type KeptRecord<F extends Fields = Fields, D = unknown> = RecordOf<F> & D & Kept;

/** One version of a record, with the interval in which it was the current one. */
export interface VersionMark {
  recordId: string;
  version: number;
  validFrom: Date;
  validTo: Date | null;
  changedBy: Actor;
  channel: Channel;
  reason: string | null;
  /** The day on which the source of an import said so; null where it names none, and for what a person wrote. */
  statedOn: Day | null;
}

/** A record as it was written, and as it was before; null for a new one. */
export interface Written<F extends Fields, D> {
  record: KeptRecord<F, D>;
  previous: RecordOf<F> | null;
}

export interface Change {
  by: Actor;
  source: VersionSource;
  reason: string | null;
  at: Date;
}

/** A collection of a noun, as Mongoose reads and writes it. */
export type StoredModel = Omit<mongoose.Model<RecordOf>, 'collection'> & {
  readonly collection: { readonly collectionName: string };
};
/** One whose documents the driver reads and writes as `S`. */
export type ModelOf<S extends mongoose.AnyObject> = StoredModel & {
  readonly collection: mongoose.Collection<S>;
};

/** What reading lists of a kind of record needs to know of it. */
export interface Listed {
  readonly name: NounName;
  /** The first part of its URLs. */
  readonly path: string;
  readonly label: { readonly one: Label; readonly many: Label };
  readonly fields: Fields;
  /** The columns of its list, in order. */
  readonly columns: readonly ListColumn[];
  /** Derived columns that only its files have unless they are chosen. */
  readonly furtherColumns?: readonly ListColumn[];
  /** Columns that its URL may ask for beside them. */
  readonly view?: ListView;
  readonly filters: Readonly<Record<string, Filter>>;
  /** Filters counted beside the list, in order. */
  readonly facets: readonly string[];
  /** A filter whose values are the tabs of the list's page, with the words on them; the menu leads to the first. */
  readonly tabs?: { readonly key: string; readonly labels: Readonly<Record<string, Label>> };
  /** Stored keys of `sorts` by which what has no value comes last, whichever way the list goes. */
  readonly emptyLast?: readonly string[];
  /** Amounts whose totals stand under the list, by path. */
  readonly totals?: readonly string[];
  /** What can be sorted on: URL key → stored path, or what is computed for a moment. */
  readonly sorts: Readonly<Record<string, string | ComputedSort>>;
  readonly defaultSort: string;
  /** By what of it records are found that refer to it, and by what it is found itself beside its own words. */
  readonly lends?: Lends;
  readonly borrows?: Borrows;
  /** What every list, count, facet and file asks for. */
  readonly always: Match;
  /** 1 where a record states the amount at a path, else 0; what is not null is stated unless the noun knows better. */
  stated?(path: string): Expression;
  /** The same of a record whose amounts are at hand. */
  isStated?(path: string, centsAt: (path: string) => Cents | null): boolean;
  readonly current: ModelOf<Stored>;
  readonly versions: ModelOf<StoredVersion>;
  /** What is kept in memory of every version, where that is asked for. */
  readonly versionColumns?: VersionColumns;
}

/** What showing records of a kind needs to know of it besides. Functions are methods, so that one of any kind can be passed. */
export interface Shown<F extends Fields = Fields, D = unknown> extends Listed {
  readonly fields: F;
  readonly columns: readonly ListColumn<KeptRecord<F, D>>[];
  readonly furtherColumns?: readonly ListColumn<KeptRecord<F, D>>[];
  /** The field whose value is the record's id (a code that never changes), where there is one. */
  readonly codeField?: string;
  /** The fields that `identify` reads, and of what stands under these words in a list. */
  readonly namedBy: readonly string[];
  /** The words people call it by. */
  identify(record: RecordOf<F>): string;
  /** What follows from a record on a day and is stored nowhere: its name in the API, its values, and which it is. */
  readonly derivedOn?: {
    readonly key: string;
    readonly options: readonly string[];
    of(record: KeptRecord<F, D>, moment: Moment): string;
  };
}

/** A kind of record. `F` are its fields, `D` what is derived from them and stored beside them. */
export interface Noun<F extends Fields = Fields, D = unknown> extends Shown<F, D> {
  findable(record: RecordOf<F>): { words: (string | null)[]; identifiers: (string | null)[] };
  /** Resolves links, inside the transaction; throws `invalid` for one that leads nowhere. */
  prepare(
    record: RecordOf<F>,
    previous: RecordOf<F> | null,
    change: Change,
    session: ClientSession,
  ): Promise<RecordOf<F>>;
  /** What is refused: rules over several fields. */
  check(record: RecordOf<F>): Problem[];
  /** What is stored beside the fields, and the warnings kept; `id` is null for a new record. */
  derive(
    record: RecordOf<F>,
    id: string | null,
    session: ClientSession,
  ): Promise<{ derived: D; warnings: Warning[] }>;
  /** The record without what is withheld from readers lacking `withheld:read`, and from every file. */
  mask?(record: KeptRecord<F, D>): KeptRecord<F, D>;
  /** Whether it is withheld whole: these readers may not know of it. */
  isWithheld?(record: KeptRecord<F, D>): boolean;
  /** What else a write changes, in the same transaction. */
  propagate?(written: readonly Written<F, D>[], session: ClientSession): Promise<void>;
  /** Reads at once, for a batch, what preparing these records will ask for one by one. */
  prefetch?(records: readonly Values[], stored: readonly Values[], session: ClientSession): Promise<void>;
}

const kept: SchemaDefinition = {
  version: Number,
  createdAt: Date,
  updatedAt: Date,
  updatedBy: { id: String, name: String },
  warnings: [{ _id: false, rule: String, field: String, byCents: Number }],
};

/** No field of a record may have one of these names. */
const found: SchemaDefinition = {
  identifierText: String,
  phraseText: String,
};

/** The projection that leaves out what a record is found by. */
export const unsearched = { identifierText: 0, phraseText: 0 } as const;

const marked: SchemaDefinition = {
  validFrom: { type: Date, required: true },
  source: { kind: String, id: String, name: String },
  reason: { type: String, default: null },
  statedOn: { type: String, default: null },
};

/** A current record is its own open version: its id as such is of the moment of writing, and stays that of the version. */
const open: SchemaDefinition = {
  _id: { type: String, required: true },
  versionId: { type: mongoose.Schema.Types.ObjectId, required: true },
};

const closed: SchemaDefinition = {
  _id: mongoose.Schema.Types.ObjectId,
  recordId: { type: String, required: true },
  validTo: { type: Date, required: true },
};

// Mongoose passes unknown schema options on to createCollection; its types do not list this one.
const compressed = {
  storageEngine: { wiredTiger: { configString: 'block_compressor=zstd' } },
} as SchemaOptions;

// A schema made of fields does not tell Mongoose what they are.
const modelOf = <S extends mongoose.AnyObject>(name: string, schema: mongoose.Schema, path: string) =>
  mongoose.model(name, schema, path) as unknown as ModelOf<S>;

/** The two collections of a noun: current records, and the versions before (compressed: they repeat themselves). */
export function collectionsOf(name: NounName, path: string, fields: Fields, derived: SchemaDefinition) {
  const options: SchemaOptions = { collation, autoIndex: false, autoCreate: false };
  const current = storageOf(fields, { ...marked, ...open, ...derived, ...kept, ...found }, options);
  const versions = storageOf(
    fields,
    { ...marked, ...closed, ...derived, ...kept },
    { ...options, ...compressed },
  );
  for (const schema of [current, versions]) readAtSnapshots(schema);
  versions.index({ recordId: 1, version: 1 }, { unique: true });
  versions.index({ validTo: 1, validFrom: 1 });
  current.index({ updatedAt: -1 });
  return {
    current: modelOf<Stored>(name, current, path),
    versions: modelOf<StoredVersion>(`${name}Version`, versions, `${name}Versions`),
  };
}

/**
 * An index for each stored path that a list is sorted by, with the tie-break: a page is read in its order from either
 * end, and nothing is sorted in memory. They also serve filters on these paths.
 */
export function indexSorts(model: StoredModel, paths: readonly string[]): void {
  for (const path of paths) model.schema.index({ [path]: 1, _id: 1 });
}
