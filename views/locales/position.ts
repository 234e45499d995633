/** Texts on the day and the instant that a page is judged on. */
export const positionTexts = {
  position: {
    name: { en: 'Position', nl: 'Peildatum' },
    of: { en: 'Position of {{day}}', nl: 'Stand op {{day}}' },
    ofToday: { en: 'Position of today, {{day}}', nl: 'Stand van vandaag, {{day}}' },
    known: { en: ', as known on {{at}}', nl: ', met de gegevens van {{at}}' },
    other: { en: 'Another day', nl: 'Andere peildatum' },
    back: { en: 'Back to today', nl: 'Terug naar vandaag' },
    counted: { en: '{{count}} on this day', nl: '{{count}} op deze peildatum' },
    later: { en: '{{count}} not yet signed', nl: '{{count}} nog niet ondertekend' },
    undated: { en: '{{count}} undated', nl: '{{count}} zonder datum' },
    undatedHint: {
      en: 'Undated: neither a signature nor a start is known, so these are counted on every day.',
      nl: 'Zonder datum: ondertekening en begin zijn onbekend, dus deze tellen op elke dag mee.',
    },
  },
} as const;
