import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type SmallDisk = Readonly<{
  /** Where it is for those who are started `through` it. */
  folder: string;
  /** Where it is for everybody else. */
  outside: string;
  /** A command that runs what follows where the disk is. */
  through: readonly string[];
  /** Leaves not a byte. */
  fill: () => Promise<void>;
  /** Gives back what `fill` took. */
  free: () => Promise<void>;
  remove: () => Promise<void>;
}>;

const mountAndWait =
  'mount -t tmpfs -o size="$2"m,nr_inodes="$3",mode=0700 tmpfs "$1" && echo mounted && exec sleep 600';

/**
 * A disk in memory that is full when we say so, in a user namespace, so that it takes no rights.
 * @param mostFiles how many files and folders it holds, itself among them; 0 for as many as there is room for
 * @throws {Error} where the system makes no user namespaces: what a test finds out by it is then not known
 */
export async function mountSmallDisk(megabytes: number, mostFiles = 0): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-disk-'));
  const args = ['-rm', 'sh', '-c', mountAndWait, 'sh', folder, String(megabytes), String(mostFiles)];
  const holder = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(holder, 'exit').then(
    () => 'it ended',
    (error: Error) => error.message,
  );
  const mounted = once(createInterface(holder.stdout), 'line').then(() => null);
  const failure = await Promise.race([mounted, ended]);
  if (failure !== null) {
    await rm(folder, { recursive: true });
    throw new Error(
      `A small disk cannot be made here (${failure}): this test needs unshare, nsenter and user namespaces (unshare -rm).`,
    );
  }
  const endNow = () => void holder.kill('SIGKILL');
  process.on('exit', endNow);
  const outside = `/proc/${holder.pid}/root${folder}`;
  const filler = join(outside, 'filler');
  const enter = ['nsenter', '--target', String(holder.pid), '--user', '--mount', '--preserve-credentials'];
  return {
    folder,
    outside,
    through: [...enter, 'sh', '-c', 'cd "$0" && exec "$@"', process.cwd()],
    fill: async () => {
      const file = await open(filler, 'a');
      // The large pieces first, then what is left of the last page.
      for (const bytes of [1_048_576, 4_096, 1]) {
        while (
          await file.write(Buffer.alloc(bytes)).then(
            ({ bytesWritten }) => bytesWritten === bytes,
            () => false,
          )
        );
      }
      await file.close();
      const { bavail } = await statfs(outside);
      if (bavail !== 0) throw new Error(`The disk still has ${bavail} blocks.`);
    },
    free: async () => rm(filler, { force: true }),
    remove: async () => {
      process.off('exit', endNow);
      endNow();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
