/** Texts of changing many records at once. */
export const bulkTexts = {
  bulk: {
    select: { en: 'Choose {{name}}', nl: '{{name}} kiezen' },
    column: { en: 'Choose', nl: 'Kiezen' },
    pageOf: { en: 'All on this page', nl: 'Alles op deze pagina' },
    all_one: { en: 'The only one that matches the filters', nl: 'Het enige dat bij de filters past' },
    all_other: { en: 'All {{count}} that match the filters', nl: 'Alle {{count}} die bij de filters passen' },
    heading: { en: 'Change the chosen records', nl: 'De gekozen records wijzigen' },
    action: { en: 'What to do with the chosen records', nl: 'Wat er met de gekozen records moet gebeuren' },
    go: { en: 'Continue', nl: 'Verder' },
    preview: { en: 'Show what will change', nl: 'Tonen wat er verandert' },
    title: { en: '{{action}}: {{count}} chosen', nl: '{{action}}: {{count}} gekozen' },
    titleDone: {
      en: '{{action}}: {{changed}} of {{count}} changed',
      nl: '{{action}}: {{changed}} van {{count}} gewijzigd',
    },
    lead: {
      en: 'Nothing has been changed yet. Fill this in, look at what will happen, then apply it.',
      nl: 'Er is nog niets gewijzigd. Vul dit in, bekijk wat er gebeurt en pas het dan toe.',
    },
    leadPlan: {
      en: 'Nothing has been changed yet. Look at what will happen, then apply it.',
      nl: 'Er is nog niets gewijzigd. Bekijk wat er gebeurt en pas het dan toe.',
    },
    archiveLead: {
      en: 'Nothing is deleted: these records leave every list, count, coverage and file, and can be restored.',
      nl: 'Er wordt niets verwijderd: deze records verdwijnen uit elke lijst, telling, dekking en elk bestand, en kunnen worden teruggezet.',
    },
    reason: { en: 'Reason for the change', nl: 'Reden van de wijziging' },
    previewAgain: { en: 'Show again what will change', nl: 'Opnieuw tonen wat er verandert' },
    apply_one: { en: 'Apply to {{count}} record', nl: 'Toepassen op {{count}} record' },
    apply_other: { en: 'Apply to {{count}} records', nl: 'Toepassen op {{count}} records' },
    noneToApply: { en: 'None of these records would change.', nl: 'Geen van deze records zou wijzigen.' },
    willChange: { en: 'Will change', nl: 'Wordt gewijzigd' },
    changed: { en: 'Changed', nl: 'Gewijzigd' },
    unchanged: { en: 'Left as they are', nl: 'Blijft zoals het is' },
    refused: { en: 'Cannot be changed', nl: 'Kan niet worden gewijzigd' },
    back: { en: 'Back to the list', nl: 'Terug naar de lijst' },
    hasTags: { en: 'has the tags already', nl: 'heeft de labels al' },
    hasNoTags: { en: 'does not have the tags', nl: 'heeft de labels niet' },
    linked: {
      en: 'is linked to the initiative already; its link is left alone',
      nl: 'is al aan het initiatief gekoppeld; die koppeling blijft zoals ze is',
    },
    inScope: { en: 'has this scope already', nl: 'is al zo ingedeeld' },
    archived: { en: 'is archived already', nl: 'is al gearchiveerd' },
    notArchived: { en: 'is not archived', nl: 'is niet gearchiveerd' },
    stale: {
      en: '{{name}} changed it meanwhile (now version {{version}}): look at it and choose it again',
      nl: '{{name}} heeft het intussen gewijzigd (nu versie {{version}}): bekijk het en kies het opnieuw',
    },
    none: {
      en: 'No record was chosen. Go back to the list and choose at least one.',
      nl: 'Er is geen record gekozen. Ga terug naar de lijst en kies er minstens één.',
    },
    idsOrFilter: {
      en: 'Name the records by “ids” or by “filter”, one of the two.',
      nl: 'Noem de records met “ids” of met “filter”, een van de twee.',
    },
    tooMany: {
      en: '{{count}} records are too many for one change: {{most}} at most. Narrow the filters.',
      nl: '{{count}} records zijn te veel voor één wijziging: maximaal {{most}}. Verfijn de filters.',
    },
  },
} as const;
