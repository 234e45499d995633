/** Texts of the page on which the columns of any table are named. */
export const importMappingTexts = {
  importMapping: {
    title: { en: 'Columns of {{file}}', nl: 'Kolommen van {{file}}' },
    again: { en: 'Change which column is which', nl: 'Wijzigen welke kolom wat is' },
    lead: {
      en: 'Say for each column of the table which field it is. What you leave at “not taken” is not imported. The examples are the first rows of the file.',
      nl: 'Zeg van elke kolom van de tabel welk veld het is. Wat u op “niet overnemen” laat, wordt niet geïmporteerd. De voorbeelden zijn de eerste rijen van het bestand.',
    },
    rowsAre: { en: 'Each row is', nl: 'Elke rij is' },
    rowsAreDo: { en: 'Propose anew', nl: 'Opnieuw voorstellen' },
    notTaken: { en: 'not taken', nl: 'niet overnemen' },
    example: { en: 'Examples', nl: 'Voorbeelden' },
    fixed: { en: 'The same for every row', nl: 'Voor elke rij hetzelfde' },
    fixedHint: {
      en: 'For what the table does not say, such as the programme.',
      nl: 'Voor wat de tabel niet zegt, zoals het programma.',
    },
    notation: { en: 'How amounts and days are written', nl: 'Hoe bedragen en dagen zijn geschreven' },
    decimal: { en: 'Decimal sign', nl: 'Decimaalteken' },
    decimalAny: { en: 'as each amount shows', nl: 'zoals elk bedrag toont' },
    decimalPoint: { en: 'point: 1,234.56', nl: 'punt: 1,234.56' },
    decimalComma: { en: 'comma: 1.234,56', nl: 'komma: 1.234,56' },
    dayOrder: { en: 'Days such as 03/04/2025', nl: 'Dagen zoals 03/04/2025' },
    dayFirst: { en: 'day first: 3 April', nl: 'dag eerst: 3 april' },
    monthFirst: { en: 'month first: 4 March', nl: 'maand eerst: 4 maart' },
    saved: { en: 'Saved mapping', nl: 'Opgeslagen toewijzing' },
    savedMany: { en: 'Saved mappings', nl: 'Opgeslagen toewijzingen' },
    use: { en: 'Use it', nl: 'Gebruiken' },
    used: {
      en: '“{{name}}” is filled in below: look it over.',
      nl: '“{{name}}” is hieronder ingevuld: kijk het na.',
    },
    name: { en: 'Name', nl: 'Naam' },
    savedBy: { en: 'Saved', nl: 'Opgeslagen' },
    saveAs: { en: 'Save the mapping as', nl: 'De toewijzing opslaan als' },
    saveAsHint: {
      en: 'Leave empty not to save it. The next file with these columns is then mapped at once.',
      nl: 'Laat leeg om niet op te slaan. Het volgende bestand met deze kolommen is dan meteen toegewezen.',
    },
    delete: { en: 'Delete', nl: 'Verwijderen' },
    deleteHint: {
      en: 'The next file with these columns has to be mapped anew.',
      nl: 'Het volgende bestand met deze kolommen moet opnieuw worden toegewezen.',
    },
    deleted: { en: 'The mapping was deleted.', nl: 'De toewijzing is verwijderd.' },
    checkMapped: { en: 'Check the file', nl: 'Bestand controleren' },
  },
} as const;
