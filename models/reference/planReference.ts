import type { ClientSession } from 'mongoose';
import type { Fields, RecordOf } from '../record/fields.ts';
import type { Noun, Stored } from '../record/noun.ts';
import type { Natural } from './naturalKeys.ts';
import { comparable, isSame, readHistory } from './referenceHistory.ts';

/** What loading does with one record of the reference data. */
export interface RecordPlan {
  /** The record that is meant; null where there is none yet. */
  current: Stored | null;
  /** The fields that still have what the reference data wrote there and are brought up to date. */
  changing: string[];
  /** The fields of which a person's value stays. */
  kept: string[];
}

/**
 * What loading is to do with each record of a noun, one after another, since the one before may have been written.
 */
export async function planLoading<F extends Fields, D>(
  noun: Noun<F, D>,
  natural: Natural<RecordOf<F>>,
  session: ClientSession,
): Promise<(record: RecordOf<F>) => Promise<RecordPlan>> {
  const history = await readHistory(noun, stored => natural.keyOf(stored as RecordOf<F>), session);

  const findCurrent = async (record: RecordOf<F>): Promise<Stored | null> => {
    const written = natural.keysOf(record).flatMap(key => history.idOf.get(key) ?? []);
    for (const match of [...written.map(id => ({ _id: id })), ...natural.matches(record)]) {
      const found = await noun.current.findOne(match).session(session).lean<Stored>();
      if (found) return found;
    }
    return null;
  };

  /** Whether another record has what only one may have: writing it would refuse the whole load. */
  const isTaken = async (record: RecordOf<F>, id: string): Promise<boolean> => {
    const match = natural.unique?.heldBy(record) ?? null;
    if (match === null) return false;
    return (await noun.current.exists({ ...match, _id: { $ne: id } }).session(session)) !== null;
  };

  return async record => {
    const current = await findCurrent(record);
    if (!current) return { current, changing: [], kept: [] };
    const different = Object.keys(record).filter(key => !isSame(record[key], current[key]));
    const written = history.writtenTo.get(current._id);
    const isOurs = (key: string) => written?.get(key) === comparable(current[key]);
    const unique = natural.unique?.fields.filter(key => different.includes(key)) ?? [];
    const taken = unique.some(isOurs) && (await isTaken(record, current._id)) ? unique : [];
    const changing = different.filter(key => isOurs(key) && !taken.includes(key));
    return { current, changing, kept: different.filter(key => !changing.includes(key)) };
  };
}
