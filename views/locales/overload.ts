/** Texts of what is said when more is asked than can be answered. */
export const overloadTexts = {
  overload: {
    title: { en: 'Very busy at the moment', nl: 'Op dit moment erg druk' },
    first: {
      en: 'More is asked of callfolio at this moment than it can answer. This page tries again by itself in two seconds.',
      nl: 'Er wordt callfolio op dit moment meer gevraagd dan het kan beantwoorden. Deze pagina probeert het over twee seconden vanzelf opnieuw.',
    },
    again: {
      en: 'More is still asked of callfolio than it can answer. Try again in a few moments.',
      nl: 'Er wordt callfolio nog steeds meer gevraagd dan het kan beantwoorden. Probeer het over enkele ogenblikken opnieuw.',
    },
    write: {
      en: 'More is asked of callfolio at this moment than it can answer, so nothing was done with what you sent. Reload this page to send it again, or go back to it.',
      nl: 'Er wordt callfolio op dit moment meer gevraagd dan het kan beantwoorden, dus er is niets gedaan met wat u verstuurde. Laad deze pagina opnieuw om het nog eens te versturen, of ga ernaar terug.',
    },
    program: {
      en: 'More is asked of callfolio at this moment than it can answer. Nothing was changed. Try again in two seconds.',
      nl: 'Er wordt callfolio op dit moment meer gevraagd dan het kan beantwoorden. Er is niets gewijzigd. Probeer het over twee seconden opnieuw.',
    },
    file: {
      en: 'More files are asked for at this moment than there is room for. Try again in five seconds.',
      nl: 'Er worden op dit moment meer bestanden gevraagd dan er plaats is. Probeer het over vijf seconden opnieuw.',
    },
    tooFast: {
      en: 'This account asks more often than {{perSecond}} times a second. Try again in a second.',
      nl: 'Dit account vraagt vaker dan {{perSecond}} keer per seconde iets. Probeer het over een seconde opnieuw.',
    },
  },
} as const;
