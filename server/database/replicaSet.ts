import { MongoClient, MongoServerError, type Document } from 'mongodb';
import { StartError } from '../startError.ts';
import { socketUri } from './socket.ts';

export const replicaSetName = 'callfolio';

const notYetInitialized = 94;
const primaryLimitMs = 30_000;
/** Longer than any command here takes; one that has frozen is given up. */
const commandLimitMs = 15_000;

/**
 * Makes the mongod at that socket the primary of a replica set with one member, and waits until it takes writes.
 * A data folder that was moved knows itself under its old socket; it is told the new one.
 * @param limitMs how long it may take until it takes writes
 * @returns the version of the server
 */
export async function ensureReplicaSet(socket: string, limitMs = primaryLimitMs): Promise<string> {
  const client = new MongoClient(socketUri(socket, 'admin'), {
    serverSelectionTimeoutMS: 10_000,
    socketTimeoutMS: commandLimitMs,
  });
  try {
    const admin = client.db('admin');
    const member = { _id: 0, host: socket };
    const config = await admin.command({ replSetGetConfig: 1 }).then(
      (answer: Document) => answer['config'] as { version: number; members: { host: string }[] },
      (error: unknown) => {
        if (error instanceof MongoServerError && error.code === notYetInitialized) return null;
        throw error;
      },
    );
    if (!config) {
      await admin.command({ replSetInitiate: { _id: replicaSetName, members: [member] } });
    } else if (config.members[0]?.host !== socket) {
      // Forced, because as long as it is not a member there is no primary that could agree.
      const moved = { ...config, version: config.version + 1, members: [member] };
      await admin.command({ replSetReconfig: moved, force: true });
    }
    const deadline = performance.now() + limitMs;
    while ((await admin.command({ hello: 1 }))['isWritablePrimary'] !== true) {
      if (performance.now() > deadline) {
        throw new StartError(`The database does not take writes after ${limitMs / 1000} s.`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return String((await admin.command({ buildInfo: 1 }))['version']);
  } finally {
    await client.close();
  }
}
