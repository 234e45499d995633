import type { LentText } from '../record/lent.ts';
import { registerLender } from '../record/lenders.ts';
import { fold } from '../record/search.ts';
import { isDeepStrictEqual } from 'node:util';
import {
  callStatusExpression,
  callStatusFilter,
  callStatuses,
  judgedAt,
  statusAt,
  type CallStatus,
  type Judged,
  type TimelineEntry,
} from './callStatus.ts';
import { factAt, itemsIn, joined } from '../record/facts.ts';
import { archivedFilter } from '../record/archived.ts';
import { callFields, callKinds, type Call } from './callFields.ts';
import { brusselsInstant, parsePartialDay } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';
import { amountFilters, dayFilters } from '../record/boundFilters.ts';
import { choice, day, instant, yesNo, type Reference } from '../record/fields.ts';
import { dayStorage } from '../record/storage.ts';
import {
  choiceFilter,
  exactFilter,
  itemsFilter,
  listFilter,
  optionFilter,
  optionsOf,
  referenceFilter,
  valueFilter,
  warningFilter,
  type Filter,
  type Moment,
} from '../record/filters.ts';
import { callWarnings, checkCall, timesOf, warningsOfCall, type CallDerived } from './callRules.ts';
import type { Label } from '../values/format.ts';
import {
  findUnknownLinks,
  mayBeArchived,
  refuseProblems,
  resolveCall,
  resolveProgramme,
  resolveUser,
} from '../record/resolveReferences.ts';
import { derivedColumn, fieldColumn, fieldColumns } from '../record/listColumn.ts';
import { collectionsOf, indexSorts, type Noun } from '../record/noun.ts';
import { readFirstDays } from './projectResults.ts';
import type { ComputedSort } from '../record/computedSort.ts';
import { attributeSupports, supportsColumn } from '../assessments/support.ts';
import { supportFilters } from '../assessments/supportFilters.ts';
import { tagFilter } from '../record/tags.ts';

const collections = collectionsOf('call', 'calls', callFields, {
  timeline: [
    {
      _id: false,
      from: Date,
      status: String,
      early: String,
      isTimed: Boolean,
      since: Date,
      until: Date,
    },
  ],
  results: [{ _id: false, since: Date, until: Date, days: [String] }],
  evaluationDays: { type: Number, default: null },
  opensOn: { type: dayStorage(), default: null },
  deadlineAt: { type: Date, default: null },
});
collections.current.schema.index({ kind: 1, identifier: 1 }, { unique: true });
collections.current.schema.index({ aliases: 1 });
collections.current.schema.index({ 'supports.initiative': 1 });
collections.current.schema.index({ 'rounds.deadlines.at': 1 });
collections.current.schema.index({ 'officer.id': 1, updatedAt: -1, _id: -1 });
indexSorts(collections.current, [
  'identifier',
  'kind',
  'title',
  'programme',
  'opensOn.from',
  'deadlineAt',
  'budget',
  'expectedGrants',
]);

export const callStatusLabel: Label = { en: 'Status', nl: 'Status' };
export const callStatusLabels = {
  forthcoming: { en: 'Forthcoming', nl: 'Aangekondigd' },
  open: { en: 'Open', nl: 'Open' },
  underEvaluation: { en: 'Under evaluation', nl: 'In beoordeling' },
  closed: { en: 'Closed', nl: 'Gesloten' },
  cancelled: { en: 'Cancelled', nl: 'Ingetrokken' },
  unknown: { en: 'Unknown', nl: 'Onbekend' },
} as const satisfies Record<CallStatus, Label>;

/** What *closed* is called where only time makes it so. */
export const unrecordedLabel: Label = {
  en: 'Closed, results not recorded',
  nl: 'Gesloten, uitslag niet vastgelegd',
};

/** Whether a closed call is closed by its results; without them by time alone. */
const resultsRecordedLabel: Label = { en: 'Results recorded', nl: 'Uitslag vastgelegd' };

/** What a status is called on pages and in workbooks. */
export const judgedLabel = ({ status, isTimed }: Judged): Label =>
  isTimed ? unrecordedLabel : callStatusLabels[status];

