// What a thread of its own runs: it reads one file and sends its records.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { ExpectedError } from '../../values/errors.ts';
import type { Read, Source, SourceName } from '../contract/incoming.ts';
import { openSource } from '../files/openSource.ts';
import type { FromReader, ToRead } from './readMessages.ts';

/** Each by itself: those that ask all nouns for their columns bring the database's driver with them, 15 MB. */
const sources: Readonly<Record<SourceName, () => Promise<Source>>> = {
  cordis: async () => (await import('../cordis/cordis.ts')).cordis,
  cordisOld: async () => (await import('../cordis/cordisOld.ts')).cordisOld,
  portal: async () => (await import('../portal/portal.ts')).portal,
  home: async () => (await import('../home/home.ts')).home,
  own: async () => (await import('../callfolioFile/callfolioFile.ts')).ownSource,
  table: async () => (await import('../anyTable/anyTable.ts')).tableSource,
};

const recordsAtOnce = 50;
/** So many messages with records may wait to be taken; then the reading waits. */
const mostWaiting = 4;
const tellEveryMs = 500;

async function readAll(port: MessagePort, given: ToRead): Promise<void> {
  const { path, name, limits, encoding, source, options } = given;
  const say = (message: FromReader) => port.postMessage(message);
  let waiting = 0;
  let goOn: () => void = () => undefined;
  port.on('message', () => {
    waiting -= 1;
    goOn();
  });
  const send = async (read: Read[]): Promise<void> => {
    say({ read });
    waiting += 1;
    if (waiting < mostWaiting) return;
    await new Promise<void>(resolve => {
      goOn = resolve;
    });
  };
  const readBy = await sources[source]();
  const file = await openSource(path, name, limits, encoding);
  const telling = setInterval(() => say({ bytes: file.bytesRead() }), tellEveryMs);
  try {
    const expectRows = (expected: number) => say({ expected });
    let some: Read[] = [];
    for await (const one of readBy.read(file, { ...options, expectRows })) {
      some.push(one);
      if (some.length < recordsAtOnce) continue;
      await send(some);
      some = [];
    }
    say({ read: some });
  } finally {
    clearInterval(telling);
    await file.close();
  }
}

async function serve(port: MessagePort): Promise<void> {
  const say = (message: FromReader) => port.postMessage(message);
  try {
    await readAll(port, workerData as ToRead);
    say({ isDone: true });
  } catch (error) {
    // Anything else ends the thread, and is thrown where its records are read.
    if (!(error instanceof ExpectedError)) throw error;
    const { kind, key, values, problems } = error;
    say({ refused: { kind, key, values, problems } });
  }
}

if (parentPort) void serve(parentPort);
