import { columnLetters } from '../columnLetters.ts';
import { margins, type Page, type SheetHead } from '../sheet.ts';
import type { CellLink } from './rowXml.ts';
import { attribute, escapeXml, xmlHead } from './xml.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The cells of so many columns from the first, in these rows. */
export function rowRef(columns: number, first: number, last = first): string {
  const letters = columnLetters(columns);
  return `${letters[0] ?? ''}${first}:${letters.at(-1) ?? ''}${last}`;
}

/** What stands before the rows of a sheet. */
export interface SheetStart {
  /** In characters. */
  widths: readonly number[];
  /** Rows and columns that stay in sight. */
  frozen: { rows: number; columns: number } | null;
  hasGridLines: boolean;
}

function paneXml({ rows, columns }: { rows: number; columns: number }): string {
  const corner = `${columnLetters(columns + 1).at(-1) ?? ''}${rows + 1}`;
  const pane = columns > 0 ? (rows > 0 ? 'bottomRight' : 'topRight') : 'bottomLeft';
  const split = `${columns > 0 ? attribute('xSplit', columns) : ''}${rows > 0 ? attribute('ySplit', rows) : ''}`;
  return `<pane${split} topLeftCell="${corner}" activePane="${pane}" state="frozen"/><selection pane="${pane}"/>`;
}

/** A worksheet as far as its first row. */
export function sheetStartXml({ widths, frozen, hasGridLines }: SheetStart): string {
  const view = `<sheetView${hasGridLines ? '' : ' showGridLines="0"'} workbookViewId="0"`;
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}"${attribute('width', width)} customWidth="1"/>`,
  );
  return (
    `${xmlHead}<worksheet xmlns="${main}" xmlns:r="${relations}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    `<sheetViews>${frozen ? `${view}>${paneXml(frozen)}</sheetView>` : `${view}/>`}</sheetViews>` +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    `<cols>${columns.join('')}</cols><sheetData>`
  );
}

/** What stands after the rows of a sheet. */
export interface SheetEnd {
  page: Page;
  /** The areas that are one cell. */
  merged?: readonly string[];
  links?: readonly CellLink[];
  /** Printed with the lines between its cells. */
  isRuled?: boolean;
  /** The id of the relation to its table, where it has one. */
  table?: string;
}

/** A worksheet from its last row on, in the order that the schema asks for. */
export function sheetEndXml({ page, merged = [], links = [], isRuled = false, table }: SheetEnd): string {
  const areas = merged.map(ref => `<mergeCell${attribute('ref', ref)}/>`).join('');
  const hyperlinks = links.map(({ cell }, at) => `<hyperlink ref="${cell}" r:id="${linkId(at)}"/>`).join('');
  const around = Object.entries(margins).map(([side, inches]) => attribute(side, inches));
  return (
    '</sheetData>' +
    (areas && `<mergeCells count="${merged.length}">${areas}</mergeCells>`) +
    (hyperlinks && `<hyperlinks>${hyperlinks}</hyperlinks>`) +
    (isRuled ? '<printOptions gridLines="1"/>' : '') +
    `<pageMargins${around.join('')}/>` +
    `<pageSetup paperSize="${page.paper}" orientation="landscape" fitToWidth="${page.pagesWide}" fitToHeight="${page.pagesHigh}"/>` +
    `<headerFooter><oddHeader>${escapeXml(page.header)}</oddHeader><oddFooter>${escapeXml(page.footer)}</oddFooter></headerFooter>` +
    (table === undefined ? '' : `<tableParts count="1"><tablePart r:id="${table}"/></tableParts>`) +
    '</worksheet>'
  );
}

export const tableRelation = 'table';
const linkId = (at: number): string => `link${at + 1}`;

const relation = (id: string, type: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${relations}/${type}"${attribute('Target', target)}${more}/>`;

/** The relations of a part to others, and to the web. */
export const relationsXml = (all: readonly string[]): string =>
  `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;

/** Those of a sheet: to its links, and to its table (a path from the sheet). */
export const sheetRelations = (links: readonly CellLink[], table: string | null): string[] => [
  ...links.map(({ target }, at) => relation(linkId(at), 'hyperlink', target, ' TargetMode="External"')),
  ...(table === null ? [] : [relation(tableRelation, 'table', table)]),
];

/** Those of the workbook to its styles and sheets, which are named by number. */
export const workbookRelations = (sheets: readonly number[]): string[] => [
  relation('styles', 'styles', 'styles.xml'),
  ...sheets.map(number => relation(`sheet${number}`, 'worksheet', `worksheets/sheet${number}.xml`)),
];

/** A table over the headings and so many rows of a sheet; the words of its headings are those of its columns. */
export function tableXml(
  { columns, strong }: SheetHead,
  part: { id: number; name: string; rows: number },
): string {
  const ref = rowRef(columns.length, 1, part.rows + 1);
  const name = attribute('name', part.name) + attribute('displayName', part.name);
  const named = columns.map(
    ({ heading }, at) => `<tableColumn id="${at + 1}"${attribute('name', heading)}/>`,
  );
  return (
    `${xmlHead}<table xmlns="${main}" id="${part.id}"${name} ref="${ref}" totalsRowShown="0">` +
    `<autoFilter ref="${ref}"/><tableColumns count="${columns.length}">${named.join('')}</tableColumns>` +
    `<tableStyleInfo name="TableStyleMedium2" showFirstColumn="0" showLastColumn="0" showRowStripes="${strong ? 0 : 1}" showColumnStripes="0"/></table>`
  );
}
