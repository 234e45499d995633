/** Texts on the day and the instant that a page is judged on. */
export const positionTexts = {
  position: {
    counted: { en: '{{count}} on this day', nl: '{{count}} op deze peildatum' },
    later: { en: '{{count}} not yet signed', nl: '{{count}} nog niet ondertekend' },
    undated: { en: '{{count}} undated', nl: '{{count}} zonder datum' },
    undatedHint: {
      en: 'Undated: neither a signature nor a start is known, so these are counted on every day.',
      nl: 'Zonder datum: ondertekening en begin zijn onbekend, dus deze tellen op elke dag mee.',
    },
  },
} as const;
