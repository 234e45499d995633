import { createRequire } from 'node:module';
import type { Style } from 'exceljs';
import type { Cell } from '../cells.ts';
import {
  layHeadings,
  layReadMe,
  layRemark,
  pageOf,
  readMeBanners,
  readMePage,
  readMeWidths,
  type LaidRow,
  type Printed,
  type ReadMe,
  type SheetHead,
} from '../sheet.ts';
import { packageParts, type NamedSheet } from './packageXml.ts';
import { laidRowXml, rowWriter, type CellLink, type RowLook } from './rowXml.ts';
import {
  relationsXml,
  rowRef,
  sheetEndXml,
  sheetRelations,
  sheetStartXml,
  tableRelation,
  tableXml,
  type SheetEnd,
  type SheetStart,
} from './sheetXml.ts';
import { openSpooledPart, type PartPlace } from './spooledPart.ts';
import { openZip, type Take } from './zip.ts';

/** Excel ends at 1 048 576 rows; the heading takes one, totals and remarks some. A longer list goes on in another sheet. */
export const mostRowsOfSheet = 1_048_500;
/** Excel takes no more links than these on a sheet; the text of the address stands there all the same. */
const mostLinks = 65_000;
/** Characters of XML that are deflated at once. */
const enough = 131_072;

// The styles alone: the whole of exceljs takes ten times as long to be read by a new worker.
const Styles = createRequire(import.meta.url)('exceljs/lib/xlsx/xform/style/styles-xform.js') as new (
  isNew: true,
) => { addStyleModel(style: Partial<Style>): number; readonly xml: string };

/** What a workbook is written with. */
export interface BookRoom {
  madeAt: Date;
  printed: Printed;
  /** Where sheets wait that are written beside another; none where each is written after the one before. */
  parts: PartPlace | null;
  mostRows?: number;
}

/** A part of the zip file as it is written: in its place, or beside it until its turn has come. */
interface Part {
  write(xml: string): Promise<void>;
  end(): Promise<void>;
}

/** What must be waited for before more is written; mostly nothing, and a file of every project asks a million times. */
type Wait = Promise<void> | null;

/** A sheet of rows that is being written; where it is full, it goes on in another. */
export interface SheetWriter {
  add(cells: readonly Cell[], look?: RowLook): Wait;
  /** Writes what stands under the rows, and ends the sheet: one beside others when those have been ended. */
  close(under?: Pick<SheetHead, 'totals' | 'remarks'>): Promise<void>;
  /** Rows so far. */
  rows(): number;
}

