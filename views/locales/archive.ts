/** Texts of archiving: taking a record out of every list without deleting it. */
export const archiveTexts = {
  archive: {
    archive: { en: 'Archive', nl: 'Archiveren' },
    restore: { en: 'Restore', nl: 'Terugzetten' },
    heading: { en: 'Archive this record', nl: 'Dit record archiveren' },
    lead: {
      en: 'Nothing is deleted: the record leaves every list, count, coverage and file, and can be restored.',
      nl: 'Er wordt niets verwijderd: het record verdwijnt uit elke lijst, telling, dekking en elk bestand, en kan worden teruggezet.',
    },
    reason: { en: 'Reason', nl: 'Reden' },
    by: {
      en: 'Archived by {{name}} on {{at}}: in no list, count or file.',
      nl: 'Gearchiveerd door {{name}} op {{at}}: in geen lijst, telling of bestand.',
    },
    done: { en: '{{name}} has been archived.', nl: '{{name}} is gearchiveerd.' },
    undone: { en: '{{name}} has been restored.', nl: '{{name}} is teruggezet.' },
    list: { en: 'Show what is archived', nl: 'Toon wat gearchiveerd is' },
    empty: { en: 'Nothing in the archive fits.', nl: 'Niets in het archief past hierbij.' },
    needed: {
      en: '{{name}} cannot be archived: {{count}} of the records in use name it. Archive those first, or take the link off.',
      nl: '{{name}} kan niet worden gearchiveerd: {{count}} van de records in gebruik noemen het. Archiveer die eerst, of haal de koppeling weg.',
    },
  },
} as const;
