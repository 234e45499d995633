import { ExpectedError } from '../../values/errors.ts';
import { columnKey } from '../cells/cells.ts';
import {
  columnList,
  cordisTables,
  unusedOf,
  type CordisFormat,
  type CordisTable,
} from '../eu/cordisFormat.ts';
import { findLeftOut } from './cordisMembers.ts';
import { cordisOld } from './cordisOld.ts';
import { participationIn } from '../eu/cordisParticipation.ts';
import { projectIn } from '../eu/cordisProject.ts';
import { readCordis } from './cordisRead.ts';
import type { Source } from '../contract/incoming.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';

/**
 * The columns each table is known by: a member may be called anything, and the one sheet of a workbook is called
 * `DATA`.
 */
const marks: Readonly<Record<CordisTable, readonly string[]>> = {
  project: columnList('id title frameworkProgramme ecMaxContribution'),
  organization: columnList('projectID organisationID name role'),
  topics: columnList('projectID topic'),
  legalBasis: columnList('projectID legalBasis uniqueProgrammePart'),
  euroSciVoc: columnList('projectID euroSciVocTitle'),
};

/** Columns that only the files until 2021 have. */
const onlyOlder = columnList('coordinatorCountry participantCountries projectRcn');

const format: CordisFormat = {
  tableOf: ({ columns }) => {
    const own = new Set(columns.map(columnKey));
    if (onlyOlder.some(column => own.has(column))) return null;
    return cordisTables.find(kind => marks[kind].every(column => own.has(column))) ?? null;
  },
  columns: {
    project: columnList(
      'id acronym status title startDate endDate totalCost ecMaxContribution legalBasis topics ecSignatureDate ' +
        'frameworkProgramme masterCall subCall fundingScheme nature objective keywords contentUpdateDate rcn grantDoi',
    ),
    organization: columnList(
      'projectID organisationID name shortName SME activityType city country nutsCode organizationURL ' +
        'contentUpdateDate order role ecContribution endOfParticipation',
    ),
    topics: columnList('projectID topic title'),
    legalBasis: columnList('projectID legalBasis uniqueProgrammePart'),
    euroSciVoc: columnList('projectID euroSciVocTitle'),
  },
  personal: columnList('street postCode geolocation vatNumber contactForm'),
  projectIn,
  participationIn,
};

const isTaken = (table: SourceTable): boolean => format.tableOf(table) !== null;

/** Refuses a file of CORDIS with nothing of its projects, with a sentence. */
function refuseOthers(file: SourceFile): void {
  if (file.tables.some(isTaken)) return;
  const leftOut = findLeftOut(file);
  if (!leftOut) throw new ExpectedError('invalid', 'importSource.noSuchTable');
  throw new ExpectedError('invalid', `importSource.${leftOut.kind}`, { table: leftOut.table });
}

/**
 * CORDIS since 2022: a download as it comes (CSV, JSON or XLSX in an archive, whatever its folders), or its single
 * files. A table beside the projects alone (`organization.csv`) adds to the projects that are there: each is found by
 * its grant agreement, and none is made. Its other lists, such as report summaries, are known so that nobody is asked to
 * map them as projects.
 */
export const cordis: Source = {
  name: 'cordis',
  recognises: async file =>
    file.tables.some(isTaken) || (findLeftOut(file) !== null && !(await cordisOld.recognises(file))),
  unused: (file, options) => unusedOf(file, format, options),
  async *read(file, options) {
    refuseOthers(file);
    yield* readCordis(file, format, options);
  },
};
