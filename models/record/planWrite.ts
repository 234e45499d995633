import mongoose, { type ClientSession } from 'mongoose';
import { isDeepStrictEqual } from 'node:util';
import { ExpectedError, invalid, type Problem } from '../values/errors.ts';
import type { Day } from '../values/day.ts';
import { emptyRecord, type Fields, type RecordOf } from './fields.ts';
import type { Change, Kept, KeptRecord, Noun, Stored, StoredVersion, Warning } from './noun.ts';
import { findableBy } from './search.ts';
import { openPart, withUnseen, type Sight } from './visibleTo.ts';
import { closedVersion, instantOf, keptFrom, type EarlierVersion } from './versions.ts';

/** What is written of a record: `version` guards the write and is null for a new one. */
export interface Write {
  id: string | null;
  version: number | null;
  /** The id is one that a new record is to have. */
  isNew?: true;
  values: Readonly<RecordOf>;
  /** Who wrote them: what they do not see of the record stays. */
  reader?: Sight;
  /** The day on which the source of the values said so. */
  statedOn?: Day | null;
}

/** What a write leaves: the documents to store, and the record as its readers get it. */
export interface PlannedWrite<F extends Fields, D> {
  id: string;
  before: Pick<Kept, 'version' | 'updatedAt' | 'createdAt'> | null;
  previous: RecordOf<F> | null;
  current: Stored;
  /** What the record was, as a version; null for a new one. */
  closed: StoredVersion | null;
  saved: KeptRecord<F, D>;
}

/** Checks and derives what a write is to store. Throws as `saveRecord`. */
export async function planWrite<F extends Fields, D>(
  noun: Noun<F, D>,
  write: Write,
  stored: Stored | null,
  change: Change,
  session: ClientSession,
  earlier?: EarlierVersion,
): Promise<PlannedWrite<F, D> | { unchanged: KeptRecord<F, D> }> {
  checkMeant(noun, write, stored);
  const previous = stored && withValues(noun.fields, emptyRecord(noun.fields), stored);
  const wanted = withValues(
    noun.fields,
    previous ?? emptyRecord(noun.fields),
    valuesOf(noun.fields, previous, write),
  );
  const record = await noun.prepare(wanted, previous, change, session);
  if (stored && isDeepStrictEqual(record, previous)) return { unchanged: keptFrom(noun, stored) };
  const problems = [...checkCode(noun, record, previous), ...noun.check(record)];
  if (problems.length > 0) throw invalid(problems);

  const { derived, warnings } = await deriveOpenly(noun, record, stored ? write.id : null, session);
  const at = instantOf(change, stored, earlier);
  const document = { ...record, ...derived, ...keepingOf(change, at, stored ?? earlier), warnings };
  const id = idOf(noun, write, stored, record);
  const { words, identifiers } = noun.findable(openPart(noun.fields, record));
  return {
    id,
    before: stored,
    previous,
    current: { _id: id, ...markOf(write, change, at), ...document, ...findableBy(words, identifiers) },
    closed: stored && closedVersion(stored, at),
    saved: { ...document, id },
  };
}

/** What everybody has beside a record, which follows from what everybody may see of it. */
export async function deriveOpenly<F extends Fields, D>(
  noun: Noun<F, D>,
  record: RecordOf<F>,
  id: string | null,
  session: ClientSession,
): Promise<{ derived: D; warnings: Warning[] }> {
  const { derived, warnings } = await noun.derive(openPart(noun.fields, record), id, session);
  return { derived, warnings: warnings.filter(({ field }) => noun.fields[field]?.right === undefined) };
}

/** The values of a write, and what its writer does not see where it stands among what they do. */
const valuesOf = (
  fields: Fields,
  previous: RecordOf | null,
  { values, reader }: Write,
): Readonly<RecordOf> => (previous && reader ? withUnseen(fields, previous, values, reader) : values);

/** A write is meant for a record that is there, as the writer saw it. */
function checkMeant(noun: Pick<Noun, 'name'>, { id, version, isNew }: Write, stored: Stored | null): void {
  if (id !== null && !stored && !isNew) throw new ExpectedError('notFound', `notFound.${noun.name}`);
  if (stored && version !== null && stored.version !== version) {
    throw new ExpectedError('stale', 'stale', { version: stored.version });
  }
}

/** A record with other values where some are said; what is no field is passed over. */
function withValues<F extends Fields>(
  fields: F,
  record: RecordOf<F>,
  values: Readonly<RecordOf>,
): RecordOf<F> {
  const said = Object.keys(fields).filter(key => values[key] !== undefined);
  return { ...record, ...Object.fromEntries(said.map(key => [key, values[key]])) };
}

/** A code is the record's id, in every link and URL: it never changes. */
function checkCode<F extends Fields, D>(
  { codeField }: Noun<F, D>,
  record: RecordOf<F>,
  previous: RecordOf<F> | null,
): Problem[] {
  if (codeField === undefined || previous === null) return [];
  const isSame = (record as RecordOf)[codeField] === (previous as RecordOf)[codeField];
  return isSame ? [] : [{ field: codeField, type: 'code.fixed' }];
}

/** The id as stored: identifiers are compared without case, but an id never changes. A new record's is its code, if it has one. */
function idOf<F extends Fields, D>(
  { codeField }: Noun<F, D>,
  { id }: Write,
  stored: Stored | null,
  record: RecordOf<F>,
): string {
  if (stored) return stored._id;
  const code = codeField === undefined ? null : (record as RecordOf)[codeField];
  return typeof code === 'string' ? code : (id ?? new mongoose.Types.ObjectId().toHexString());
}

/** What is kept with a record, from what it was last. */
const keepingOf = (
  { by }: Change,
  at: Date,
  last: { version: number; createdAt?: Date } | undefined,
): Omit<Kept, 'id' | 'warnings'> => ({
  version: (last?.version ?? 0) + 1,
  createdAt: last?.createdAt ?? at,
  updatedAt: at,
  updatedBy: by,
});

/** What its version says of a write. */
const markOf = ({ statedOn = null }: Write, { source, reason }: Change, at: Date) => ({
  versionId: new mongoose.Types.ObjectId(),
  validFrom: at,
  source,
  reason,
  statedOn,
});
