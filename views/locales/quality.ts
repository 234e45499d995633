/** Texts of the data-quality board. */
export const qualityTexts = {
  quality: {
    intro: {
      en: 'Warnings are kept with the records: nothing is refused because of them. Each number opens its records.',
      nl: 'Waarschuwingen blijven bij de records: er wordt niets om geweigerd. Elk aantal opent zijn records.',
    },
    projects: { en: 'Projects in scope', nl: 'Projecten in de portefeuille' },
    calls: { en: 'Calls and topics', nl: 'Oproepen en onderwerpen' },
    rule: { en: 'Warning', nl: 'Waarschuwing' },
    count: { en: 'Records', nl: 'Records' },
    noRecords: { en: 'There are no such records yet.', nl: 'Zulke records zijn er nog niet.' },
    noWarnings_one: { en: 'The one record has no warning.', nl: 'Het ene record heeft geen waarschuwing.' },
    noWarnings_other: {
      en: 'None of the {{count}} records has a warning.',
      nl: 'Geen van de {{count}} records heeft een waarschuwing.',
    },
    some: {
      en: '{{some}} of {{count}} have at least one warning',
      nl: '{{some}} van {{count}} hebben minstens één waarschuwing',
    },
    noContradictions: { en: 'No contradiction has been recorded.', nl: 'Er is geen tegenspraak vastgelegd.' },
    named: { en: 'Named, not registered', nl: 'Genoemd, niet geregistreerd' },
    namedIntro: {
      en: 'Passages of the strategy that name money which no record holds. They stay here until somebody logs it and names the record in the strategy.',
      nl: 'Passages van de strategie over geld dat in geen record staat. Ze blijven hier tot iemand het vastlegt en het record in de strategie noemt.',
    },
    noPassages: {
      en: 'Every passage that names money has its record.',
      nl: 'Elke passage over geld heeft haar record.',
    },
    passage: { en: 'Passage', nl: 'Passage' },
    line: { en: 'Line', nl: 'Regel' },
    todo: { en: 'To do', nl: 'Te doen' },
    log: { en: 'Log it', nl: 'Vastleggen' },
    logWhat: { en: 'Log it: {{what}}', nl: 'Vastleggen: {{what}}' },
  },
} as const;
