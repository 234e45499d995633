/** What is wrong, or noteworthy, in a file of our own or in any other table: what it is, and what to do. */
export const importTableTexts = {
  importTable: {
    dayOrder: {
      en: '{{label}}: nobody can tell day from month here. Write it as 2018-03-06, or import the file as another table and say which comes first.',
      nl: '{{label}}: niemand kan hier dag en maand onderscheiden. Schrijf het als 2018-03-06, of importeer het bestand als andere tabel en zeg wat eerst komt.',
    },
    notJson: {
      en: '{{label}} holds a list as JSON, and this is none: perhaps a spreadsheet cut it. Export it again as .xlsx, where each item has a row.',
      nl: '{{label}} bevat een lijst als JSON, en dit is er geen: misschien heeft een spreadsheet hem afgekapt. Exporteer opnieuw als .xlsx, waar elk onderdeel een rij heeft.',
    },
    cellCount: {
      en: 'This row has {{found}} cells, the header {{expected}}: a sign that separates cells stands in one without quotes. Put that value in quotes.',
      nl: 'Deze rij heeft {{found}} cellen, de kop {{expected}}: een scheidingsteken staat in een cel zonder aanhalingstekens. Zet die waarde tussen aanhalingstekens.',
    },
    noHeading: {
      en: 'This stands outside the columns that have a heading, and is not read. Give the column a heading, or ignore this.',
      nl: 'Dit staat buiten de kolommen met een kop, en wordt niet gelezen. Geef de kolom een kop, of negeer dit.',
    },
    version: {
      en: 'The version beside the id is missing or no number. Copy both from a new export, or empty both to make a new record.',
      nl: 'De versie naast het id ontbreekt of is geen getal. Neem beide over uit een nieuwe export, of maak beide leeg voor een nieuw record.',
    },
    missing: {
      en: '{{label}} is empty or has no column, and the record cannot do without it. Fill it in.',
      nl: '{{label}} is leeg of heeft geen kolom, en het record kan niet zonder. Vul het in.',
    },
    idTwice: {
      en: 'Row {{row}} has the same id. Keep one of the two; a new record has no id.',
      nl: 'Rij {{row}} heeft hetzelfde id. Houd een van de twee; een nieuw record heeft geen id.',
    },
    noRecord: {
      en: 'No record of this file is called “{{name}}”. Write its id, number, acronym or title as in the first sheet.',
      nl: 'Geen record in dit bestand heet “{{name}}”. Schrijf het id, nummer, acroniem of de titel zoals op het eerste blad.',
    },
    severalRecords: {
      en: '{{count}} records of this file are called “{{name}}”. Write the id or the grant agreement instead.',
      nl: '{{count}} records in dit bestand heten “{{name}}”. Schrijf het id of de subsidieovereenkomst.',
    },
    itemRefused: {
      en: 'Row {{row}} of “{{table}}” was refused, so this list is left as it is. Correct that row and import again.',
      nl: 'Rij {{row}} van “{{table}}” is geweigerd, dus blijft deze lijst zoals hij is. Herstel die rij en importeer opnieuw.',
    },
    itemColumns: {
      en: 'The sheet lacks {{columns}}, so the list of a record that is there already is left as it is. Put the columns back to change it.',
      nl: 'Op het blad ontbreken {{columns}}, dus blijft de lijst van een bestaand record zoals hij is. Zet de kolommen terug om haar te wijzigen.',
    },
    roundDiffers: {
      en: 'Rows of one number say different things in {{label}}; the first one counts. Give them the same value, or another number.',
      nl: 'Rijen met één nummer zeggen verschillende dingen in {{label}}; de eerste telt. Geef ze dezelfde waarde, of een ander nummer.',
    },
    cut: {
      en: '{{label}} was too long for a cell when it was exported, so it is left as it is. Change it on its page, or in a .json export.',
      nl: '{{label}} was bij het exporteren te lang voor een cel, en blijft dus zoals het is. Wijzig het op de pagina ervan, of in een .json-export.',
    },
    unknownKey: {
      en: 'There is no field “{{key}}”; it is not read. Correct its name, or leave it out.',
      nl: 'Er is geen veld “{{key}}”; het wordt niet gelezen. Verbeter de naam, of laat het weg.',
    },
    notAnObject: {
      en: 'This is not a record. Each item of the list is an object with the keys of the API.',
      nl: 'Dit is geen record. Elk onderdeel van de lijst is een object met de sleutels van de API.',
    },
    differs: {
      en: 'Row {{row}} is about the same record and says otherwise in {{label}}. Give both rows the same value.',
      nl: 'Rij {{row}} gaat over hetzelfde record en zegt iets anders bij {{label}}. Geef beide rijen dezelfde waarde.',
    },
    severalInCell: {
      en: '{{label}}: this cell holds {{count}} ({{names}}), and each row is of one: one organisation a row, with the number of the project in each. If it is one name, write it without semicolons, bars and line breaks.',
      nl: '{{label}}: deze cel bevat er {{count}} ({{names}}), en elke rij is van één: één organisatie per rij, met in elke het nummer van het project. Is het één naam, schrijf die dan zonder puntkomma’s, strepen en regeleinden.',
    },
    severalForOne: {
      en: '{{label}}: this cell holds {{count}} ({{names}}), where a record has one. Write the one that is meant.',
      nl: '{{label}}: deze cel bevat er {{count}} ({{names}}), terwijl een record er één heeft. Schrijf degene die is bedoeld.',
    },
    severalKept: {
      en: '{{label}} looks like {{count}} names ({{names}}) and is taken as one, as it was exported. If it is several organisations, give each a row of its own.',
      nl: '{{label}} lijkt {{count}} namen te bevatten ({{names}}) en is als één genomen, zoals het is geëxporteerd. Zijn het meer organisaties, geef elk dan een eigen rij.',
    },
    sameBudget: {
      en: 'All {{count}} topics of {{call}} state the same budget. If it is one pot for all, leave it out of these rows: it would be counted on each.',
      nl: 'Alle {{count}} onderwerpen van {{call}} noemen hetzelfde budget. Is het één pot voor alle, laat het dan uit deze rijen weg: het zou bij elk worden geteld.',
    },
    maySeveral: {
      en: '{{label}} is taken as one name. If it is several organisations, give each a row of its own.',
      nl: '{{label}} is als één naam genomen. Zijn het meer organisaties, geef elk dan een eigen rij.',
    },
    ofWhich: {
      en: 'This row does not say which record it is of; most likely of the one above. Write the number or the name in each row.',
      nl: 'Deze rij zegt niet bij welk record ze hoort; waarschijnlijk bij dat erboven. Schrijf het nummer of de naam in elke rij.',
    },
    sameTitle: {
      en: 'Rows {{rows}} have one title and no number, so nobody can tell whether they are one project: none of them is taken. Give each row its grant agreement number, or at least an acronym.',
      nl: 'De rijen {{rows}} hebben één titel en geen nummer, dus niemand kan zeggen of ze één project zijn: geen ervan is overgenomen. Geef elke rij het nummer van de subsidieovereenkomst, of minstens een acroniem.',
    },
    amountInDoubt: {
      en: 'Of the rows of this record ({{ofRows}}) the rows {{rows}} each state {{label}}, and nothing says whether that is the total or a part: the record stays out. Write the total in one row only, or give each row a participant and the same amount.',
      nl: 'Van de rijen van dit record ({{ofRows}}) noemen de rijen {{rows}} elk {{label}}, en niets zegt of dat het geheel is of een deel: het record blijft erbuiten. Schrijf het hele bedrag in één rij, of geef elke rij een deelnemer en hetzelfde bedrag.',
    },
    rowsRefused: {
      en: '{{refused}} of {{count}} rows of this record refused (rows {{rows}}), so all of it stays out: what is left would look complete. Correct those rows and import again.',
      nl: '{{refused}} van {{count}} rijen van dit record geweigerd (rijen {{rows}}), dus blijft het in zijn geheel erbuiten: wat overblijft, zou volledig lijken. Herstel die rijen en importeer opnieuw.',
    },
    partnersRefused: {
      en: '{{refused}} of {{count}} partners refused (rows {{rows}}), so the project stays out: with the others alone it would look complete. Correct those rows and import again.',
      nl: '{{refused}} van {{count}} partners geweigerd (rijen {{rows}}), dus blijft het project erbuiten: met alleen de andere zou het volledig lijken. Herstel die rijen en importeer opnieuw.',
    },
    rowsJoined: {
      en: '{{count}} rows make this one record: {{rows}}. Look whether they are one.',
      nl: '{{count}} rijen vormen dit ene record: {{rows}}. Kijk of ze er echt één zijn.',
    },
    amountOnce: {
      en: 'The same amount of {{label}} stands in several of these rows and is taken once, as that of the record. If each row states a part of it, leave the record out.',
      nl: 'Hetzelfde bedrag van {{label}} staat in meer van deze rijen en is één keer genomen, als dat van het hele record. Noemt elke rij er een deel van, laat het record dan weg.',
    },
    columnsAbsent: {
      en: 'The file does not have these columns of the mapping: {{columns}}. What they would state is unknown in all its rows. This is said once.',
      nl: 'Deze kolommen van de toewijzing heeft het bestand niet: {{columns}}. Wat ze zouden noemen, is in alle rijen onbekend. Dit wordt één keer gezegd.',
    },
    noColumn: {
      en: 'The mapping names the column {{label}}, which no table of the file has, though it may be there under another name: nothing is read. Name the columns anew.',
      nl: 'De toewijzing noemt de kolom {{label}}, die geen tabel van het bestand heeft, maar die er onder een andere naam kan staan: er is niets gelezen. Wijs de kolommen opnieuw toe.',
    },
    shortened: {
      en: 'A spreadsheet shortened the number in {{label}}: figures are missing. Show the column as a number without decimals, and save the file again.',
      nl: 'Een spreadsheet heeft het nummer in {{label}} ingekort: er ontbreken cijfers. Toon de kolom als getal zonder decimalen en sla het bestand opnieuw op.',
    },
    emptyMark: {
      en: 'Cells of {{label}} in which a mark for nothing stands, as here, are taken as empty: unknown. This is said once.',
      nl: 'Cellen van {{label}} waarin een teken voor niets staat, zoals hier, zijn als leeg overgenomen: onbekend. Dit wordt één keer gezegd.',
    },
    totalsRow: {
      en: '“{{name}}” adds up other rows and is no record, so it is left out. If it is one, write its number or another name in the file.',
      nl: '“{{name}}” telt andere rijen op en is geen record, dus is zij weggelaten. Is het er toch een, schrijf dan het nummer of een andere naam in het bestand.',
    },
    sumOfRows: {
      en: 'The amounts of this row are the sum of other rows, and it has no number, so it is left out as a total. If it is a record, write its number in the file.',
      nl: 'De bedragen van deze rij zijn de som van andere rijen, en zij heeft geen nummer, dus is zij als totaal weggelaten. Is het een record, schrijf dan het nummer in het bestand.',
    },
    maybeSum: {
      en: 'The amount of this row is the sum of rows above it. Leave the row out if it is a total.',
      nl: 'Het bedrag van deze rij is de som van rijen erboven. Laat de rij weg als zij een totaal is.',
    },
    noMapping: {
      en: 'No column of this file is mapped to a field. Map at least what the record cannot do without.',
      nl: 'Geen kolom van dit bestand is aan een veld gekoppeld. Koppel minstens wat het record nodig heeft.',
    },
  },
} as const;
