/** Texts of the empty workbooks that are filled in and imported. */
export const importTemplateTexts = {
  importTemplate: {
    title: { en: 'To fill in: {{noun}}', nl: 'In te vullen: {{noun}}' },
    // The sheet that explains the columns
    sheet: { en: 'Sheet', nl: 'Blad' },
    column: { en: 'Column', nl: 'Kolom' },
    isRequired: { en: 'Required', nl: 'Verplicht' },
    what: { en: 'What it is', nl: 'Wat het is' },
    form: { en: 'How to write it', nl: 'Hoe het te schrijven' },
    example: { en: 'Example', nl: 'Voorbeeld' },
    everySheet: { en: 'every sheet', nl: 'elk blad' },
    howTo: {
      en: 'Fill in a row for each record, save the file and import it: it is checked first, and you see what it would do before anything is written.',
      nl: 'Vul een rij in voor elk record, sla het bestand op en importeer het: het wordt eerst gecontroleerd en u ziet wat het zou doen voordat er iets wordt opgeslagen.',
    },
    headings: {
      en: 'Leave the headings as they are; a yellow one stands over what is required. Columns may be moved, and those not required taken out.',
      nl: 'Laat de koppen zoals ze zijn; een gele staat boven wat verplicht is. Kolommen mogen worden verplaatst, en wat niet verplicht is mag weg.',
    },
    inWords: { en: '{{heading}}, in words', nl: '{{heading}}, in woorden' },
    mustBe: { en: 'Required.', nl: 'Verplicht.' },
    notInList: {
      en: 'Choose from the list: see the sheet {{sheet}}.',
      nl: 'Kies uit de lijst: zie het blad {{sheet}}.',
    },
    // Columns that are no fields
    id: {
      en: 'Leave empty: callfolio fills it in. Only a file exported from callfolio has it.',
      nl: 'Leeg laten: callfolio vult het in. Alleen een bestand uit callfolio heeft het.',
    },
    record: {
      en: 'Which row of the first sheet it belongs to: what stands there under “{{names}}”.',
      nl: 'Bij welke rij van het eerste blad het hoort: wat daar onder “{{names}}” staat.',
    },
    item: {
      en: 'Only for several lines of one round: give them the same number.',
      nl: 'Alleen voor meer regels van één ronde: geef ze hetzelfde nummer.',
    },
    emptyMeans: { en: 'Empty: {{what}}.', nl: 'Leeg: {{what}}.' },
    decided: {
      en: 'May stay empty: then it is decided when the file is imported.',
      nl: 'Mag leeg blijven: dan wordt het bij het importeren bepaald.',
    },
    // How each kind of field is written
    text: { en: 'Text.', nl: 'Tekst.' },
    longText: { en: 'Text, also of several lines.', nl: 'Tekst, ook van meer regels.' },
    texts: { en: 'One or more texts, with ; between them.', nl: 'Een of meer teksten, met ; ertussen.' },
    url: { en: 'A web address that begins with https://.', nl: 'Een webadres dat met https:// begint.' },
    country: {
      en: 'From the list, or a code of two letters.',
      nl: 'Uit de lijst, of een code van twee letters.',
    },
    choice: { en: 'From the list.', nl: 'Uit de lijst.' },
    integer: { en: 'A whole number.', nl: 'Een geheel getal.' },
    money: {
      en: 'An amount in euro, with at most two decimals.',
      nl: 'Een bedrag in euro, met maximaal twee decimalen.',
    },
    percent: { en: 'Per cent, 0 to 100.', nl: 'Procent, 0 tot 100.' },
    day: {
      en: 'A day as 2024-03-31 or 31/03/2024, or a month or year where no more is known.',
      nl: 'Een dag als 2024-03-31 of 31/03/2024, of een maand of jaar als meer niet bekend is.',
    },
    instant: {
      en: 'A day, with the time in Brussels where it is known.',
      nl: 'Een dag, met de tijd in Brussel als die bekend is.',
    },
    yesNo: { en: 'Yes or no; empty means no.', nl: 'Ja of nee; leeg betekent nee.' },
    coded: { en: 'The code, from the list.', nl: 'De code, uit de lijst.' },
    call: {
      en: 'The identifier of a call or topic. One that is not here yet is made.',
      nl: 'De identificatie van een oproep of onderwerp. Een die hier nog niet is, wordt gemaakt.',
    },
    organisation: {
      en: 'Leave empty: it is found by its PIC, or by name and country.',
      nl: 'Leeg laten: die wordt gevonden via de PIC, of via naam en land.',
    },
    user: {
      en: 'The e-mail address of somebody with an account here.',
      nl: 'Het e-mailadres van iemand met een account hier.',
    },
  },
} as const;
