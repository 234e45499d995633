import { noteProgress } from '../../models/imports/imports.ts';
import type { SourceFile } from '../../models/sources/contract/table.ts';

const usuallyEveryMs = 1_000;

/**
 * Notes how much of a file is read while something works on it: a large one is read whole before its first record is
 * known, and until then nothing else tells that it goes on.
 */
export async function tellWhile<T>(
  importId: string,
  file: Pick<SourceFile, 'bytesRead'>,
  work: () => Promise<T>,
  everyMs = usuallyEveryMs,
): Promise<T> {
  let told = 0;
  const tell = async (): Promise<void> => {
    const bytes = file.bytesRead();
    if (bytes === told) return;
    told = bytes;
    await noteProgress(importId, { bytes });
  };
  // What cannot be told now is told the next time.
  const telling = setInterval(() => void tell().catch(() => undefined), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(telling);
  }
}