/** A bound on any deadline: a day, month or year in Brussels time. */
function deadlineFilter(label: Label, side: 'from' | 'to'): Filter {
  const boundOf = (value: string): Date | null => {
    const day = parsePartialDay(value);
    if (day === null) return null;
    return side === 'from'
      ? brusselsInstant(day.from, '00:00')
      : new Date(brusselsInstant(day.to, '23:59').getTime() + 60_000);
  };
  return {
    label,
    control: 'day',
    isDatabaseOnly: true,
    facts: factAt('rounds.deadlines.at'),
    predicate: {
      reads: 'question',
      holds: value => {
        const bound = boundOf(value) ?? new Date(Number.NaN);
        const isMet = (at: Date | null) => at !== null && (side === 'from' ? at >= bound : at < bound);
        return rounds => ((rounds ?? []) as (Date | null)[][]).flat().some(isMet);
      },
    },
    match: value => {
      const bound = boundOf(value);
      if (bound === null) return null;
      return {
        'rounds.deadlines': { $elemMatch: { at: side === 'from' ? { $gte: bound } : { $lt: bound } } },
      };
    },
  };
}

const timelineFacts = factAt('timeline');
const statusOf = (stored: unknown, moment: Moment): CallStatus =>
  statusAt((stored ?? []) as TimelineEntry[], moment);

/** Sorts by the place of the status among all there are. */
const statusSort: ComputedSort = {
  facts: timelineFacts,
  placeOf: (stored, moment) => callStatuses.indexOf(statusOf(stored, moment)),
  expression: moment => ({ $indexOfArray: [callStatuses, callStatusExpression(moment)] }),
};

/** A project is found by the title and the themes of its topic and of its call. */
function lentWords(id: string, { title = null, keywords }: Partial<Call>): LentText[] {
  const text = fold([title, ...(keywords ?? [])].join(' · '));
  return text === '' ? [] : [{ key: id, text }];
}

