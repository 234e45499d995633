/** Texts of an import's report about single rows and columns, and of choosing rows all at once. */
export const importRowTexts = {
  importRow: {
    withheld: { en: 'Withheld organisation', nl: 'Afgeschermde organisatie' },
    withheldHint: {
      en: 'What this row says is shown only on the page, to whoever may see withheld participants.',
      nl: 'Wat deze rij zegt, staat alleen op de pagina, voor wie afgeschermde deelnemers mag zien.',
    },
    rowsWithheld: {
      en: 'This file names participants: its rows are shown to those who may see withheld participants. You see the counts.',
      nl: 'Dit bestand noemt deelnemers: de rijen zijn te zien voor wie afgeschermde deelnemers mag zien. U ziet de aantallen.',
    },
    ours: { en: 'Ours', nl: 'Van ons' },
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
    noField: { en: 'callfolio has no field for this', nl: 'callfolio heeft hier geen veld voor' },
    notChosen: { en: 'no field was chosen for this', nl: 'hier is geen veld voor gekozen' },
    calculated: { en: 'callfolio calculates this itself', nl: 'dit berekent callfolio zelf' },
    personal: {
      en: 'addresses or contacts, which this installation does not keep (setting IMPORT_PERSONAL_DATA); what a record has of them stays',
      nl: 'adressen of contacten, die deze installatie niet bewaart (instelling IMPORT_PERSONAL_DATA); wat een record daarvan heeft, blijft',
    },
    contactPerson: {
      en: 'contact persons, which callfolio never stores',
      nl: 'contactpersonen, die callfolio nooit bewaart',
    },
  },
  importRows: {
    takeAgain: { en: 'Take the ticked rows again', nl: 'De aangevinkte rijen weer overnemen' },
    leaveOut: { en: 'Leave out the ticked rows', nl: 'De aangevinkte rijen weglaten' },
    leaveOutAll_one: { en: 'Leave out the one row that matches', nl: 'De ene rij die past weglaten' },
    leaveOutAll_other: {
      en: 'Leave out all {{rows}} rows that match',
      nl: 'Alle {{rows}} rijen die passen weglaten',
    },
    takeAllAgain_one: { en: 'Take the one row that matches again', nl: 'De ene rij die past weer overnemen' },
    takeAllAgain_other: {
      en: 'Take all {{rows}} rows that match again',
      nl: 'Alle {{rows}} rijen die passen weer overnemen',
    },
    matchLead: {
      en: 'They are the rows that match what you filtered, on all pages; refused rows are not among them. Nothing is written yet, and you can change your mind until the import is applied.',
      nl: 'Het zijn de rijen die passen bij uw filter, op alle pagina’s; geweigerde rijen horen er niet bij. Er wordt nog niets opgeslagen, en u kunt zich bedenken tot de import is toegepast.',
    },
    matchNone: {
      en: 'No row that matches is left to be chosen.',
      nl: 'Er is geen passende rij meer te kiezen.',
    },
    excludedFilter: { en: 'Left out', nl: 'Weggelaten' },
    // Short: on a phone the list is half as wide as the sheet.
    excludedYes: { en: 'yes', nl: 'ja' },
    excludedNo: { en: 'no', nl: 'nee' },
    excludedAny: { en: 'both', nl: 'beide' },
    backToRows: { en: 'Back to the rows', nl: 'Terug naar de rijen' },
  },
} as const;
