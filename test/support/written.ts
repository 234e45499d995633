import mongoose from 'mongoose';

interface Read {
  first: mongoose.mongo.Timestamp;
  last: mongoose.mongo.Timestamp;
  spaces: string[];
}

/** Nothing else brings a document into a collection: an update finds one, and a deletion leaves none. */
const brings = ['i', 'c'];
/** As far as the log of the server was read. */
let readTo: mongoose.mongo.Timestamp | null = null;

/** Where an entry brings documents: one of a transaction has many places, and the one that was read to last counts no more. */
const spacesOf = (since: mongoose.mongo.Timestamp) => {
  const several = { $filter: { input: '$o.applyOps', cond: { $in: ['$$this.op', brings] } } };
  const spaces = {
    $cond: [{ $isArray: '$o.applyOps' }, { $map: { input: several, in: '$$this.ns' } }, ['$ns']],
  };
  return { $cond: [{ $eq: ['$ts', since] }, [], spaces] };
};

/**
 * The collections of the connected database that documents were brought into since this was asked last, whoever did: the
 * log that the server keeps for its replicas has every write, also of transactions, in bulk, and of other programs.
 * @returns null where that cannot be told: the first time, on another server, and after a collection was made, renamed or changed
 */
export async function listWritten(): Promise<string[] | null> {
  const { name } = mongoose.connection;
  const log = mongoose.connection.getClient().db('local').collection('oplog.rs');
  const since = readTo;
  if (since === null) {
    const [newest] = await log
      .find({ op: { $in: brings } })
      .sort({ $natural: -1 })
      .limit(1)
      .toArray();
    readTo = (newest?.['ts'] as mongoose.mongo.Timestamp | undefined) ?? null;
    return null;
  }
  const [read] = await log
    .aggregate<Read>([
      { $match: { ts: { $gte: since }, op: { $in: brings } } },
      { $project: { ts: 1, spaces: spacesOf(since) } },
      { $unwind: { path: '$spaces', preserveNullAndEmptyArrays: true } },
      {
        $group: {
          _id: null,
          first: { $min: '$ts' },
          last: { $max: '$ts' },
          spaces: { $addToSet: '$spaces' },
        },
      },
    ])
    .toArray();
  // A log that does not go back so far, or another one.
  const isKnown = read?.first.equals(since) === true;
  readTo = isKnown ? read.last : null;
  if (!isKnown || read.spaces.includes(`${name}.$cmd`)) return null;
  return read.spaces.filter(space => space.startsWith(`${name}.`)).map(space => space.slice(name.length + 1));
}
