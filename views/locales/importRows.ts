/** Texts of an import's report about single rows and columns. */
export const importRowTexts = {
  importRow: {
    withheld: { en: 'Withheld organisation', nl: 'Afgeschermde organisatie' },
    withheldHint: {
      en: 'What this row says is shown only on the page, to whoever may see withheld participants.',
      nl: 'Wat deze rij zegt, staat alleen op de pagina, voor wie afgeschermde deelnemers mag zien.',
    },
    // Why a column is not taken.
    calculated: { en: 'callfolio calculates this itself', nl: 'dit berekent callfolio zelf' },
    personal: {
      en: 'left out: it holds addresses or contacts, and the setting IMPORT_PERSONAL_DATA does not allow keeping them. What a record has of them stays',
      nl: 'weggelaten: hier staan adressen of contacten, en de instelling IMPORT_PERSONAL_DATA staat niet toe die te bewaren. Wat een record daarvan heeft, blijft',
    },
    contactPerson: {
      en: 'left out: callfolio never stores contact persons',
      nl: 'weggelaten: callfolio bewaart nooit contactpersonen',
    },
  },
} as const;
