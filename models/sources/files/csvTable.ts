import { ExpectedError } from '../../values/errors.ts';
import type { ByteSource } from './bytes.ts';
import { csvRecords, type CsvForm } from './csvRecords.ts';
import { decode, type Encoding } from './encoding.ts';
import { checkedColumns } from './header.ts';
import type { SourceLimits } from '../contract/limits.ts';
import type { SourceRow, SourceTable } from '../contract/table.ts';

/** In the order in which they are preferred where a header fits several. */
const delimiters = [';', ',', '\t', '|'] as const;
const sampleRecords = 20;

/**
 * The table of a CSV file. Throws `invalid` where it has no header, or one that cannot be read. Its rows are text as
 * found; they share the memory of the piece of the file they stand in, so whoever keeps some copies them.
 */
export async function openCsvTable(
  source: ByteSource,
  encoding: Encoding,
  limits: SourceLimits,
): Promise<SourceTable> {
  const sample = await readSample(source, encoding, limits);
  const given = /^"?sep=(.)"?\r?[\r\n]/i.exec(sample);
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const form: CsvForm = {
    delimiter: given?.[1] ?? ',',
    newline,
    limits,
    columns: [],
    marksBadCharacters: encoding.hasBadCharacters,
  };
  // A line that names the delimiter, as Excel writes it, is no header.
  const skipped = given ? 1 : 0;
  if (!given) form.delimiter = delimiterOf(sample, form);
  const header = firstRecords(sample, form)[skipped];
  if (!header) throw new ExpectedError('invalid', 'importFile.noHeader', { table: source.name });
  const columns = checkedColumns(header, source.name, limits);
  const isHeader = ({ row }: SourceRow) => row <= header.row;
  return {
    name: source.name,
    columns,
    rows: () => readRows(source, encoding, { ...form, columns }, isHeader),
  };
}

/** The beginning of the text: whole records where they are short, and one at least unless it is longer than allowed. */
async function readSample(source: ByteSource, encoding: Encoding, limits: SourceLimits): Promise<string> {
  let sample = '';
  for await (const text of decode(source, encoding)) {
    sample += text;
    if (sample.length > limits.recordLength || filledLines(sample) > 2) break;
  }
  return sample;
}

const filledLines = (text: string): number => text.split(/[\r\n]+/).filter(line => line.trim() !== '').length;

function firstRecords(sample: string, form: CsvForm): SourceRow[] {
  const records = csvRecords(form);
  return [...records.write(sample), ...records.end()].slice(0, sampleRecords);
}

/**
 * The delimiter that gives the header several cells and most of the first records just as many: a comma in a heading,
 * or the decimal ones below it, prove nothing. `,` where none does.
 */
function delimiterOf(sample: string, form: CsvForm): string {
  let [best, bestScore] = [',', 0];
  for (const delimiter of delimiters) {
    const [header, ...others] = firstRecords(sample, { ...form, delimiter });
    // Too many cells, or a quote that opens only after this delimiter: told as what is wrong with the header.
    const width = header?.broken ? Infinity : (header?.cells.length ?? 0);
    if (width < 2) continue;
    const alike = others.filter(({ cells }) => cells.length === width).length;
    const score = 1 + (others.length === 0 ? 0 : (100 * alike) / others.length) + Math.min(width, 100) / 1000;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

async function* readRows(
  source: ByteSource,
  encoding: Encoding,
  form: CsvForm,
  isHeader: (row: SourceRow) => boolean,
): AsyncGenerator<SourceRow> {
  const records = csvRecords(form);
  let count = 0;
  const checked = (rows: SourceRow[]) => {
    count += rows.length;
    if (count > form.limits.rows + 2)
      throw new ExpectedError('invalid', 'importFile.tooManyRows', {
        table: source.name,
        most: form.limits.rows,
      });
    return isHeader(rows[0] ?? { row: Infinity, cells: [] }) ? rows.filter(row => !isHeader(row)) : rows;
  };
  for await (const text of decode(source, encoding)) yield* checked(records.write(text));
  yield* checked(records.end());
}
