import type { Cents } from '../record/fields.ts';
import type { Label, Language } from '../values/format.ts';

/** What is searched, in the order of the page. */
export const hitKinds = {
  project: { en: 'Projects', nl: 'Projecten' },
  call: { en: 'Calls and topics', nl: 'Oproepen en onderwerpen' },
  organisation: { en: 'Organisations', nl: 'Organisaties' },
  programme: { en: 'Programmes', nl: 'Programma’s' },
  initiative: { en: 'Initiatives', nl: 'Initiatieven' },
  keyAction: { en: 'Key actions', nl: 'Kernacties' },
  milestone: { en: 'Milestones', nl: 'Mijlpalen' },
  passage: { en: 'Passages of the strategy', nl: 'Passages van de strategie' },
} as const satisfies Record<string, Label>;
export type HitKind = keyof typeof hitKinds;

/** A text with what it is of, and its language where that is not the reader's. */
export interface SourceText {
  source: Label;
  text: Label;
  language: Language | null;
}

/** One row of the search: what was found, and where the words stand if not in its own title. */
export interface Hit {
  /** The address of its page. */
  path: string;
  name: Label;
  title: Label | null;
  where: SourceText | null;
  /** What stands at the right of it: codes and states in words. */
  asides: readonly Label[];
  /** An amount in whole cents: null where it is unknown, undefined where there is none. */
  cents?: Cents | null;
}

/** The same in both languages: a name, or what is in one language alone. */
export const inBoth = (text: string): Label => ({ en: text, nl: text });
