import type { DataValidation, Workbook, Worksheet } from 'exceljs';
import { formatDay, todayInBrussels } from '../../models/values/day.ts';
import type { Format } from '../../models/values/format.ts';
import { listSheetsOf, type ListSheet, type SheetField } from '../../models/lists/listColumns.ts';
import type { FieldKind } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import { importables } from '../../models/nouns.ts';
import type { IncomingNoun } from '../../models/sources/contract/incoming.ts';
import { sheetsWithoutRecords } from '../../models/sources/callfolioFile/callfolioFile.ts';
import { translator, type Translate } from '../locales/index.ts';
import type { FormChoices } from '../records/typed.ts';
import { aboutBook } from './bookSource.ts';
import { exampleOf } from './importExamples.ts';
import { listsOffered, type Offered } from './importLists.ts';
import { lay, layRow, viewsOf, layHeadings, writeRow, type Printed, type SheetHead } from './sheet.ts';
import { blue, filled, yellow } from './styles.ts';

/** What a workbook to be filled in is made of. */
export interface TemplateInput {
  noun: IncomingNoun;
  /** The codes that can be chosen in this installation. */
  choices: Pick<FormChoices, 'programme' | 'initiative' | 'keyAction'>;
  format: Format;
  now: Date;
}

/** What each sheet is made with. */
interface Making {
  noun: Noun;
  choices: ReturnType<typeof listsOffered>;
  format: Format;
  t: Translate;
  printed: Printed;
}

/** Rows for which the lists drop down. */
const lastRow = 1000;
/** What Excel takes of the title and the text of a prompt. */
const [longestTitle, longestPrompt] = [32, 255];

const isMeantForPeople = ({ key, field }: SheetField): boolean =>
  field === null ? ['$record', '$item', '$id', '$version'].includes(key) : !field.isReadOnly;

/** The columns of a sheet to be filled in: nothing that callfolio calculates, and what it fills in itself last. */
function columnsToFill({ list, columns }: ListSheet): SheetField[] {
  const open = columns.filter(isMeantForPeople);
  const isOurs = ({ key }: SheetField) => key === '$id' || key === '$version';
  return [...open.filter(one => !isOurs(one)), ...(list === null ? open.filter(isOurs) : [])];
}

const isMayLack = ({ name }: Noun, { list }: ListSheet, key: string): boolean =>
  list === null && (importables[name as IncomingNoun].decidedLater?.includes(key) ?? false);

const isNeeded = (noun: Noun, sheet: ListSheet, { key, field }: SheetField): boolean =>
  key === '$record' || (field?.isRequired === true && !isMayLack(noun, sheet, key) && !key.includes('.'));

/** What stands under a heading and how it is written, in words. */
function wordsOf({ noun, t, format }: Making, sheet: ListSheet, { key, field }: SheetField) {
  const { language } = format;
  if (key === '$id' || key === '$version') return { what: t('importTemplate.id'), form: '' };
  if (key === '$item') return { what: t('importTemplate.item'), form: '' };
  if (field === null) {
    const names = importables[noun.name as IncomingNoun].calledBy.map(
      name => noun.fields[name]?.label[language],
    );
    return { what: t('importTemplate.record', { names: names.join('”, “') }), form: '' };
  }
  const { kind } = field;
  const decided = isMayLack(noun, sheet, key) ? t('importTemplate.decided') : '';
  const { hint, emptyMeans } = field;
  const empty = emptyMeans && t('importTemplate.emptyMeans', { what: emptyMeans[language] });
  const what = [hint?.[language], empty, decided].filter(Boolean).join(' ');
  if (kind === 'list') return { what, form: '' };
  const linked = kind === 'reference' ? (field.noun as 'call' | 'organisation' | 'user') : kind;
  return { what, form: t(`importTemplate.${linked}`) };
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** exceljs' types lack the kind that allows everything. */
type Rule = DataValidation | (Omit<DataValidation, 'type' | 'formulae'> & { type: 'any' });

/** The list that drops down in a column, and what is said while a cell of it is filled in. */
function validationOf(making: Making, sheet: ListSheet, column: SheetField): Rule {
  const { noun, t, format, choices } = making;
  const { what, form } = wordsOf(making, sheet, column);
  const required = isNeeded(noun, sheet, column) ? t('importTemplate.mustBe') : '';
  const prompted = {
    allowBlank: true,
    showInputMessage: true,
    promptTitle: cut(column.heading[format.language], longestTitle),
    prompt: cut([required, what, form].filter(Boolean).join(' '), longestPrompt),
  };
  const offered = column.field ? choices.find(column.field) : null;
  if (!offered) return { ...prompted, type: 'any' };
  return {
    ...prompted,
    type: 'list',
    formulae: [offered.range],
    showErrorMessage: true,
    // A code or spelling that the list does not show may be known all the same.
    errorStyle: 'warning',
    errorTitle: prompted.promptTitle,
    error: t('importTemplate.notInList', { sheet: sheetsWithoutRecords.choices[format.language] }),
  };
}

const usual = { width: 18, format: '@' };
/** In characters, and as Excel writes formats. */
const layouts: Readonly<Record<FieldKind, { width: number; format: string }>> = {
  text: usual,
  longText: { width: 50, format: '@' },
  texts: { width: 28, format: '@' },
  url: usual,
  country: { width: 22, format: '@' },
  choice: { width: 22, format: '@' },
  integer: { width: 12, format: '0' },
  money: { width: 18, format: '#,##0.00' },
  percent: { width: 18, format: '0.00%' },
  day: usual,
  instant: usual,
  yesNo: usual,
  coded: usual,
  reference: usual,
  list: usual,
};

const widthOf = ({ key, field }: SheetField): number => {
  if (key === '$record' || key === 'title' || key === 'name') return 40;
  return field === null ? 10 : layouts[field.kind].width;
};

/** Numbers are numbers; all else is text, for a spreadsheet takes `2019-06` for a day and the zeros off `0012`. */
function formatOf({ key, field }: SheetField): string {
  if (field) return layouts[field.kind].format;
  return key === '$item' || key === '$version' ? '0' : '@';
}

function addSheetToFill(book: Workbook, making: Making, sheet: ListSheet): void {
  const { noun, format, printed } = making;
  const columns = columnsToFill(sheet);
  const head: SheetHead = {
    name: sheet.name[format.language],
    table: '',
    empty: '',
    columns: columns.map(column => ({ heading: column.heading[format.language], width: widthOf(column) })),
  };
  const added = book.addWorksheet(head.name, { views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }] });
  lay(added, head, printed);
  columns.forEach((column, at) => {
    added.getColumn(at + 1).numFmt = formatOf(column);
  });
  writeRow(added.getRow(1), layHeadings(head.columns));
  columns.forEach((column, at) => {
    const cell = added.getCell(1, at + 1);
    if (isNeeded(noun, sheet, column)) {
      cell.fill = filled(yellow);
      cell.font = { ...cell.font, color: { argb: blue } };
    }
    const { letter } = added.getColumn(at + 1);
    validationsOf(added).add(`${letter}2:${letter}${lastRow}`, validationOf(making, sheet, column));
  });
}

