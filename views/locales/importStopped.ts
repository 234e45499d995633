/** Texts of imports that were given up on their way, or that nobody applied in time. */
export const importStoppedTexts = {
  importStopped: {
    mark: { en: 'given up', nl: 'opgegeven' },
    lead: {
      en: 'This import did not come to its end. Other imports go on.',
      nl: 'Deze import is niet tot het einde gekomen. Andere imports gaan door.',
    },
    retry: { en: 'Try again', nl: 'Opnieuw proberen' },
    checking: {
      en: 'callfolio tried to check this file {{attempts}} times without getting to the end, for a reason that it does not know. Nothing was written. Try again; if it stops once more, ask an administrator to look in the log for this import.',
      nl: 'callfolio heeft {{attempts}} keer geprobeerd dit bestand te controleren en kwam niet tot het einde, om een reden die het niet kent. Er is niets opgeslagen. Probeer het opnieuw; stopt het nog eens, vraag dan een beheerder om in het logboek naar deze import te zoeken.',
    },
    applying: {
      en: 'callfolio tried to apply this file {{attempts}} times without getting to the end, for a reason that it does not know. Rows written so far: {{rows}}. They are stored; the others are not. Try again, and it goes on where it stopped, or undo what was written. If it stops once more, ask an administrator to look in the log for this import.',
      nl: 'callfolio heeft {{attempts}} keer geprobeerd dit bestand toe te passen en kwam niet tot het einde, om een reden die het niet kent. Tot nu toe geschreven rijen: {{rows}}. Die zijn opgeslagen; de andere niet. Probeer het opnieuw, dan gaat het verder waar het stopte, of maak ongedaan wat is geschreven. Stopt het nog eens, vraag dan een beheerder om in het logboek naar deze import te zoeken.',
    },
    undoing: {
      en: 'callfolio tried to undo this import {{attempts}} times without getting to the end, for a reason that it does not know. Rows that are still as the import wrote them: {{rows}}. The others are as they were before it. Try again, and it goes on where it stopped. If it stops once more, ask an administrator to look in the log for this import.',
      nl: 'callfolio heeft {{attempts}} keer geprobeerd deze import ongedaan te maken en kwam niet tot het einde, om een reden die het niet kent. Rijen die nog zijn zoals de import ze schreef: {{rows}}. De andere zijn zoals ervoor. Probeer het opnieuw, dan gaat het verder waar het stopte. Stopt het nog eens, vraag dan een beheerder om in het logboek naar deze import te zoeken.',
    },
    checkerBlocked: {
      en: 'The account of {{name}}, who asked for this check, was blocked, and the check was ended. Nothing was written. Somebody else can have the file checked: Try again.',
      nl: 'Het account van {{name}}, die om deze controle vroeg, is geblokkeerd en de controle is beëindigd. Er is niets opgeslagen. Iemand anders kan het bestand laten controleren: Opnieuw proberen.',
    },
    appliedByBlocked: {
      en: 'Applied by somebody who was blocked meanwhile: {{name}}, {{at}}. The import was finished, so that no half of it stays. An administrator should look at what it wrote; it can be undone completely.',
      nl: 'Toegepast door iemand die ondertussen is geblokkeerd: {{name}}, {{at}}. De import is afgemaakt, zodat er geen half werk blijft staan. Een beheerder moet kijken wat er is geschreven; het geheel kan ongedaan worden gemaakt.',
    },
    undoneByBlocked: {
      en: 'Undone by somebody who was blocked meanwhile: {{name}}, {{at}}. It was finished, so that no half of it stays.',
      nl: 'Ongedaan gemaakt door iemand die ondertussen is geblokkeerd: {{name}}, {{at}}. Dat is afgemaakt, zodat er geen half werk blijft staan.',
    },
    blockedMeanwhile: {
      en: 'Applied by somebody who was blocked meanwhile',
      nl: 'Toegepast door iemand die ondertussen is geblokkeerd',
    },
  },
  importExpired: {
    keptUntil: {
      en: 'The file and this report are kept until {{day}}.',
      nl: 'Het bestand en dit verslag worden bewaard tot {{day}}.',
    },
    fileKeptUntil: { en: 'The file is kept until {{day}}.', nl: 'Het bestand wordt bewaard tot {{day}}.' },
    lead: {
      en: 'Nobody applied this file in time. On {{at}} the file and its rows were removed, and it cannot be applied any more. Nothing of it was written. Where it is still needed, import the file again.',
      nl: 'Niemand heeft dit bestand op tijd toegepast. Op {{at}} zijn het bestand en de rijen ervan verwijderd; het kan niet meer worden toegepast. Er is niets van opgeslagen. Is het nog nodig, importeer het bestand dan opnieuw.',
    },
  },
} as const;
