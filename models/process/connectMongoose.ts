import mongoose from 'mongoose';

/** How a thread reaches the database: plain data, that can be sent to another thread. */
export interface Connection {
  /** May hold a password: not for the log. */
  uri: string;
  options: mongoose.ConnectOptions;
  /** The limit of one query on the server, where the query does not set a shorter one, in milliseconds. */
  queryLimitMs: number;
}

let present: Connection | null = null;

/** Connects mongoose, of which each thread has its own. */
export async function connectMongoose(connection: Connection): Promise<void> {
  mongoose.set('strictQuery', 'throw');
  mongoose.set('bufferCommands', false);
  mongoose.set('maxTimeMS', connection.queryLimitMs);
  await mongoose.connect(connection.uri, connection.options);
  present = connection;
}

/** How this thread is connected, for another one that is to read the same database. @throws {Error} where it is not */
export function presentConnection(): Connection {
  if (!present) throw new Error('There is no connection to the database.');
  return present;
}