/** What exceljs has and its types do not say. */
const validationsOf = (sheet: Worksheet) =>
  (sheet as Worksheet & { dataValidations: { add(range: string, rule: Rule): void } }).dataValidations;

function addRows(
  book: Workbook,
  making: Making,
  head: SheetHead,
  rows: readonly (readonly string[])[],
): void {
  const added = book.addWorksheet(head.name, { views: viewsOf(head) });
  lay(added, head, making.printed);
  writeRow(added.getRow(1), layHeadings(head.columns));
  rows.forEach((cells, at) => writeRow(added.getRow(at + 2), layRow(cells, head.columns)));
}

function addGuide(book: Workbook, making: Making, sheets: readonly ListSheet[]): void {
  const { t, format, noun } = making;
  const { language } = format;
  const texts = { wraps: true } as const;
  const columns = [
    { heading: t('importTemplate.sheet'), width: 22, ...texts },
    { heading: t('importTemplate.column'), width: 26, ...texts },
    { heading: t('importTemplate.isRequired'), width: 11 },
    { heading: t('importTemplate.what'), width: 44, ...texts },
    { heading: t('importTemplate.form'), width: 44, ...texts },
    { heading: t('importTemplate.example'), width: 34, ...texts },
  ];
  const yes = t('value.yes');
  const rows = sheets.flatMap(sheet =>
    columnsToFill(sheet).map(column => {
      const { what, form } = wordsOf(making, sheet, column);
      const example = column.field ? (making.choices.find(column.field)?.values[0] ?? exampleOf(column)) : '';
      const required = isNeeded(noun, sheet, column) ? yes : '';
      return [sheet.name[language], column.heading[language], required, what, form, example];
    }),
  );
  const every = t('importTemplate.everySheet');
  const intro = [t('importTemplate.howTo'), t('importTemplate.headings')].map(says => [
    every,
    '',
    '',
    says,
    '',
    '',
  ]);
  addRows(
    book,
    making,
    { name: sheetsWithoutRecords.guide[language], table: '', empty: '', columns, frozenColumns: 2 },
    [...intro, ...rows],
  );
}

function addChoices(book: Workbook, making: Making, lists: readonly Offered[]): void {
  const columns = lists.map(({ heading, width }) => ({ heading, width, wraps: true as const }));
  const count = Math.max(0, ...lists.map(({ values }) => values.length));
  const rows = Array.from({ length: count }, (_none, row) => lists.map(({ values }) => values[row] ?? ''));
  const name = sheetsWithoutRecords.choices[making.format.language];
  addRows(book, making, { name, table: '', empty: '', columns }, rows);
}

/**
 * An empty workbook to fill in and import: the sheets of the list that the program exports, without what it calculates,
 * with lists that drop down, a sheet that explains each column and one with what can be chosen. `sources/own.ts` reads it.
 */
export async function importTemplate({ noun: name, choices, format, now }: TemplateInput): Promise<Buffer> {
  const { noun, sheets: lists } = importables[name];
  const t = translator(format.language);
  const sheets = listSheetsOf(noun).filter(({ list }) => list === null || lists?.includes(list));
  const fields = sheets.flatMap(sheet => columnsToFill(sheet).flatMap(({ field }) => field ?? []));
  const title = t('importTemplate.title', { noun: noun.label.many[format.language] });
  const today = formatDay(todayInBrussels(now), format);
  const making: Making = {
    noun,
    format,
    t,
    choices: listsOffered(fields, choices, t, format.language),
    printed: { title: `callfolio · ${title}`, subtitle: today, page: t('workbook.page') },
  };
  // Not before somebody asks: without exceljs the program starts sooner and is smaller.
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  Object.assign(book, aboutBook(now));
  for (const sheet of sheets) addSheetToFill(book, making, sheet);
  addGuide(book, making, sheets);
  addChoices(book, making, making.choices.all);
  return Buffer.from(await book.xlsx.writeBuffer());
}
