import { callFields } from '../../calls/callFields.ts';
import { todayInBrussels } from '../../values/day.ts';
import { longestOf } from '../cells/cells.ts';
import { textOfHtml } from '../eu/htmlText.ts';
import type { Incoming, Read, RowProblem } from '../contract/incoming.ts';
import { linkTo } from '../eu/cordisProject.ts';
import type { PotsOfCalls } from './portalPots.ts';
import type { PortalBudget, PortalRecord } from './portalRecord.ts';
import type { RecordOf } from '../../record/fields.ts';

interface Round {
  call: string | null;
  openingOn: string | null;
  deadlines: Date[];
}

/** A topic as all records of it tell it: one for each language, and for each call it was opened in. */
export interface PortalTopic {
  /** The record whose words are used: in English, else the first. */
  words: PortalRecord;
  callTitles: Map<string, { title: string | null; language: string }>;
  rounds: Map<string, Round>;
  budgets: Map<string, PortalBudget>;
  latest: PortalRecord;
  typesOfAction: Set<string>;
  warnings: RowProblem[];
}

const dayOf = (day: string) => ({ value: day, from: day, to: day });
const openedOn = ({ rounds }: PortalRecord): string =>
  rounds
    .map(({ openingOn }) => openingOn ?? '')
    .toSorted()
    .at(-1) ?? '';
const goodness = ({ language, html }: PortalRecord): number =>
  (language === 'en' ? 2 : 0) + (html === null ? 0 : 1);

/** Adds a record to its topic; a topic that is new is made of it. */
export function addRecord(topic: PortalTopic | undefined, record: PortalRecord): PortalTopic {
  const own: PortalTopic = topic ?? {
    words: record,
    callTitles: new Map(),
    rounds: new Map(),
    budgets: new Map(),
    latest: record,
    typesOfAction: new Set(),
    warnings: [],
  };
  if (goodness(record) > goodness(own.words)) own.words = record;
  // Of the others only the facts are kept: a long description in each language would fill the memory.
  if (record !== own.words) record.html = null;
  if (openedOn(record) > openedOn(own.latest)) own.latest = record;
  own.warnings.push(...record.warnings);
  for (const type of record.language === 'en' || own.typesOfAction.size === 0 ? record.typesOfAction : [])
    own.typesOfAction.add(type);
  const { call, callTitle, language } = record;
  if (call !== null) {
    const known = own.callTitles.get(call);
    if (!known || known.title === null || (known.language !== 'en' && language === 'en'))
      own.callTitles.set(call, { title: callTitle ?? known?.title ?? null, language });
  }
  for (const round of record.rounds) {
    const key = `${call?.toLowerCase() ?? ''} ${round.openingOn ?? ''}`;
    const known = own.rounds.get(key) ?? { call, openingOn: round.openingOn, deadlines: [] };
    const times = new Set(known.deadlines.map(at => at.getTime()));
    known.deadlines.push(...round.deadlines.filter(at => !times.has(at.getTime())));
    own.rounds.set(key, known);
  }
  for (const one of record.budgets) {
    const key = `${call?.toLowerCase() ?? ''} ${one.typeOfAction} ${one.year ?? ''}`;
    if (!own.budgets.has(key)) own.budgets.set(key, one);
  }
  return own;
}

const stated = (amounts: readonly (number | null)[]): number[] => amounts.flatMap(amount => amount ?? []);
const sumOf = (amounts: readonly (number | null)[]): number | null =>
  stated(amounts).length === 0 ? null : stated(amounts).reduce((total, one) => total + one, 0);

function roundsOf(topic: PortalTopic, isCallToo: boolean) {
  const { deadlineModel, where } = topic.latest;
  return [...topic.rounds.values()]
    .toSorted((a, b) => (a.openingOn ?? '').localeCompare(b.openingOn ?? ''))
    .map(({ call, openingOn, deadlines }) => {
      const inOrder = deadlines.toSorted((a, b) => a.getTime() - b.getTime());
      const isDisagreeing = deadlineModel === 'singleStage' && inOrder.length > 1;
      if (isDisagreeing) topic.warnings.push(problemOf(where, 'deadlineDate', 'deadlinesDiffer'));
      const used = isDisagreeing ? inOrder.slice(-1) : inOrder;
      return {
        call: call === null || isCallToo ? null : linkTo(call),
        openingOn: openingOn === null ? null : dayOf(openingOn),
        deadlines: used.map((at, index) => ({ at, stage: deadlineModel === 'twoStage' ? index + 1 : null })),
        resultsOn: null,
        cancelledOn: null,
        extendedOn: null,
        note: null,
      };
    });
}

const problemOf = (where: RowProblem['where'], column: string, key: string, values = {}): RowProblem => ({
  where,
  column,
  value: null,
  problem: { key: `importSource.${key}`, values },
});

/** A field's text, or nothing (with a warning) where it is too long for the field. */
function fitting(
  topic: PortalTopic,
  field: 'title' | 'description',
  text: string | null,
): Record<string, string> {
  if (text === null || text === '') return {};
  const limit = longestOf(callFields[field]);
  if (text.length <= limit) return { [field]: text };
  const column = field === 'title' ? 'title' : 'descriptionByte';
  topic.warnings.push(problemOf(topic.words.where, column, 'tooLongLeftOut', { limit, length: text.length }));
  return {};
}

