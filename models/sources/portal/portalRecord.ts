import { amountFaults, longestOf } from '../cells/cells.ts';
import { readAmountCell } from '../cells/amountCell.ts';
import { amountColumnsOf } from '../cells/amountColumns.ts';
import { callForm, cleanLine, topicForm } from '../cells/fieldValues.ts';
import type { RowProblem, Where } from '../contract/incoming.ts';
import { callFields, deadlineModels } from '../../calls/callFields.ts';
import { portalDay, portalDeadline } from './portalDay.ts';
import { potsIn, type PortalPot } from './portalPots.ts';
import { programmeOfPortal } from '../eu/programmeCodes.ts';
import type { Day } from '../../values/day.ts';
import type { SourceProblem } from '../contract/table.ts';
import { isJsonObject, type JsonObject } from '../../values/jsonObject.ts';

/** The budget of one type of action in one year; an amount of 0 means "not stated". */
export interface PortalBudget {
  typeOfAction: string;
  year: number | null;
  budget: number | null;
  expectedGrants: number | null;
  minContribution: number | null;
  maxContribution: number | null;
}

/** One place of a file that tells of a topic: in one language, for one call. */
export interface PortalRecord {
  where: Where;
  identifier: string;
  language: string;
  /** What it is where it is no topic: the portal's search also finds tenders, and news about topics. */
  otherType: string | null;
  title: string | null;
  call: string | null;
  callTitle: string | null;
  programme: string | null;
  status: string | null;
  deadlineModel: keyof typeof deadlineModels | null;
  rounds: { openingOn: Day | null; deadlines: Date[] }[];
  typesOfAction: string[];
  keywords: string[];
  html: string | null;
  budgets: PortalBudget[];
  /** All lines of the budget table of its call. */
  pots: PortalPot[];
  portalId: string | null;
  website: string | null;
  problems: RowProblem[];
  warnings: RowProblem[];
}

