import type { VNode } from 'preact';
import type { Problem } from '../../models/values/errors.ts';
import type { Translate } from '../locales/index.ts';
import { sayProblem } from '../problem.ts';
import type { LineExtras } from '../forms/lineExtras.ts';
import type { FormChoices } from '../records/typed.ts';

/** What a control knows of the form around it. */
export interface FieldContext {
  problemOf(name: string): string | null;
  idOf(name: string): string;
  choices: FormChoices;
  /** Whether a field can no longer change: a record's code. */
  isFixed(name: string): boolean;
  /** The id of the countries offered to all fields at once; without one, each offers them itself. */
  countriesId?: string;
  /** Small controls, for a form with many lines. */
  isCompact?: true;
  /** What a list typed as a table shows besides its fields. */
  extrasOf?(name: string): LineExtras | undefined;
  /** What was just done in a list, as a sentence. */
  doneIn?(name: string): string | undefined;
  /** A button in the place of the sign for per cent. */
  buttonAt?(name: string): VNode;
}

/** The id of a field's control: `participants.0.name` → `field-participants-0-name`. */
export const idOfField = (name: string): string => `field-${name.replaceAll('.', '-')}`;

/** What the controls of a form know of it, where no field is fixed. */
export function fieldContext(
  t: Translate,
  problems: readonly Problem[],
  labelOf: (field: string) => string,
  choices: FormChoices = {},
): FieldContext {
  const byField = new Map<string, Problem[]>();
  for (const problem of problems) {
    const before = byField.get(problem.field);
    if (before) before.push(problem);
    else byField.set(problem.field, [problem]);
  }
  return {
    problemOf: name =>
      byField
        .get(name)
        ?.map(problem => sayProblem(t, problem, labelOf(name)))
        .join(' ') ?? null,
    idOf: idOfField,
    choices,
    isFixed: () => false,
  };
}
