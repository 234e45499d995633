import {
  isUsable,
  moneyNote,
  moneyText,
  plainText,
  sourceText,
  state,
  statementsOf,
  valuesOf,
} from './stating.ts';
import type { Fact, Money, ReferenceData, ReferenceProgramme, ReferenceSources } from './referenceData.ts';

const codes: Readonly<Record<string, string>> = {
  ISFP: 'ISFP',
  'ISF 2014-2020': 'ISF-2014',
  'ISF 2021-2027': 'ISF-2021',
  H2020: 'H2020',
  HORIZON: 'HORIZON',
  CEF: 'CEF',
  DIGITAL: 'DIGITAL',
  'ERASMUS+': 'ERASMUS',
  SPOTLIGHT: 'SPOTLIGHT',
};

// The note of the fund says so: "Police and Borders and Visa together".
const parents: Readonly<Record<string, string>> = { ISFP: 'ISF-2014' };

/** Our code of a programme of the file. @throws {Error} for one the table does not hold */
export function programmeCode(id: string): string {
  const code = codes[id];
  if (code === undefined) throw new Error(`The reference data names an unknown programme: ${id}`);
  return code;
}

/** Stated budgets: the first that a source states is used. */
function statedBudgets(budgets: readonly Fact<Money>[]) {
  const used = budgets.find(isUsable);
  return budgets.flatMap(fact =>
    state('budget', fact, moneyText).map(stated => ({
      ...stated,
      isUsed: fact === used,
      more: (fact.value && moneyNote(fact.value)) ?? undefined,
    })),
  );
}

function programmeFrom(programme: ReferenceProgramme, sources: ReferenceSources): object {
  const { id, code, name, period, note, seed_lines: lines } = programme;
  const stated = [
    ...state('portalId', programme.sedia_programme_id),
    ...state('legalBasis', programme.legal_basis),
    ...statedBudgets(programme.budgets ?? []),
  ];
  const named = lines && `Named in COM(2020) 607 final, Dutch text, line ${lines.join(', ')}.`;
  return {
    ...valuesOf(stated),
    code: programmeCode(id),
    label: code,
    name,
    parent: parents[id] ?? null,
    startsOn: period?.slice(0, 4),
    endsOn: period?.slice(5),
    rules: (programme.rules ?? []).map(fact => ({
      text: plainText([fact.value, fact.note].filter(Boolean).join(' — '), sources),
      source: sourceText(fact.source, sources),
    })),
    note: [note && `${note}.`, named].filter(Boolean).join('\n'),
    statements: statementsOf(stated, sources),
  };
}

/** The programmes as a person would type them into our fields; one that another is part of stands before it. */
export const programmesFrom = ({ programmes, sources }: ReferenceData): object[] =>
  programmes
    .toSorted((a, b) => Number(a.id in parents) - Number(b.id in parents))
    .map(programme => programmeFrom(programme, sources));