const onceEach = (calls: readonly string[]): string[] => [
  ...new Map(calls.map(call => [call.toLowerCase(), call])).values(),
];

/** Warns where other topics of its call state the same budget. @returns whether it is surely one pot of them all */
function noteShared(topic: PortalTopic, pots: PotsOfCalls): boolean {
  const { identifier, where } = topic.latest;
  const calls = topic.callTitles.size > 0 ? [...topic.callTitles.keys()] : [identifier];
  const shared = calls.flatMap(call => {
    const sharing = pots.sharedWith(call, identifier);
    return sharing ? [{ ...sharing, call }] : [];
  });
  for (const { count, topics, isSure, call } of shared) {
    const told = { call, count, topics: topics.join(', ').toUpperCase() };
    topic.warnings.push(problemOf(where, 'budgetOverview', isSure ? 'sharedPot' : 'perhapsSharedPot', told));
  }
  return shared.some(({ isSure }) => isSure);
}

/** A topic as an incoming call: of the kind `call` where it is topic and call in one (as in the reference data). */
export function topicRead(topic: PortalTopic, pots: PotsOfCalls): Read {
  const { words, latest } = topic;
  const { identifier } = words;
  const inRounds = [...topic.rounds.values()].flatMap(({ call }) => call ?? []);
  const parents = onceEach(inRounds.length > 0 ? inRounds : [...topic.callTitles.keys()]);
  const isCallToo = parents.some(call => call.toLowerCase() === identifier.toLowerCase());
  const rounds = roundsOf(topic, isCallToo);
  const isLate = rounds.some(({ openingOn, deadlines }) =>
    deadlines.some(({ at }) => openingOn !== null && todayInBrussels(at) < openingOn.from),
  );
  if (isLate) {
    const reason = problemOf(latest.where, 'deadlineDate', 'deadlineBeforeOpening');
    return { noun: 'call', where: latest.where, name: identifier, rejected: [reason] };
  }
  const budgets = [...topic.budgets.values()];
  const isOwn = !noteShared(topic, pots);
  const parent = parents.length === 1 && !isCallToo ? (parents[0] ?? null) : null;
  const own = [identifier, ...topic.callTitles.keys()].map(one => one.toLowerCase());
  const minContributions = stated(budgets.map(one => one.minContribution));
  const maxContributions = stated(budgets.map(one => one.maxContribution));
  const keywords = words.keywords.filter(word => !own.includes(word.toLowerCase()));
  const values: RecordOf = {
    kind: isCallToo ? 'call' : 'topic',
    identifier,
    programme: words.programme,
    ...fitting(topic, 'title', words.title),
    ...(!isCallToo && { parent: parent === null ? null : linkTo(parent) }),
    typesOfAction: [...topic.typesOfAction],
    ...(latest.deadlineModel !== null && { deadlineModel: latest.deadlineModel }),
    rounds,
    ...(words.keywords.length > 0 && { keywords: [...new Set(keywords)] }),
    ...fitting(topic, 'description', words.html === null ? null : textOfHtml(words.html)),
    ...(words.portalId !== null && { portalId: words.portalId }),
    ...(latest.status !== null && { sourceStatus: latest.status }),
    ...(words.website !== null && { website: words.website }),
    ...(budgets.length > 0 && {
      minContribution: minContributions.length === 0 ? null : Math.min(...minContributions),
      maxContribution: maxContributions.length === 0 ? null : Math.max(...maxContributions),
    }),
    ...(budgets.length > 0 &&
      isOwn && {
        budget: sumOf(budgets.map(({ budget }) => budget)),
        expectedGrants: sumOf(budgets.map(({ expectedGrants }) => expectedGrants)),
        actionBudgets: budgets.map(({ typeOfAction, year, budget, expectedGrants }) => ({
          typeOfAction,
          year,
          budget,
          expectedGrants,
        })),
      }),
  };
  return {
    noun: 'call',
    where: words.where,
    values,
    statedOn: null,
    warnings: topic.warnings,
    // It may have been opened in other calls that this file does not have.
    ...('parent' in values && { incomplete: ['parent'] }),
  } satisfies Incoming;
}

/** The calls that topics are part of; one without a title is only named. */
export function* callsOf(topics: Iterable<PortalTopic>): Iterable<Incoming> {
  const seen = new Map<string, { call: string; title: string | null; language: string; of: PortalRecord }>();
  const own = new Set<string>();
  for (const { words, callTitles } of topics) {
    for (const [call, { title, language }] of callTitles) {
      if (call.toLowerCase() === words.identifier.toLowerCase()) own.add(call.toLowerCase());
      const known = seen.get(call.toLowerCase());
      if (
        !known ||
        (known.title === null && title !== null) ||
        (known.language !== 'en' && language === 'en')
      )
        seen.set(call.toLowerCase(), { call, title, language, of: words });
    }
  }
  for (const [key, { call, title, of }] of seen) {
    if (own.has(key)) continue;
    yield {
      noun: 'call',
      where: of.where,
      values: { kind: 'call', identifier: call, programme: of.programme, ...(title !== null && { title }) },
      ...(title === null && { isNamedOnly: true }),
      isForOthers: true,
      statedOn: null,
      warnings: [],
    };
  }
}