export const calls: Noun<typeof callFields, CallDerived> = {
  name: 'call',
  path: 'calls',
  label: {
    one: { en: 'Call or topic', nl: 'Oproep of onderwerp' },
    many: { en: 'Calls and topics', nl: 'Oproepen en onderwerpen' },
  },
  fields: callFields,
  columns: [
    fieldColumn(callFields, 'identifier'),
    supportsColumn,
    ...fieldColumns(callFields, 'kind', 'programme'),
    derivedColumn('status', choice(callStatusLabel, callStatusLabels), ['timeline'], ({ timeline }, moment) =>
      statusAt(timeline, moment),
    ),
    derivedColumn('opensOn', day({ en: 'Opens', nl: 'Opent' }), ['opensOn'], record => record.opensOn),
    derivedColumn(
      'deadlineAt',
      instant({ en: 'Last deadline', nl: 'Laatste deadline' }),
      ['deadlineAt'],
      record => record.deadlineAt,
    ),
    fieldColumn(callFields, 'budget'),
  ],
  furtherColumns: [
    derivedColumn('resultsRecorded', yesNo(resultsRecordedLabel), ['timeline'], ({ timeline }, moment) => {
      const { status, isTimed } = judgedAt(timeline, moment);
      return status === 'closed' ? !isTimed : null;
    }),
  ],
  filters: {
    identifier: exactFilter(callFields.identifier.label, factAt('identifier')),
    programme: valueFilter(callFields.programme.label, 'programme'),
    kind: choiceFilter(callFields.kind.label, 'kind', callKinds),
    status: optionFilter(callStatusLabel, () => optionsOf(callStatusLabels), {
      takes: callStatuses,
      facts: timelineFacts,
      predicate: { reads: 'moment', valueAt: statusOf },
      match: (value, moment) => callStatusFilter(value as CallStatus, moment),
    }),
    parent: referenceFilter(callFields.parent.label, 'parent'),
    opens: itemsFilter(
      { en: 'Opened in call', nl: 'Opengesteld in oproep' },
      joined(factAt('parent.id'), itemsIn('rounds', 'call.id')),
      { isDatabaseOnly: true },
    ),
    typeOfAction: listFilter({ en: 'Type of action', nl: 'Soort actie' }, 'typesOfAction'),
    ...supportFilters(),
    tag: tagFilter,
    archived: archivedFilter,
    officer: referenceFilter(callFields.officer.label, 'officer'),
    warning: warningFilter(callWarnings),
    ...amountFilters('budget', callFields.budget.label),
    ...dayFilters('opensOn', { en: 'Opens', nl: 'Opent' }),
    'deadline.from': deadlineFilter({ en: 'Deadline from', nl: 'Deadline vanaf' }, 'from'),
    'deadline.to': deadlineFilter({ en: 'Deadline up to', nl: 'Deadline tot en met' }, 'to'),
  },
  facets: ['initiative', 'programme', 'status', 'kind', 'typeOfAction', 'tag', 'officer', 'warning'],
  sorts: {
    identifier: 'identifier',
    kind: 'kind',
    title: 'title',
    programme: 'programme',
    opensOn: 'opensOn.from',
    deadlineAt: 'deadlineAt',
    budget: 'budget',
    expectedGrants: 'expectedGrants',
    status: statusSort,
    initiatives: 'supports.initiative',
    updatedAt: 'updatedAt',
  },
  defaultSort: '-deadlineAt',
  totals: ['budget'],
  always: {},
  ...collections,
  lends: {
    paths: ['title', 'keywords'],
    of: (id, call) => lentWords(id, call),
  },
  namedBy: ['identifier', 'title'],
  identify: ({ identifier }) => identifier,
  findable: ({ identifier, aliases, masterCall, title, description, keywords, tags: own }) => ({
    identifiers: [identifier, masterCall, ...aliases],
    words: [title, description, ...keywords, ...own],
  }),
  prepare: async (call, previous, change, session) => {
    const problems: Problem[] = [];
    const programme = await resolveProgramme('programme', call.programme, session, problems);
    const isLoose = (link: Reference | null, before: readonly (Reference | null)[]) =>
      mayBeArchived(link, before, [call, previous], change);
    const isParentLoose = isLoose(call.parent, [previous?.parent ?? null]);
    const parent = await resolveCall('parent', call.parent, 'call', session, problems, isParentLoose);
    const roundsBefore = previous?.rounds.map(round => round.call) ?? [];
    const officer = await resolveUser('officer', call.officer, session, problems);
    const rounds: Call['rounds'] = [];
    for (const [at, round] of call.rounds.entries()) {
      const isRoundLoose = isLoose(round.call, roundsBefore);
      const of = await resolveCall(`rounds.${at}.call`, round.call, 'call', session, problems, isRoundLoose);
      rounds.push({ ...round, call: of });
    }
    problems.push(...(await findUnknownLinks(call.supports, session)));
    refuseProblems(problems);
    const isRenamed =
      previous !== null && previous.identifier.toLowerCase() !== call.identifier.toLowerCase();
    const spellings = isRenamed ? [...new Set([...call.aliases, previous.identifier])] : call.aliases;
    const attributed = attributeSupports(call.supports, previous?.supports ?? null, change);
    // Whatever is written into it now says more than a project's mention, unless an undo puts that back itself.
    const isAsBefore = previous !== null && previous.knownFrom === call.knownFrom;
    const knownFrom = isAsBefore && !isDeepStrictEqual(call, previous) ? null : call.knownFrom;
    return {
      ...call,
      programme,
      parent,
      officer,
      rounds,
      aliases: spellings,
      supports: attributed,
      knownFrom,
    };
  },
  check: checkCall,
  derivedOn: {
    key: 'status',
    options: callStatuses,
    of: ({ timeline }, moment) => statusAt(timeline, moment),
  },
  derive: async (call, id, session) => {
    const days = id === null ? call.rounds.map(() => null) : await readFirstDays(id, call.rounds, session);
    return { derived: timesOf(call, days), warnings: warningsOfCall(call) };
  },
};

registerLender(calls);
