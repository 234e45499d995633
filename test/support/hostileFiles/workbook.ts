import { zipOf, type ZipMember } from './zip.ts';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const declared = '<?xml version="1.0" encoding="UTF-8"?>';

export interface WorkbookParts {
  /** What stands in `<sheetData>` of each sheet. */
  sheets: readonly { rows: string; name?: string; state?: string; before?: string; after?: string }[];
  shared?: string;
  styles?: string;
  date1904?: boolean;
  /** What stands behind the sheets of the book, such as `<calcPr/>`. */
  behindSheets?: string;
  contentTypes?: string;
  /** More members, or others in place of these. */
  members?: readonly ZipMember[];
}

/** An .xlsx file, written by hand so that each part may be wrong. */
export function workbookOf(parts: WorkbookParts): Buffer {
  const { sheets } = parts;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/relationships/${type}" Target="${target}"/>`;
  const relations = (inner: string) =>
    `${declared}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const members: ZipMember[] = [
    {
      name: '[Content_Types].xml',
      data: `${declared}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${parts.contentTypes ?? ''}</Types>`,
    },
    { name: '_rels/.rels', data: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      data: `${declared}<workbook ${main} xmlns:r="${office}/relationships"><workbookPr${parts.date1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(({ name, state }, index) => {
          const hidden = state === undefined ? '' : ` state="${state}"`;
          return `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}"${hidden} r:id="rId${index + 1}"/>`;
        })
        .join('')}</sheets>${parts.behindSheets ?? ''}</workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: relations(
        [
          ...sheets.map((_, index) =>
            relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
          ),
          relation('rId900', 'sharedStrings', 'sharedStrings.xml'),
          relation('rId901', 'styles', 'styles.xml'),
        ].join(''),
      ),
    },
    ...sheets.map(({ rows, before, after }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      data: `${declared}<worksheet ${main}>${before ?? ''}<sheetData>${rows}</sheetData>${after ?? ''}</worksheet>`,
    })),
    { name: 'xl/sharedStrings.xml', data: `${declared}<sst ${main}>${parts.shared ?? ''}</sst>` },
    { name: 'xl/styles.xml', data: `${declared}<styleSheet ${main}>${parts.styles ?? ''}</styleSheet>` },
  ];
  const others = parts.members ?? [];
  const replaced = new Set(others.map(({ name }) => name));
  return zipOf([...members.filter(({ name }) => !replaced.has(name)), ...others]);
}

const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

/** A row of inline texts, as Apache POI writes them. */
export const textRow = (row: number, cells: readonly string[]): string =>
  `<row r="${row}">${cells.map((cell, at) => `<c r="${letters(at)}${row}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;

/** A sheet with the columns `id` and `value`, and in the second row an id of 1 beside this cell. */
export const oneCell = (cell: string): string =>
  `${textRow(1, ['id', 'value'])}<row r="2"><c r="A2"><v>1</v></c>${cell}</row>`;

/** Styles whose second one shows a number so; an id below 164 is built in. */
export const shownAs = (id: number, code = ''): string =>
  `${code === '' ? '' : `<numFmts><numFmt numFmtId="${id}" formatCode="${code}"/></numFmts>`}<cellXfs><xf numFmtId="0"/><xf numFmtId="${id}"/></cellXfs>`;
