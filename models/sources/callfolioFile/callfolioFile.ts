import { callsNamed } from '../contract/callsNamed.ts';
import type { Notation } from '../cells/cellValue.ts';
import {
  incomingNouns,
  type Read,
  type ReadOptions,
  type Source,
  type Unused,
} from '../contract/incoming.ts';
import { organisationsFound } from '../contract/organisationsFound.ts';
import { isBlank, notationIn } from './fileCells.ts';
import { isOfValues, ownTablesOf, type OwnTable } from './fileColumns.ts';
import { setItemsAside, type OwnItems } from './fileItems.ts';
import { isPersonal } from '../contract/personal.ts';
import { keysOfRow, readRows, readValues, type Named } from './readFile.ts';
import type { SourceFile } from '../contract/table.ts';

/** Sheets of ours that hold no records: how the file was made, how to fill it in, what to choose from. */
export const sheetsWithoutRecords = {
  readMe: { en: 'Read me', nl: 'Lees mij' },
  guide: { en: 'Guide', nl: 'Uitleg' },
  choices: { en: 'Choices', nl: 'Keuzes' },
} as const;

const isWithoutRecords = (name: string): boolean =>
  Object.values(sheetsWithoutRecords).some(({ en, nl }) => name === en || name === nl);

const isRecords = ({ sheet }: OwnTable): boolean => sheet.list === null;

/** A table as it is read where personal data may not be kept. */
function withoutPersonal(own: OwnTable): OwnTable {
  const columns = own.columns.filter(({ key }) => !isPersonal(own.noun, key));
  return columns.length === own.columns.length ? own : { ...own, columns, hidesCells: true };
}

function unusedOf(file: SourceFile, { keepsPersonalData }: Parameters<Source['unused']>[1]): Unused[] {
  const tables = new Map(ownTablesOf(file).map(own => [own.table, own]));
  return file.tables.flatMap((table): Unused[] => {
    const own = tables.get(table);
    if (!own) return isWithoutRecords(table.name) ? [] : [{ table: table.name, column: null }];
    const calculated = own.columns.filter(({ key, field }) => field === null && !key.startsWith('$'));
    return [
      ...own.unknown.map(column => ({ table: table.name, column })),
      ...calculated.map(({ written }) => ({
        table: table.name,
        column: written,
        why: 'calculated' as const,
      })),
      ...own.columns
        .filter(({ key }) => !keepsPersonalData && isPersonal(own.noun, key))
        .map(({ written }) => ({ table: table.name, column: written, why: 'personal' as const })),
    ];
  });
}

/** Refuses the items of records that are not in the file, or of names that several records have. */
async function* refuseUnowned(records: readonly OwnTable[], items: OwnItems): AsyncIterable<Read> {
  const wanted = new Map(items.store.keys().map(key => [key, 0]));
  if (wanted.size === 0) return;
  for (const own of records) {
    for await (const row of own.table.rows()) {
      if (isBlank(row)) continue;
      for (const key of keysOfRow(own, row)) {
        const count = wanted.get(key);
        if (count !== undefined) wanted.set(key, count + 1);
      }
    }
  }
  for (const [key, count] of wanted) {
    // A record whose id is there twice is refused itself.
    if (count === 1 || (count > 1 && key.startsWith('#'))) continue;
    yield* await items.refuse(key, name =>
      count === 0
        ? { key: 'importTable.noRecord', values: { name } }
        : { key: 'importTable.severalRecords', values: { name, count } },
    );
  }
}

async function* readNoun(
  own: readonly OwnTable[],
  notation: Notation,
  isText: boolean,
  options: ReadOptions,
  named: Named,
): AsyncIterable<Read> {
  const records = own.filter(isRecords);
  const sheets = own.filter(one => !isRecords(one));
  const aside = sheets.length > 0 ? await setItemsAside(sheets, notation, isText, options) : null;
  try {
    if (aside) {
      yield* aside.rejected;
      yield* refuseUnowned(records, aside.items);
    }
    for (const table of records) {
      if (isOfValues(table.table)) yield* readValues(table, named);
      else yield* readRows(table, notation, isText, aside?.items ?? null, named);
    }
  } finally {
    await aside?.items.store.close();
  }
}

async function* readOwn(file: SourceFile, options: ReadOptions): AsyncIterable<Read> {
  const found = ownTablesOf(file);
  const tables = options.keepsPersonalData ? found : found.map(withoutPersonal);
  const notation = await notationIn(file, tables);
  const isText =
    file.container === 'csv' || (file.container === 'zip' && !tables.some(({ table }) => isOfValues(table)));
  const named: Named = { organisations: organisationsFound(), calls: callsNamed() };
  for (const noun of incomingNouns()) {
    const own = tables.filter(one => one.noun === noun);
    if (own.length > 0) yield* readNoun(own, notation, isText, options, named);
  }
  yield* named.organisations.all();
  yield* named.calls.all();
}

/**
 * What callfolio itself exported (a list as .xlsx, .csv or .json) or gave to be filled in, perhaps edited since: columns
 * in any order, in English or Dutch, more or fewer of them, saved by another program. A row's id and version say which
 * record it was; what callfolio calculates is not read.
 */
export const ownSource: Source = {
  name: 'own',
  recognises: async file => ownTablesOf(file).some(isRecords),
  unused: unusedOf,
  read: readOwn,
};
