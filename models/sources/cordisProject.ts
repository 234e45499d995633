import { projectFields, projectStatuses } from '../project.ts';
import type { PartialDay } from '../day.ts';
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
  type Reader,
} from './cells.ts';
import { actionTypeForm, callForm, isGrantNumber, readIsoDay, topicForm } from './fieldValues.ts';

const f = projectFields;

/** The Commission's word for a status; another word is kept as the source's own. */
export const status: Reader = oneOf(wordsOf(projectStatuses), 'unknownStatus', false);

/** A list in one cell, separated by semicolons or ends of lines. */
export const listed: Reader = (cells, column) =>
  lineIn(cells, column)
    .split(/\s*;\s*/)
    .filter(Boolean);

/** Words in one cell, separated by semicolons, else by commas. */
const keywords: Reader = (cells, column) => {
  const text = lineIn(cells, column);
  return text.split(text.includes(';') ? /\s*;\s*/ : /\s*,\s*/).filter(Boolean);
};

/** What `project` states of a project besides its links. */
const columns: Columns = {
  acronym: ['acronym', line(f.acronym)],
  title: ['title', line(f.title)],
  status: ['status', status],
  sourceStatus: ['status', line(f.sourceStatus, /^[\p{L}_ -]{2,60}$/u, 'notAStatus')],
  startsOn: ['startDate', parsed(readIsoDay)],
  endsOn: ['endDate', parsed(readIsoDay)],
  signedOn: ['ecSignatureDate', parsed(readIsoDay)],
  totalCost: ['totalCost', amount],
  euContribution: ['ecMaxContribution', amount],
  legalBasis: ['legalBasis', listed],
  masterCall: ['masterCall', line(f.masterCall, callForm, 'notACall')],
  subCall: ['subCall', line(f.subCall, callForm, 'notACall')],
  actionType: ['fundingScheme', line(f.actionType, actionTypeForm, 'notAnActionType')],
  nature: ['nature', line(f.nature)],
  objective: ['objective', lines(f.objective)],
  keywords: ['keywords', keywords],
  contentUpdatedOn: ['contentUpdateDate', parsed(readIsoDay)],
  rcn: ['rcn', line(f.rcn, /^\d+$/, 'notARecordNumber')],
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

/**
 * The topic and call of a project as links. What is topic and call in one is a call (as in the reference data): both
 * links then mean the same record.
 */
export function linksOf(
  cells: Cells,
  call: string | null,
  topics: readonly string[],
  topicColumn: string,
): Record<string, unknown> {
  const [topic, ...more] = topics;
  if (more.length > 0) warn(cells, topicColumn, 'moreTopics', { topic: topic ?? '', count: more.length });
  return { call: call === null ? null : linkTo(call), topic: topic === undefined ? null : linkTo(topic) };
}

export function refuseEndBeforeStart(
  cells: Cells,
  values: Readonly<Record<string, unknown>>,
  column: string,
): void {
  const start = values['startsOn'] as PartialDay | null | undefined;
  const end = values['endsOn'] as PartialDay | null | undefined;
  if (start && end && end.to < start.from) refuse(cells, column, 'endBeforeStart', { start: start.value });
}

/** A row of `project` as values of our fields; the call of a project is its sub-call, else its master call. */
export function projectIn(cells: Cells): Record<string, unknown> {
  const programme = programmeIn(cells, 'frameworkProgramme');
  const grantAgreement = grantNumberIn(cells, 'id', programme);
  const values = valuesIn(cells, columns);
  refuseEndBeforeStart(cells, values, 'endDate');
  const call = (values['subCall'] ?? values['masterCall'] ?? null) as string | null;
  const topics = hasColumn(cells, 'topics') ? (listed(cells, 'topics') as string[]) : [];
  for (const topic of topics) checkTopic(cells, 'topics', topic);
  return { kind: 'grant', programme, grantAgreement, ...values, ...linksOf(cells, call, topics, 'topics') };
}

const longestTopic = 120;

export function checkTopic(cells: Cells, column: string, topic: string): void {
  if (!topicForm.test(topic)) refuse(cells, column, 'notATopic');
  else if (topic.length > longestTopic)
    refuse(cells, column, 'tooLong', { limit: longestTopic, length: topic.length });
}
