import { ExpectedError } from '../../values/errors.ts';
import { projectFields } from '../../projects/project.ts';
import { organisationFields } from '../../organisations/organisationFields.ts';
import {
  amount,
  columnKey,
  line,
  lineIn,
  parsed,
  rawCell,
  refuse,
  webAddress,
  type Cells,
  type Columns,
} from '../cells/cells.ts';
import { columnList, tablesOf, unusedOf, type CordisFormat } from '../eu/cordisFormat.ts';
import {
  activityType,
  contactIn,
  participantOf,
  participationWith,
  pic,
  role,
  type Participation,
} from '../eu/cordisParticipation.ts';
import { list, listed, projectWith } from '../eu/cordisProject.ts';
import { readCordis } from './cordisRead.ts';
import { callForm, readCountry } from '../cells/fieldValues.ts';
import type { Source } from '../contract/incoming.ts';
import { refuseSeveral } from '../cells/severalInCell.ts';
import type { SourceFile, SourceTable } from '../contract/table.ts';
import type { RecordOf } from '../../record/fields.ts';

const f = projectFields;
const o = organisationFields;

const projectMarks = columnList('rcn id call coordinator coordinatorCountry participants');
const organisationMarks = columnList('projectID role id name endOfParticipation');

/** Columns of the fourth framework programme and before: other names, days first, no grant agreement numbers of today. */
const oldestMarks = columnList('contract_number project_title framework_programme');

const projectColumns: Columns = {
  legalBasis: ['programme', list],
  website: ['projectUrl', webAddress(f.website)],
  keywords: ['subjects', list],
};

const organisationColumns: Columns = {
  name: ['name', line(o.name)],
  shortName: ['shortName', line(o.shortName)],
  pic: ['id', pic],
  country: ['country', parsed(readCountry)],
  activityType: ['activityType', activityType],
  city: ['city', line(o.city)],
  website: ['organizationUrl', webAddress(o.website)],
};

const participationColumns: Columns = { role: ['role', role], euContribution: ['ecContribution', amount] };

const personal = (
  'street postCode vatNumber contactForm contactType contactTitle contactFirstNames contactLastNames ' +
  'contactFunction contactTelephoneNumber contactFaxNumber'
).split(' ');

/** Each country of the distinct list beside the participants must be one: a shifted row shows here too. */
function checkCountries(cells: Cells): void {
  for (const code of listed(cells, 'participantCountries')) {
    if ('wrong' in readCountry(code)) {
      refuse(cells, 'participantCountries', 'unknownCountry');
      return;
    }
  }
}

const longestName = 500;

function checkNames(cells: Cells): void {
  const named = { coordinator: [lineIn(cells, 'coordinator')], participants: listed(cells, 'participants') };
  for (const [column, names] of Object.entries(named)) {
    const longest = Math.max(0, ...names.map(({ length }) => length));
    if (longest > longestName) refuse(cells, column, 'tooLong', { limit: longestName, length: longest });
  }
}

/** Names between semicolons: on lines of their own, or numbered, they cannot be told apart. */
function checkSeveral(cells: Cells): void {
  refuseSeveral(cells, 'coordinator');
  refuseSeveral(cells, 'participants', rawCell(cells, 'participants').split(';'));
}

function projectIn(cells: Cells): RecordOf {
  checkCountries(cells);
  checkNames(cells);
  checkSeveral(cells);
  parsed(readCountry)(cells, 'coordinatorCountry');
  const call = line(f.subCall, callForm, 'notACall')(cells, 'call');
  return projectWith(cells, projectColumns, () => call);
}

/**
 * The participants a project's row names: the coordinator with its country, the others by name alone, since
 * `participantCountries` is the list of distinct countries and tells nothing of any one of them.
 */
function namedIn(cells: Cells): Pick<Participation, 'organisation' | 'participant'>[] {
  const coordinator = lineIn(cells, 'coordinator');
  const at = readCountry(lineIn(cells, 'coordinatorCountry'));
  const country = 'value' in at ? at.value : null;
  const named = (name: string, own: string | null, ownRole: string) => ({
    organisation: { name, country: own },
    participant: participantOf({ name, country: own, role: ownRole }),
  });
  const others = listed(cells, 'participants').map(name => named(name, null, 'participant'));
  return [...(coordinator === '' ? [] : [named(coordinator, country, 'coordinator')]), ...others];
}

function participationIn(cells: Cells): Participation {
  const read = participationWith(cells, organisationColumns, participationColumns);
  return { ...read, organisation: { ...read.organisation, ...contactIn(cells, personal) } };
}

const hasAll = ({ columns }: Pick<SourceTable, 'columns'>, marks: readonly string[]): boolean => {
  const own = new Set(columns.map(columnKey));
  return marks.every(column => own.has(column));
};

const format: CordisFormat = {
  tableOf: table => {
    if (hasAll(table, projectMarks)) return 'project';
    return hasAll(table, organisationMarks) ? 'organization' : null;
  },
  columns: {
    project: columnList(
      'rcn id acronym status programme topics frameworkProgramme title startDate endDate projectUrl objective ' +
        'totalCost ecMaxContribution call fundingScheme coordinator coordinatorCountry participants ' +
        'participantCountries subjects',
    ),
    organization: columnList(
      'projectID role id name shortName activityType endOfParticipation ecContribution country city organizationUrl',
    ),
    topics: [],
    legalBasis: [],
    euroSciVoc: [],
  },
  personal: personal.map(columnKey),
  projectIn,
  participationIn,
  namedIn,
};

/** Refuses, with a sentence, a file of CORDIS older than what can be read. */
function refuseOldest(file: SourceFile): void {
  const tables = tablesOf(file, format);
  if (tables.project.length > 0 || tables.organization.length > 0) return;
  const isOldest = file.tables.some(({ columns }) =>
    hasAll({ columns: columns.map(column => column.replaceAll(' ', '_')) }, oldestMarks),
  );
  throw new ExpectedError('invalid', isOldest ? 'importSource.oldestCordis' : 'importSource.noSuchTable');
}

/** CORDIS until 2021: one file of projects with 21 columns, and the organisations beside it, or either alone. */
export const cordisOld: Source = {
  name: 'cordisOld',
  recognises: async file => file.tables.some(table => format.tableOf(table) !== null),
  unused: (file, options) => unusedOf(file, format, options),
  async *read(file, options) {
    refuseOldest(file);
    yield* readCordis(file, format, options);
  },
};
