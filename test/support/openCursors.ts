import mongoose from 'mongoose';

interface OpenCursor {
  ns: string;
  cursor: { cursorId: mongoose.mongo.Long; createdDate: Date; originatingCommand: object };
}

/**
 * The cursors that wait on the server for somebody to read on, of the database of these tests. The server names no client
 * with an idle cursor; but the mongod of a run serves that run alone. Change streams are left out: they wait by nature.
 */
export const findOpenCursors = async (): Promise<OpenCursor[]> =>
  mongoose.connection
    .getClient()
    .db('admin')
    .aggregate<OpenCursor>(
      [
        { $currentOp: { allUsers: true, idleCursors: true, localOps: true } },
        { $match: { cursor: { $exists: true }, 'cursor.tailable': { $ne: true } } },
        { $match: { ns: new RegExp(`^${mongoose.connection.name}\\.`) } },
      ],
      { readConcern: { level: 'local' } },
    )
    .toArray();

export const countOpenCursors = async (): Promise<number> => (await findOpenCursors()).length;

/** Closes what a test has left open on purpose. */
export async function closeOpenCursors(): Promise<void> {
  for (const { ns, cursor } of await findOpenCursors())
    await mongoose.connection.db?.command({
      killCursors: ns.slice(ns.indexOf('.') + 1),
      cursors: [cursor.cursorId],
    });
}
