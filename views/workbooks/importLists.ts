import { countryLabels, formatCountryCode } from '../../models/values/country.ts';
import type { Field, FieldKind } from '../../models/record/fields.ts';
import type { Language } from '../../models/values/format.ts';
import { sheetsWithoutRecords } from '../../models/sources/callfolioFile/callfolioFile.ts';
import type { Translate } from '../locales/index.ts';
import type { FormChoices } from '../records/typed.ts';
import { columnLetters } from './columnLetters.ts';

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

/** What a list is made with. */
interface ListContext {
  choices: Pick<FormChoices, 'programme' | 'initiative' | 'keyAction'>;
  t: Translate;
  language: Language;
}
interface Listing {
  /** Fields with the same choices share a list. */
  sharedBy: (field: Field) => unknown;
  /** Codes have their words beside them. */
  list: (field: Field, context: ListContext) => Listed & { words?: readonly string[] };
}

/** What can be chosen in a field of each kind; null where anything can be written. */
const listings: Readonly<Record<FieldKind, Listing | null>> = {
  text: null,
  longText: null,
  texts: null,
  url: null,
  country: {
    sharedBy: ({ kind }) => kind,
    list: ({ label }, { language }) => ({
      heading: label[language],
      values: Object.entries(countryLabels)
        .map(([code, country]) => `${country[language]} · ${formatCountryCode(code)}`)
        .toSorted((a, b) => a.localeCompare(b, language)),
    }),
  },
  choice: {
    sharedBy: ({ options }) => options,
    list: ({ label, options = {} }, { language }) => ({
      heading: label[language],
      values: Object.values(options).map(option => option[language]),
    }),
  },
  integer: null,
  money: null,
  percent: null,
  day: null,
  instant: null,
  yesNo: {
    sharedBy: ({ kind }) => kind,
    list: (_field, { t }) => {
      const values = [t('value.yes'), t('value.no')];
      return { heading: values.join(' / '), values };
    },
  },
  coded: {
    sharedBy: ({ noun }) => noun,
    list: ({ label, noun }, { choices, language }) => {
      const codes = choices[noun as keyof typeof choices] ?? [];
      return {
        heading: label[language],
        values: codes.map(({ value }) => value),
        words: codes.map(code => code.label),
      };
    },
  },
  reference: null,
  list: null,
};

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
  const listed = new Map<unknown, ReturnType<Listing['list']>>();
  for (const field of fields) {
    const listing = listings[field.kind];
    if (!listing || listed.has(listing.sharedBy(field))) continue;
    const list = listing.list(field, { choices, t, language });
    if (list.values.length > 0) listed.set(listing.sharedBy(field), list);
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
  return {
    all: offered.map(([, one]) => one),
    find: field => byKey.get(listings[field.kind]?.sharedBy(field)) ?? null,
  };
}
