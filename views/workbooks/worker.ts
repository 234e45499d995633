// What a worker thread runs: it makes one workbook after another, of what the main thread sends when asked.
import { Writable } from 'node:stream';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { ExpectedError } from '../../models/values/errors.ts';
import type { BookHead, BookSource, Rows } from './bookSource.ts';
import type { Failure, FileTask, FromWorker, ToWorker, Wanted } from './bookMessages.ts';
import type { ReadMe } from './sheet.ts';

/** So many pieces may be on their way to the reader; then the writing waits. */
const mostOnTheWay = 8;

/** What went wrong, as it can be sent. */
function failureOf(error: unknown): Failure {
  if (error instanceof ExpectedError) {
    const { kind, key, values } = error;
    return { refused: { kind, key, values } };
  }
  const { code } = error as { code?: unknown };
  const failed = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { failed, code: typeof code === 'number' ? code : null };
}

function serve(port: MessagePort): void {
  const waiting: ((answer: ToWorker) => void)[] = [];
  let taken: () => void = () => undefined;
  const say = (message: FromWorker) => port.postMessage(message);
  const ask = async (wants: Wanted) =>
    new Promise<ToWorker>(resolve => {
      waiting.push(resolve);
      say({ wants });
    });

  async function rows(sheet: number): Promise<Rows | null> {
    const answer = await ask(sheet);
    return 'rows' in answer ? answer.rows : null;
  }
  const sourceOf = (head: BookHead): BookSource => ({
    head,
    async *rowsOf(sheet) {
      let next = rows(sheet);
      for (let some = await next; some !== null; some = await next) {
        // Asked for before these are written: the main thread reads on meanwhile.
        next = rows(sheet);
        yield some;
      }
    },
    async readMe() {
      const answer = await ask('readMe');
      if (!('readMe' in answer)) throw new Error('The sheet that says how the file was made is missing.');
      return answer.readMe satisfies ReadMe;
    },
  });

  function sending(): Writable {
    let onTheWay = 0;
    let goOn: (() => void) | null = null;
    taken = () => {
      onTheWay -= 1;
      const next = goOn;
      goOn = null;
      next?.();
    };
    return new Writable({
      write(piece: Buffer, _encoding, done) {
        // A copy of its own: pieces may share memory, which moves to the main thread.
        const bytes = new Uint8Array(piece);
        port.postMessage({ bytes } satisfies FromWorker, [bytes.buffer]);
        onTheWay += 1;
        if (onTheWay < mostOnTheWay) done();
        else goOn = done;
      },
    });
  }

  async function make(head: BookHead): Promise<void> {
    const source = sourceOf(head);
    const out = sending();
    // Each brings another part of exceljs, and takes a while to be read.
    if (head.isLarge) await (await import('./streamedBook.ts')).writeStreamedBook(source, out);
    else out.end(await (await import('./tableBook.ts')).makeTableBook(source));
  }

  async function fulfil(task: FileTask): Promise<void> {
    // With all nouns and the database's driver, which other files do without.
    const { makeFile } = await import('./fileTask.ts');
    await makeFile(task, sending(), session => say({ session }));
  }

  /** Makes what was asked for, and says whether it could. */
  async function serveOne(making: Promise<void>): Promise<void> {
    try {
      await making;
      say({ isDone: true });
    } catch (error) {
      say(failureOf(error));
    }
  }

  port.on('message', (message: ToWorker) => {
    if ('taken' in message) taken();
    else if ('head' in message) void serveOne(make(message.head));
    else if ('task' in message) void serveOne(fulfil(message.task));
    else waiting.shift()?.(message);
  });
}

if (parentPort) serve(parentPort);
