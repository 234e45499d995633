import { callWarnings } from '../../models/calls/callRules.ts';
import { formatCountryCode } from '../../models/values/country.ts';
import { byKind, type ByKind, type Field } from '../../models/record/fields.ts';
import { labelOf } from '../../models/record/filters.ts';
import type { Format, Label, Language } from '../../models/values/format.ts';
import type { Warning } from '../../models/record/noun.ts';
import type { Participant } from '../../models/projects/project.ts';
import { projectWarnings } from '../../models/projects/projectRules.ts';
import { significanceLabels, type Support } from '../../models/assessments/support.ts';
import { warningWords } from '../components/warningWords.ts';
import { formatShare, valueText } from '../components/Value.tsx';
import type { Cell } from './cells.ts';

/** A label in the reader's language; a code without label is its own. */
export function wordOf(
  labels: Readonly<Record<string, Label>>,
  code: string | null,
  language: Language,
): string | null {
  return code === null ? null : labelOf(labels, code)[language];
}

export function warningsText(warnings: readonly Warning[], format: Format): string {
  const labels = { ...projectWarnings, ...callWarnings };
  return warnings.map(one => warningWords(one, labels, format)).join('; ');
}

/** `COM-2020-607.4 Principal 50 %; …`, one a link. */
export function supportsText(supports: readonly Support[], format: Format): string {
  return supports
    .map(({ initiative, significance, shareBp }) => {
      const share = shareBp === null ? '' : ` ${formatShare(shareBp, format)}`;
      return `${initiative} ${significanceLabels[significance][format.language]}${share}`;
    })
    .join('; ');
}

/** The coordinator among participants that are shown: what is derived and stored with old versions may name one withheld since. */
export function coordinatorOf<P extends Pick<Participant, 'role' | 'isWithheld'>>(
  participants: readonly P[],
): P | null {
  return participants.find(({ role, isWithheld }) => role === 'coordinator' && !isWithheld) ?? null;
}

const inWords = (value: unknown, format: Format, field: Field): Cell => valueText(field, value, format);
const asIs = (value: number): Cell => value;
const cells: ByKind<Cell, [format: Format, field: Field]> = {
  text: inWords,
  longText: inWords,
  texts: inWords,
  url: inWords,
  country: formatCountryCode,
  choice: inWords,
  integer: asIs,
  money: cents => ({ cents }),
  percent: shareBp => ({ shareBp }),
  day: day => ({ day }),
  instant: instant => ({ instant }),
  yesNo: inWords,
  coded: inWords,
  reference: ({ identifier }) => identifier,
  list: inWords,
};

/** A field's value as a cell: money, days and numbers as such, the rest as text. */
export const fieldCell = (field: Field, value: unknown, format: Format): Cell =>
  value === null || value === undefined ? null : byKind(cells, field)(value, format, field);

/** Several texts with semicolons between them; as JSON where they could not be told apart again. */
export function textsText(texts: readonly string[]): string {
  const isUnclear = texts.some(text => /[;\n]/.test(text)) || texts[0]?.startsWith('[') === true;
  return isUnclear ? JSON.stringify(texts) : texts.join('; ');
}

/** A value as a cell of a list; texts with semicolons between them, in the words of their labels. */
export function valueCell(field: Field, value: unknown, format: Format): Cell {
  if (field.kind === 'texts' && Array.isArray(value))
    return textsText((value as string[]).map(one => labelOf(field.options, one)[format.language]));
  return fieldCell(field, value, format);
}
