/** Texts of single rows of an import's report. */
export const importRowTexts = {
  importRow: {
    withheld: { en: 'Withheld organisation', nl: 'Afgeschermde organisatie' },
    withheldHint: {
      en: 'What this row says is shown only on the page, to whoever may see withheld participants.',
      nl: 'Wat deze rij zegt, staat alleen op de pagina, voor wie afgeschermde deelnemers mag zien.',
    },
  },
} as const;
