/** Texts of the links to initiatives: their editor and how records show them. */
export const supportTexts = {
  supports: {
    title: { en: 'Initiatives supported by {{name}}', nl: 'Initiatieven ondersteund door {{name}}' },
    heading: { en: 'Supported initiatives', nl: 'Ondersteunde initiatieven' },
    edit: { en: 'Link to initiatives', nl: 'Aan initiatieven koppelen' },
    saved: { en: 'The links have been saved.', nl: 'De koppelingen zijn opgeslagen.' },
    notAssessed: { en: '— not assessed —', nl: '— nog niet bekeken —' },
    noKeyAction: { en: '— no single one —', nl: '— geen in het bijzonder —' },
    noJustification: { en: 'none given yet', nl: 'nog niet gegeven' },
    none: { en: 'Not linked to any initiative yet.', nl: 'Nog aan geen enkel initiatief gekoppeld.' },
    lead: {
      en: 'Choose what each link means. A principal or secondary link needs a justification; its share says how much of the money goes to the initiative. What is not shared out stays “not attributed”.',
      nl: 'Kies wat elke koppeling betekent. Een koppeling als hoofd- of nevendoel heeft een motivering nodig; het aandeel zegt hoeveel van het geld naar het initiatief gaat. Wat niet wordt verdeeld, blijft “niet toegerekend”.',
    },
    whole: { en: '100 %', nl: '100 %' },
    wholeOf: {
      en: 'Give 100 % to initiative {{number}}',
      nl: '100 % aan initiatief {{number}} geven',
    },
    equally: { en: 'Split equally', nl: 'Gelijk verdelen' },
    total: {
      en: 'Shared out: {{total}} — not attributed: {{rest}}',
      nl: 'Verdeeld: {{total}} — niet toegerekend: {{rest}}',
    },
    totalLabel: { en: 'Shared out', nl: 'Verdeeld' },
    restLabel: { en: 'not attributed', nl: 'niet toegerekend' },
    proposals: { en: 'Proposed by the call', nl: 'Voorgesteld door de oproep' },
    proposalsLead: {
      en: 'The call or topic of this project has these links. Take over the ones that are true of the project.',
      nl: 'De oproep of het onderwerp van dit project heeft deze koppelingen. Neem over wat ook voor het project geldt.',
    },
    sourceProposals: { en: 'Proposed by sources', nl: 'Voorgesteld door bronnen' },
    sourceProposalsLead: {
      en: 'No document of the strategy names these; sources point to them. Judge each: taking it over fills in the source and its words, and you choose what the link means.',
      nl: 'Geen document van de strategie noemt deze; bronnen wijzen ernaar. Beoordeel elk voorstel: overnemen vult de bron en haar woorden in, en u kiest wat de koppeling betekent.',
    },
    sourceProposalsHint: {
      en: 'For a person to judge; until then they count nowhere.',
      nl: 'Iemand moet ze nog beoordelen; tot dan tellen ze nergens mee.',
    },
    take: { en: 'Take over', nl: 'Overnemen' },
    takeOf: {
      en: 'Take over initiative {{number}} from {{call}}',
      nl: 'Initiatief {{number}} overnemen van {{call}}',
    },
    attributed: { en: 'Attributed', nl: 'Toegerekend' },
    assessed: { en: 'by {{name}}, {{at}}', nl: 'door {{name}}, {{at}}' },
  },
} as const;
