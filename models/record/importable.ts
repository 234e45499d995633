import type { ClientSession } from 'mongoose';
import type { Problem } from '../values/errors.ts';
import type { Reference, Values } from './fields.ts';
import type { Match } from './facts.ts';
import type { Filter } from './filters.ts';
import type { Noun, NounName } from './noun.ts';

/** What a file states of a record, with what tells which record it is. */
export interface Stated {
  /**
   * The fields the file states, as they are stored (cents, partial days, instants as Date); a field the file does not
   * have is absent, one it has empty is null or []. A link is `{id: '', identifier}`: whoever applies it finds the
   * record. Items of a list have every key of their fields.
   */
  values: Values;
  /** Only named by others: made where there is none, and changing nothing of one that is there. */
  isNamedOnly?: true;
  /**
   * Tells more of a project and cannot make one: found by its grant agreement alone, in whatever programme; refused
   * where no project has it, or more than one.
   */
  isAddition?: true;
  /** The id and version callfolio itself wrote into the file: a record changed since is a conflict. */
  own?: { id: string; version: number };
}

/** New projects come in as candidates, or into the portfolio where one of these words names their topic, call or keyword. */
export interface ScopeRule {
  scope: 'candidate' | 'in';
  /** Only those whose topic is one of these (without case); empty: all. */
  topics: readonly string[];
}

/**
 * `source`: a source of its own. `ownFile`: a file of ours, edited; its record is as it was. `ownFileChanged`: the
 * same, and somebody changed the record since. `named`: nobody ever edited the record.
 */
export type MergeHow = 'source' | 'ownFile' | 'ownFileChanged' | 'named';

/** What is compared of a field's two values, and what would be written. */
export type Sides = Readonly<{ ours: unknown; theirs: unknown; after: unknown }>;

/** Rows that are written before those of the next step, which may name records of these. */
export interface WriteStep {
  only?: Match;
  /** No row of it makes what another row of it looks for: parts of it may be written side by side. */
  isParted?: true;
}

/**
 * What an import asks of a kind of record; the fields of the record say the rest. `importables` (models/nouns.ts) lists
 * those that can be imported. The optional answers are those of a record that names nothing and is known by its key.
 */
export interface Importable {
  readonly noun: Noun;

  /** The key of a record in a file, without case; null where it has none and can only be new. */
  readonly keyOf: (stated: Stated) => string | null;
  /** The fields that only one record may have together, as the unique index has them; the last is the one to correct. */
  readonly uniqueFields: readonly [...string[], string];
  /** Filters that find all that records of a file may mean. */
  readonly matches: (all: readonly Stated[]) => Match[];
  /** The keys by which these are looked for among the stored records that were found. */
  readonly keysFor: (all: readonly Stated[]) => (stored: Values) => string[];
  /** The stored record that is meant, `many` where several may be. */
  readonly pick: <T extends Values>(
    stated: Stated,
    keyed: (key: string) => readonly T[],
  ) => T | 'many' | null;
  /** Whether it is known by what two records may well have in common: amounts and days then have to agree. */
  readonly isInDoubt?: (stated: Stated) => boolean;
  /** Each row of a table is one of its own, whatever its key. */
  readonly hasOneRow?: true;

  /** What it is named by in other records of the file; its key unless said. */
  readonly nameKeyOf?: (values: Values) => string;
  /** Keys under which a file may describe what is only named. */
  readonly describedAs?: (values: Values) => string[];
  /** What others stand in a file for: where something was chosen, of them only what it names is taken. */
  readonly isLeading?: true;
  /** By what it can be chosen itself: its names, and the lists of a choice by filters of its own. */
  readonly chosenBy?: {
    readonly names: (values: Values) => string[];
    readonly filters: Readonly<Partial<Record<string, Filter>>>;
  };
  /** Where it tells of organisations, of which some may be withheld: it is one, or its participants are. */
  readonly organisations?: 'itself' | 'participants';
  /** Finds the records that identifiers mean, for fields that link to them. */
  readonly findLinked?: (
    identifiers: readonly string[],
    session?: ClientSession,
  ) => Promise<(link: Reference, field: string) => Reference>;

  /** Fields of which the first that is stated is what the report calls it. */
  readonly reportedAs: readonly string[];
  /** The fields by which a file may call it elsewhere, the surest first. */
  readonly calledBy: readonly string[];
  /** What tells two of it apart for certain, and what names it: a row with other words there, such as "total", is none. */
  readonly identifying: { readonly ids: readonly string[]; readonly names: readonly string[] };
  /** What people and systems call its fields besides the labels we print, in lower case without signs. */
  readonly otherNames: Readonly<Record<string, readonly string[]>>;
  /** Fields that a table most often leaves to the person who sends it. */
  readonly usuallyFixed: readonly string[];
  /** Fields that hold personal data: filled only where a setting allows it. */
  readonly personal?: readonly string[];
  /** Lists that have a sheet in the workbook to be filled in; the others are filled in on the pages. */
  readonly sheets?: readonly string[];

  /** In which steps its rows are written. */
  readonly writeSteps: readonly WriteStep[];
  /** It is a tenth as large as a project: more of it are written at once. */
  readonly isSmall?: true;
  /** Lists of which each item is also a record: made with it where it is not there, without a row of its own. */
  readonly brings?: Readonly<Record<string, NounName>>;
  /** A new one, with what follows from how the file tells of it. */
  readonly complete?: (values: Values, stated: Pick<Stated, 'isNamedOnly'>, rule: ScopeRule) => Values;
  /** Required fields that are decided there. */
  readonly decidedLater?: readonly string[];
  /** What is refused in it beside what the noun checks by itself. */
  readonly check?: (record: Values) => Problem[];
  /** Fields of links, and where stands what one says that leads nowhere. */
  readonly printedIn?: Readonly<Record<string, string>>;
  /** Whether nobody has described it yet: what a file says is then taken. */
  readonly isOnlyNamed?: (stored: Values) => boolean;
  /** Fields of which two values may be the same though they differ, or are joined; null where they are compared as others. */
  readonly sides?: Readonly<Record<string, (ours: unknown, theirs: unknown, how: MergeHow) => Sides | null>>;
}

/** What a record is called in the report; null where it has no name. */
export const nameIn = ({ reportedAs }: Importable, values: Values): string | null =>
  reportedAs.map(key => textAt(values, key)).find(name => name !== '') ?? null;

/** A text of a file's or a stored record; '' where there is none. */
export const textAt = (values: Values, key: string): string => {
  const value = values[key];
  return typeof value === 'string' ? value : '';
};

/** The different texts that records state in a field. */
export const textsAt = (all: readonly Stated[], key: string): string[] => [
  ...new Set(all.flatMap(({ values }) => textAt(values, key) || [])),
];
