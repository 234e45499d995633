import type { Problem } from '../models/errors.ts';
import { texts, type MessageKey, type Translate } from './locales/index.ts';

/** A problem as a sentence; `label` is how the page calls the field, else its name. */
export function sayProblem(t: Translate, problem: Problem, label: string = problem.field): string {
  const key = problem.type in texts.problems ? problem.type : 'any.invalid';
  return t(`problems.${key}` as MessageKey, { field: problem.field, label, ...problem.values });
}
