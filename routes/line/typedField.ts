import type { Field } from '../../models/record/fields.ts';
import { storedValue } from '../../models/sources/cells/cellValue.ts';
import { typedAmount } from '../../models/values/typedAmount.ts';

/** The value of a field that was typed into a form, null where it is none; and why, as the type of a problem. */
export function readTypedField(field: Field, text: string): { value: unknown; problem: string | null } {
  const read = storedValue(field, field.kind === 'money' ? typedAmount(text) : text);
  if ('problem' in read) return { value: null, problem: read.problem.key.replace('problems.', '') };
  return { value: read.value, problem: null };
}
