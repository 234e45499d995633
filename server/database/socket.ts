import { lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StartError } from '../startError.ts';

/** The name that mongod itself gives to its socket, so that it opens this one alone and none in /tmp. */
const socketName = 'mongodb-27017.sock';
/** The system takes about 107 bytes; mongod adds a little. */
const longestSocketPath = 100;

/**
 * The socket of the embedded mongod, in a folder that only its owner may enter: whoever reaches the socket is in,
 * since nothing asks for a password there.
 * @param recorded where it was last time; kept where that is still a folder of ours
 */
export async function prepareSocket(dataDir: string, recorded: string | null): Promise<string> {
  const own = join(dataDir, 'socket', socketName);
  if (Buffer.byteLength(own) <= longestSocketPath) {
    await mkdir(dirname(own), { recursive: true, mode: 0o700 });
    await checkPrivate(dirname(own));
    return own;
  }
  if (recorded && recorded !== own && (await isPrivate(dirname(recorded)))) return recorded;
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-'));
  const socket = join(folder, socketName);
  if (Buffer.byteLength(socket) > longestSocketPath) {
    throw new StartError(
      `The path of the database socket would be too long (${socket}): choose a DATA_DIR with a shorter path.`,
    );
  }
  return socket;
}

/** True when something answers at the socket. */
export async function isAnswering(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = connect(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

/** The connection string for a socket. */
export function socketUri(socket: string, dbName: string): string {
  return `mongodb://${encodeURIComponent(socket)}/${dbName}?directConnection=true`;
}

async function checkPrivate(folder: string): Promise<void> {
  if (await isPrivate(folder)) return;
  throw new StartError(
    `The folder ${folder} must belong to the user who starts the program, with mode 0700.`,
  );
}

/** Whether a folder is ours and nobody else may enter it. */
export async function isPrivate(folder: string): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
