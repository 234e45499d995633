import exceljs, { type Workbook } from 'exceljs';
import { pngOf } from '../charts/png.ts';
import { aboutBook, type BookSource, type Rows } from './bookSource.ts';
import {
  lay,
  layHeadings,
  layRemark,
  layRow,
  readMeViews,
  viewsOf,
  writeReadMe,
  writeRow,
  type Printed,
  type SheetHead,
} from './sheet.ts';

/** A workbook with Excel tables and pictures, for which exceljs holds all of it in memory. */
export async function makeTableBook({ head, rowsOf, readMe }: BookSource): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  Object.assign(workbook, aboutBook(head.madeAt));
  const addReadMe = async () => {
    const said = await readMe();
    writeReadMe(workbook.addWorksheet(said.name, { views: readMeViews }), said, head.printed);
  };
  if (head.readMeAt === 'first') await addReadMe();
  for (const [index, sheet] of head.sheets.entries()) {
    await addTableSheet(workbook, sheet, rowsOf(index), head.printed);
  }
  if (head.readMeAt === 'last') await addReadMe();
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A sheet with an Excel table, which brings filters and bands with it. */
async function addTableSheet(
  book: Workbook,
  sheet: SheetHead,
  batches: AsyncIterable<Rows>,
  printed: Printed,
): Promise<void> {
  const added = book.addWorksheet(sheet.name, { views: viewsOf(sheet) });
  lay(added, sheet, printed);
  const { columns } = sheet;
  const values: unknown[][] = [];
  for await (const rows of batches) {
    for (const cells of rows) {
      const laid = layRow(cells, columns, { isStrong: sheet.strong?.has(values.length) === true });
      values.push(laid.cells.map(({ value }) => value));
      writeRow(added.getRow(values.length + 1), laid);
    }
  }
  const count = values.length;
  if (count > 0) {
    added.addTable({
      name: sheet.table,
      ref: 'A1',
      headerRow: true,
      style: { theme: 'TableStyleMedium2', showRowStripes: sheet.strong === undefined },
      columns: columns.map(({ heading }) => ({ name: heading, filterButton: true })),
      rows: values,
    });
  }
  writeRow(added.getRow(1), layHeadings(columns));
  let next = count + 2;
  const add = (laid: Parameters<typeof writeRow>[1]) => writeRow(added.getRow(next++), laid);
  if (count === 0) add(layRemark(sheet.empty));
  for (const cells of sheet.totals ?? []) add(layRow(cells, columns, { isStrong: true, isTotal: true }));
  if (sheet.remarks) next += 1;
  for (const remark of sheet.remarks ?? []) add(layRemark(remark));
  if (sheet.picture) {
    const { svg, width, height } = sheet.picture;
    // exceljs' types ask for a Buffer of their own making.
    const id = book.addImage({ base64: pngOf(svg).toString('base64'), extension: 'png' });
    added.addImage(id, { tl: { col: 0, row: next + 1 }, ext: { width, height } });
  }
}
