import { programmeCode } from './programmesFrom.ts';
import { confidenceOf, type Fact, type ReferenceCall, type ReferenceData } from './referenceData.ts';
import {
  isUsable,
  moneyNote,
  moneyText,
  plainText,
  proposed,
  sourceText,
  state,
  statementsOf,
  valuesOf,
  type Stated,
} from './stating.ts';
import { initiativeOf } from './strategyFrom.ts';

/** What the file states in the words of a note or a contradiction only. */
const statedInNotes: Readonly<Record<string, Stated>> = {
  'H2020-SU-SEC-2019': {
    field: 'rounds.openingOn',
    text: '2019-03-19',
    fact: {
      value: '2019-03-19',
      source: ['ffg2019'],
      confidence: 'secondary',
      note: 'moved to this day according to the slides (contradiction D10)',
    },
    isUsed: false,
  },
  'H2020-SU-SEC-2020': {
    field: 'rounds.deadline',
    text: '2020-08-22',
    fact: {
      value: '2020-08-22',
      source: ['seed'],
      confidence: 'inferred',
      note: 'printed in footnote 43, which most likely means this call; no call is known to have closed that day (D1)',
    },
    isUsed: false,
  },
};

/** The initiative that a call's link to the strategy names, and where the strategy says so. */
function placeOf(link: string, { strategy }: ReferenceData): { initiative: number; place: string } {
  const footnote = /footnote (\d+)/.exec(link)?.[1];
  const passage = strategy.funding_mentions.find(({ what }) => what.startsWith(`fn ${footnote} `));
  const initiative = passage?.initiative ?? Number(/initiative (\d+)/.exec(link)?.[1]);
  if (!Number.isInteger(initiative))
    throw new Error(`The reference data links a call to no initiative: ${link}`);
  return { initiative, place: footnote === undefined ? `initiative ${initiative}` : `footnote ${footnote}` };
}

/** A link to an initiative that a document names and nobody has rated. */
function namedLink(
  initiative: number,
  fact: Fact<unknown>,
  place: string,
  { strategy, sources }: ReferenceData,
) {
  const said = typeof fact.value === 'string' ? fact.value : undefined;
  const how = [`${confidenceOf[fact.confidence]}: ${said ?? fact.note ?? ''}`, said && fact.note];
  const document = fact.source.includes('seed')
    ? `${strategy.reference}, ${place}`
    : sourceText(fact.source, sources);
  return {
    initiative: initiativeOf(initiative),
    significance: 'namedUnrated',
    source: `${document} (${how.filter(Boolean).join('; ')})`,
  };
}

/**
 * A call's links to initiatives. Where a document ties the call to the strategy, each initiative that it serves is
 * linked; where none does, they are proposed among its statements and for a person to judge.
 */
function supportsOf({ strategy_link: link, initiatives }: ReferenceCall, data: ReferenceData): object[] {
  if (!link || !isUsable(link) || link.value === null) return [];
  const { initiative, place } = placeOf(link.value, data);
  const further = initiatives && isUsable(initiatives) ? (initiatives.value ?? []) : [];
  return [
    namedLink(initiative, link, place, data),
    ...further.map(number => namedLink(number, initiatives!, `initiative ${number}`, data)),
  ];
}

const range = (call: ReferenceCall, side: 'min' | 'max') =>
  state(`${side}Contribution`, call.grantRange, value => moneyText({ amount: value[side], currency: 'EUR' }));

function rangeNote({ grantRange }: ReferenceCall): string | null {
  const { min: _min, max: _max, ...more } = grantRange?.value ?? {};
  const words: Readonly<Record<string, (value: number) => string>> = {
    maxMonths: value => `at most ${value} months`,
    months: value => `${value} months`,
    maxRate: value => `at most ${value * 100} % of eligible cost`,
    minCountries: value => `at least ${value} countries`,
  };
  const said = Object.entries(more).map(([key, value]) => words[key]?.(value) ?? `${key}: ${value}`);
  return said.length > 0 ? `Grants: ${said.join(', ')}.` : null;
}

