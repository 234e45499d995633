import { columnKey, type Cells } from '../cells/cells.ts';
import type { Participation } from './cordisParticipation.ts';
import type { ReadOptions, Unused } from '../contract/incoming.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';
import type { RecordOf } from '../../record/fields.ts';

/** The tables of CORDIS, by what they are. */
export const cordisTables = ['project', 'organization', 'topics', 'legalBasis', 'euroSciVoc'] as const;
export type CordisTable = (typeof cordisTables)[number];

/** How CORDIS writes its tables: since 2022, or until 2021. Columns are in lower case. */
export interface CordisFormat {
  tableOf(table: Pick<SourceTable, 'columns'>): CordisTable | null;
  /** Columns that are read; others are reported. */
  columns: Readonly<Record<CordisTable, readonly string[]>>;
  /** Columns of organisations that are read only where a setting says that they may be kept (decision 0039). */
  personal: readonly string[];
  projectIn(cells: Cells): RecordOf;
  participationIn(cells: Cells): Participation;
  /** Participants that a project's own row names; used where no table states them. */
  namedIn?(cells: Cells): Pick<Participation, 'organisation' | 'participant'>[];
}

export const columnList = (text: string): readonly string[] => text.toLowerCase().split(' ');

/** The tables of a file, by what they are. */
export function tablesOf(
  file: SourceFile,
  format: CordisFormat,
): Readonly<Record<CordisTable, SourceTable[]>> {
  const found: Record<CordisTable, SourceTable[]> = {
    project: [],
    organization: [],
    topics: [],
    legalBasis: [],
    euroSciVoc: [],
  };
  for (const table of file.tables) {
    const kind = format.tableOf(table);
    if (kind) found[kind].push(table);
  }
  return found;
}

/** Tables a file has besides, and columns nothing is made of. */
export const unusedOf = (
  file: SourceFile,
  format: CordisFormat,
  { keepsPersonalData }: Pick<ReadOptions, 'keepsPersonalData'>,
): Unused[] =>
  file.tables.flatMap((table): Unused[] => {
    const kind = format.tableOf(table);
    if (!kind) return [{ table: table.name, column: null }];
    const personal = kind === 'organization' ? format.personal : [];
    return table.columns
      .filter(column => !format.columns[kind].includes(columnKey(column)))
      .filter(column => !keepsPersonalData || !personal.includes(columnKey(column)))
      .map(column => ({
        table: table.name,
        column,
        ...(personal.includes(columnKey(column)) && { why: 'personal' as const }),
      }));
  });
