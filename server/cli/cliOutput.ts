import { createInterface } from 'node:readline/promises';
import { StartError } from '../startError.ts';

const progressEveryMs = 200;

/** How a command speaks with the person who gave it. Results go to the standard output, the rest beside it. */
export type Output = Readonly<{
  /** A line of the result. */
  print: (line: string) => void;
  /** A line that is no result. */
  tell: (line: string) => void;
  /** How far it has come: one line of a terminal, written over; nothing elsewhere. */
  progress: (doing: string, documents: number, bytes: number) => void;
  /** The same in words. */
  say: (words: string) => void;
  /** Asks for a word and answers whether it was given; false where nobody can be asked. */
  ask: (question: string, word: string) => Promise<boolean>;
  /** Whether somebody sits there who can be asked. */
  canAsk: boolean;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** @throws {StartError} once it was interrupted */
  checkInterrupted: () => void;
  close: () => void;
}>;

/** The terminal of this process. */
export function commandOutput(): Output {
  const { stdout, stderr, stdin } = process;
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let shownAt = 0;
  let isShown = false;
  const clear = (): void => {
    if (isShown) stderr.write('\r\u001B[K');
    isShown = false;
  };
  const say = (words: string): void => {
    if (!stderr.isTTY || Date.now() - shownAt < progressEveryMs) return;
    shownAt = Date.now();
    isShown = true;
    stderr.write(`\r\u001B[K${words.slice(0, stderr.columns - 1)}`);
  };
  return {
    say,
    print: line => {
      clear();
      stdout.write(`${line}\n`);
    },
    tell: line => {
      clear();
      stderr.write(`${line}\n`);
    },
    progress: (doing, documents, bytes) =>
      say(`${doing}: ${inWords(documents)} documents, ${megabytes(bytes)}`),
    ask: async (question, word) => {
      clear();
      if (!stdin.isTTY) return false;
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        return (await reader.question(question, { signal: interruption.signal })).trim() === word;
      } catch {
        return false;
      } finally {
        reader.close();
      }
    },
    canAsk: stdin.isTTY,
    signal: interruption.signal,
    checkInterrupted: () => {
      if (interruption.signal.aborted) throw new StartError('Interrupted: nothing was changed.');
    },
    close: () => {
      clear();
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}

export const inWords = (count: number): string => count.toLocaleString('en-IE');

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
