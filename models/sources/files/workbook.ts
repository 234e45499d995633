import { join, posix } from 'node:path';
import { ExpectedError } from '../../values/errors.ts';
import type { Member } from './archive.ts';
import { cellFormat, type CellStyle } from '../cells/cellText.ts';
import { checkedColumns } from './header.ts';
import type { SourceLimits } from '../contract/limits.ts';
import { numberMark } from './numberFormat.ts';
import { readSharedTexts, type SharedTexts } from './sharedTexts.ts';
import { readSheet, type SheetContext, type SheetRow } from './sheetRows.ts';
import type { SourceFile, SourceRow, SourceTable } from '../contract/table.ts';
import { readWholeXml } from './xml.ts';

/** A hidden sheet of this name is callfolio's own and is read; others stay what they are: hidden. */
export const ownHiddenSheet = 'callfolio';

export interface OpenedWorkbook {
  tables: SourceTable[];
  ignored: SourceFile['ignored'][number][];
  close: () => void;
}

interface Sheet {
  name: string;
  relation: string;
  isHidden: boolean;
}

/** What other Office files than workbooks hold, and what they are called. */
const otherFiles: readonly { holds: RegExp; kind: string }[] = [
  { holds: /^xl\/workbook\.bin$/i, kind: 'xlsb' },
  { holds: /^word\/document\.xml$/i, kind: 'Word' },
  { holds: /^ppt\/presentation\.xml$/i, kind: 'PowerPoint' },
  { holds: /^content\.xml$/i, kind: 'OpenDocument' },
];
const macros = /(^|\/)vbaProject[^/]*\.bin$|(^|\/)macrosheets\//i;
/** Parts that no table is made of, though a person may believe they are read. */
const leftAside = /^xl\/(externalLinks|embeddings|activeX|ctrlProps)\/[^/]+$/i;

/** Whether an archive is an Office file, a workbook or another. */
export const isOfficeFile = (members: readonly Member[]): boolean =>
  members.some(({ name }) => name === '[Content_Types].xml') ||
  (members.some(({ name }) => name === 'mimetype') && members.some(({ name }) => name === 'content.xml'));

/**
 * The sheets of a workbook, as tables: read cell by cell, never as a whole. Throws `invalid` where it is another kind of
 * file, holds macros, or cannot be read. Sheets without a header, and hidden ones, are left aside and reported.
 * `spoolPath` is where shared texts go that are too many for memory.
 */
export async function openWorkbook(
  members: readonly Member[],
  name: string,
  limits: SourceLimits,
  spoolPath: string,
): Promise<OpenedWorkbook> {
  const byName = new Map(members.map(member => [member.name, member]));
  const other = otherFiles.find(({ holds }) => members.some(member => holds.test(member.name)));
  if (other) throw new ExpectedError('invalid', 'importFile.otherKind', { name, kind: other.kind });
  if (members.some(member => macros.test(member.name)) || (await isMacroEnabled(byName, limits)))
    throw new ExpectedError('invalid', 'importFile.macros', { name });
  const bad = (member: string) => new ExpectedError('invalid', 'importFile.badWorkbook', { member });
  const book = [...(await relations(byName, '', limits)).values()].find(
    ({ type }) => type === 'officeDocument',
  );
  const bookPart = book && byName.get(book.target);
  if (!bookPart) throw bad(name);
  const parts = await relations(byName, bookPart.name, limits);
  const { sheets, is1904, isUncomputed } = await readBook(bookPart, limits);
  const part = (type: string) =>
    byName.get([...parts.values()].find(found => found.type === type)?.target ?? '');
  const texts = part('sharedStrings');
  const shared: SharedTexts = texts
    ? await readSharedTexts(texts, limits, spoolPath)
    : { get: () => undefined, close: () => {} };
  try {
    const styles = part('styles');
    const context: SheetContext = {
      shared,
      styles: styles ? await readStyles(styles, limits) : [],
      is1904,
      isUncomputed,
      limits,
    };
    const opened: OpenedWorkbook = { tables: [], ignored: [], close: () => shared.close() };
    for (const member of members.filter(member => leftAside.test(member.name)))
      opened.ignored.push({ name: member.name, why: { key: 'importFile.linkedPart' } });
    for (const sheet of sheets) {
      const target = parts.get(sheet.relation);
      const source = byName.get(target?.target ?? '');
      if (!source) throw bad(sheet.name);
      const table = await openSheet(sheet, source, target?.type === 'worksheet', context);
      if ('key' in table) opened.ignored.push({ name: sheet.name, why: table });
      else opened.tables.push(table);
    }
    return opened;
  } catch (error) {
    shared.close();
    throw error;
  }
}

