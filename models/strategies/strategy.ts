import mongoose, { type ClientSession } from 'mongoose';
import type { Problem } from '../values/errors.ts';
import {
  choice,
  day,
  integer,
  list,
  longText,
  text,
  texts,
  url,
  yesNo,
  type Fields,
  type RecordOf,
} from '../record/fields.ts';
import { dayFilters } from '../record/boundFilters.ts';
import type { Option } from '../record/filters.ts';
import type { Label } from '../values/format.ts';
import { registerLender } from '../record/lenders.ts';
import { refuseProblems } from '../record/resolveReferences.ts';
import { derivedColumn, fieldColumn, fieldColumns } from '../record/listColumn.ts';
import { bySize } from '../record/computedSort.ts';
import { collectionsOf, type Noun } from '../record/noun.ts';
import { confidences } from '../record/statement.ts';
import { lentWords } from './lentWords.ts';
import { synonyms } from './synonyms.ts';
import { firstDayOf, thresholds } from './thresholds.ts';

/** How exactly a milestone's date is given; the words of the text stand beside it. */
export const precisions = {
  day: { en: 'day', nl: 'dag' },
  month: { en: 'month', nl: 'maand' },
  quarter: { en: 'quarter', nl: 'kwartaal' },
  year: { en: 'year or years', nl: 'jaar of jaren' },
  yearEnd: { en: 'end of year', nl: 'eind van het jaar' },
  approximate: { en: 'approximately', nl: 'ongeveer' },
  immediately: { en: 'immediately', nl: 'onmiddellijk' },
  none: { en: 'no date', nl: 'geen datum' },
} as const satisfies Record<string, Label>;

const confidence = () => choice({ en: 'How sure', nl: 'Hoe zeker' }, confidences);
const initiativeNumber = () => integer({ en: 'Initiative', nl: 'Initiatief' }, { min: 1, max: 999 });
const lineNumber = () => integer({ en: 'Line of the text', nl: 'Regel van de tekst' });

