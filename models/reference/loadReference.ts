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
import type { Write } from '../record/planWrite.ts';
import { fold } from '../record/search.ts';
import { strategies } from '../strategies/strategy.ts';
import { convertReference, type ReferenceRecords } from './convertReference.ts';
import { noteLoad, type Kind, type LoadCounts, type LoadedRecord, type LoadReport } from './loads.ts';
import { byCode, byGrant, byIdentifier, byPic, type Natural } from './naturalKeys.ts';
import { planLoading } from './planReference.ts';
import data from './reference.json' with { type: 'json' };

const file = 'models/reference/reference.json';

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

/** Writes unless it does not go together with a person's values, to which it gives way; nothing has been written then. */
async function writeIfFits<F extends Fields, D>(
  noun: Noun<F, D>,
  write: Write,
  change: Change,
  session: ClientSession,
): Promise<boolean> {
  try {
    await writeRecord(noun, write, change, session);
    return true;
  } catch (error) {
    if (error instanceof ExpectedError && error.kind === 'invalid') return false;
    throw error;
  }
}

/** Does what is to be done with each record of a noun. */
async function eachRecord<F extends Fields, D>(
  noun: Noun<F, D>,
  wanted: readonly RecordOf<F>[],
  natural: Natural<RecordOf<F>>,
  change: Change,
  session: ClientSession,
): Promise<LoadedRecord[]> {
  const plan = await planLoading(noun, natural, session);
  const done: LoadedRecord[] = [];
  for (const record of wanted) {
    const { current, changing, kept } = await plan(record);
    const one = { noun: noun.name, name: noun.identify(record) };
    if (!current) {
      const { id } = await writeRecord(noun, { id: null, version: null, values: record }, change, session);
      done.push({ ...one, id, outcome: 'created', changed: [], kept });
      continue;
    }
    const id = current._id;
    const values = withParticipants(Object.fromEntries(changing.map(key => [key, record[key]])), current);
    const isWritten =
      changing.length > 0 && (await writeIfFits(noun, { id, version: null, values }, change, session));
    const changed = isWritten ? changing : [];
    const outcome = isWritten ? 'changed' : 'unchanged';
    done.push({ ...one, id, outcome, changed, kept: isWritten ? kept : [...changing, ...kept] });
  }
  return done;
}

function reportOf(lists: Readonly<Record<Kind, LoadedRecord[]>>): LoadReport {
  const count = (list: readonly LoadedRecord[]): LoadCounts => {
    const of = (outcome: LoadedRecord['outcome']) => list.filter(one => one.outcome === outcome).length;
    return {
      created: of('created'),
      changed: of('changed'),
      unchanged: of('unchanged'),
      kept: list.filter(({ kept }) => kept.length > 0).length,
    };
  };
  return {
    counts: {
      programmes: count(lists.programmes),
      strategies: count(lists.strategies),
      calls: count(lists.calls),
      organisations: count(lists.organisations),
      projects: count(lists.projects),
    },
    records: Object.values(lists)
      .flat()
      .filter(({ outcome, kept }) => outcome !== 'unchanged' || kept.length > 0),
  };
}

/** MongoDB ends a transaction after 60 s by itself. */
const loadLimitMs = 55_000;

/**
 * Writes reference data, all or nothing: what is missing is added, what it wrote earlier is brought up to date field by
 * field, what a person changed or made is kept. Writing the same again writes nothing.
 * @param change who loads it, when and why; the source is always the file
 */
export async function writeReference(change: Change, records: ReferenceRecords): Promise<LoadReport> {
  const by: Change = { ...change, source: { kind: 'reference', id: file } };
  const load = async (session: ClientSession): Promise<LoadReport> => {
    const each = <F extends Fields, D>(
      noun: Noun<F, D>,
      wanted: readonly RecordOf<F>[],
      natural: Natural<RecordOf<F>>,
    ) => eachRecord(noun, wanted, natural, by, session);
    // One after another: what comes later refers to what came before.
    const report = reportOf({
      programmes: await each(programmes, records.programmes, byCode),
      strategies: await each(strategies, records.strategies, byCode),
      calls: await each(calls, records.calls, byIdentifier),
      organisations: await each(organisations, records.organisations, byPic),
      projects: await each(projects, records.projects, byGrant),
    });
    await noteLoad(report, by, session);
    return report;
  };
  return inTransaction(load, loadLimitMs);
}

/**
 * Loads the reference data.
 * @param from the parsed file, if it is not the product's own
 * @throws {Error} when the data has an unexpected shape or a wrong value
 */
export async function loadReference(change: Change, from: unknown = data): Promise<LoadReport> {
  return writeReference(change, convertReference(from));
}

/** Whether reference data was ever loaded into this database. */
export async function isReferenceLoaded(): Promise<boolean> {
  const isOfReference = { 'source.kind': 'reference' };
  for (const model of [strategies.current, strategies.versions])
    if (await model.exists(isOfReference)) return true;
  return false;
}
