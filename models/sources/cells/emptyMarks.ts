import type { Field, FieldKind } from '../../record/fields.ts';
import type { CellRead } from './cellValue.ts';
import type { Read } from '../contract/incoming.ts';

/** What people write for nothing, whatever the field. */
const always = /^(?:[-–—]+|n\/a|n\.a\.?|n\.?v\.?t\.?|k\.\s?a\.?|#n\/[ab]|null)$/i;
/** What means nothing where the field can make nothing else of it: NA is Namibia, and `?` may be a title. */
const otherwise =
  /^(?:na|none|nil|unknown|onbekend|unbekannt|inconnue?|not (?:available|applicable|known)|niet (?:bekend|beschikbaar|van toepassing)|keine angaben?|n\.?b\.?|ka|tbd|tbc|\?+|\.{2,}|…)$/i;

/** Whether a kind takes any text, so that only a mark that is no word means nothing. */
const takesAnyText: Readonly<Record<FieldKind, boolean>> = {
  text: true,
  longText: true,
  texts: true,
  url: true,
  country: false,
  choice: false,
  integer: false,
  money: false,
  percent: false,
  day: false,
  instant: false,
  yesNo: false,
  coded: true,
  reference: true,
  list: false,
};

/** Whether a cell states nothing with a mark such as `-` or `n.v.t.`, given what the field makes of it. */
export function isEmptyMark(field: Field, text: string, read: CellRead): boolean {
  const trimmed = text.trim();
  if (takesAnyText[field.kind]) return always.test(trimmed);
  return 'problem' in read && (always.test(trimmed) || otherwise.test(trimmed));
}

/** Says of each column once that it has such marks: with the first record in which one stands. */
export function onceAColumn(): (read: Read) => Read {
  const told = new Set<string>();
  return read => {
    if (!('values' in read)) return read;
    const warnings = read.warnings.filter(({ where, column, problem }) => {
      if (problem.key !== 'importTable.emptyMark') return true;
      const place = JSON.stringify([where.table, column]);
      return !told.has(place) && told.add(place);
    });
    return warnings.length === read.warnings.length ? read : { ...read, warnings };
  };
}
