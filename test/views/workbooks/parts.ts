import { inflateRawSync } from 'node:zlib';
import exceljs, { type Worksheet } from 'exceljs';

/** The parts of a zip file by name, as text; of an .xlsx, everything somebody with a text editor can find. */
export function partsOf(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = file.readUInt32LE(end + 16);
  for (let entry = 0; entry < file.readUInt16LE(end + 10); entry += 1) {
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const nameLength = file.readUInt16LE(at + 28);
    const after = nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(start, start + size);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    parts.set(name, (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
    at += 46 + after;
  }
  return parts;
}

/** The workbook as a reader of Excel files sees it. */
export async function readBook(file: Buffer) {
  const book = new exceljs.Workbook();
  // exceljs' types name a Buffer of their own.
  await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0]);
  return {
    names: book.worksheets.map(({ name }) => name),
    sheet(name: string): Worksheet {
      const found = book.getWorksheet(name);
      if (!found) throw new Error(`There is no sheet ${name}.`);
      return found;
    },
  };
}

export const headingsOf = (sheet: Worksheet): string[] =>
  (sheet.getRow(1).values as unknown[]).slice(1).map(String);

/** The rows of a sheet's table: from the second line up to the last one of the table. */
export function rowsOf(sheet: Worksheet, count: number) {
  return Array.from({ length: count }, (_, index) => sheet.getRow(index + 2));
}

/** A cell's number, or the cached result of its formula, as whole cents. */
export function centsAt(sheet: Worksheet, address: string): number | null {
  const cell = sheet.getCell(address);
  const value = cell.result ?? cell.value;
  return typeof value === 'number' ? Math.round(value * 100) : null;
}

/** Every formula of a sheet with its cached result. */
export function formulasOf(sheet: Worksheet) {
  const found: { address: string; formula: string; result: number }[] = [];
  sheet.eachRow(row =>
    row.eachCell(cell => {
      if (cell.type === exceljs.ValueType.Formula) {
        found.push({ address: cell.address, formula: cell.formula, result: Number(cell.result) });
      }
    }),
  );
  return found;
}

/** What a formula of ours comes to: SUM over a column, and SUMIFS over one with the words of another. */
export function evaluate(sheet: Worksheet, formula: string): number {
  const number = (address: string) =>
    Number(sheet.getCell(address).result ?? sheet.getCell(address).value ?? 0);
  return formula.split('+').reduce((sum, term) => {
    const added = /^SUM\(([A-Z]+)(\d+):\1(\d+)\)$/.exec(term);
    const chosen = /^SUMIFS\(([A-Z]+)(\d+):\1(\d+),([A-Z]+)\2:\4\3,"(.*)"\)$/.exec(term);
    const [, column = '', first = '', last = '', other = '', words = ''] = added ?? chosen ?? [];
    if (!added && !chosen) return sum + number(term);
    for (let row = Number(first); row <= Number(last); row += 1) {
      if (added || sheet.getCell(`${other}${row}`).value === words) sum += number(`${column}${row}`);
    }
    return sum;
  }, 0);
}
