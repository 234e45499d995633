/** Texts of choosing rows of an import all at once. */
export const importRowTexts = {
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
      nl: 'Het zijn de rijen die passen bij uw filter, op alle pagina’s; geweigerde rijen horen er niet bij. Er wordt nog niets geschreven, en u kunt zich bedenken tot de import is toegepast.',
    },
    matchNone: {
      en: 'No row that matches is left to be chosen.',
      nl: 'Er is geen passende rij meer te kiezen.',
    },
    excludedFilter: { en: 'Left out', nl: 'Weggelaten' },
    excludedYes: { en: 'only those left out', nl: 'alleen de weggelaten' },
    excludedNo: { en: 'only the others', nl: 'alleen de andere' },
    excludedAny: { en: 'both', nl: 'beide' },
    backToRows: { en: 'Back to the rows', nl: 'Terug naar de rijen' },
  },
} as const;
