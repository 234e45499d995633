import type { HostileFile } from './case.ts';
import { oneCell, textRow, workbookOf } from './workbook.ts';
import type { ZipMember } from './zip.ts';

const rows = textRow(1, ['id', 'value']) + textRow(2, ['1', 'a']);
const rowsRead = ['id|value', '1|a'];
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const withCell = (cell: string, more = {}) => workbookOf({ sheets: [{ rows: oneCell(cell) }], ...more });
const cellRead = (text: string) => ['id|value', `1|${text}`];
const withMembers = (...members: ZipMember[]) => workbookOf({ sheets: [{ rows }], members });
const sheetFile = (data: string) => ({ name: 'xl/worksheets/sheet1.xml', data });

/** Workbooks, harmful or odd as a whole. */
export const hostileWorkbooks: readonly HostileFile[] = [
  {
    name: 'that is a workbook with shared texts',
    bytes: () =>
      withCell('<c r="B2" t="s"><v>1</v></c>', {
        shared: '<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si>',
      }),
    read: cellRead('bc'),
  },
  {
    name: 'that is a workbook with more shared texts than memory holds',
    bytes: () =>
      withCell('<c r="B2" t="s"><v>599999</v></c>', {
        shared: Array.from({ length: 600_000 }, (_, at) => `<si><t>${at}</t></si>`).join(''),
      }),
    read: cellRead('599999'),
  },
  {
    name: 'that is a bomb of shared texts',
    bytes: () => withCell('', { shared: `<si><t>${'x'.repeat(16 * 1_048_576)}</t></si>` }),
    refused: 'packedTooTightly',
  },
  {
    name: 'whose one shared text is five megabytes',
    bytes: () => withCell('', { shared: `<si><t>${'x'.repeat(5 * 1_048_576)}</t></si>` }),
    refused: 'badWorkbook',
    stoppedBy: 'cellLength',
  },
  {
    name: 'that is a workbook with merged headings',
    bytes: () =>
      workbookOf({
        sheets: [
          {
            rows: textRow(1, ['id', '', 'value']) + textRow(2, ['1', 'a', 'b']),
            after: '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
          },
        ],
      }),
    read: ['id||value', '1|a|b'],
  },
  {
    name: 'that is a workbook with a heading twice',
    bytes: () => workbookOf({ sheets: [{ rows: textRow(1, ['id', 'id']) }] }),
    refused: 'columnTwice',
  },
  {
    name: 'that is a workbook with an error for a heading',
    bytes: () => workbookOf({ sheets: [{ rows: '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>' }] }),
    refused: 'badHeader',
  },
  {
    name: 'that is a workbook with headings alone',
    bytes: () => workbookOf({ sheets: [{ rows: textRow(1, ['id', 'value']) }] }),
    read: ['id|value'],
  },
  {
    name: 'that is an empty workbook',
    bytes: () => workbookOf({ sheets: [{ rows: '' }] }),
    refused: 'emptySheet',
  },
  {
    name: 'that is a workbook without sheets',
    bytes: () => workbookOf({ sheets: [] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook with a hidden sheet',
    bytes: () => workbookOf({ sheets: [{ rows }, { rows, state: 'hidden' }] }),
    read: rowsRead,
    ignored: ['hiddenSheet'],
  },
  {
    name: 'that is a workbook with a very hidden sheet',
    bytes: () => workbookOf({ sheets: [{ rows }, { rows, state: 'veryHidden' }] }),
    read: rowsRead,
    ignored: ['hiddenSheet'],
  },
  {
    name: 'that is a workbook with only hidden sheets',
    bytes: () => workbookOf({ sheets: [{ rows, state: 'hidden' }] }),
    refused: 'hiddenSheet',
  },
  {
    name: 'that is a workbook with hidden rows and a filter',
    bytes: () =>
      workbookOf({
        sheets: [
          { rows: rows.replace('<row r="2"', '<row r="2" hidden="1"'), after: '<autoFilter ref="A1:B2"/>' },
        ],
      }),
    read: rowsRead,
  },
  {
    name: 'that is a workbook whose size is wrong',
    bytes: () => workbookOf({ sheets: [{ rows, before: '<dimension ref="A1:XFD1048576"/>' }] }),
    read: rowsRead,
  },
  {
    name: 'that is a workbook with its last row at 1,048,576',
    bytes: () => workbookOf({ sheets: [{ rows: rows + textRow(1_048_576, ['2', 'b']) }] }),
    read: [...rowsRead, '2|b'],
  },
  {
    name: 'that is a workbook with a row after the last of Excel',
    bytes: () => workbookOf({ sheets: [{ rows: rows + textRow(1_048_577, ['2', 'b']) }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook of 1,048,576 rows',
    bytes: () =>
      workbookOf({
        sheets: [
          {
            rows:
              textRow(1, ['id', 'value']) +
              Array.from({ length: 1_048_575 }, (_, at) => `<row r="${at + 2}"/>`).join(''),
          },
        ],
      }),
    read: 0,
  },
  {
    name: 'that is a workbook of 200,000 filled rows',
    bytes: () =>
      workbookOf({
        sheets: [
          {
            rows:
              textRow(1, ['id', 'value']) +
              Array.from({ length: 200_000 }, (_, at) => `<row r="${at + 2}"><c><v>${at}</v></c></row>`).join(
                '',
              ),
          },
        ],
      }),
    read: 200_000,
  },
  {
    name: 'that is a workbook whose rows go backwards',
    bytes: () => workbookOf({ sheets: [{ rows: rows + textRow(2, ['2', 'b']) }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook whose rows have no numbers',
    bytes: () => workbookOf({ sheets: [{ rows: rows.replaceAll(/ r="[A-Z]?\d"/g, '') }] }),
    read: rowsRead,
  },
  {
    name: 'that is a workbook with macros',
    bytes: () => workbookOf({ sheets: [{ rows }], members: [{ name: 'xl/vbaProject.bin', data: 'x' }] }),
    refused: 'macros',
  },
  {
    name: 'that is a workbook with macros under another name',
    bytes: () =>
      workbookOf({
        sheets: [{ rows }],
        contentTypes: '<Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>',
      }),
    refused: 'macros',
  },
  {
    name: 'that is a workbook with old macro sheets',
    bytes: () =>
      workbookOf({ sheets: [{ rows }], members: [{ name: 'xl/macrosheets/sheet1.xml', data: 'x' }] }),
    refused: 'macros',
  },
  {
    name: 'that is a workbook with links to another',
    bytes: () => withMembers({ name: 'xl/externalLinks/externalLink1.xml', data: '<x/>' }),
    read: rowsRead,
    ignored: ['linkedPart'],
  },
  {
    name: 'that is a workbook with an object in it',
    bytes: () =>
      workbookOf({ sheets: [{ rows }], members: [{ name: 'xl/embeddings/oleObject1.bin', data: 'x' }] }),
    read: rowsRead,
    ignored: ['linkedPart'],
  },
  {
    name: 'that is a workbook that reads a file of the server',
    bytes: () =>
      withMembers(
        sheetFile(
          `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet ${main}><sheetData><row r="1"><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>`,
        ),
      ),
    refused: 'documentType',
  },
  {
    name: 'that is a workbook with entities that grow',
    bytes: () =>
      withMembers({
        name: 'xl/sharedStrings.xml',
        data: `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst ${main}><si><t>&b;</t></si></sst>`,
      }),
    refused: 'documentType',
  },
  {
    name: 'that is a workbook with an entity nobody knows',
    bytes: () =>
      workbookOf({ sheets: [{ rows: oneCell('<c r="B2" t="inlineStr"><is><t>&nbsp;</t></is></c>') }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook whose sheet is cut off',
    bytes: () =>
      workbookOf({ sheets: [{ rows }], members: [sheetFile(`<worksheet ${main}><sheetData>${rows}`)] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook whose sheet is no XML',
    bytes: () => workbookOf({ sheets: [{ rows }], members: [sheetFile('id;value')] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook nested too deep',
    bytes: () => workbookOf({ sheets: [{ rows: '<x>'.repeat(5000) + '</x>'.repeat(5000) }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook with a control character',
    bytes: () =>
      workbookOf({ sheets: [{ rows: oneCell('<c r="B2" t="inlineStr"><is><t>a\u0001b</t></is></c>') }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook with an endless attribute',
    bytes: () => workbookOf({ sheets: [{ rows, before: `<x a="${'y'.repeat(5 * 1_048_576)}"/>` }] }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook in UTF-16',
    bytes: () =>
      withMembers({
        name: 'xl/worksheets/sheet1.xml',
        data: Buffer.from(`\ufeff<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`, 'utf16le'),
      }),
    read: rowsRead,
  },
  {
    name: 'that is a workbook in UTF-7',
    bytes: () => withMembers(sheetFile(`<?xml version="1.0" encoding="UTF-7"?><worksheet ${main}/>`)),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook without its sheet',
    bytes: () => withMembers({ name: 'xl/_rels/workbook.xml.rels', data: '<Relationships/>' }),
    refused: 'badWorkbook',
  },
  {
    name: 'that is a workbook whose sheet lies outside',
    bytes: () =>
      withMembers({
        name: 'xl/_rels/workbook.xml.rels',
        data: '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../etc/passwd"/></Relationships>',
      }),
    refused: 'badWorkbook',
  },
];
