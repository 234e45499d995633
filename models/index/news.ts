import { marksCollection } from './checkpointMark.ts';
import type { Listed } from '../record/noun.ts';
import type { TransactionMark } from '../record/ownWrites.ts';

/** An event of the change stream, as far as it is asked for. */
export interface News extends TransactionMark {
  operationType: string;
  ns?: { coll?: string };
  to?: { coll?: string };
  documentKey?: { _id: unknown };
}

/** What is done to a record. A version is closed by what is done to its record, in one transaction. */
const changes = ['insert', 'update', 'replace', 'delete'];

/** The pipeline of the stream: changed records of these nouns, marks, and whatever puts another collection in a place. */
export function newsOf(listed: readonly Listed[]) {
  const ofRecords = { $in: listed.map(({ current }) => current.collection.name) };
  const ours = {
    $in: listed.flatMap(({ current, versions }) => [current, versions].map(one => one.collection.name)),
  };
  const whole = { operationType: { $in: ['dropDatabase', 'invalidate'] } };
  const isReplaced = {
    operationType: { $nin: changes },
    $or: [{ 'ns.coll': ours }, { 'to.coll': ours }, whole],
  };
  const isMark = { operationType: 'insert', 'ns.coll': marksCollection };
  return [
    { $match: { $or: [{ operationType: { $in: changes }, 'ns.coll': ofRecords }, isMark, isReplaced] } },
    { $project: { operationType: 1, ns: 1, to: 1, documentKey: 1, lsid: 1, txnNumber: 1 } },
  ];
}

/** Whether a whole collection is another one now. */
export const isReplacement = ({ operationType }: News): boolean => !changes.includes(operationType);

/** The mark that was left; null where it is news of something else. */
export const markIn = ({ ns, documentKey }: News): string | null =>
  ns?.coll === marksCollection ? String(documentKey?._id) : null;

/** Whether it is about a record of a noun. */
export const concerns = ({ ns }: News, { current }: Listed): boolean => current.collection.name === ns?.coll;
