/** Texts that many records have alike, and numbers, each under its name; null where there is none. */
export interface ColumnValues {
  readonly texts: Readonly<Record<string, string | null>>;
  readonly numbers: Readonly<Record<string, number | null>>;
}

/** The values of a version, and those of the items of one list of it, in their order. */
export interface VersionValues extends ColumnValues {
  readonly items: readonly ColumnValues[];
}

type Names = Readonly<Record<keyof ColumnValues, readonly string[]>>;

/** What each process keeps in memory of every version of a record, for what is counted as known at an instant. */
export interface VersionColumns extends Names {
  readonly ofItems: Names;
  /** The stored paths that `valuesOf` reads. */
  readonly reads: readonly string[];
  valuesOf(stored: object): VersionValues;
}