export const strategyFields = {
  // `new` is the address of the form, and `none` in a filter means without one.
  code: text(
    { en: 'Code', nl: 'Code' },
    { required: true, max: 40, pattern: /^(?!(?:new|none)$)[A-Za-z0-9][A-Za-z0-9-]*$/ },
  ),
  reference: text({ en: 'Reference', nl: 'Referentie' }, { required: true }),
  celex: text({ en: 'CELEX number', nl: 'CELEX-nummer' }, { max: 40 }),
  titleEn: text({ en: 'Title (English)', nl: 'Titel (Engels)' }, { required: true }),
  titleNl: text({ en: 'Title (Dutch)', nl: 'Titel (Nederlands)' }, { required: true }),
  adoptedOn: day({ en: 'Adopted on', nl: 'Vastgesteld op' }),
  startsOn: day({ en: 'Period from', nl: 'Periode vanaf' }),
  endsOn: day({ en: 'Period to', nl: 'Periode tot en met' }),
  parts: list(
    { en: 'Parts', nl: 'Delen' },
    {
      code: text({ en: 'Part', nl: 'Deel' }, { required: true, max: 20 }),
      titleEn: text({ en: 'Title (English)', nl: 'Titel (Engels)' }),
      titleNl: text({ en: 'Title (Dutch)', nl: 'Titel (Nederlands)' }),
      confidence: confidence(),
    },
  ),
  initiatives: list(
    { en: 'Initiatives', nl: 'Initiatieven' },
    {
      number: integer({ en: 'Number', nl: 'Nummer' }, { required: true, min: 1, max: 999 }),
      part: text({ en: 'Part', nl: 'Deel' }, { max: 20 }),
      titleEn: text({ en: 'Title (English)', nl: 'Titel (Engels)' }, { required: true }),
      titleNl: text({ en: 'Title (Dutch)', nl: 'Titel (Nederlands)' }, { required: true }),
      shortEn: text({ en: 'Short name (English)', nl: 'Korte naam (Engels)' }, { max: 40 }),
      shortNl: text({ en: 'Short name (Dutch)', nl: 'Korte naam (Nederlands)' }, { max: 40 }),
      confidence: confidence(),
      note: text({ en: 'Note', nl: 'Opmerking' }, { max: 2000 }),
      isNotExpected: yesNo({ en: 'No funding expected', nl: 'Geen financiering verwacht' }),
      notExpectedReason: longText({ en: 'Why none is expected', nl: 'Waarom geen wordt verwacht' }),
    },
  ),
  keyActions: list(
    { en: 'Key actions', nl: 'Kernacties' },
    {
      code: text({ en: 'Key action', nl: 'Kernactie' }, { required: true, max: 20, pattern: /^\d+\.\d+$/ }),
      textEn: longText({ en: 'Text (English)', nl: 'Tekst (Engels)' }),
      textNl: longText({ en: 'Text (Dutch)', nl: 'Tekst (Nederlands)' }),
      confidence: confidence(),
      dueOn: day({ en: 'Due on', nl: 'Uiterlijk op' }),
      precision: choice({ en: 'Precision', nl: 'Precisie' }, precisions),
      words: text({ en: 'In the words of the text', nl: 'In de woorden van de tekst' }, { max: 2000 }),
    },
  ),
  milestones: list(
    { en: 'Milestones', nl: 'Mijlpalen' },
    {
      name: text({ en: 'Milestone', nl: 'Mijlpaal' }, { required: true }),
      initiative: initiativeNumber(),
      fromOn: day({ en: 'From', nl: 'Vanaf' }),
      toOn: day({ en: 'To', nl: 'Tot en met' }),
      precision: choice({ en: 'Precision', nl: 'Precisie' }, precisions, { required: true }),
      words: text({ en: 'In the words of the text', nl: 'In de woorden van de tekst' }, { max: 2000 }),
      line: lineNumber(),
      evidence: longText({ en: 'Evidence that it was reached', nl: 'Bewijs dat ze is gehaald' }),
      evidenceUrl: url({ en: 'Link to the evidence', nl: 'Link naar het bewijs' }),
    },
  ),
  passages: list(
    { en: 'Passages naming money', nl: 'Passages over geld' },
    {
      what: text({ en: 'What it says', nl: 'Wat er staat' }, { required: true, max: 2000 }),
      initiative: initiativeNumber(),
      instrument: text({ en: 'Instrument', nl: 'Instrument' }),
      words: longText({ en: 'In the words of the text', nl: 'In de woorden van de tekst' }),
      line: lineNumber(),
      registeredAs: texts(
        { en: 'Registered as', nl: 'Geregistreerd als' },
        {
          hint: {
            en: 'Identifiers of the records that hold it.',
            nl: 'Identificaties van de records waarin het staat.',
          },
        },
      ),
    },
  ),
  synonyms: synonyms(),
  thresholds: thresholds(),
  discrepancies: list(
    { en: 'Contradictions between sources', nl: 'Tegenspraken tussen bronnen' },
    {
      code: text({ en: 'Number', nl: 'Nummer' }, { required: true, max: 20 }),
      what: longText({ en: 'What contradicts', nl: 'Wat elkaar tegenspreekt' }, { required: true }),
      sources: texts({ en: 'Sources', nl: 'Bronnen' }),
    },
  ),
} satisfies Fields;

export type Strategy = RecordOf<typeof strategyFields>;

const codesTwice = (codes: readonly (string | number)[]): number =>
  codes.findIndex((code, at) => codes.indexOf(code) < at);

function checkStrategy(strategy: Strategy): Problem[] {
  const problems: Problem[] = [];
  const lists = {
    initiatives: strategy.initiatives.map(({ number }) => number),
    keyActions: strategy.keyActions.map(({ code }) => code),
    parts: strategy.parts.map(({ code }) => code),
    thresholds: strategy.thresholds.map(firstDayOf),
  };
  for (const [key, codes] of Object.entries(lists)) {
    const at = codesTwice(codes);
    if (at >= 0)
      problems.push({ field: `${key}.${at}`, type: 'list.twice', values: { value: codes[at] ?? '' } });
  }
  const numbers = new Set(lists.initiatives);
  strategy.keyActions.forEach(({ code }, at) => {
    if (!numbers.has(Number(code.split('.')[0])))
      problems.push({ field: `keyActions.${at}.code`, type: 'strategy.noInitiative' });
  });
  strategy.initiatives.forEach(({ isNotExpected, notExpectedReason }, at) => {
    if (isNotExpected && notExpectedReason === null)
      problems.push({ field: `initiatives.${at}.notExpectedReason`, type: 'strategy.reason' });
  });
  if (strategy.startsOn && strategy.endsOn && strategy.endsOn.to < strategy.startsOn.from) {
    problems.push({ field: 'endsOn', type: 'day.endBeforeStart' });
  }
  return problems;
}

/** An initiative that calls or projects are linked to stays: their links would lead nowhere. */
async function findLinksLost(
  { code, initiatives }: Strategy,
  previous: Strategy,
  session: ClientSession,
): Promise<Problem[]> {
  const kept = new Set(initiatives.map(({ number }) => number));
  const problems: Problem[] = [];
  for (const { number } of previous.initiatives.filter(one => !kept.has(one.number))) {
    const link = { 'supports.initiative': initiativeCode(code, number) };
    const isLinked =
      (await mongoose.model('project').exists(link).session(session)) ??
      (await mongoose.model('call').exists(link).session(session));
    if (isLinked) problems.push({ field: 'initiatives', type: 'strategy.inUse', values: { value: number } });
  }
  return problems;
}

