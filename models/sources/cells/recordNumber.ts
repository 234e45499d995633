import type { SourceProblem } from '../contract/table.ts';

/** Fields that hold the number by which others know a record. */
const numbered = new Set(['grantAgreement', 'rcn', 'pic', 'participants.pic']);

/**
 * The number of a record as it was meant: `832735.0`, as programs write a whole number among others, is 832735. One that a
 * spreadsheet shortened (`1.01E+08`) is lost, and not made up.
 */
export function recordNumber(key: string, text: string): { text: string } | { problem: SourceProblem } {
  if (!numbered.has(key)) return { text };
  if (/^\s*\d(?:[.,]\d+)?e\+?\d+\s*$/i.test(text)) return { problem: { key: 'importTable.shortened' } };
  return { text: text.replace(/^\s*(\d{3,})[.,]0+\s*$/, '$1') };
}
