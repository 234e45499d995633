import { createInstance, type FormatterModule } from 'i18next';
import { languages, type Label, type Language } from '../../models/values/format.ts';
import { accessTexts } from './access.ts';
import { accountTexts } from './account.ts';
import { apiTexts } from './api.ts';
import { archiveTexts } from './archive.ts';
import { bulkTexts } from './bulk.ts';
import { formTexts } from './forms.ts';
import { homeTexts } from './home.ts';
import { importRowTexts } from './importRows.ts';
import { importSourceTexts } from './importSources.ts';
import { importStepTexts } from './importSteps.ts';
import { importStoppedTexts } from './importStopped.ts';
import { importTableTexts } from './importTables.ts';
import { importTemplateTexts } from './importTemplates.ts';
import { importTexts } from './imports.ts';
import { idempotencyTexts } from './idempotency.ts';
import { importMappingTexts } from './importMapping.ts';
import { importPageTexts } from './importPages.ts';
import { importFileTexts } from './importFiles.ts';
import { importAmountTexts } from './importAmounts.ts';
import { overloadTexts } from './overload.ts';
import { positionTexts } from './position.ts';
import { problems } from './problems.ts';
import { coverageTexts } from './coverage.ts';
import { nounTexts } from './nouns.ts';
import { qualityTexts } from './quality.ts';
import { recordTexts } from './records.ts';
import { referenceTexts } from './reference.ts';
import { searchTexts } from './search.ts';
import { sessionTexts } from './session.ts';
import { supportTexts } from './supports.ts';
import { words } from './words.ts';
import { workbookTexts } from './workbook.ts';

/** Every text of the pages, by area. A new area is one file beside this one and one line here. */
export const texts = {
  ...words,
  ...recordTexts,
  ...searchTexts,
  ...nounTexts,
  ...coverageTexts,
  ...positionTexts,
  ...supportTexts,
  ...workbookTexts,
  ...sessionTexts,
  ...accountTexts,
  ...accessTexts,
  ...idempotencyTexts,
  ...importTexts,
  ...importFileTexts,
  ...importAmountTexts,
  ...qualityTexts,
  ...homeTexts,
  ...formTexts,
  ...apiTexts,
  ...archiveTexts,
  ...bulkTexts,
  ...importPageTexts,
  ...importRowTexts,
  ...importMappingTexts,
  ...importSourceTexts,
  ...importStepTexts,
  ...importStoppedTexts,
  ...importTableTexts,
  ...importTemplateTexts,
  ...overloadTexts,
  ...referenceTexts,
  problems,
};

type Texts = typeof texts;
type Plural<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;
type KeysOf<A> = { [K in keyof A & string]: `${K}.${Plural<keyof A[K] & string>}` }[keyof A & string];
export type MessageKey = KeysOf<Texts>;
export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

const separator = '|';

function resourcesOf(language: Language): Record<string, string> {
  const entries = Object.entries(texts as Record<string, Record<string, Label>>).flatMap(([area, messages]) =>
    Object.entries(messages).map(([key, label]): [string, string] => [`${area}.${key}`, label[language]]),
  );
  return Object.fromEntries(entries);
}

const groups: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en-IE'),
  nl: new Intl.NumberFormat('nl-NL'),
};

/** Sets the thousands of a number apart: 3136 → `3,136`, in Dutch `3.136`. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language) =>
    typeof value === 'number' ? groups[language === 'nl' ? 'nl' : 'en'].format(value) : String(value),
};

const i18n = createInstance({
  lng: 'en',
  // Keys hold dots (`problems.any.required`), so none separates levels.
  keySeparator: separator,
  nsSeparator: separator,
  // A number is read in groups of three, in every sentence.
  interpolation: { escapeValue: false, alwaysFormat: true },
  initAsync: false,
  resources: Object.fromEntries(
    languages.map(language => [language, { translation: resourcesOf(language) }]),
  ),
});
void i18n.use(formatter).init();

/** The texts in one language. Values are put in as they are: pages escape when they are written. */
export function translator(language: Language): Translate {
  const translate = i18n.getFixedT(language);
  // A page asks thousands of times for the same few words.
  const known = wordsOf[language];
  return (key, values) => {
    if (values) return translate(key, values);
    const found = known.get(key) ?? translate(key);
    known.set(key, found);
    return found;
  };
}

const wordsOf: Readonly<Record<Language, Map<MessageKey, string>>> = { en: new Map(), nl: new Map() };
