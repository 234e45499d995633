/** Texts of the page of the reference data. */
export const referenceTexts = {
  reference: {
    title: { en: 'Reference data', nl: 'Referentiegegevens' },
    lead: {
      en: 'The strategy, its programmes, calls, projects and organisations, as sources state them. Loading them again brings up to date what nobody changed here; every change is a version of its record.',
      nl: 'De strategie met haar programma’s, oproepen, projecten en organisaties, zoals bronnen ze vermelden. Opnieuw laden werkt bij wat hier niemand heeft gewijzigd; elke wijziging is een versie van haar record.',
    },
    never: { en: 'They have not been loaded yet.', nl: 'Ze zijn nog niet geladen.' },
    loaded: { en: 'Loaded on {{at}} by {{name}}', nl: 'Geladen op {{at}} door {{name}}' },
    counts: {
      en: '{{created}} records new, {{changed}} changed, {{unchanged}} as they were; in {{kept}} a value of a user was kept.',
      nl: '{{created}} records nieuw, {{changed}} gewijzigd, {{unchanged}} ongewijzigd; in {{kept}} bleef een waarde van een gebruiker staan.',
    },
    new: { en: 'New records: {{count}}', nl: 'Nieuwe records: {{count}}' },
    changes: { en: 'What was changed and kept', nl: 'Wat is gewijzigd en gebleven' },
    record: { en: 'Record', nl: 'Record' },
    updated: { en: 'Brought up to date', nl: 'Bijgewerkt' },
    kept: { en: 'Kept as a user wrote it', nl: 'Gebleven zoals een gebruiker het schreef' },
    last: { en: 'What the last loads changed', nl: 'Wat de laatste keren is gewijzigd' },
  },
} as const;
