import type { ExpectedError, Problem } from '../models/values/errors.ts';
import { texts, type MessageKey, type Translate } from './locales/index.ts';

/** A problem as a sentence; `label` is how the page calls the field, else its name. */
export function sayProblem(t: Translate, problem: Problem, label: string = problem.field): string {
  const key = problem.type in texts.problems ? problem.type : 'any.invalid';
  return t(`problems.${key}` as MessageKey, { field: problem.field, label, ...problem.values });
}

/** Why something was not done, as one or more sentences: the reason, then the problems of the fields. */
export const sayWhy = (
  t: Translate,
  { key, values, problems }: Pick<ExpectedError, 'key' | 'values' | 'problems'>,
): string => [t(key as MessageKey, values), ...problems.map(one => sayProblem(t, one))].join(' ');
