import { projectFields, projectStatuses } from '../../projects/project.ts';
import type { PartialDay } from '../../values/day.ts';
import {
  amount,
  hasColumn,
  line,
  lineIn,
  lines,
  oneOf,
  parsed,
  refuse,
  valuesIn,
  warn,
  wordsOf,
  type Cells,
  type Columns,
  type CellReader,
} from '../cells/cells.ts';
import { actionTypeForm, callForm, isGrantNumber, readIsoDay, topicForm } from '../cells/fieldValues.ts';
import type { Values, RecordOf } from '../../record/fields.ts';

const f = projectFields;

/** The Commission's word for a status; another word is kept as the source's own. */
export const status: CellReader = oneOf(wordsOf(projectStatuses), 'unknownStatus', false);

/** The parts of a text, each once. */
const partsOf = (text: string, sign: RegExp): string[] => [...new Set(text.split(sign).filter(Boolean))];

/** A list in one cell, separated by semicolons. */
export const listed = (cells: Cells, column: string): string[] => partsOf(lineIn(cells, column), /\s*;\s*/);

/** What a list of short texts takes: so many entries, each of so many characters. */
const mostInList = 500;

/** The list as it is where it fits the field; else it is left out, with a warning. */
export function fittingList(cells: Cells, column: string, list: string[]): string[] | undefined {
  const length = Math.max(list.length, ...list.map(entry => entry.length));
  if (length <= mostInList) return list;
  warn(cells, column, 'tooLongLeftOut', { limit: mostInList, length });
  return undefined;
}

/** A reader of a list of short texts. */
export const list: CellReader = (cells, column) => fittingList(cells, column, listed(cells, column));

/** Words in one cell, separated by semicolons, else by commas. */
export const keywords: CellReader = (cells, column) => {
  const text = lineIn(cells, column);
  return fittingList(cells, column, partsOf(text, text.includes(';') ? /\s*;\s*/ : /\s*,\s*/));
};

/** What both forms of the file state of a project under the same names. */
export const commonColumns: Columns = {
  acronym: ['acronym', line(f.acronym)],
  title: ['title', line(f.title)],
  status: ['status', status],
  sourceStatus: ['status', line(f.sourceStatus, /^[\p{L}_ -]{2,60}$/u, 'notAStatus')],
  startsOn: ['startDate', parsed(readIsoDay)],
  endsOn: ['endDate', parsed(readIsoDay)],
  totalCost: ['totalCost', amount],
  euContribution: ['ecMaxContribution', amount],
  actionType: ['fundingScheme', line(f.actionType, actionTypeForm, 'notAnActionType')],
  objective: ['objective', lines(f.objective)],
  rcn: ['rcn', line(f.rcn, /^\d+$/, 'notARecordNumber')],
};

/** What only `project` since 2022 states. */
const columns: Columns = {
  signedOn: ['ecSignatureDate', parsed(readIsoDay)],
  legalBasis: ['legalBasis', list],
  masterCall: ['masterCall', line(f.masterCall, callForm, 'notACall')],
  subCall: ['subCall', line(f.subCall, callForm, 'notACall')],
  nature: ['nature', line(f.nature)],
  keywords: ['keywords', keywords],
  contentUpdatedOn: ['contentUpdateDate', parsed(readIsoDay)],
  grantDoi: ['grantDoi', line(f.grantDoi)],
};

/** The programme a row names; every project is known by it and its grant agreement number. */
export function programmeIn(cells: Cells, column: string): string | null {
  const programme = lineIn(cells, column);
  if (programme === '') refuse(cells, column, 'missing');
  else if (!/^[A-Za-z][\w +.-]{1,39}$/.test(programme)) refuse(cells, column, 'notAProgramme');
  else return programme;
  return null;
}

/** The grant agreement number; one of another form is refused, since the row is most likely shifted. */
export function grantNumberIn(cells: Cells, column: string, programme: string | null): string {
  const number = lineIn(cells, column);
  if (!isGrantNumber(number, programme)) refuse(cells, column, number === '' ? 'missing' : 'notAGrantNumber');
  return number;
}

export const linkTo = (identifier: string) => ({ id: '', identifier });

export function refuseEndBeforeStart(cells: Cells, values: Values, column: string): void {
  const start = values['startsOn'] as PartialDay | null | undefined;
  const end = values['endsOn'] as PartialDay | null | undefined;
  if (start && end && end.to < start.from) refuse(cells, column, 'endBeforeStart', { start: start.value });
}

const longestTopic = 120;

export function checkTopic(cells: Cells, column: string, topic: string): void {
  if (!topicForm.test(topic)) refuse(cells, column, 'notATopic');
  else if (topic.length > longestTopic)
    refuse(cells, column, 'tooLong', { limit: longestTopic, length: topic.length });
}

/**
 * A row as values of our fields: what both forms of the file state, what these columns do, and its call and topic as
 * links. What is topic and call in one is a call (as in the reference data): both links then mean the same record.
 */
export function projectWith(cells: Cells, more: Columns, callOf: (values: Values) => unknown): RecordOf {
  const programme = programmeIn(cells, 'frameworkProgramme');
  const grantAgreement = grantNumberIn(cells, 'id', programme);
  const values = { ...valuesIn(cells, commonColumns), ...valuesIn(cells, more) };
  refuseEndBeforeStart(cells, values, 'endDate');
  const topics = listed(cells, 'topics');
  for (const one of topics) checkTopic(cells, 'topics', one);
  const [topic, ...others] = topics;
  if (topic !== undefined && others.length > 0)
    warn(cells, 'topics', 'moreTopics', { topic, count: others.length });
  const call = callOf(values);
  return {
    kind: 'grant',
    programme,
    grantAgreement,
    ...values,
    call: typeof call === 'string' ? linkTo(call) : null,
    ...(hasColumn(cells, 'topics') && { topic: topic === undefined ? null : linkTo(topic) }),
  };
}

/** A row of `project` since 2022; the call of a project is its sub-call, else its master call. */
export const projectIn = (cells: Cells): RecordOf =>
  projectWith(cells, columns, ({ subCall, masterCall }) => subCall ?? masterCall);
