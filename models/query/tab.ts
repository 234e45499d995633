import type { Listed } from '../record/noun.ts';

type Values = Readonly<Record<string, readonly string[]>>;

/** The tab of a list that a query is on: the one value chosen of their key; null for all of them together, or some. */
export function tabOf(
  { tabs }: Pick<Listed, 'tabs'>,
  { chosen, excluded }: { readonly chosen: Values; readonly excluded: Values },
): string | null {
  if (!tabs || excluded[tabs.key]) return null;
  const [value, ...others] = chosen[tabs.key] ?? [];
  return value !== undefined && others.length === 0 && Object.hasOwn(tabs.labels, value) ? value : null;
}
