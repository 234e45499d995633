import { countryLabels, formatCountryCode } from '../../models/values/country.ts';
import type { Field } from '../../models/record/fields.ts';
import type { Language } from '../../models/values/format.ts';
import { sheetsWithoutRecords } from '../../models/sources/callfolioFile/callfolioFile.ts';
import type { Translate } from '../locales/index.ts';
import type { FormChoices } from '../records/typed.ts';
import { columnLetters } from './rowXml.ts';

/** A column of the sheet of choices. */
export interface Offered {
  heading: string;
  values: readonly string[];
  /** Where they stand, as a formula; empty for a column that only says them in words. */
  range: string;
  /** In characters. */
  width: number;
}

type Listed = Pick<Offered, 'heading' | 'values'>;

/** Fields with the same choices share a list. */
const sharedBy = (field: Field): unknown =>
  field.kind === 'choice' ? field.options : field.kind === 'coded' ? field.noun : field.kind;

/**
 * What can be chosen in the fields of a workbook, as the columns of a sheet; codes have their words beside them. A list
 * without anything to choose is left out.
 */
export function listsOffered(
  fields: readonly Field[],
  choices: Pick<FormChoices, 'programme' | 'initiative' | 'keyAction'>,
  t: Translate,
  language: Language,
): { all: readonly Offered[]; find: (field: Field) => Offered | null } {
  const valuesOf = (field: Field): readonly string[] => {
    if (field.kind === 'choice') return Object.values(field.options ?? {}).map(label => label[language]);
    if (field.kind === 'yesNo') return [t('value.yes'), t('value.no')];
    if (field.kind !== 'country') return [];
    return Object.entries(countryLabels)
      .map(([code, label]) => `${label[language]} · ${formatCountryCode(code)}`)
      .toSorted((a, b) => a.localeCompare(b, language));
  };
  const listed = new Map<unknown, Listed & { words: readonly string[] | null }>();
  for (const field of fields) {
    const key = sharedBy(field);
    if (listed.has(key)) continue;
    const heading = field.kind === 'yesNo' ? valuesOf(field).join(' / ') : field.label[language];
    const coded = field.kind === 'coded' ? (choices[field.noun as keyof typeof choices] ?? []) : null;
    const values = coded?.map(({ value }) => value) ?? valuesOf(field);
    if (values.length === 0) continue;
    listed.set(key, { heading, values, words: coded?.map(({ label }) => label) ?? null });
  }
  const columns = [...listed].flatMap(([key, { heading, values, words }]): [unknown, Listed][] => [
    [key, { heading, values }],
    ...(words
      ? [[null, { heading: t('importTemplate.inWords', { heading }), values: words }] as [unknown, Listed]]
      : []),
  ]);
  const letters = columnLetters(columns.length);
  const sheet = sheetsWithoutRecords.choices[language];
  const offered = columns.map(([key, { heading, values }], at): [unknown, Offered] => {
    const letter = letters[at] ?? '';
    const longest = Math.max(...values.map(value => value.length), heading.length);
    const range = key === null ? '' : `${sheet}!$${letter}$2:$${letter}$${values.length + 1}`;
    return [key, { heading, values, range, width: Math.min(60, longest + 4) }];
  });
  const byKey = new Map(offered.filter(([key]) => key !== null));
  return { all: offered.map(([, one]) => one), find: field => byKey.get(sharedBy(field)) ?? null };
}
