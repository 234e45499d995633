import type { SourceLimits } from '../contract/limits.ts';
import type { SourceProblem, SourceRow } from '../contract/table.ts';

/** How a CSV file is written. */
export interface CsvForm {
  delimiter: string;
  newline: '\n' | '\r';
  limits: SourceLimits;
  /** The names of its columns, to say in which one something is wrong; none while the header is read. */
  columns: readonly string[];
  /** U+FFFD is what came of a byte that is no character. */
  marksBadCharacters: boolean;
}

/** A record as far as it was read: the cells that are finished, and the quoted one under way. */
interface Record {
  cells: string[];
  quoted: string | null;
}

// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

const problem = {
  control: { key: 'importFile.controlCharacter' },
  character: { key: 'importFile.badCharacter' },
  open: { key: 'importFile.quoteNeverCloses' },
  inside: { key: 'importFile.quoteInside' },
} satisfies { [name: string]: SourceProblem };

/**
 * Reads one line on from where the record is. `complete`: the record ends with the line; `open`: a quote is open at its
 * end; a problem: what follows a closing quote is neither a delimiter nor the end. A quote within a cell that does not
 * begin with one is taken as it is, but only where the line is a record of its own: else one wrong quote could make
 * every line after it be read again and again.
 */
function readLine(line: string, record: Record, delimiter: string, isFirst: boolean) {
  const { cells } = record;
  let at = 0;
  let hasLiteral = false;
  for (;;) {
    if (record.quoted !== null || line[at] === '"') {
      let from = record.quoted === null ? at + 1 : at;
      let text = record.quoted ?? '';
      for (;;) {
        const quote = line.indexOf('"', from);
        if (quote === -1) {
          record.quoted = `${text}${line.slice(from)}\n`;
          return hasLiteral ? problem.inside : 'open';
        }
        text += line.slice(from, quote);
        from = quote + 1;
        if (line[from] !== '"') break;
        text += '"';
        from += 1;
      }
      record.quoted = null;
      cells.push(text);
      if (from === line.length) return 'complete';
      if (line[from] !== delimiter) return problem.inside;
      at = from + 1;
    } else {
      const end = line.indexOf(delimiter, at);
      const text = end === -1 ? line.slice(at) : line.slice(at, end);
      if (text.includes('"')) {
        if (!isFirst) return problem.inside;
        hasLiteral = true;
      }
      cells.push(text);
      if (end === -1) return 'complete';
      at = end + 1;
    }
  }
}

/**
 * Takes the text of a CSV file piece by piece and gives its records (RFC 4180, any delimiter). One that cannot be read is
 * a `broken` row with the line it begins on, and reading goes on with the next line: a quote that never closes takes no
 * more than its own line along. Holds at most one record. Blank lines are none.
 */
export function csvRecords(form: CsvForm) {
  const { delimiter, newline, limits } = form;
  let rest = '';
  let lines = 0;
  /** Within a line that is too long: thrown away until it ends. */
  let isSkipping = false;
  let open: string[] = [];
  let openLength = 0;
  let record: Record = { cells: [], quoted: null };
  let rows: SourceRow[] = [];

  const broken = (row: number, why: SourceProblem & { column?: string }, cells: string[] = []) => {
    rows.push({ row, cells, broken: why });
  };

  function complete(row: number, text: string, cells: string[]): void {
    const wrong =
      controlCharacters.test(text) || (form.marksBadCharacters && text.includes('\ufffd'))
        ? wrongCells(cells, form)
        : [];
    const [first] = wrong;
    if (cells.length > limits.columns)
      broken(row, { key: 'importFile.tooManyCells', values: { most: limits.columns } });
    else if (first) {
      const areNamed = wrong.every(({ column }) => column !== undefined && column !== '');
      const all = wrong as (SourceProblem & { column: string })[];
      rows.push({ row, cells, broken: first, ...(areNamed && { wrongCells: all }) });
    } else if (text.length > limits.cellLength && cells.some(cell => cell.length > limits.cellLength))
      broken(row, longCell(cells, form));
    else rows.push({ row, cells });
  }

  function begin(line: string, row: number): void {
    if (line === '') return;
    if (!line.includes('"')) {
      complete(row, line, line.split(delimiter, limits.columns + 1));
      return;
    }
    record = { cells: [], quoted: null };
    const how = readLine(line, record, delimiter, true);
    if (how === 'complete') complete(row, line, record.cells);
    else if (how === 'open') {
      open = [line];
      openLength = line.length;
    } else broken(row, how);
  }

  /** Reads a line; where it shows that an open record was none, the lines after that record's first one once more. */
  function take(line: string, row: number): void {
    const queue = [line];
    let at = row;
    while (queue.length > 0) {
      const next = queue.pop() ?? '';
      if (open.length === 0) begin(next, at);
      else {
        openLength += next.length + 1;
        const isTooLong = openLength > limits.recordLength;
        const how = isTooLong ? problem.open : readLine(next, record, delimiter, false);
        if (how === 'complete') {
          complete(at - open.length, [...open, next].join('\n'), record.cells);
          open = [];
        } else if (how === 'open') open.push(next);
        else {
          queue.push(next);
          for (let index = open.length - 1; index > 0; index -= 1) queue.push(open[index] ?? '');
          at -= open.length;
          broken(at, how);
          open = [];
        }
      }
      at += 1;
    }
  }

  /** The open record is none; the lines after its first one are read on their own. */
  function giveUp(): void {
    while (open.length > 0) {
      const [, ...others] = open;
      const first = lines - open.length + 1;
      broken(first, problem.open);
      open = [];
      others.forEach((line, index) => take(line, first + 1 + index));
    }
  }

  function endLine(line: string): void {
    if (isSkipping || line.length > limits.recordLength) {
      giveUp();
      lines += 1;
      broken(lines, { key: 'importFile.recordTooLong', values: { most: limits.recordLength } });
      isSkipping = false;
      return;
    }
    lines += 1;
    take(newline === '\n' && line.endsWith('\r') ? line.slice(0, -1) : line, lines);
  }

  const taken = (): SourceRow[] => {
    const result = rows;
    rows = [];
    return result;
  };

  return {
    /** The records that end in this piece of the text. */
    write(text: string): SourceRow[] {
      let from = 0;
      for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline, from)) {
        endLine(from === 0 ? rest + text.slice(0, end) : text.slice(from, end));
        rest = '';
        from = end + 1;
      }
      if (!isSkipping) rest += text.slice(from);
      if (rest.length > limits.recordLength) {
        rest = '';
        isSkipping = true;
      }
      return taken();
    },
    /** The records that end with the text. */
    end(): SourceRow[] {
      if (rest !== '' || isSkipping) endLine(rest);
      giveUp();
      return taken();
    },
  };
}

function wrongCells(cells: readonly string[], { columns, marksBadCharacters }: CsvForm) {
  return cells.flatMap((cell, at): (SourceProblem & { column?: string })[] => {
    if (controlCharacters.test(cell)) return [inColumn(problem.control, columns[at])];
    return marksBadCharacters && cell.includes('\ufffd') ? [inColumn(problem.character, columns[at])] : [];
  });
}

function longCell(cells: readonly string[], { columns, limits }: CsvForm) {
  const at = cells.findIndex(cell => cell.length > limits.cellLength);
  return inColumn({ key: 'importFile.cellTooLong', values: { most: limits.cellLength } }, columns[at]);
}

const inColumn = (why: SourceProblem, column: string | undefined) =>
  column === undefined ? why : { ...why, column };
