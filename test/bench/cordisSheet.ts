import { zipOf } from '../support/zip.ts';

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
const office = 'http://schemas.openxmlformats.org';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const relations = `${office}/package/2006/relationships`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

/** `A`, …, `Z`, `AA`, … of a column counted from 0. */
const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

/**
 * A workbook as CORDIS publishes them (Apache POI): one sheet "DATA", every cell an inline string, also numbers and
 * dates, and a dimension that is wrong. The first row is the header.
 */
export function inlineSheet(rows: readonly (readonly string[])[]): Buffer {
  const cellOf = (text: string, column: number, row: number) =>
    `<c r="${letters(column)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  const data = rows.map(
    (cells, row) => `<row r="${row + 1}">\n${cells.map((text, at) => cellOf(text, at, row)).join('')}</row>`,
  );
  return zipOf([
    {
      name: '[Content_Types].xml',
      content:
        `${xml}<Types xmlns="${office}/package/2006/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content:
        `${xml}<Relationships xmlns="${relations}"><Relationship Id="rId1" ` +
        `Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content:
        `${xml}<workbook xmlns="${office}/spreadsheetml/2006/main" ` +
        `xmlns:r="${office}/officeDocument/2006/relationships">` +
        '<sheets><sheet name="DATA" r:id="rId3" sheetId="1"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        `${xml}<Relationships xmlns="${relations}"><Relationship Id="rId3" ` +
        `Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content:
        `${xml}<worksheet xmlns="${office}/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>\n` +
        `${data.join('\n')}</sheetData></worksheet>`,
    },
  ]);
}
