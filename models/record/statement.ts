import { choice, list, longText, text, url, yesNo, type Fields, type RecordOf } from './fields.ts';
import type { Label } from '../values/format.ts';

/** How sure a stated value is; from the reference data's scale. */
export const confidences = {
  verified: { en: 'verified', nl: 'geverifieerd' },
  secondary: { en: 'secondary', nl: 'uit tweede hand' },
  inferred: { en: 'inferred', nl: 'afgeleid' },
  ownTranslation: { en: 'own translation', nl: 'eigen vertaling' },
  unverified: { en: 'general knowledge, unverified', nl: 'algemene kennis, niet geverifieerd' },
  notFound: { en: 'not found', nl: 'niet gevonden' },
} as const satisfies Record<string, Label>;
export type Confidence = keyof typeof confidences;

/**
 * What sources say of one field: every value as stated, with its source; at most one a field is the one used
 * (docs/decisions/0008-statements.md). `value` is the text a person would type into that field.
 */
export const statementFields = {
  field: text({ en: 'Field', nl: 'Veld' }, { required: true, max: 60 }),
  value: text({ en: 'Value as stated', nl: 'Waarde zoals vermeld' }, { max: 2000 }),
  source: text({ en: 'Source', nl: 'Bron' }, { required: true, max: 2000 }),
  url: url({ en: 'Link to the source', nl: 'Link naar de bron' }),
  confidence: choice({ en: 'How sure', nl: 'Hoe zeker' }, confidences, { required: true }),
  isUsed: yesNo({ en: 'Used', nl: 'Gebruikt' }),
  note: longText({ en: 'Note', nl: 'Opmerking' }),
} satisfies Fields;

export type Statement = RecordOf<typeof statementFields>;

export const statements = () =>
  list({ en: 'Stated values', nl: 'Vermelde waarden' }, statementFields, {
    hint: {
      en: 'What sources say of a field. Keep every value; mark the one that is used.',
      nl: 'Wat bronnen over een veld zeggen. Bewaar elke waarde; markeer de gebruikte.',
    },
  });

/** Fields of which several values do not contradict each other: a record may support many initiatives. */
export const isAdditive = (field: string): boolean => field === 'supports';

/** Fields for which two or more different values are stated by sources that count. */
export function disagreeingFields(stated: readonly Statement[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { field, value } of stated) {
    if (value !== null && !isAdditive(field)) values.set(field, (values.get(field) ?? new Set()).add(value));
  }
  return [...values].filter(([, distinct]) => distinct.size > 1).map(([field]) => field);
}

/** A field with more than one statement marked as used, if there is one. */
export function findDoublyUsed(stated: readonly Statement[]): string | null {
  const used = stated.filter(({ isUsed, field }) => isUsed && !isAdditive(field)).map(({ field }) => field);
  return used.find((field, index) => used.indexOf(field) !== index) ?? null;
}

/** Where a stated value was found, and what its note says besides: an address alone on a line of the note is such a place. */
export function placesOf({ url, note }: Pick<Statement, 'url' | 'note'>): {
  note: string | null;
  places: string[];
} {
  const lines = (note ?? '').split('\n');
  const isPlace = (line: string) => /^https?:\/\/\S+$/.test(line);
  const words = lines.filter(line => !isPlace(line)).join('\n');
  return { note: words === '' ? null : words, places: [...(url ? [url] : []), ...lines.filter(isPlace)] };
}
