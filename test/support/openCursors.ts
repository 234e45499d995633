import mongoose from 'mongoose';

/**
 * How many cursors wait on the server for somebody to read on, of the database of these tests. The server names no client
 * with an idle cursor; but the mongod of a run serves that run alone. Change streams are left out: they wait by nature.
 */
export async function countOpenCursors(): Promise<number> {
  const found = await mongoose.connection
    .getClient()
    .db('admin')
    .aggregate(
      [
        { $currentOp: { allUsers: true, idleCursors: true, localOps: true } },
        { $match: { cursor: { $exists: true }, 'cursor.tailable': { $ne: true } } },
        { $match: { ns: new RegExp(`^${mongoose.connection.name}\\.`) } },
      ],
      { readConcern: { level: 'local' } },
    )
    .toArray();
  return found.length;
}
