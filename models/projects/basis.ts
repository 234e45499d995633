import type { Cents } from '../record/fields.ts';
import type { Label } from '../values/format.ts';

/** The bases of amount a portfolio is counted in, and their stored paths. */
export const bases = {
  euContribution: { en: 'EU contribution', nl: 'EU-bijdrage' },
  totalCost: { en: 'Total cost', nl: 'Totale kosten' },
} as const satisfies Record<string, Label>;
export type Basis = keyof typeof bases;

/**
 * An aggregation expression, 1 where a project states the basis: a total cost of 0 beside a contribution means "not
 * declared" (docs/domain.md §2).
 */
export function statedExpression(basis: Basis): Record<string, unknown> {
  const isNull = { $eq: [{ $ifNull: [`$${basis}`, null] }, null] };
  const isUndeclared = {
    $and: [{ $eq: [`$${basis}`, 0] }, { $gt: [{ $ifNull: ['$euContribution', 0] }, 0] }],
  };
  const unstated = basis === 'totalCost' ? { $or: [isNull, isUndeclared] } : isNull;
  return { $cond: [unstated, 0, 1] };
}

/** As `statedExpression`, for a record at hand. */
export function isBasisStated(project: Readonly<Record<Basis, Cents | null>>, basis: Basis): boolean {
  const isUndeclared = basis === 'totalCost' && project.totalCost === 0 && (project.euContribution ?? 0) > 0;
  return project[basis] !== null && !isUndeclared;
}
