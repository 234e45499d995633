import { openPromise } from 'yauzl';

/** What a sheet of a workbook holds. */
export interface SheetCounts {
  rows: number;
  /** Cells with a value. */
  cells: number;
}

/** How often each of some texts occurs in a stream, also where one is cut between two pieces. */
export async function countIn<K extends string>(
  stream: AsyncIterable<Buffer>,
  texts: Readonly<Record<K, string>>,
): Promise<Record<K, number>> {
  const wanted = Object.entries(texts) as [K, string][];
  const longest = Math.max(...wanted.map(([, text]) => text.length));
  const counts = Object.fromEntries(wanted.map(([key]) => [key, 0])) as Record<K, number>;
  let rest = Buffer.alloc(0);
  for await (const piece of stream) {
    const whole = Buffer.concat([rest, piece]);
    for (const [key, text] of wanted) {
      // What ends within the rest was counted with the piece before.
      let at = whole.indexOf(text, Math.max(0, rest.length - text.length + 1));
      for (; at !== -1; at = whole.indexOf(text, at + text.length)) counts[key] += 1;
    }
    rest = whole.subarray(Math.max(0, whole.length - longest + 1));
  }
  return counts;
}

/**
 * Reads a workbook to its end and counts the rows and the filled cells of each sheet, by its file.
 *
 * @throws {Error} where it is no whole zip
 */
export async function countWorkbook(path: string): Promise<Map<string, SheetCounts>> {
  const zip = await openPromise(path);
  const sheets = new Map<string, SheetCounts>();
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    const { row, value, text } = await countIn(stream, { row: '<row ', value: '</v>', text: '</is>' });
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(entry.fileName))
      sheets.set(entry.fileName, { rows: row, cells: value + text });
  }
  return sheets;
}

/** Rows and cells of all sheets together. */
export const sumOf = (sheets: ReadonlyMap<string, SheetCounts>): SheetCounts =>
  [...sheets.values()].reduce(
    (sum, { rows, cells }) => ({ rows: sum.rows + rows, cells: sum.cells + cells }),
    { rows: 0, cells: 0 },
  );
