import type { ClientSession } from 'mongoose';
import { calls } from '../calls/call.ts';
import { ExpectedError } from '../values/errors.ts';
import type { Fields, RecordOf } from '../record/fields.ts';
import type { Change, Noun, Stored } from '../record/noun.ts';
import { organisations } from '../organisations/organisation.ts';
import { programmes } from '../programmes/programme.ts';
import type { Project } from '../projects/project.ts';
import { projects } from '../projects/projects.ts';
import { inTransaction, writeRecord } from '../record/record.ts';
import { fold } from '../record/search.ts';
import { strategies } from '../strategies/strategy.ts';
import { convertReference } from './convertReference.ts';
import data from './reference.json' with { type: 'json' };
import { comparable, isSame, readHistory } from './referenceHistory.ts';
import type { Match } from '../record/facts.ts';

const file = 'models/reference/reference.json';

/** What loading did to the records of one noun; one in which a person's value was kept counts as `kept` besides. */
export interface LoadCounts {
  created: number;
  changed: number;
  unchanged: number;
  kept: number;
}
export type LoadReport = Record<
  'programmes' | 'strategies' | 'calls' | 'organisations' | 'projects',
  LoadCounts
>;

/** How records of a noun are known again. */
interface Natural<T> {
  /** The key of a record as reference data once wrote it. */
  keyOf(written: T): string;
  /** The keys under which a record may have been written, the surest first. */
  keysOf(wanted: T): string[];
  /** Filters that find a record somebody else made, the surest first. */
  matches(wanted: T): Match[];
}

const byCode: Natural<{ code: string }> = {
  keyOf: ({ code }) => code,
  keysOf: ({ code }) => [code],
  matches: ({ code }) => [{ _id: code }],
};

const byIdentifier: Natural<{ kind: string; identifier: string }> = {
  keyOf: ({ kind, identifier }) => `${kind} ${identifier.toLowerCase()}`,
  keysOf: one => [byIdentifier.keyOf(one)],
  matches: ({ kind, identifier }) => [
    { kind, identifier },
    { kind, aliases: identifier },
  ],
};

const nameAndCountry = (name: string, country: string | null): string => `${fold(name)} ${country ?? ''}`;
const byPic: Natural<{ pic: string | null; name: string; country: string | null }> = {
  keyOf: ({ pic, name, country }) => pic ?? nameAndCountry(name, country),
  keysOf: ({ pic, name, country }) => [
    ...(pic === null ? [] : [pic]),
    nameAndCountry(name, country),
    nameAndCountry(name, null),
  ],
  matches: ({ pic, name, country }) => [
    ...(pic === null ? [] : [{ pic }]),
    { nameKey: fold(name), country, ...(pic !== null && { pic: null }) },
  ],
};

// An acronym is not a key (GRACE is two projects): it only finds again what was written here without a grant number.
const acronymKey = ({ programme, acronym }: Project): string => `${programme} named ${fold(acronym ?? '')}`;
const grantKey = ({ programme, grantAgreement }: Project): string => `${programme} ${grantAgreement}`;
const byGrant: Natural<Project> = {
  keyOf: one => (one.grantAgreement === null ? acronymKey(one) : grantKey(one)),
  keysOf: one => [...(one.grantAgreement === null ? [] : [grantKey(one)]), acronymKey(one)],
  matches: ({ programme, grantAgreement }) =>
    grantAgreement === null ? [] : [{ programme, grantAgreement }],
};

/** Participants as wanted, with what the reference data never says of them: their link, and that one is withheld. */
function withParticipants(values: RecordOf, current: Stored): RecordOf {
  if (!('participants' in values)) return values;
  const before = current['participants'] as Project['participants'];
  return {
    ...values,
    participants: (values['participants'] as Project['participants']).map(one => {
      const known = before.find(
        ({ name, pic }) => fold(name) === fold(one.name) && (pic ?? one.pic) === one.pic,
      );
      return known ? { ...one, organisation: known.organisation, isWithheld: known.isWithheld } : one;
    }),
  };
}

type Outcome = 'created' | 'changed' | 'unchanged';

async function loadRecords<F extends Fields, D>(
  noun: Noun<F, D>,
  wanted: readonly RecordOf<F>[],
  natural: Natural<RecordOf<F>>,
  change: Change,
  session: ClientSession,
): Promise<LoadCounts> {
  const counts: LoadCounts = { created: 0, changed: 0, unchanged: 0, kept: 0 };
  const history = await readHistory(noun, stored => natural.keyOf(stored as RecordOf<F>), session);

  const findCurrent = async (record: RecordOf<F>): Promise<Stored | null> => {
    const written = natural.keysOf(record).flatMap(key => history.idOf.get(key) ?? []);
    for (const match of [...written.map(id => ({ _id: id })), ...natural.matches(record)]) {
      const found = await noun.current.findOne(match).session(session).lean<Stored>();
      if (found) return found;
    }
    return null;
  };

  const load = async (record: RecordOf<F>): Promise<Outcome> => {
    const current = await findCurrent(record);
    if (!current) {
      await writeRecord(noun, { id: null, version: null, values: record }, change, session);
      return 'created';
    }
    const id = current._id;
    const different = Object.entries(record).filter(([key, value]) => !isSame(value, current[key]));
    const written = history.writtenTo.get(id);
    const own = different.filter(([key]) => written?.get(key) === comparable(current[key]));
    if (own.length < different.length) counts.kept += 1;
    if (own.length === 0) return 'unchanged';
    const write = { id, version: null, values: withParticipants(Object.fromEntries(own), current) };
    try {
      await writeRecord(noun, write, change, session);
      return 'changed';
    } catch (error) {
      // What does not go together with a person's values gives way to them; nothing has been written yet.
      if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
      if (own.length === different.length) counts.kept += 1;
      return 'unchanged';
    }
  };

  for (const record of wanted) counts[await load(record)] += 1;
  return counts;
}

/** MongoDB ends a transaction after 60 s by itself. */
const loadLimitMs = 55_000;

/**
 * Loads the reference data, all or nothing: what is missing is added, what it wrote earlier is brought up to date field
 * by field, what a person changed or made is kept. Loading the same data again writes nothing.
 * @param change who loads it, when and why; the source is always the file
 * @param from the parsed file, if it is not the product's own
 * @throws {Error} when the data has an unexpected shape or a wrong value
 */
export async function loadReference(change: Change, from: unknown = data): Promise<LoadReport> {
  const records = convertReference(from);
  const by: Change = { ...change, source: { kind: 'reference', id: file } };
  const load = async (session: ClientSession): Promise<LoadReport> => ({
    programmes: await loadRecords(programmes, records.programmes, byCode, by, session),
    strategies: await loadRecords(strategies, records.strategies, byCode, by, session),
    calls: await loadRecords(calls, records.calls, byIdentifier, by, session),
    organisations: await loadRecords(organisations, records.organisations, byPic, by, session),
    projects: await loadRecords(projects, records.projects, byGrant, by, session),
  });
  return inTransaction(load, loadLimitMs);
}

/** Whether reference data was ever loaded into this database. */
export async function isReferenceLoaded(): Promise<boolean> {
  const isOfReference = { 'source.kind': 'reference' };
  for (const model of [strategies.current, strategies.versions])
    if (await model.exists(isOfReference)) return true;
  return false;
}
