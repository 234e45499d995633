import { columnKey } from './cells.ts';
import type { SourceFile, SourceTable } from './table.ts';

/**
 * The tables of a CORDIS download since 2022, and the columns each is known by: a member may be called anything, and
 * the one sheet of a workbook is called `DATA`. Columns are in lower case.
 */
const marks = {
  project: ['id', 'title', 'frameworkprogramme', 'ecmaxcontribution'],
  organization: ['projectid', 'organisationid', 'name', 'role'],
  topics: ['projectid', 'topic'],
  legalBasis: ['projectid', 'legalbasis', 'uniqueprogrammepart'],
  euroSciVoc: ['projectid', 'euroscivoctitle'],
} as const;
export type CordisTable = keyof typeof marks;

/** Columns that only the files until 2021 have. */
const onlyOlder = ['coordinatorcountry', 'participantcountries', 'projectrcn'];

const words = (text: string): readonly string[] => text.toLowerCase().split(' ');

/** Columns that are read of each table, in lower case. */
export const readColumns: Readonly<Record<CordisTable, readonly string[]>> = {
  project: words(
    'id acronym status title startDate endDate totalCost ecMaxContribution legalBasis topics ecSignatureDate ' +
      'frameworkProgramme masterCall subCall fundingScheme nature objective keywords contentUpdateDate rcn grantDoi',
  ),
  organization: words(
    'projectID organisationID name shortName activityType country organizationURL contentUpdateDate order role ' +
      'ecContribution endOfParticipation',
  ),
  topics: words('projectID topic title'),
  legalBasis: words('projectID legalBasis'),
  euroSciVoc: words('projectID euroSciVocTitle'),
};

/** Which of them a table is, by its columns; null for any other. */
export function cordisTableOf({ columns }: Pick<SourceTable, 'columns'>): CordisTable | null {
  const own = new Set(columns.map(columnKey));
  if (onlyOlder.some(column => own.has(column))) return null;
  const kinds = Object.keys(marks) as CordisTable[];
  return kinds.find(kind => marks[kind].every(column => own.has(column))) ?? null;
}

/** The tables of a file, by what they are. */
export function cordisTables(file: SourceFile): Readonly<Record<CordisTable, SourceTable[]>> {
  const found: Record<CordisTable, SourceTable[]> = {
    project: [],
    organization: [],
    topics: [],
    legalBasis: [],
    euroSciVoc: [],
  };
  for (const table of file.tables) {
    const kind = cordisTableOf(table);
    if (kind) found[kind].push(table);
  }
  return found;
}

/** Tables a file has besides, and columns nothing is made of. */
export const unusedOfCordis = (file: SourceFile): { table: string; column: string | null }[] =>
  file.tables.flatMap(table => {
    const kind = cordisTableOf(table);
    if (!kind) return [{ table: table.name, column: null as string | null }];
    return table.columns
      .filter(column => !readColumns[kind].includes(columnKey(column)))
      .map(column => ({ table: table.name, column }));
  });
