/** Texts of an import's report about single rows and columns. */
export const importRowTexts = {
  importRow: {
    withheld: { en: 'Withheld organisation', nl: 'Afgeschermde organisatie' },
    withheldHint: {
      en: 'What this row says is shown only on the page, to whoever may see withheld participants.',
      nl: 'Wat deze rij zegt, staat alleen op de pagina, voor wie afgeschermde deelnemers mag zien.',
    },
    // What applying does.
    brings: { en: 'Applying it makes {{what}}.', nl: 'Toepassen levert {{what}} op.' },
    newRecords_one: { en: 'one new record', nl: 'één nieuw record' },
    newRecords_other: { en: '{{rows}} new records', nl: '{{rows}} nieuwe records' },
    changedRecords_one: { en: 'one changed record', nl: 'één gewijzigd record' },
    changedRecords_other: { en: '{{rows}} changed records', nl: '{{rows}} gewijzigde records' },
    mostlyRefused: {
      en: '{{rejected}} of the {{read}} rows were refused: see why before you apply it.',
      nl: '{{rejected}} van de {{read}} rijen zijn geweigerd: kijk eerst waarom.',
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
