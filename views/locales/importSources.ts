/** What is wrong, or noteworthy, in a place of a foreign file: what it is, and what to do. */
export const importSourceTexts = {
  importSource: {
    noSuchTable: {
      en: 'The file has no table that this source reads. Choose another source, or map the columns yourself.',
      nl: 'Het bestand heeft geen tabel die deze bron leest. Kies een andere bron, of koppel de kolommen zelf.',
    },
    cordisReports: {
      en: '“{{table}}” is a list of CORDIS, but not of its projects: report summaries are not taken. Import the archive of projects as CORDIS gives it, or its project.csv.',
      nl: '“{{table}}” is een lijst van CORDIS, maar niet van zijn projecten: samenvattingen van verslagen worden niet overgenomen. Importeer het archief van projecten zoals CORDIS het geeft, of project.csv daaruit.',
    },
    cordisLinks: {
      en: '“{{table}}” is a list of CORDIS, but not of its projects: web links are not taken. Import the archive of projects as CORDIS gives it, or its project.csv.',
      nl: '“{{table}}” is een lijst van CORDIS, maar niet van zijn projecten: weblinks worden niet overgenomen. Importeer het archief van projecten zoals CORDIS het geeft, of project.csv daaruit.',
    },
    cordisResults: {
      en: '“{{table}}” is a list of CORDIS, but not of its projects: deliverables, publications and other results are not taken. Import the archive of projects as CORDIS gives it, or its project.csv.',
      nl: '“{{table}}” is een lijst van CORDIS, maar niet van zijn projecten: producten, publicaties en andere resultaten worden niet overgenomen. Importeer het archief van projecten zoals CORDIS het geeft, of project.csv daaruit.',
    },
    cordisPeople: {
      en: '“{{table}}” is a list of CORDIS, but not of its projects: lists of people are not taken. Import the archive of projects as CORDIS gives it, or its project.csv.',
      nl: '“{{table}}” is een lijst van CORDIS, maar niet van zijn projecten: lijsten van personen worden niet overgenomen. Importeer het archief van projecten zoals CORDIS het geeft, of project.csv daaruit.',
    },
    oldestCordis: {
      en: 'This is a file of the fourth framework programme or before, which has no grant agreement numbers of today. Map its columns yourself.',
      nl: 'Dit is een bestand van het vierde kaderprogramma of ouder, dat geen huidige nummers van subsidieovereenkomsten heeft. Koppel de kolommen zelf.',
    },
    cellCount: {
      en: 'This row has {{found}} cells, the header {{expected}}: a semicolon or a decimal comma without quotes has shifted it. Put the value in quotes in the file, or leave the row out.',
      nl: 'Deze rij heeft {{found}} cellen, de kop {{expected}}: een puntkomma of een decimale komma zonder aanhalingstekens heeft haar verschoven. Zet de waarde in het bestand tussen aanhalingstekens, of laat de rij weg.',
    },
    missing: {
      en: 'This cell is empty, and the record cannot do without it. Fill it in in the file.',
      nl: 'Deze cel is leeg, en het record kan niet zonder. Vul haar in het bestand in.',
    },
    tooLong: {
      en: 'This text has {{length}} characters, and {{limit}} fit. Shorten it in the file.',
      nl: 'Deze tekst heeft {{length}} tekens, en er passen er {{limit}}. Kort haar in het bestand in.',
    },
    tooLongLeftOut: {
      en: 'This text has {{length}} characters, and {{limit}} fit: the field is left as it is. Shorten the text in the file to take it.',
      nl: 'Deze tekst heeft {{length}} tekens, en er passen er {{limit}}: het veld blijft zoals het is. Kort de tekst in het bestand in om haar over te nemen.',
    },
    controlCharacters: {
      en: 'This text held characters that cannot be shown; each was taken as a blank. Look whether it still says what it should.',
      nl: 'Deze tekst bevatte tekens die niet getoond kunnen worden; elk is als spatie gelezen. Kijk of er nog staat wat er moet staan.',
    },
    notAGrantNumber: {
      en: 'This is not a grant agreement number (6 or 9 digits). Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is geen nummer van een subsidieovereenkomst (6 of 9 cijfers). Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    notAProgramme: {
      en: 'This is not a code of a programme, such as H2020. Compare the row with the header, and correct it in the file.',
      nl: 'Dit is geen code van een programma, zoals H2020. Vergelijk de rij met de kop en herstel haar in het bestand.',
    },
    notACall: {
      en: 'This is not an identifier of a call, such as H2020-SU-SEC-2018. Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is geen identificatie van een oproep, zoals H2020-SU-SEC-2018. Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    notATopic: {
      en: 'This is not an identifier of a topic, such as SU-FCT02-2018-2019-2020. Compare the row with the header, and correct it in the file.',
      nl: 'Dit is geen identificatie van een onderwerp, zoals SU-FCT02-2018-2019-2020. Vergelijk de rij met de kop en herstel haar in het bestand.',
    },
    notAnActionType: {
      en: 'This is not a type of action, such as RIA. Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is geen soort actie, zoals RIA. Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    notAStatus: {
      en: 'This is not a status, such as SIGNED. Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is geen status, zoals SIGNED. Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    unknownStatus: {
      en: 'This status is not one we know ({{known}}): it is kept as the status in the source, and the status is left as it is. Set the status by hand if need be.',
      nl: 'Deze status kennen we niet ({{known}}): hij wordt bewaard als status in de bron, en de status blijft zoals hij is. Zet de status zo nodig met de hand.',
    },
    neitherTrueNorFalse: {
      en: 'This is neither true nor false. Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is waar noch onwaar (true of false). Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    notARecordNumber: {
      en: 'This is not a CORDIS record number (digits only). Most likely the row is shifted: compare it with the header, and correct it in the file.',
      nl: 'Dit is geen CORDIS-recordnummer (alleen cijfers). Waarschijnlijk is de rij verschoven: vergelijk haar met de kop en herstel haar in het bestand.',
    },
    notADay: {
      en: 'This is not a day as this source writes it, year-month-day (2021-09-30). Compare the row with the header, and correct it in the file.',
      nl: 'Dit is geen dag zoals deze bron die schrijft, jaar-maand-dag (2021-09-30). Vergelijk de rij met de kop en herstel haar in het bestand.',
    },
    notAPortalDay: {
      en: 'This is not a day as the portal prints it (2025-10-02). Correct it in the file.',
      nl: 'Dit is geen dag zoals het portaal die schrijft (2025-10-02). Verbeter hem in het bestand.',
    },
    noPortalRecord: {
      en: 'This is not a record of the portal: it has neither metadata nor details of a topic. Leave it out of the file.',
      nl: 'Dit is geen record van het portaal: het heeft geen metadata en geen gegevens van een onderwerp. Laat het uit het bestand weg.',
    },
    portalTender: {
      en: 'This is a call for tenders (type {{type}} of the portal), no topic of a call for proposals: it is left out.',
      nl: 'Dit is een aanbesteding (type {{type}} van het portaal), geen onderwerp van een oproep tot voorstellen: het is weggelaten.',
    },
    portalNotice: {
      en: 'This is news about a topic (type {{type}} of the portal), not the topic itself: it is left out. Search for the topic on the portal, and import that.',
      nl: 'Dit is nieuws over een onderwerp (type {{type}} van het portaal), niet het onderwerp zelf: het is weggelaten. Zoek het onderwerp op het portaal en importeer dat.',
    },
    portalOtherType: {
      en: 'This is not a topic of a call for proposals, but of type {{type}} of the portal: it is left out.',
      nl: 'Dit is geen onderwerp van een oproep tot voorstellen, maar van type {{type}} van het portaal: het is weggelaten.',
    },
    sharedPot: {
      en: 'The budget table of {{call}} states the same amount for {{count}} other topics ({{topics}}): most likely it is one pot, and counted on each it would be far too much. The budget is left as it is; set it by hand if you know what is meant for this topic.',
      nl: 'De budgettabel van {{call}} noemt hetzelfde bedrag voor {{count}} andere onderwerpen ({{topics}}): waarschijnlijk is het één pot, en bij elk geteld zou het veel te veel zijn. Het budget blijft zoals het is; zet het met de hand als u weet wat voor dit onderwerp is bedoeld.',
    },
    perhapsSharedPot: {
      en: 'The budget table of {{call}} states the same amount for {{count}} other topics ({{topics}}). If it is one pot for all, correct the budget by hand: it would be counted on each.',
      nl: 'De budgettabel van {{call}} noemt hetzelfde bedrag voor {{count}} andere onderwerpen ({{topics}}). Is het één pot voor alle, verbeter het budget dan met de hand: het zou bij elk worden geteld.',
    },
    deadlinesDiffer: {
      en: 'The file gives this round more than one deadline, though it has a single stage: the latest is taken. Look which one is right.',
      nl: 'Het bestand geeft deze ronde meer dan één deadline, hoewel er maar één fase is: de laatste is genomen. Kijk welke juist is.',
    },
    deadlineBeforeOpening: {
      en: 'A deadline lies before the opening day. Correct one of them in the file.',
      nl: 'Een deadline ligt voor de openingsdag. Verbeter een van beide in het bestand.',
    },
    unknownDeadlineModel: {
      en: 'This deadline model is not one we know: it is left out. Set it by hand if need be.',
      nl: 'Dit deadlinemodel kennen we niet: het is weggelaten. Zet het zo nodig met de hand.',
    },
    notAMonthFirstDay: {
      en: 'This is not a day as this source writes it, month/day/year (1/31/18). Correct it in the file.',
      nl: 'Dit is geen dag zoals deze bron die schrijft, maand/dag/jaar (1/31/18). Herstel hem in het bestand.',
    },
    noSuchDay: {
      en: 'There is no such day. Correct the date in the file.',
      nl: 'Die dag bestaat niet. Verbeter de datum in het bestand.',
    },
    endBeforeStart: {
      en: 'The project ends before it starts ({{start}}). Correct one of the dates in the file.',
      nl: 'Het project eindigt voordat het begint ({{start}}). Verbeter een van de datums in het bestand.',
    },
    notAnAmount: {
      en: 'This is not an amount in euro. Write figures with a decimal point or comma only, such as 577675.77.',
      nl: 'Dit is geen bedrag in euro. Schrijf alleen cijfers met een decimale punt of komma, zoals 577675.77.',
    },
    amountAmbiguous: {
      en: 'This may be thousands or decimals, and nothing in its column settles it. Write two decimals, such as 1234.00.',
      nl: 'Dit kunnen duizendtallen of decimalen zijn, en niets in de kolom maakt het uit. Schrijf twee decimalen, zoals 1234.00.',
    },
    amountTooLarge: {
      en: 'This amount is larger than any grant. Correct it in the file.',
      nl: 'Dit bedrag is groter dan welke subsidie ook. Verbeter het in het bestand.',
    },
    amountNegative: {
      en: 'This amount is below nought. Correct it in the file.',
      nl: 'Dit bedrag is lager dan nul. Verbeter het in het bestand.',
    },
    notAWholeNumber: {
      en: 'This is not a whole number. Correct it in the file.',
      nl: 'Dit is geen geheel getal. Verbeter het in het bestand.',
    },
    numberTooLarge: {
      en: 'This number is larger than {{limit}}. Correct it in the file.',
      nl: 'Dit getal is groter dan {{limit}}. Verbeter het in het bestand.',
    },
    unknownCountry: {
      en: 'There is no such country code. Use two letters, such as NL, EL or UK; or compare the row with the header, since it may be shifted.',
      nl: 'Die landcode bestaat niet. Gebruik twee letters, zoals NL, EL of UK; of vergelijk de rij met de kop, want zij kan verschoven zijn.',
    },
    unknownRole: {
      en: 'This role is not one we know ({{known}}). Correct it in the file; the row may be shifted.',
      nl: 'Deze rol kennen we niet ({{known}}). Verbeter hem in het bestand; de rij kan verschoven zijn.',
    },
    unknownActivity: {
      en: 'This activity type is not one we know ({{known}}): it is left out. Set it by hand if need be.',
      nl: 'Deze soort activiteit kennen we niet ({{known}}): zij is weggelaten. Zet haar zo nodig met de hand.',
    },
    notYesOrNo: {
      en: 'This should be true or false: it is left out. Set the size by hand if need be.',
      nl: 'Dit hoort true of false te zijn: het is weggelaten. Zet de grootte zo nodig met de hand.',
    },
    notAPic: {
      en: 'This number is no PIC (nine digits): it is left out, and the organisation is found by its name and country. Add the PIC by hand if you know it.',
      nl: 'Dit nummer is geen PIC (negen cijfers): het is weggelaten, en de organisatie wordt gevonden op naam en land. Vul de PIC met de hand in als u hem kent.',
    },
    notAWebAddress: {
      en: 'This is not a web address: it is left out. Set it by hand if need be.',
      nl: 'Dit is geen webadres: het is weggelaten. Zet het zo nodig met de hand.',
    },
    listsDiffer: {
      en: 'Names ({{names}}), roles ({{roles}}) and countries ({{countries}}) of participants are not equally many, so nobody knows which belong together. Correct the lists in the file.',
      nl: 'Namen ({{names}}), rollen ({{roles}}) en landen ({{countries}}) van deelnemers zijn niet even veel, zodat niemand weet welke bij elkaar horen. Herstel de lijsten in het bestand.',
    },
    projectTwice: {
      en: 'This project already stands in row {{row}}, which is the one taken. Leave one of the two out of the file.',
      nl: 'Dit project staat al in rij {{row}}, en die wordt genomen. Laat een van de twee uit het bestand weg.',
    },
    projectTwiceInDoubt: {
      en: 'Row {{row}} states the same project with other amounts, and nobody knows whether they are parts of one or which is right: neither row is taken. Keep one of them in the file.',
      nl: 'Rij {{row}} noemt hetzelfde project met andere bedragen, en niemand weet of het delen van één zijn of welk klopt: geen van beide is overgenomen. Houd er één in het bestand.',
    },
    amountsDiffer: {
      en: 'Rows of project {{number}} state different amounts, and nobody knows whether they are parts of one or which is right: none of them is taken. Keep one row in the file.',
      nl: 'Rijen van project {{number}} noemen verschillende bedragen, en niemand weet of het delen van één zijn of welk klopt: geen ervan is overgenomen. Houd één rij in het bestand.',
    },
    severalNames: {
      en: 'This cell holds {{count}} names ({{names}}), where this source writes one: one organisation a row, or between semicolons where it has lists. Correct it in the file.',
      nl: 'Deze cel bevat {{count}} namen ({{names}}), waar deze bron er één schrijft: één organisatie per rij, of tussen puntkomma’s waar zij lijsten heeft. Herstel dit in het bestand.',
    },
    projectUnknown: {
      en: 'The file has no project {{id}}, to which this row belongs. Add the row of the project, or leave this one out.',
      nl: 'Het bestand heeft geen project {{id}}, waar deze rij bij hoort. Voeg de rij van het project toe, of laat deze weg.',
    },
    projectNotThere: {
      en: 'This file tells more of project {{id}} and cannot make it, and no project, or more than one, has that number. Import the projects first.',
      nl: 'Dit bestand vertelt meer over project {{id}} en kan het niet maken, en geen enkel project, of meer dan een, heeft dat nummer. Importeer eerst de projecten.',
    },
    secondCoordinator: {
      en: 'This project already has a coordinator, {{name}}, and can have one only. Correct the role in the file.',
      nl: 'Dit project heeft al een coördinator, {{name}}, en kan er maar een hebben. Verbeter de rol in het bestand.',
    },
    formerCoordinator: {
      en: 'A coordinator whose participation ended is kept as a participant, with a note. Enter its dates by hand if you know them.',
      nl: 'Een coördinator wiens deelname eindigde wordt als deelnemer bewaard, met een opmerking. Vul de datums met de hand in als u ze kent.',
    },
    participantsLacking: {
      en: '{{count}} of {{of}} participants refused: a new project comes without them, and the participants of one that is there stay as they are. Correct those rows and import the file again, which fills them in.',
      nl: '{{count}} van {{of}} deelnemers geweigerd: een nieuw project komt zonder hen, en de deelnemers van een bestaand project blijven zoals ze zijn. Herstel die rijen en importeer het bestand opnieuw, dat vult hen aan.',
    },
    moreTopics: {
      en: 'A project has one topic: {{topic}} is taken, {{count}} further are not. Choose another by hand if need be.',
      nl: 'Een project heeft één onderwerp: {{topic}} is genomen, {{count}} andere niet. Kies zo nodig met de hand een ander.',
    },
  },
};