export const strategies: Noun<typeof strategyFields, object> = {
  name: 'strategy',
  path: 'strategies',
  label: { one: { en: 'Strategy', nl: 'Strategie' }, many: { en: 'Strategies', nl: 'Strategieën' } },
  fields: strategyFields,
  codeField: 'code',
  columns: [
    fieldColumn(strategyFields, 'reference'),
    {
      ...fieldColumn(strategyFields, 'titleEn'),
      heading: { en: 'Title', nl: strategyFields.titleEn.label.nl },
      language: 'en',
    },
    {
      ...fieldColumn(strategyFields, 'titleNl'),
      heading: { en: strategyFields.titleNl.label.en, nl: 'Titel' },
      language: 'nl',
    },
    ...fieldColumns(strategyFields, 'adoptedOn', 'startsOn', 'endsOn'),
    derivedColumn(
      'initiativeCount',
      integer(strategyFields.initiatives.label),
      ['initiatives'],
      ({ initiatives }) => initiatives.length,
      { sort: 'initiatives' },
    ),
  ],
  filters: dayFilters('adoptedOn', { en: 'Adopted on', nl: 'Vastgesteld op' }),
  facets: [],
  sorts: {
    reference: 'reference',
    titleEn: 'titleEn',
    titleNl: 'titleNl',
    adoptedOn: 'adoptedOn.from',
    startsOn: 'startsOn.from',
    endsOn: 'endsOn.from',
    initiatives: bySize('initiatives'),
  },
  defaultSort: '-adoptedOn',
  always: {},
  ...collectionsOf('strategy', 'strategies', strategyFields, {}),
  lends: {
    paths: ['titleEn', 'titleNl', 'initiatives', 'passages', 'synonyms'],
    of: (code, strategy: Partial<Strategy>) =>
      lentWords(strategy, initiativesOf({ code, initiatives: strategy.initiatives ?? [] })),
  },
  namedBy: ['reference'],
  identify: ({ reference: printed }) => printed,
  findable: ({ code, reference: printed, celex, titleEn, titleNl, initiatives, keyActions }) => ({
    identifiers: [code, printed, celex],
    words: [
      titleEn,
      titleNl,
      ...initiatives.flatMap(one => [one.titleEn, one.titleNl]),
      ...keyActions.flatMap(one => [one.textEn, one.textNl]),
    ],
  }),
  prepare: async (record, previous, _change, session) => {
    if (previous) refuseProblems(await findLinksLost(record, previous, session));
    return record;
  },
  check: checkStrategy,
  derive: async () => ({ derived: {}, warnings: [] }),
};

/** The code of an initiative: `COM-2020-607.4`. */
export const initiativeCode = (strategy: string, number: number): string => `${strategy}.${number}`;

/** One initiative with its full code and titles. */
export interface Initiative {
  code: string;
  number: number;
  strategy: string;
  part: string | null;
  title: Label;
  /** What a filter or a mark calls it; its title where nobody gave it a shorter name. */
  short: Label;
  isNotExpected: boolean;
}

/** Every initiative of every strategy (or of one), by strategy and number. */
export async function listInitiatives(strategy: string | null = null): Promise<Initiative[]> {
  const some = strategy === null ? {} : { _id: strategy };
  const stored = await strategies.current.find(some).sort({ _id: 1 }).lean<Strategy[]>();
  return stored.flatMap(initiativesOf);
}

/** The initiatives of a strategy, by number. */
export function initiativesOf({ code, initiatives }: Pick<Strategy, 'code' | 'initiatives'>): Initiative[] {
  return initiatives
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, part, titleEn, titleNl, shortEn, shortNl, isNotExpected }) => ({
      code: initiativeCode(code, number),
      number,
      strategy: code,
      part,
      title: { en: titleEn, nl: titleNl },
      short: { en: shortEn ?? titleEn, nl: shortNl ?? titleNl },
      isNotExpected,
    }));
}

/** Initiatives as the options of a facet; all of them, because zero is the finding. */
export async function initiativeOptions(): Promise<Option[]> {
  return (await listInitiatives()).map(({ code, number, short }) => ({
    value: code,
    label: { en: `${number} ${short.en}`, nl: `${number} ${short.nl}` },
  }));
}

registerLender(strategies);
