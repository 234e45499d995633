import { tableSource } from '../../models/sources/anyTable/anyTable.ts';
import type { Mapping } from '../../models/sources/contract/incoming.ts';
import { csvTable, readAll, sourceFileOf } from './sourceFile.ts';

export const head = 'No;Short;Name;Partner;Country;EU;Total;Start';
export const mapping: Mapping = {
  noun: 'project',
  columns: {
    No: 'grantAgreement',
    Short: 'acronym',
    Name: 'title',
    Partner: 'participants.name',
    Country: 'participants.country',
    EU: 'euContribution',
    Total: 'totalCost',
    Start: 'startsOn',
  },
  fixed: { programme: 'ISFP' },
  decimal: ',',
  dayOrder: 'dayFirst',
};
/** Reads tables with the columns of the mapping that they have. */
export async function readTables(tables: readonly string[], over: Partial<Mapping> = {}) {
  const all = { ...mapping, ...over };
  const heads = new Set(tables.flatMap(text => (text.split('\n')[0] ?? '').split(';')));
  const columns = Object.fromEntries(Object.entries(all.columns).filter(([heading]) => heads.has(heading)));
  const found = tables.map((text, at) => csvTable(`${at + 1}.csv`, text));
  return readAll(tableSource, sourceFileOf(found, 'csv'), { mapping: { ...all, columns } });
}
/** Rows under our headings. */
export const read = async (...rows: string[]) => readTables([[head, ...rows].join('\n')]);
