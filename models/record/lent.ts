/** Words by which records are found that refer to the one that has them: the titles of a project's call, say. */
export interface LentText {
  /** What refers to it: the id of a record, the code of an initiative; or a name as `namedKey` writes it. */
  readonly key: string;
  /** Folded. */
  readonly text: string;
}

/** What a kind of record lends to those that refer to it: part of a noun. */
export interface Lends {
  /** The stored paths that `of` reads. */
  readonly paths: readonly string[];
  of(id: string, record: object): LentText[];
}

/** What a kind of record is found by beside its own words: part of a noun. */
export interface Borrows {
  /** The keys of its filters whose items are keys of what is lent; all of them are in the index. */
  readonly filters: readonly string[];
  /** The stored paths that these filters read. */
  readonly paths: readonly string[];
  /** The ids of the records that names such as `GRACE 883341` mean, by the name. */
  findNamed(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

const namedMark = 'named ';

/** The key of a text for the record that has a name: an acronym, a number, or one after the other. */
export const namedKey = (name: string): string => `${namedMark}${name}`;

/** The name in such a key; null in another one. */
export const nameIn = (key: string): string | null =>
  key.startsWith(namedMark) ? key.slice(namedMark.length) : null;

const synonymsMark = 'synonyms ';

/** The key of a group of words that mean the same, which lends no text. */
export const synonymsKey = (words: readonly string[]): string => `${synonymsMark}${JSON.stringify(words)}`;

/** The words of such a group; null for another key. */
export const synonymsIn = (key: string): readonly string[] | null =>
  key.startsWith(synonymsMark) ? (JSON.parse(key.slice(synonymsMark.length)) as string[]) : null;
