/** What is said while an import goes on, and of rows it does not take. */
export const importTexts = {
  imports: {
    twice: {
      en: 'The same record stands in row {{row}} already. Keep one of the two rows.',
      nl: 'Hetzelfde record staat al in rij {{row}}. Houd één van de twee rijen.',
    },
    twiceInDoubt: {
      en: 'Row {{row}} states the same record with other amounts, and nobody knows whether they are parts of one or which is right: neither row is taken. Keep one of them.',
      nl: 'Rij {{row}} noemt hetzelfde record met andere bedragen, en niemand weet of het delen van één zijn of welk klopt: geen van beide is overgenomen. Houd er één.',
    },
    titleInDoubt: {
      en: 'A project called “{{title}}” is here, with another value in this field, and a title alone does not tell whether it is the same grant: the row is not taken. Add the grant agreement number, or at least an acronym, in the file and here.',
      nl: 'Een project met de naam “{{title}}” is hier al, met een andere waarde in dit veld, en een titel alleen zegt niet of het dezelfde subsidie is: de rij is niet overgenomen. Voeg het nummer van de subsidieovereenkomst, of minstens een acroniem, toe in het bestand en hier.',
    },
    statesUnseen: {
      en: 'This file states what your role may not see, so that its report is for those who may. To import the rest, leave those columns out.',
      nl: 'Dit bestand noemt wat uw rol niet mag zien, dus is zijn verslag voor wie dat wel mag. Laat die kolommen weg om de rest te importeren.',
    },
    itemsRefused: {
      en: '{{count}} of {{of}} rows of its lists (such as partners) refused, so this new record stays out: with the others alone it would look complete. Correct those rows and import again.',
      nl: '{{count}} van {{of}} rijen van zijn lijsten (zoals partners) geweigerd, dus blijft dit nieuwe record erbuiten: met alleen de andere zou het volledig lijken. Herstel die rijen en importeer opnieuw.',
    },
    noProgramme: {
      en: 'There is no programme {{programme}}. Add the programme first, then check the file again.',
      nl: 'Er is geen programma {{programme}}. Voeg het programma eerst toe en controleer het bestand dan opnieuw.',
    },
    noAccount: {
      en: 'No account has this name or e-mail address: the row is taken without it, and who stands in the record stays. Choose the person on the record’s page, or write the e-mail address.',
      nl: 'Geen account heeft deze naam of dit e-mailadres: de rij wordt zonder overgenomen, en wie in het record staat blijft. Kies de persoon op de pagina van het record, of schrijf het e-mailadres.',
    },
    archivedLink: {
      en: 'This call or topic is archived here: the row is taken and names it all the same. Bring it back from the archive if it is in use.',
      nl: 'Deze oproep of dit onderwerp is hier gearchiveerd: de rij wordt overgenomen en noemt het toch. Zet het terug uit het archief als het in gebruik is.',
    },
    numberNeeded: {
      en: 'The row has no grant agreement number, and several projects have this programme, acronym and title: nobody knows which is meant. Add the number in the file.',
      nl: 'De rij heeft geen nummer van een subsidieovereenkomst, en meer projecten hebben dit programma, acroniem en deze titel: niemand weet welk is bedoeld. Voeg het nummer in het bestand toe.',
    },
    refused: {
      en: 'The record changed while the import was applied, or may not be written. Import the file again.',
      nl: 'Het record is gewijzigd tijdens het toepassen van de import, of mag niet worden geschreven. Importeer het bestand opnieuw.',
    },
    uploadGone: {
      en: 'The uploaded file is no longer kept. Upload it again.',
      nl: 'Het geüploade bestand wordt niet meer bewaard. Upload het opnieuw.',
    },
    underWay: {
      en: 'The import of {{file}} is under way: what was known at that instant is complete when it has ended. Try again then, or ask for an earlier instant.',
      nl: 'De import van {{file}} is bezig: wat op dat tijdstip bekend was, is pas volledig als die klaar is. Probeer het dan opnieuw, of vraag een eerder tijdstip op.',
    },
    touched: {
      en: 'Records of this import were changed since, or are needed by others: {{names}}. Undo those changes first.',
      nl: 'Records van deze import zijn daarna gewijzigd, of worden door andere gebruikt: {{names}}. Maak die wijzigingen eerst ongedaan.',
    },
    leftTouched: {
      en: 'Somebody changed this record while the import was being undone: it was left as it is. Change it by hand where needed.',
      nl: 'Iemand heeft dit record gewijzigd terwijl de import ongedaan werd gemaakt: het is gelaten zoals het is. Pas het zo nodig zelf aan.',
    },
    leftNamed: {
      en: 'Another record came to name this one while the import was being undone: it was kept. Remove the link there first where it should go.',
      nl: 'Een ander record ging naar dit record verwijzen terwijl de import ongedaan werd gemaakt: het is behouden. Haal de verwijzing daar eerst weg als het moet verdwijnen.',
    },
    leftRefused: {
      en: 'The earlier values of this record may not be written any more: it was left as it is. Change it by hand where needed.',
      nl: 'De eerdere waarden van dit record mogen niet meer worden geschreven: het is gelaten zoals het is. Pas het zo nodig zelf aan.',
    },
    claimLost: {
      en: 'Another process of callfolio goes on with this import.',
      nl: 'Een ander proces van callfolio gaat verder met deze import.',
    },
    state_queued: {
      en: 'The file is still waiting to be checked. Try again when the report is there.',
      nl: 'Het bestand wacht nog op controle. Probeer het opnieuw als het verslag er is.',
    },
    state_checking: {
      en: 'The file is being checked. Try again when the report is there.',
      nl: 'Het bestand wordt gecontroleerd. Probeer het opnieuw als het verslag er is.',
    },
    state_checked: {
      en: 'The file is checked and not applied yet: apply it first.',
      nl: 'Het bestand is gecontroleerd maar nog niet toegepast: pas het eerst toe.',
    },
    state_applying: {
      en: 'The import is being applied. Wait until it has ended.',
      nl: 'De import wordt toegepast. Wacht tot die klaar is.',
    },
    state_applied: {
      en: 'The import is applied already. To take it back, undo it.',
      nl: 'De import is al toegepast. Maak die ongedaan om hem terug te nemen.',
    },
    state_undoing: {
      en: 'The import is being undone. Wait until that has ended.',
      nl: 'De import wordt ongedaan gemaakt. Wacht tot dat klaar is.',
    },
    state_undone: {
      en: 'The import was undone. Upload the file again to apply it.',
      nl: 'De import is ongedaan gemaakt. Upload het bestand opnieuw om het toe te passen.',
    },
    state_expired: {
      en: 'The file has expired and is no longer kept: it cannot be applied any more. Import the file again.',
      nl: 'Het bestand is verlopen en wordt niet meer bewaard: het kan niet meer worden toegepast. Importeer het bestand opnieuw.',
    },
    state_stopped: {
      en: 'The import was given up. Its page says what is stored: try it again there, or undo what it wrote.',
      nl: 'De import is opgegeven. Op de pagina ervan staat wat is opgeslagen: probeer het daar opnieuw, of maak ongedaan wat is geschreven.',
    },
    state_failed: {
      en: 'The file could not be read. Upload a corrected file.',
      nl: 'Het bestand kon niet worden gelezen. Upload een verbeterd bestand.',
    },
  },
} as const;
