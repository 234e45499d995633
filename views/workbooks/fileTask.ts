import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { connectMongoose } from '../../models/process/connectMongoose.ts';
import { readAtInstantOf } from '../../models/process/snapshot.ts';
import type { FileTask } from './bookMessages.ts';
import type { Take } from './engine/zip.ts';
import { writeListTask } from './listTask.ts';
import { writePortfolioTask } from './portfolio/portfolioTask.ts';
import { taking } from './streamedBook.ts';

/** One reads, others look things up beside it. */
const mostConnections = 4;

/**
 * Makes a file in a worker, which reads the database by itself.
 * @param tell told of each session that reads, by its id
 */
export async function makeFile(
  { connection, time, parts, of }: FileTask,
  out: Writable,
  tell: (session: Uint8Array) => void,
): Promise<void> {
  const options = { ...connection.options, maxPoolSize: mostConnections, monitorCommands: false };
  await connectMongoose({ ...connection, options });
  await readAtInstantOf(time, async () => write(of, taking(out), parts), { tell });
  out.end();
  await finished(out);
}

const write = async (of: FileTask['of'], out: Take, parts: FileTask['parts']): Promise<void> =>
  of.kind === 'list' ? writeListTask(of, out, parts) : writePortfolioTask(of, out, parts);
