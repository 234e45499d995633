/** Texts of the one next step of an import, and of the rows that a person is led to from its report. */
export const importStepTexts = {
  importStep: {
    // Nothing to apply, and why
    nothing: {
      en: 'Nothing in this file differs from the records: there is nothing to apply.',
      nl: 'Niets in dit bestand verschilt van de records: er is niets toe te passen.',
    },
    nothingElse: {
      en: 'Apart from the refused rows, nothing in this file differs from the records: there is nothing to apply.',
      nl: 'Op de geweigerde rijen na verschilt niets in dit bestand van de records: er is niets toe te passen.',
    },
    allRefused: {
      en: 'Every row was refused: there is nothing to apply. Correct what is wrong, then check the file again.',
      nl: 'Elke rij is geweigerd: er is niets toe te passen. Herstel wat er mis is en controleer het bestand opnieuw.',
    },
    noRows: {
      en: 'The file has no row for callfolio: there is nothing to apply.',
      nl: 'Het bestand heeft geen enkele rij voor callfolio: er is niets toe te passen.',
    },
    noneChosen: {
      en: 'No row of the file fits what you asked to take: there is nothing to apply.',
      nl: 'Geen enkele rij van het bestand past bij wat u wilde overnemen: er is niets toe te passen.',
    },
    allLeftOut: {
      en: 'Every row that differs from the records is left out: there is nothing to apply. Take rows again on their page.',
      nl: 'Elke rij die van de records verschilt, is weggelaten: er is niets toe te passen. Neem rijen weer over op hun pagina.',
    },
    stale: {
      en: 'Nothing was done: something was decided or left out since you opened this page. It is shown as it is now; press again if that is right.',
      nl: 'Er is niets gedaan: sinds u deze pagina opende, is iets beslist of weggelaten. Ze staat hier zoals ze nu is; druk opnieuw als dat klopt.',
    },
    // Conflicts
    conflicts_one: {
      en: 'In one row the file differs from what was entered here.',
      nl: 'In één rij wijkt het bestand af van wat hier is ingevoerd.',
    },
    conflicts_other: {
      en: 'In {{rows}} rows the file differs from what was entered here.',
      nl: 'In {{rows}} rijen wijkt het bestand af van wat hier is ingevoerd.',
    },
    undecided_one: {
      en: 'One value is still to be decided; without a decision ours stays.',
      nl: 'Eén waarde is nog te beslissen; zonder beslissing blijft die van ons.',
    },
    undecided_other: {
      en: '{{values}} values are still to be decided; without a decision ours stay.',
      nl: '{{values}} waarden zijn nog te beslissen; zonder beslissing blijven die van ons.',
    },
    decided: { en: 'Every value is decided.', nl: 'Elke waarde is beslist.' },
    decide: { en: 'Decide one by one', nl: 'Een voor een beslissen' },
    seeDecided: { en: 'See what was decided', nl: 'Bekijken wat is beslist' },
    // What the report leads to
    rejected_one: { en: 'One row was refused.', nl: 'Eén rij is geweigerd.' },
    rejected_other: { en: '{{rows}} rows were refused.', nl: '{{rows}} rijen zijn geweigerd.' },
    othersGoOn: {
      en: 'The others are not held up by that.',
      nl: 'De andere worden daar niet door opgehouden.',
    },
    addProgramme: { en: 'Add programme {{programme}}', nl: 'Programma {{programme}} toevoegen' },
    otherReasons_one: { en: 'and one other reason', nl: 'en één andere reden' },
    otherReasons_other: { en: 'and {{count}} other reasons', nl: 'en {{count}} andere redenen' },
    seeRejected_one: { en: 'What is wrong with it', nl: 'Wat ermee aan de hand is' },
    seeRejected_other: { en: 'What is wrong with them', nl: 'Wat ermee aan de hand is' },
    warned_one: { en: 'One row has a warning.', nl: 'Eén rij heeft een waarschuwing.' },
    warned_other: { en: '{{rows}} rows have a warning.', nl: '{{rows}} rijen hebben een waarschuwing.' },
    seeWarned_one: { en: 'See the warning', nl: 'De waarschuwing bekijken' },
    seeWarned_other: { en: 'See the warnings', nl: 'De waarschuwingen bekijken' },
    // Applied
    candidates_one: {
      en: 'One new project came in as a candidate: somebody is to judge whether it belongs to the portfolio.',
      nl: 'Eén nieuw project kwam binnen als kandidaat: iemand moet beoordelen of het in de portefeuille hoort.',
    },
    candidates_other: {
      en: '{{rows}} new projects came in as candidates: somebody is to judge which belong to the portfolio.',
      nl: '{{rows}} nieuwe projecten kwamen binnen als kandidaat: iemand moet beoordelen welke in de portefeuille horen.',
    },
    seeCandidates: { en: 'See the candidates', nl: 'De kandidaten bekijken' },
  },
} as const;