/** A value as texts: the portal wraps every one in an array; numbers stand as they are printed. */
function textsAt(from: JsonObject, key: string): string[] {
  const value = from[key];
  const all = Array.isArray(value) ? (value as unknown[]) : [value];
  return all.flatMap(one => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
}
const lineAt = (from: JsonObject, key: string): string | null => {
  const text = cleanLine(textsAt(from, key)[0] ?? '');
  return text === '' ? null : text;
};

/** A number or word the portal marks something with; anything longer is none. */
function codeAt(from: JsonObject, key: string): string | null {
  const code = lineAt(from, key);
  return code !== null && code.length <= 40 ? code : null;
}

/** JSON that stands as a text inside an array, or as it is. */
function partAt(from: JsonObject, key: string): unknown {
  const [text] = textsAt(from, key);
  if (text === undefined) return from[key];
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
const objectsIn = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? (value as unknown[]).filter(isJsonObject) : [];

const models = new Map<string, keyof typeof deadlineModels>(
  Object.entries({
    'single-stage': 'singleStage',
    'two-stage': 'twoStage',
    'multiple cut-off': 'multipleCutOff',
    'multiple-cut-off': 'multipleCutOff',
  } as const),
);

const noColumns = amountColumnsOf([]);
const mostShown = 500;
/** Entries of lists are short texts; what is longer is no keyword and no type of action. */
const isEntry = (text: string): boolean => text !== '' && text.length <= 500;
const note = (
  where: Where,
  column: string,
  value: string,
  key: string,
  values?: Readonly<Record<string, number>>,
): RowProblem => ({
  where,
  column,
  value: value.slice(0, mostShown),
  problem: { key: `importSource.${key}`, ...(values && { values }) },
});

/** Topics of calls for proposals; a topic page has no type. */
const ofTopics = '1';

function otherTypeOf(from: JsonObject): string | null {
  const types = textsAt(from, 'type').map(type => type.trim());
  return types.length === 0 || types.includes(ofTopics) ? null : (types[0] ?? '').slice(0, 40);
}

/** The actions of the budget that are the topic's: the map covers its whole call. */
function budgetActions(overview: unknown, identifier: string): JsonObject[] {
  const map = isJsonObject(overview) ? overview['budgetTopicActionMap'] : undefined;
  const own = identifier.toLowerCase();
  return Object.values(isJsonObject(map) ? map : {})
    .flatMap(objectsIn)
    .filter(action => {
      const text = (lineAt(action, 'action') ?? '').toLowerCase();
      return text === own || (text.startsWith(`${own} `) && isEntry(text));
    });
}

function budgetsOf(actions: readonly JsonObject[], identifier: string, record: PortalRecord): PortalBudget[] {
  const cents = (value: unknown, column: string): number | null => {
    const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
    if (text === '' || Number(text) === 0) return null;
    const mark = typeof value === 'number' ? { isNumber: true as const } : null;
    const read = readAmountCell({ text, mark, written: column, decimal: '.', columns: noColumns, cells: [] });
    const told = (problem: SourceProblem): RowProblem => ({
      where: record.where,
      column,
      value: text.slice(0, mostShown),
      problem,
    });
    if ('cents' in read) record.warnings.push(...read.warnings.map(told));
    else
      record.problems.push(
        told('problem' in read ? read.problem : { key: `importSource.${amountFaults[read.fault]}` }),
      );
    return 'cents' in read ? read.cents : null;
  };
  return actions.flatMap(action => {
    const text = (lineAt(action, 'action') ?? '').slice(identifier.length);
    const typeOfAction = text.replace(/^[\s-]+/, '') || 'not stated';
    const grants = Number(lineAt(action, 'expectedGrants') ?? 0);
    const stated = {
      typeOfAction,
      expectedGrants: Number.isInteger(grants) && grants > 0 ? grants : null,
      minContribution: cents(action['minContribution'], 'minContribution'),
      maxContribution: cents(action['maxContribution'], 'maxContribution'),
    };
    const years = action['budgetYearMap'];
    const amounts = Object.entries(isJsonObject(years) ? years : {}).map(([year, amount]) => ({
      year: /^(?:19[5-9]\d|20\d\d)$/.test(year) ? Number(year) : null,
      budget: cents(amount, 'budgetYearMap'),
    }));
    const known = amounts.filter(({ budget }) => budget !== null);
    const [first = { year: null, budget: null }, ...others] = known;
    // Grants and their size are stated for the action, not for each of its years.
    const more = { typeOfAction, expectedGrants: null, minContribution: null, maxContribution: null };
    return [{ ...stated, ...first }, ...others.map(year => ({ ...more, ...year }))];
  });
}

/** The opening day and deadlines, from the actions where they state them, else from the topic. */
function roundsOf(
  record: PortalRecord,
  actions: readonly JsonObject[],
  opening: string | null,
  deadlines: string[],
) {
  const days = (printed: string | null, column: string): Day | null => {
    if (printed === null) return null;
    const day = portalDay(printed);
    if (day === null) record.problems.push(note(record.where, column, printed, 'notAPortalDay'));
    return day;
  };
  const instants = (printed: readonly string[], column: string): Date[] =>
    printed.flatMap(text => {
      const at = portalDeadline(text);
      if (at === null) record.problems.push(note(record.where, column, text, 'notAPortalDay'));
      return at ?? [];
    });
  const ofActions = actions
    .map(action => ({
      openingOn: days(lineAt(action, 'plannedOpeningDate'), 'plannedOpeningDate'),
      deadlines: instants(textsAt(action, 'deadlineDates'), 'deadlineDates'),
    }))
    .filter(round => round.openingOn !== null || round.deadlines.length > 0);
  if (ofActions.length > 0) return ofActions;
  const own = { openingOn: days(opening, 'startDate'), deadlines: instants(deadlines, 'deadlineDate') };
  return own.openingOn === null && own.deadlines.length === 0 ? [] : [own];
}

const longest = 120;
const longestTitle = longestOf(callFields.title);

const isPage = (address: string): boolean =>
  !address.endsWith('.json') && callFields.website.rule.validate(address).error === undefined;

/** A record of a search answer (its `metadata`), or a topic page, as what it tells; a name of the file's own is its column. */
export function portalRecord(found: unknown, where: Where): PortalRecord | null {
  if (!isJsonObject(found)) return null;
  const isResult = isJsonObject(found['metadata']);
  const page = isJsonObject(found['TopicDetails']) ? found['TopicDetails'] : found;
  const from = isResult ? (found['metadata'] as JsonObject) : page;
  const actions = objectsIn(partAt(from, 'actions'));
  const [action] = actions;
  const programme = from['frameworkProgramme'];
  const printedProgramme = isJsonObject(programme)
    ? (lineAt(programme, 'id') ?? lineAt(programme, 'abbreviation'))
    : lineAt(from, 'frameworkProgramme');
  const procedure = action?.['submissionProcedure'];
  const state = action?.['status'];
  const printedModel =
    lineAt(from, 'deadlineModel') ?? (isJsonObject(procedure) ? lineAt(procedure, 'abbreviation') : null);
  const address = lineAt(from, 'url') ?? lineAt(found, 'url');
  const record: PortalRecord = {
    where,
    identifier: lineAt(from, 'identifier') ?? '',
    language: lineAt(from, 'language') ?? lineAt(found, 'language') ?? 'en',
    otherType: otherTypeOf(from),
    title: lineAt(from, 'title'),
    call: lineAt(from, 'callIdentifier'),
    callTitle: lineAt(from, 'callTitle'),
    programme: printedProgramme === null ? null : programmeOfPortal(printedProgramme),
    status: codeAt(from, 'status') ?? (isJsonObject(state) ? codeAt(state, 'id') : null),
    deadlineModel: models.get((printedModel ?? '').toLowerCase()) ?? null,
    rounds: [],
    typesOfAction: [],
    keywords: textsAt(from, 'keywords').map(cleanLine).filter(isEntry),
    html: lineAt(from, 'descriptionByte') ?? lineAt(from, 'description'),
    budgets: [],
    pots: [],
    portalId: codeAt(from, 'ccm2Id'),
    website: address !== null && isPage(address) ? address : null,
    problems: [],
    warnings: [],
  };
  if (record.otherType !== null) return record;
  checkForms(record);
  const { callTitle } = record;
  if (callTitle !== null && callTitle.length > longestTitle) {
    const values = { limit: longestTitle, length: callTitle.length };
    record.warnings.push(note(where, 'callTitle', callTitle, 'tooLongLeftOut', values));
    record.callTitle = null;
  }
  const overview = partAt(from, 'budgetOverview') ?? partAt(from, 'budgetOverviewJSONItem');
  record.pots = potsIn(overview);
  const own = budgetActions(overview, record.identifier);
  const types = actions.flatMap(one => objectsIn(one['types'])).flatMap(one => textsAt(one, 'typeOfAction'));
  record.typesOfAction = [
    ...new Set((types.length > 0 ? types : textsAt(from, 'typesOfAction')).map(cleanLine).filter(isEntry)),
  ];
  record.rounds = roundsOf(record, actions, lineAt(from, 'startDate'), textsAt(from, 'deadlineDate'));
  record.budgets = budgetsOf(own, record.identifier, record);
  if (printedModel !== null && record.deadlineModel === null)
    record.warnings.push(note(where, 'deadlineModel', printedModel, 'unknownDeadlineModel'));
  return record;
}

function checkForms({ where, identifier, call, programme, problems }: PortalRecord): void {
  const refuse = (column: string, value: string | null, key: string) =>
    void problems.push(note(where, column, value ?? '', key));
  if (identifier === '') refuse('identifier', null, 'missing');
  else if (!topicForm.test(identifier) || identifier.length > longest)
    refuse('identifier', identifier, 'notATopic');
  if (call !== null && (!callForm.test(call) || call.length > longest))
    refuse('callIdentifier', call, 'notACall');
  if (programme === null) refuse('frameworkProgramme', null, 'missing');
  else if (!/^[A-Za-z0-9][\w +.-]{0,39}$/.test(programme))
    refuse('frameworkProgramme', programme, 'notAProgramme');
}
