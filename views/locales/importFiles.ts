/** What is said of a file that is refused, of a part of it that is left aside, and of a row that cannot be read. */
export const importFileTexts = {
  importFile: {
    tooLarge: {
      en: 'The file is larger than {{most}} MB. Upload it in parts.',
      nl: 'Het bestand is groter dan {{most}} MB. Upload het in delen.',
    },
    empty: {
      en: '“{{name}}” is empty. Check that you chose the right file, and save it again.',
      nl: '“{{name}}” is leeg. Controleer of u het juiste bestand koos en sla het opnieuw op.',
    },
    otherKind: {
      en: '“{{name}}” is a {{kind}} file, which holds no table we can read. Upload a CSV, Excel (.xlsx), JSON or zip file.',
      nl: '“{{name}}” is een {{kind}}-bestand, waarin geen leesbare tabel staat. Upload een CSV-, Excel- (.xlsx), JSON- of zipbestand.',
    },
    notText: {
      en: '“{{name}}” is neither text nor a file we know. Save the table as .xlsx or CSV and upload that.',
      nl: '“{{name}}” is geen tekst en geen bestand dat wij kennen. Sla de tabel op als .xlsx of CSV en upload die.',
    },
    oldWorkbook: {
      en: '“{{name}}” is an old Excel file (.xls). Open it, choose “Save as”, take “Excel workbook (.xlsx)” and upload that.',
      nl: '“{{name}}” is een oud Excelbestand (.xls). Open het, kies “Opslaan als”, neem “Excel-werkmap (.xlsx)” en upload die.',
    },
    damagedArchive: {
      en: 'The archive is damaged and cannot be unpacked completely ({{member}}). Download it again and upload it as it comes.',
      nl: 'Het archief is beschadigd en kan niet geheel worden uitgepakt ({{member}}). Download het opnieuw en upload het zoals het is.',
    },
    encrypted: {
      en: 'The archive is protected with a password ({{member}}). Unpack it, and upload it without the password.',
      nl: 'Het archief is beveiligd met een wachtwoord ({{member}}). Pak het uit en upload het zonder wachtwoord.',
    },
    tooManyMembers: {
      en: 'The archive holds more than {{most}} files. Keep only those with tables and upload it again.',
      nl: 'Het archief bevat meer dan {{most}} bestanden. Houd alleen die met tabellen en upload het opnieuw.',
    },
    unpacksTooLarge: {
      en: 'The file unpacks to more than {{most}} MB. Upload its parts one by one.',
      nl: 'Het bestand wordt uitgepakt groter dan {{most}} MB. Upload de delen een voor een.',
    },
    packedTooTightly: {
      en: '“{{member}}” unpacks to more than {{most}} times its size, as no table does. It is refused as harmful; ask whoever gave it to you.',
      nl: '“{{member}}” wordt uitgepakt meer dan {{most}} keer zo groot, wat bij tabellen niet voorkomt. Het is als schadelijk geweigerd; vraag het na bij wie het u gaf.',
    },
    sizeLies: {
      en: '“{{member}}” is not as large as the archive says. Make the archive again with an ordinary program.',
      nl: '“{{member}}” is niet zo groot als het archief zegt. Maak het archief opnieuw met een gewoon programma.',
    },
    headersDiffer: {
      en: 'The archive says two different things about “{{member}}”. Make it again with an ordinary program.',
      nl: 'Het archief zegt twee verschillende dingen over “{{member}}”. Maak het opnieuw met een gewoon programma.',
    },
    membersOverlap: {
      en: 'In the archive “{{member}}” lies across another file. It is refused as harmful; ask whoever gave it to you.',
      nl: 'In het archief ligt “{{member}}” over een ander bestand heen. Het is als schadelijk geweigerd; vraag het na bij wie het u gaf.',
    },
    memberTwice: {
      en: 'The archive holds “{{member}}” twice. Keep one of them and upload it again.',
      nl: 'Het archief bevat “{{member}}” tweemaal. Houd er een en upload het opnieuw.',
    },
    memberName: {
      en: 'A file in the archive has a name that leads elsewhere or cannot be shown: {{member}}. Rename it and upload the archive again.',
      nl: 'Een bestand in het archief heeft een naam die naar elders leidt of niet te tonen is: {{member}}. Hernoem het en upload het archief opnieuw.',
    },
    packedOtherwise: {
      en: '“{{member}}” is packed in a way we do not read. Make an ordinary zip archive (deflate) and upload that.',
      nl: '“{{member}}” is ingepakt op een manier die wij niet lezen. Maak een gewoon ziparchief (deflate) en upload dat.',
    },
    nothingInside: {
      en: 'The archive holds no table: no CSV, JSON or .xlsx file with a header. Check that you chose the right one.',
      nl: 'Het archief bevat geen tabel: geen CSV-, JSON- of .xlsx-bestand met kolomnamen. Controleer of u het juiste koos.',
    },
    otherMember: {
      en: 'Not read: only CSV, JSON and .xlsx files are. Unpack it and upload it by itself if you need it.',
      nl: 'Niet gelezen: alleen CSV-, JSON- en .xlsx-bestanden worden gelezen. Pak het uit en upload het apart als u het nodig hebt.',
    },
    emptyMember: {
      en: 'Not read: it is empty. Nothing is to be done if it should be.',
      nl: 'Niet gelezen: het is leeg. U hoeft niets te doen als dat zo hoort.',
    },
    otherEncoding: {
      en: 'The text of “{{member}}” is in no encoding we read. Save it as UTF-8 and upload it again.',
      nl: 'De tekst van “{{member}}” staat in geen codering die wij lezen. Sla hem op als UTF-8 en upload hem opnieuw.',
    },
    encodingInDoubt: {
      en: 'The text of “{{member}}” is in an old encoding, and nobody can tell which: {{words}} may be other words. Choose the encoding below, or save the file as UTF-8 and send it again.',
      nl: 'De tekst van “{{member}}” staat in een oude codering, en niemand kan zeggen welke: {{words}} kunnen andere woorden zijn. Kies hieronder de codering, of sla het bestand op als UTF-8 en stuur het opnieuw.',
    },
    oneColumn: {
      en: 'No columns were found in “{{table}}”. Separate them with a semicolon, a comma, a tab or a bar, with their names in the first line.',
      nl: 'In “{{table}}” zijn geen kolommen gevonden. Scheid ze met een puntkomma, een komma, een tab of een streep, met hun namen op de eerste regel.',
    },
    noHeader: {
      en: '“{{table}}” has no column names. Put them in its first row.',
      nl: '“{{table}}” heeft geen kolomnamen. Zet ze in de eerste rij.',
    },
    badHeader: {
      en: 'The column names of “{{table}}” (row {{row}}) cannot be read: a quote is not closed, or a character is none. Correct that row.',
      nl: 'De kolomnamen van “{{table}}” (rij {{row}}) zijn niet te lezen: een aanhalingsteken is niet gesloten of een teken is er geen. Verbeter die rij.',
    },
    columnTwice: {
      en: 'In “{{table}}” several columns have the same name: {{columns}}. Give each its own name.',
      nl: 'In “{{table}}” hebben verschillende kolommen dezelfde naam: {{columns}}. Geef elke een eigen naam.',
    },
    tooManyColumns: {
      en: '“{{table}}” has more than {{most}} columns. Remove those you do not need.',
      nl: '“{{table}}” heeft meer dan {{most}} kolommen. Verwijder die u niet nodig hebt.',
    },
    tooManyRows: {
      en: '“{{table}}” has more than {{most}} rows. Upload it in parts.',
      nl: '“{{table}}” heeft meer dan {{most}} rijen. Upload het in delen.',
    },
    controlCharacter: {
      en: 'It holds a character that cannot be shown (a control character). Remove it.',
      nl: 'Er staat een teken in dat niet te tonen is (een stuurteken). Verwijder het.',
    },
    badCharacter: {
      en: 'It holds a byte that is no character in the encoding the file is read in. Choose another encoding, or type the word again and save the file as UTF-8.',
      nl: 'Er staat een byte in die geen teken is in de codering waarin het bestand wordt gelezen. Kies een andere codering, of typ het woord opnieuw en sla het bestand op als UTF-8.',
    },
    quoteNeverCloses: {
      en: 'A quotation mark opens in this row and never closes. Close it, or remove it.',
      nl: 'In deze rij wordt een aanhalingsteken geopend en nooit gesloten. Sluit het of verwijder het.',
    },
    quoteInside: {
      en: 'A quotation mark stands in the middle of a quoted text. Write it twice, or remove it.',
      nl: 'Er staat een aanhalingsteken midden in een tekst tussen aanhalingstekens. Schrijf het dubbel of verwijder het.',
    },
    tooManyCells: {
      en: 'The row has more than {{most}} cells. Check its delimiters and quotation marks.',
      nl: 'De rij heeft meer dan {{most}} cellen. Controleer de scheidingstekens en aanhalingstekens.',
    },
    cellTooLong: {
      en: 'The text is longer than {{most}} characters. Shorten it.',
      nl: 'De tekst is langer dan {{most}} tekens. Kort hem in.',
    },
    recordTooLong: {
      en: 'The row is longer than {{most}} characters. Shorten it, or check its line ends.',
      nl: 'De rij is langer dan {{most}} tekens. Kort haar in of controleer de regeleinden.',
    },
    lineTooLong: {
      en: 'A line of “{{table}}” is longer than {{most}} bytes, as no row of a table is. Check its line ends and quotation marks, and send it again.',
      nl: 'Een regel van “{{table}}” is langer dan {{most}} bytes, wat bij rijen van een tabel niet voorkomt. Controleer de regeleinden en aanhalingstekens en stuur het opnieuw.',
    },
    passwordWorkbook: {
      en: '“{{name}}” is protected with a password. Open it, take the password off, save it and upload that.',
      nl: '“{{name}}” is beveiligd met een wachtwoord. Open het, verwijder het wachtwoord, sla het op en upload dat.',
    },
    macros: {
      en: '“{{name}}” holds macros, which are not accepted. Save it as “Excel workbook (.xlsx)” and upload that.',
      nl: '“{{name}}” bevat macro’s, die niet worden aanvaard. Sla het op als “Excel-werkmap (.xlsx)” en upload die.',
    },
    badWorkbook: {
      en: 'The workbook cannot be read: “{{member}}” in it is damaged. Open it in Excel or LibreOffice, save it as .xlsx and upload that.',
      nl: 'De werkmap is niet te lezen: “{{member}}” erin is beschadigd. Open haar in Excel of LibreOffice, sla haar op als .xlsx en upload die.',
    },
    documentType: {
      en: '“{{member}}” in the workbook refers to things outside it, as no workbook does. It is refused as harmful; ask whoever gave it to you.',
      nl: '“{{member}}” in de werkmap verwijst naar dingen daarbuiten, wat werkmappen niet doen. Het is als schadelijk geweigerd; vraag het na bij wie het u gaf.',
    },
    sharedTooLong: {
      en: 'The workbook holds too much text (“{{member}}”). Save its sheets as CSV and upload those.',
      nl: 'De werkmap bevat te veel tekst (“{{member}}”). Sla de bladen op als CSV en upload die.',
    },
    linkedPart: {
      en: 'Not read: it is no table of this workbook. The results of formulas that use it are taken as they were saved.',
      nl: 'Niet gelezen: het is geen tabel van deze werkmap. De uitkomsten van formules die het gebruiken, worden genomen zoals ze zijn opgeslagen.',
    },
    noSheet: {
      en: 'Not read: it is a chart or a dialog, no table.',
      nl: 'Niet gelezen: het is een grafiek of een dialoog, geen tabel.',
    },
    hiddenSheet: {
      en: 'Not read: the sheet is hidden. Show it and upload the workbook again if it should be read.',
      nl: 'Niet gelezen: het blad is verborgen. Maak het zichtbaar en upload de werkmap opnieuw als het gelezen moet worden.',
    },
    emptySheet: {
      en: 'Not read: the sheet is empty. Put column names in its first row if it should be read.',
      nl: 'Niet gelezen: het blad is leeg. Zet kolomnamen in de eerste rij als het gelezen moet worden.',
    },
    cellError: {
      en: 'The cell shows an error ({{value}}). Correct its formula, or type the value.',
      nl: 'De cel toont een fout ({{value}}). Verbeter de formule of typ de waarde.',
    },
    noResult: {
      en: 'The cell holds a formula without a result. Open the file in Excel or LibreOffice, save it, and send it again.',
      nl: 'De cel bevat een formule zonder uitkomst. Open het bestand in Excel of LibreOffice, sla het op en stuur het opnieuw.',
    },
    badCell: {
      en: 'The cell cannot be read ({{value}}). Type its value again.',
      nl: 'De cel is niet te lezen ({{value}}). Typ de waarde opnieuw.',
    },
    noSuchDate: {
      en: 'The cell is shown as a date, but {{value}} is none. Type the date again.',
      nl: 'De cel wordt als datum getoond, maar {{value}} is er geen. Typ de datum opnieuw.',
    },
    badJson: {
      en: '“{{name}}” is no complete JSON: it ends too soon, or its brackets do not match. Download it again.',
      nl: '“{{name}}” is geen volledige JSON: het eindigt te vroeg of de haken kloppen niet. Download het opnieuw.',
    },
    badValue: {
      en: 'This value of the list is no JSON. Correct it, or download the file again.',
      nl: 'Deze waarde van de lijst is geen JSON. Verbeter haar of download het bestand opnieuw.',
    },
    noObject: {
      en: 'This value of the list has no named fields. Remove it, or write it as an object.',
      nl: 'Deze waarde van de lijst heeft geen benoemde velden. Verwijder haar of schrijf haar als object.',
    },
    noList: {
      en: '“{{name}}” holds no list of records. Upload a search answer, a topic page, or a list of objects.',
      nl: '“{{name}}” bevat geen lijst van records. Upload een zoekantwoord, een onderwerppagina of een lijst van objecten.',
    },
    otherList: {
      en: 'Not read: it stands beside the records. Nothing is to be done.',
      nl: 'Niet gelezen: het staat naast de records. U hoeft niets te doen.',
    },
    valueTooLong: {
      en: 'A value in “{{name}}” is longer than {{most}} characters. Shorten it, or upload the file in parts.',
      nl: 'Een waarde in “{{name}}” is langer dan {{most}} tekens. Kort haar in of upload het bestand in delen.',
    },
    tooDeep: {
      en: '“{{name}}” is nested more than {{most}} levels deep, as no list of records is. Download it again.',
      nl: '“{{name}}” is meer dan {{most}} niveaus diep genest, wat bij lijsten van records niet voorkomt. Download het opnieuw.',
    },
  },
} as const;
