import { formatInstantPlain } from '../../models/values/day.ts';
import { formatAmount } from '../../models/values/money.ts';
import type { Field } from '../../models/record/fields.ts';
import { Value } from '../components/Value.tsx';
import { usePage } from '../page.tsx';

/** The unit that a column's heading says for all of its amounts. */
export const unitOf = ({ kind }: Field): string | null => (kind === 'money' ? '€' : null);

/** A stored value in a column of a list: as on every page, without the unit or zone that the heading says once. */
export function ListValue({ field, value }: { field: Field; value: unknown }) {
  const { format } = usePage();
  if (field.kind === 'money' && typeof value === 'number')
    return <span class="amount">{formatAmount(value, format)}</span>;
  if (field.kind === 'instant' && value instanceof Date) return <>{formatInstantPlain(value, format)}</>;
  return <Value field={field} value={value} />;
}
