/** How a user reads words, amounts and days: the language of the text and the region of the notation. */
export interface Format {
  language: 'en' | 'nl';
  /** A BCP 47 tag such as `en-IE` or `nl-NL`; it rules separators and the order of day and month. */
  locale: string;
}

export const languages = ['en', 'nl'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the product; a missing one does not compile. */
export type Label = Readonly<Record<Language, string>>;
