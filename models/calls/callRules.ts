import type { Call } from './callFields.ts';
import { resultsOf, type CallResults } from './callResults.ts';
import { todayInBrussels, type Day } from '../values/day.ts';
import type { Problem } from '../values/errors.ts';
import type { Label } from '../values/format.ts';
import type { Warning } from '../record/noun.ts';
import { disagreeingFields, findDoublyUsed } from '../record/statement.ts';
import { checkSupports } from '../assessments/support.ts';

/** `timeline` has the instants at which the status changes, the first at the beginning of time: docs/domain.md §2. */
export type CallDerived = CallResults & {
  /** The first opening day and the first and last deadline of any round, for lists. */
  opensOn: Call['rounds'][number]['openingOn'];
  deadlineAt: Date | null;
};

export const callWarnings = {
  knownFromProjects: { en: 'Known only from projects', nl: 'Alleen bekend uit projecten' },
  noTitle: { en: 'Title unknown', nl: 'Titel onbekend' },
  noOpening: { en: 'Opening day unknown', nl: 'Openingsdag onbekend' },
  noDeadline: { en: 'Deadline unknown', nl: 'Deadline onbekend' },
  noBudget: { en: 'Budget unknown', nl: 'Budget onbekend' },
  unjustified: { en: 'Link without justification', nl: 'Koppeling zonder motivering' },
  disagreement: { en: 'Sources disagree', nl: 'Bronnen spreken elkaar tegen' },
} as const satisfies Record<string, Label>;

/** What is refused in a call: docs/domain.md §5, errors. */
export function checkCall(call: Call): Problem[] {
  const problems: Problem[] = checkSupports(call.supports);
  call.rounds.forEach(({ openingOn, deadlines }, at) => {
    deadlines.forEach((deadline, index) => {
      if (openingOn && todayInBrussels(deadline.at) < openingOn.from) {
        problems.push({ field: `rounds.${at}.deadlines.${index}.at`, type: 'call.deadlineBeforeOpening' });
      }
    });
  });
  if (
    call.minContribution !== null &&
    call.maxContribution !== null &&
    call.minContribution > call.maxContribution
  ) {
    problems.push({ field: 'maxContribution', type: 'call.maxBelowMin' });
  }
  const doubly = findDoublyUsed(call.statements);
  if (doubly) problems.push({ field: 'statements', type: 'statements.twoUsed', values: { field: doubly } });
  return problems;
}

/** The warnings kept with a call. */
export function warningsOfCall(call: Call): Warning[] {
  const deadlines = call.rounds.flatMap(round => round.deadlines);
  const found: [boolean, keyof typeof callWarnings, string][] = [
    [call.knownFrom === 'projects', 'knownFromProjects', 'knownFrom'],
    [call.title === null, 'noTitle', 'title'],
    [!call.rounds.some(({ openingOn }) => openingOn), 'noOpening', 'rounds'],
    [deadlines.length === 0, 'noDeadline', 'rounds'],
    [call.budget === null, 'noBudget', 'budget'],
    [call.supports.some(({ justification }) => justification === null), 'unjustified', 'supports'],
    [
      disagreeingFields(call.statements).length > 0,
      'disagreement',
      disagreeingFields(call.statements)[0] ?? 'statements',
    ],
  ];
  return found.filter(([isTrue]) => isTrue).map(([, rule, field]) => ({ rule, field }));
}

/**
 * What follows from the rounds of a call.
 * @param days by round, the first on which a project of it was signed; null where the projects are not known
 */
export function timesOf(call: Call, days: readonly (Day | null)[] | null): CallDerived {
  const { rounds } = call;
  const opening = rounds
    .flatMap(({ openingOn }) => openingOn ?? [])
    .toSorted((a, b) => a.from.localeCompare(b.from));
  const deadlines = rounds
    .flatMap(round => round.deadlines.map(({ at }) => at))
    .toSorted((a, b) => a.getTime() - b.getTime());
  return {
    ...resultsOf(call, [{ since: null, until: null, days: days ? [...days] : rounds.map(() => null) }]),
    ...(days === null && { evaluationDays: null }),
    opensOn: opening.at(0) ?? null,
    deadlineAt: deadlines.at(-1) ?? null,
  };
}
