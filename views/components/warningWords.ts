import { labelOf } from '../../models/record/filters.ts';
import type { Warning } from '../../models/record/noun.ts';
import type { Format, Label } from '../../models/values/format.ts';
import { formatCents } from '../../models/values/money.ts';
import { translator } from '../locales/index.ts';

const signs = { more: 'warning.more', less: 'warning.less' } as const;

/** A warning in words; one of amounts says by how much. */
export function warningWords(
  { rule, byCents }: Warning,
  labels: Readonly<Record<string, Label>>,
  format: Format,
): string {
  const words = labelOf(labels, rule)[format.language];
  if (byCents === undefined) return words;
  const amount = formatCents(Math.abs(byCents), format);
  return `${words}: ${translator(format.language)(byCents < 0 ? signs.less : signs.more, { amount })}`;
}
