import { createRequire } from 'node:module';
import { aboutBook } from '../bookSource.ts';
import { columnLetters } from '../columnLetters.ts';
import type { Page } from '../sheet.ts';
import { relations, relationsXml, workbookRelations } from './sheetXml.ts';
import { attribute, escapeXml, xmlHead } from './xml.ts';

const Core = createRequire(import.meta.url)('exceljs/lib/xlsx/xform/core/core-xform.js') as new () => {
  toXml(about: ReturnType<typeof aboutBook>): string;
};

/** A sheet as the workbook names it; its part is `xl/worksheets/sheet<number>.xml`. */
export interface NamedSheet {
  number: number;
  name: string;
  /** The name of the sheet that it goes on from, or its own. */
  of: string;
  page: Page;
}

/** What a workbook holds besides its sheets, by the path of the part. */
export function packageParts(
  sheets: readonly NamedSheet[],
  tables: readonly number[],
  { stylesXml, madeAt }: { stylesXml: string; madeAt: Date },
): Readonly<Record<string, string>> {
  return {
    'xl/styles.xml': stylesXml,
    'xl/workbook.xml': workbookXml(sheets),
    'xl/_rels/workbook.xml.rels': relationsXml(workbookRelations(sheets.map(({ number }) => number))),
    'docProps/core.xml': new Core().toXml(aboutBook(madeAt)),
    '_rels/.rels': packageRelations,
    '[Content_Types].xml': contentTypes(sheets, tables),
  };
}

const packageRelations = relationsXml([
  `<Relationship Id="workbook" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>`,
  '<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>',
]);

function contentTypes(sheets: readonly NamedSheet[], tables: readonly number[]): string {
  const ofBooks = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${type}+xml"/>`;
  return (
    `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    part('xl/workbook.xml', `${ofBooks}.sheet.main`) +
    part('xl/styles.xml', `${ofBooks}.styles`) +
    sheets.map(({ number }) => part(`xl/worksheets/sheet${number}.xml`, `${ofBooks}.worksheet`)).join('') +
    tables.map(number => part(`xl/tables/table${number}.xml`, `${ofBooks}.table`)).join('') +
    part('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties') +
    '</Types>'
  );
}

/** The rows and columns of a sheet that stand on every printed page, as the workbook names them. */
function printTitles({ name, page: { titleRows, titleColumns } }: NamedSheet): string {
  const sheet = `'${name.replaceAll("'", "''")}'`;
  const last = columnLetters(titleColumns).at(-1) ?? '';
  const areas = [
    ...(titleColumns > 0 ? [`${sheet}!$A:$${last}`] : []),
    ...(titleRows > 0 ? [`${sheet}!$1:$${titleRows}`] : []),
  ];
  return areas.join(',');
}

function workbookXml(sheets: readonly NamedSheet[]): string {
  const named = sheets.map(
    ({ number, name }, at) => `<sheet${attribute('name', name)} sheetId="${at + 1}" r:id="sheet${number}"/>`,
  );
  const titles = sheets.map((sheet, at) => {
    const areas = printTitles(sheet);
    return (
      areas && `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeXml(areas)}</definedName>`
    );
  });
  return (
    `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}">` +
    `<sheets>${named.join('')}</sheets>` +
    (titles.some(Boolean) ? `<definedNames>${titles.join('')}</definedNames>` : '') +
    '</workbook>'
  );
}