/** A workbook that is written sheet by sheet, rows as they come, to `out`. */
export function openBook(out: Take, room: BookRoom) {
  const { madeAt, printed, parts, mostRows = mostRowsOfSheet } = room;
  const zip = openZip(out, madeAt);
  const styles = new Styles(true);
  const idOf = (style: Partial<Style>): number => styles.addStyleModel(style);
  const spooled = { bytes: 0 };
  let sheets = 0;
  const tables: number[] = [];

  const addText = async (name: string, text: string): Promise<void> => {
    const part = await zip.stream(name);
    await part.write(text);
    await part.end();
  };
  /** A part beside the one that is being written now. */
  async function openBeside(name: string): Promise<Part> {
    if (!parts) throw new Error('There is no place for a sheet that is written beside another.');
    const spooledPart = await openSpooledPart(parts, spooled);
    return { write: spooledPart.write, end: async () => spooledPart.moveTo(zip, name) };
  }

  /** A worksheet as XML, some of it at a time. */
  async function openXml(start: SheetStart, isSpooled: boolean) {
    sheets += 1;
    const number = sheets;
    const name = `xl/worksheets/sheet${number}.xml`;
    const part = await (isSpooled ? openBeside(name) : zip.stream(name));
    let xml = sheetStartXml(start);
    const flush = async (): Promise<void> => {
      const piece = xml;
      xml = '';
      await part.write(piece);
    };
    return {
      number,
      add: (row: string): Wait => {
        xml += row;
        return xml.length >= enough ? flush() : null;
      },
      /** Ends it; it is put into the file by what is returned, for which no other may be being written. */
      async close(end: Omit<SheetEnd, 'table'>, table: string | null): Promise<() => Promise<void>> {
        xml += sheetEndXml({ ...end, ...(table !== null && { table: tableRelation }) });
        await flush();
        return async () => place(end.links ?? [], table);
      },
    };
    async function place(links: readonly CellLink[], table: string | null): Promise<void> {
      await part.end();
      const related = sheetRelations(links, table && `../tables/table${number}.xml`);
      if (related.length > 0)
        await addText(`xl/worksheets/_rels/sheet${number}.xml.rels`, relationsXml(related));
      if (table === null) return;
      tables.push(number);
      await addText(`xl/tables/table${number}.xml`, table);
    }
  }
  const named: NamedSheet[] = [];

  /** A sheet of rows, or the next part of one. */
  async function openPart(head: SheetHead, part: number, isSpooled: boolean) {
    const name = part === 1 ? head.name : `${head.name} ${part}`;
    const page = pageOf({ ...head, name }, printed);
    const sheet = await openXml(
      {
        widths: head.columns.map(({ width }) => width),
        frozen: { rows: 1, columns: head.frozenColumns ?? 0 },
        hasGridLines: true,
      },
      isSpooled,
    );
    named.push({ number: sheet.number, name, of: head.name, page });
    const links: CellLink[] = [];
    const rowXml = rowWriter(head.columns, idOf, link => {
      if (links.length < mostLinks) links.push(link);
    });
    await sheet.add(laidRowXml(1, layHeadings(head.columns), idOf));
    let next = 2;
    return {
      add: (cells: readonly Cell[], look?: RowLook): Wait => sheet.add(rowXml(next++, cells, look)),
      addLaid: (row: LaidRow): Wait => sheet.add(laidRowXml(next++, row, idOf)),
      /** Leaves a line empty. */
      skip: (): void => void (next += 1),
      async close(rows: number): Promise<() => Promise<void>> {
        const table = part === 1 ? head.table : `${head.table}_${part}`;
        const xml = rows > 0 ? tableXml(head, { id: sheet.number, name: table, rows }) : null;
        return sheet.close({ page, links, isRuled: true }, xml);
      },
    };
  }

  /** @param isSpooled whether another sheet is being written, after which this one stands in the file */
  async function openSheet(head: SheetHead, isSpooled = false): Promise<SheetWriter> {
    let part = await openPart(head, 1, isSpooled);
    let count = 0;
    let inPart = 0;
    const waiting: (() => Promise<void>)[] = [];
    const closePart = async (): Promise<void> => {
      const place = await part.close(inPart);
      if (isSpooled) waiting.push(place);
      else await place();
    };
    const goOn = async (): Promise<void> => {
      await closePart();
      part = await openPart(head, Math.floor(count / mostRows) + 1, isSpooled);
      inPart = 0;
    };
    const add: SheetWriter['add'] = (cells, look) => {
      if (inPart === mostRows) return goOn().then(async () => add(cells, look) ?? undefined);
      inPart += 1;
      count += 1;
      return part.add(cells, look);
    };
    return {
      rows: () => count,
      add,
      async close({ totals = head.totals ?? [], remarks = head.remarks ?? [] } = {}) {
        if (count === 0) await part.addLaid(layRemark(head.empty));
        for (const cells of totals) await part.add(cells, { isStrong: true, isTotal: true });
        if (remarks.length > 0) part.skip();
        for (const remark of remarks) await part.addLaid(layRemark(remark));
        await closePart();
        for (const place of waiting) await place();
      },
    };
  }

  async function addReadMe(readMe: ReadMe): Promise<void> {
    const page = readMePage(readMe, printed);
    const sheet = await openXml({ widths: readMeWidths, frozen: null, hasGridLines: false }, false);
    named.push({ number: sheet.number, name: readMe.name, of: readMe.name, page });
    const links: CellLink[] = [];
    const rows = layReadMe(readMe);
    for (const [index, row] of rows.entries()) {
      await sheet.add(laidRowXml(index + 1, row, idOf, link => links.push(link)));
    }
    const place = await sheet.close(
      { page, links, merged: readMeBanners.map(row => rowRef(readMeWidths.length, row)) },
      null,
    );
    await place();
  }

  return {
    openSheet,
    addReadMe,
    /** @param names of the sheets in the order in which they are shown, where that is not the one they were opened in */
    async finish(names: readonly string[] = named.map(({ of }) => of)): Promise<void> {
      // A sheet stands with those it goes on in, which were opened when it was full.
      const inOrder = named.toSorted((a, b) => names.indexOf(a.of) - names.indexOf(b.of));
      const all = packageParts(inOrder, tables, { stylesXml: styles.xml, madeAt });
      for (const [name, text] of Object.entries(all)) await addText(name, text);
      await zip.finish();
    },
  };
}
