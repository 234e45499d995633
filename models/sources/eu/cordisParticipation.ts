import { activityTypes, organisationFields } from '../../organisations/organisationFields.ts';
import { participantRoles, projectFields } from '../../projects/project.ts';
import {
  amount,
  hasColumn,
  line,
  lineIn,
  oneOf,
  parsed,
  refuse,
  valuesIn,
  warn,
  webAddress,
  wordsOf,
  type Cells,
  type Columns,
  type CellReader,
} from '../cells/cells.ts';
import { readCountry, readIsoDay } from '../cells/fieldValues.ts';
import { refuseSeveral } from '../cells/severalInCell.ts';
import type { Values, RecordOf } from '../../record/fields.ts';

const o = organisationFields;

/** Roles as CORDIS writes them; the older ones by the name they have today. */
export const roleWords = {
  ...wordsOf(participantRoles),
  beneficiary: 'participant',
  hostinstitution: 'participant',
};

export const role: CellReader = oneOf(roleWords, 'unknownRole');
export const activityType: CellReader = oneOf(wordsOf(activityTypes), 'unknownActivity', false);

/** A PIC has nine digits; another number is an internal one, and left out. */
export const pic: CellReader = (cells, column) => {
  const number = lineIn(cells, column);
  if (number === '' || /^\d{9}$/.test(number)) return number || null;
  warn(cells, column, 'notAPic');
  return null;
};

const organisationColumns: Columns = {
  name: ['name', line(o.name)],
  shortName: ['shortName', line(o.shortName)],
  pic: ['organisationID', pic],
  country: ['country', parsed(readCountry)],
  activityType: ['activityType', activityType],
  size: ['SME', oneOf({ true: 'sme', false: 'larger' }, 'notYesOrNo', false)],
  city: ['city', line(o.city)],
  nutsCode: ['nutsCode', line(o.nutsCode)],
  website: ['organizationURL', webAddress(o.website)],
};

const personal = ['street', 'postCode', 'geolocation', 'vatNumber', 'contactForm'];

/**
 * Address and contact as lines of one field, `column: value`. The columns are there only where a setting says that
 * they may be kept (decision 0039).
 */
export function contactIn(cells: Cells, columns: readonly string[]): RecordOf {
  const stated = columns.filter(column => hasColumn(cells, column));
  if (stated.length === 0) return {};
  const told = stated.map(column => [column, lineIn(cells, column)]).filter(([, value]) => value !== '');
  return { contact: told.map(pair => pair.join(': ')).join('\n') || null };
}

const participationColumns: Columns = {
  role: ['role', role],
  euContribution: ['ecContribution', amount],
  contentUpdatedOn: ['contentUpdateDate', parsed(readIsoDay)],
};

/** What a row of an organisations table states: an organisation, and its part in a project. */
export interface Participation {
  organisation: RecordOf;
  participant: RecordOf & { role: string | null; name: string };
  /** `YYYY-MM-DD` */
  statedOn: string | null;
  order: number;
  hasEnded: boolean;
}

const ended = 'Participation ended before the project did.';

/** One item of a project's participants, with every key its fields have. */
export const participantOf = (stated: Values): Participation['participant'] => ({
  ...(Object.fromEntries(
    Object.keys(projectFields.participants.items).map(key => [key, key === 'isWithheld' ? false : null]),
  ) as RecordOf),
  ...(stated as { role: string | null; name: string }),
});

/** Reads a row with these columns; problems gather in the cells. */
export function participationWith(
  cells: Cells,
  ofOrganisation: Columns,
  ofParticipation: Columns,
): Participation {
  const organisation = valuesIn(cells, ofOrganisation);
  const { role: ownRole, euContribution, contentUpdatedOn } = valuesIn(cells, ofParticipation);
  const hasEnded = lineIn(cells, 'endOfParticipation').toLowerCase() === 'true';
  const { name, pic: ownPic = null, country = null, activityType: activity = null } = organisation;
  const order = Number(lineIn(cells, 'order'));
  // A number tells that it is one, whatever signs its name holds.
  if (ownPic === null) refuseSeveral(cells, 'name');
  return {
    organisation,
    participant: participantOf({
      name,
      pic: ownPic,
      country,
      activityType: activity,
      role: ownRole ?? null,
      euContribution: euContribution ?? null,
      note: hasEnded ? ended : null,
    }),
    statedOn: (contentUpdatedOn as { value: string } | null | undefined)?.value ?? null,
    order: Number.isFinite(order) ? order : 0,
    hasEnded,
  };
}

/**
 * A row of `organization`. A participant's contribution is `ecContribution`: what the grant awards it, third parties
 * included, so that participants add up to `ecMaxContribution`; `netEcContribution` splits the same money otherwise.
 */
export function participationIn(cells: Cells): Participation {
  // A decimal comma without quotes moves an amount here, and every other cell of the row still looks right.
  if (!/^(?:true|false|)$/i.test(lineIn(cells, 'endOfParticipation')))
    refuse(cells, 'endOfParticipation', 'neitherTrueNorFalse');
  const read = participationWith(cells, organisationColumns, participationColumns);
  return { ...read, organisation: { ...read.organisation, ...contactIn(cells, personal) } };
}