async function openSheet(sheet: Sheet, source: Member, isSheet: boolean, context: SheetContext) {
  if (!isSheet) return { key: 'importFile.noSheet' };
  if (sheet.isHidden && sheet.name !== ownHiddenSheet) return { key: 'importFile.hiddenSheet' };
  let header: SheetRow | null = null;
  for await (const row of readSheet(source, context)) {
    header = row;
    break;
  }
  if (!header) return { key: 'importFile.emptySheet' };
  try {
    const { row, cells, wrong } = header;
    const columns = checkedColumns(
      { row, cells, ...(wrong[0] && { broken: wrong[0].why }) },
      sheet.name,
      context.limits,
    );
    return sheetTable(sheet.name, source, columns, row, context);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    return { key: error.key, values: error.values };
  }
}

function sheetTable(
  name: string,
  source: Member,
  columns: string[],
  headerRow: number,
  context: SheetContext,
): SourceTable {
  return {
    name,
    columns,
    async *rows(): AsyncGenerator<SourceRow> {
      for await (const { row, cells, marks, wrong } of readSheet(source, context)) {
        if (row <= headerRow) continue;
        // Empty cells at the end are not written into the file.
        while (cells.length < columns.length) cells.push('');
        const wrongCells = wrong.map(({ at, why }) => ({ ...why, column: columns[at] ?? '' }));
        const [first] = wrongCells;
        const areNamed = wrongCells.every(({ column }) => column !== '');
        yield {
          row,
          cells,
          ...(marks.length > 0 && { marks }),
          ...(first && { broken: first.column === '' ? (wrong[0]?.why ?? first) : first }),
          ...(first && areNamed && { wrongCells }),
        };
      }
    },
  };
}

async function isMacroEnabled(byName: ReadonlyMap<string, Member>, limits: SourceLimits): Promise<boolean> {
  const types = byName.get('[Content_Types].xml');
  let isEnabled = false;
  if (types)
    await readWholeXml(types, limits, {
      open(_, attributes) {
        if (/macroEnabled|vbaProject|macrosheet/i.test(attributes['ContentType'] ?? '')) isEnabled = true;
      },
    });
  return isEnabled;
}

/** What a part refers to within the file, by the id of the relation; '' for the file itself. */
async function relations(byName: ReadonlyMap<string, Member>, part: string, limits: SourceLimits) {
  const folder = posix.dirname(part);
  const source = byName.get(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const found = new Map<string, { type: string; target: string }>();
  if (source)
    await readWholeXml(source, limits, {
      open(name, { Id, Type, Target, TargetMode }) {
        if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External')
          return;
        const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
        found.set(Id, { type: posix.basename(Type ?? ''), target });
      },
    });
  return found;
}

async function readBook(source: Member, limits: SourceLimits) {
  const sheets: Sheet[] = [];
  let is1904 = false;
  let isUncomputed = false;
  await readWholeXml(source, limits, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true|on)$/.test(attributes['date1904'] ?? '');
      else if (name === 'calcPr') isUncomputed = /^(1|true|on)$/.test(attributes['fullCalcOnLoad'] ?? '');
      else if (name === 'sheet')
        sheets.push({
          name: attributes['name'] ?? '',
          relation: Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '',
          isHidden: /hidden/i.test(attributes['state'] ?? ''),
        });
      if (sheets.length > limits.entries)
        throw new ExpectedError('invalid', 'importFile.tooManyMembers', { most: limits.entries });
    },
  });
  return { sheets, is1904, isUncomputed };
}

const mostStyles = 65_536;

/** What a number is shown as, by the number of the cell's style. */
async function readStyles(source: Member, limits: SourceLimits): Promise<CellStyle[]> {
  const codes = new Map<number, string>();
  const found: CellStyle[] = [];
  const made = new Map<number, CellStyle>();
  let isOfCells = false;
  await readWholeXml(source, limits, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isOfCells = true;
      else if (name === 'xf' && isOfCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        const code = codes.get(id);
        const style = made.get(id) ?? { format: cellFormat(id, code), mark: numberMark(id, code) };
        made.set(id, style);
        found.push(style);
      }
      if (found.length > mostStyles || codes.size > mostStyles)
        throw new ExpectedError('invalid', 'importFile.badWorkbook', { member: source.name });
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return found;
}

/** Where the shared texts of the workbook with this number go. */
export const spoolPathIn = (folder: string, number: number): string => join(folder, `texts-${number}`);
