import type { Document } from 'mongodb';
import '../../../models/nouns.ts';
import { listSheetsOf, withheldLine, type SheetField } from '../../../models/lists/listColumns.ts';
import { phaseLabels } from '../../../models/projects/projectFilters.ts';
import { projects } from '../../../models/projects/projects.ts';
import { significanceLabels } from '../../../models/assessments/support.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';

/** What a cell is made of: a stored value by its kind, or one of the few that are worked out. */
const made = {
  $id: 'id',
  $version: 'plain',
  $record: 'record',
  phase: 'phase',
  warnings: 'warnings',
} as const;

/** A column as another program can write it. */
export interface PlanColumn {
  heading: string;
  /** Of the record, or of the item of the sheet's list. */
  path: string;
  /** How what is stored becomes a cell: the kind of its field, or what is worked out. */
  as: string;
  /** The words of a choice. */
  words: Record<string, string>;
  width: number;
}

/** The workbook of a list, told so that a program in any language can make one with the same cells. */
export interface Plan {
  on: string;
  sheets: { name: string; list: string; columns: PlanColumn[] }[];
  /** What is read of a record for all sheets, in one pass. */
  projection: Document;
  withheld: string;
  significances: Record<string, string>;
}

function columnOf({ key, heading, width, field, column }: SheetField, list: string | null): PlanColumn {
  const of = field ?? column?.field;
  const worked = key === 'coordinator' || (list === null && key === 'supports') ? key : undefined;
  const as = worked ?? (made as Partial<Record<string, string>>)[key] ?? of?.kind ?? 'text';
  const words = Object.entries(key === 'phase' ? phaseLabels : (of?.options ?? {}));
  return {
    heading: heading.en,
    path: key === '$version' ? 'version' : key,
    as,
    words: Object.fromEntries(words.map(([code, label]) => [code, label.en])),
    width,
  };
}

/** The workbook of all projects, from the one list of columns that the program writes it from. */
export function planOf(on: string): Plan {
  const noun = visibleTo(projects, openly);
  const sheets = listSheetsOf(noun).map(({ list, name, columns }) => ({
    name: name.en,
    list: list ?? '',
    columns: columns.map(one => columnOf(one, list)),
  }));
  const unread = ['identifierText', 'phraseText', 'attributions', 'updatedBy', 'source'];
  return {
    on,
    sheets,
    projection: Object.fromEntries(unread.map(path => [path, 0])),
    withheld: withheldLine.en,
    significances: Object.fromEntries(
      Object.entries(significanceLabels).map(([code, label]) => [code, label.en]),
    ),
  };
}
