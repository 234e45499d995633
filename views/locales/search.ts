/** Texts of the search in everything. */
export const searchTexts = {
  search: {
    name: { en: 'Search', nl: 'Zoeken' },
    label: { en: 'Search everything', nl: 'Overal zoeken' },
    placeholder: {
      en: 'Search projects, calls, organisations, strategy',
      nl: 'Zoek projecten, oproepen, organisaties, strategie',
    },
    go: { en: 'Search', nl: 'Zoeken' },
    title_one: { en: '{{count}} result for “{{q}}”', nl: '{{count}} resultaat voor “{{q}}”' },
    title_other: { en: '{{count}} results for “{{q}}”', nl: '{{count}} resultaten voor “{{q}}”' },
    results_one: { en: '{{count}} result', nl: '{{count}} resultaat' },
    results_other: { en: '{{count}} results', nl: '{{count}} resultaten' },
    intro: {
      en: 'Searched in projects, calls, organisations, programmes and the strategy, in both languages.',
      nl: 'Gezocht in projecten, oproepen, organisaties, programma’s en de strategie, in beide talen.',
    },
    also: { en: 'Also searched: {{words}}.', nl: 'Ook gezocht: {{words}}.' },
    onlyMine: { en: 'Only my words', nl: 'Alleen mijn woorden' },
    kinds: { en: 'What was found, by kind', nl: 'Wat is gevonden, per soort' },
    all: { en: 'All', nl: 'Alles' },
    openList: { en: 'Open as a list', nl: 'Openen als lijst' },
    first: { en: 'the first {{count}}', nl: 'de eerste {{count}}' },
    noAmount: { en: 'amount unknown', nl: 'bedrag onbekend' },
    didYouMean: { en: 'Did you mean', nl: 'Bedoelde u' },
    hint: {
      en: 'Words are searched as they stand; a phrase goes between quotation marks, a number finds a grant agreement or a PIC.',
      nl: 'Woorden worden gezocht zoals ze er staan; een zinsdeel staat tussen aanhalingstekens, een nummer vindt een subsidieovereenkomst of een PIC.',
    },
  },
} as const;
