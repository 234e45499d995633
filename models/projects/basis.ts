import type { Cents } from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import type { Expression } from '../record/facts.ts';

/** The bases of amount a portfolio is counted in, and their stored paths. */
export const bases = {
  euContribution: { en: 'EU contribution', nl: 'EU-bijdrage' },
  totalCost: { en: 'Total cost', nl: 'Totale kosten' },
} as const satisfies Record<string, Label>;
export type Basis = keyof typeof bases;

/** Money in each basis, in whole cents; null where it is not known. */
export type Amounts = Record<Basis, Cents | null>;
export const basisNames = Object.keys(bases) as Basis[];

/** What is made of each basis. */
export const byBasis = <T>(of: (basis: Basis) => T): Record<Basis, T> => ({
  euContribution: of('euContribution'),
  totalCost: of('totalCost'),
});

/** Whether a total cost means "not declared": 0 beside a contribution (docs/domain.md §2). */
export const isCostUndeclared = ({ totalCost, euContribution }: Amounts): boolean =>
  totalCost === 0 && (euContribution ?? 0) > 0;

/** The cents that a project states in a basis; null where it states none, or means none by what it states. */
export const statedAmount = (amounts: Amounts, basis: Basis): Cents | null =>
  basis === 'totalCost' && isCostUndeclared(amounts) ? null : amounts[basis];

/** As `statedAmount`, in an aggregation: 1 where a project states the basis, else 0. */
export function statedExpression(basis: Basis): Expression {
  const isNull = { $eq: [{ $ifNull: [`$${basis}`, null] }, null] };
  const isUndeclared = {
    $and: [{ $eq: [`$${basis}`, 0] }, { $gt: [{ $ifNull: ['$euContribution', 0] }, 0] }],
  };
  const unstated = basis === 'totalCost' ? { $or: [isNull, isUndeclared] } : isNull;
  return { $cond: [unstated, 0, 1] };
}