function statedOf(call: ReferenceCall, data: ReferenceData): Stated[] {
  const { budget, idNote, strategy_link: link, id } = call;
  const further = statedInNotes[id];
  return [
    ...state('identifier', idNote && { ...idNote, value: id }),
    ...state('title', call.title),
    ...state('masterCall', call.masterCall),
    ...state('typesOfAction', call.typeOfAction),
    ...state('portalId', call.ccm2Id),
    ...state('publishedOn', call.published),
    ...state('rounds.openingOn', call.opening),
    ...state('rounds.deadline', call.deadline),
    ...(further ? [further] : []),
    ...state('budget', budget, moneyText).map(one => ({
      ...one,
      more: (budget?.value && moneyNote(budget.value)) ?? undefined,
    })),
    ...range(call, 'min'),
    ...range(call, 'max'),
    ...state('keywords', call.themes),
    ...state('supports', link, value => initiativeOf(placeOf(value, data).initiative)),
    ...state('supports', call.initiatives, numbers => numbers.map(initiativeOf).join('; ')).map(one =>
      link ? one : proposed(one),
    ),
    ...state('note', call.note),
  ];
}

/** Fields that are filled otherwise than by their own text. */
const separate = new Set(['rounds.openingOn', 'rounds.deadline', 'supports', 'note', 'identifier']);

function roundsOf(call: ReferenceCall, isOfTopic: boolean): object[] {
  const { opening, deadline, id } = call;
  const openingOn = opening && isUsable(opening) ? opening.value : null;
  const at = deadline && isUsable(deadline) ? deadline.value : null;
  return openingOn === null && at === null
    ? []
    : [{ call: isOfTopic ? id : null, openingOn, deadlines: at === null ? [] : [{ at }] }];
}

function callFrom(call: ReferenceCall, data: ReferenceData): object {
  const stated = statedOf(call, data);
  return {
    ...valuesOf(stated.filter(({ field }) => !separate.has(field))),
    kind: 'call',
    identifier: call.id,
    programme: programmeCode(call.programme),
    rounds: roundsOf(call, false),
    note: [
      call.note && isUsable(call.note) && plainText(call.note.value ?? '', data.sources),
      rangeNote(call),
      call.idNote?.note && `Identifier: ${call.idNote.note}.`,
    ]
      .filter(Boolean)
      .join('\n'),
    supports: supportsOf(call, data),
    statements: statementsOf(stated, data.sources),
  };
}

/** A topic with a round for each call it was opened in; in one call only, it is part of that call. */
function topicFrom(identifier: string, data: ReferenceData): object {
  const opened = data.calls.filter(({ topics = [] }) => topics.some(({ value }) => value === identifier));
  const [first] = opened;
  if (!first) throw new Error(`The reference data opens this topic in no call: ${identifier}`);
  const stated = opened.flatMap(({ id, topics = [] }) => {
    const topic = topics.find(({ value }) => value === identifier);
    const named = state('identifier', topic, String);
    return [
      ...named.map(one => ({ ...one, isUsed: id === first.id, more: `in the call ${id}` })),
      ...state('title', topic?.title),
    ];
  });
  return {
    ...valuesOf(stated),
    kind: 'topic',
    identifier,
    programme: programmeCode(first.programme),
    parent: opened.length === 1 ? first.id : null,
    rounds: opened.flatMap(call => roundsOf(call, true)),
    statements: statementsOf(stated, data.sources),
  };
}

/** The calls, then their topics, as a person would type them into our fields; what is both is a call alone. */
export function callsFrom(data: ReferenceData): object[] {
  const calls = data.calls.map(call => callFrom(call, data));
  const known = new Set(data.calls.map(({ id }) => id));
  const topics = new Set(data.calls.flatMap(({ topics = [] }) => topics.map(({ value }) => value ?? '')));
  return [
    ...calls,
    ...[...topics]
      .filter(identifier => !known.has(identifier))
      .map(identifier => topicFrom(identifier, data)),
  ];
}
