/** What is wrong with one field; keys are Joi's error types and our own. `{{label}}` is the field's label. */
export const problems = {
  'search.noWord': {
    en: 'Type a word: signs alone are in no name, and find nothing.',
    nl: 'Typ een woord: tekens alleen staan in geen enkele naam, en vinden niets.',
  },
  'any.required': { en: 'Fill in {{label}}.', nl: 'Vul {{label}} in.' },
  'any.only': {
    en: 'Choose one of the options for {{label}}.',
    nl: 'Kies een van de mogelijkheden voor {{label}}.',
  },
  'any.invalid': {
    en: 'This value is not allowed for {{label}}.',
    nl: 'Deze waarde is niet toegestaan voor {{label}}.',
  },
  'object.unknown': {
    en: '{{label}} is not a field that can be set.',
    nl: '{{label}} is geen veld dat gezet kan worden.',
  },
  'object.base': { en: '{{label}} must be an object.', nl: '{{label}} moet een object zijn.' },
  'object.missing': {
    en: 'Name the record for {{label}}, by id or identifier.',
    nl: 'Noem het record voor {{label}}, met id of identificatie.',
  },
  'alternatives.types': { en: '{{label}} must be text.', nl: '{{label}} moet tekst zijn.' },
  'alternatives.match': { en: '{{label}} cannot be read.', nl: '{{label}} is niet te lezen.' },
  'array.base': { en: '{{label}} must be a list.', nl: '{{label}} moet een lijst zijn.' },
  'array.max': {
    en: '{{label}} has too many entries; {{limit}} at most.',
    nl: '{{label}} heeft te veel regels; maximaal {{limit}}.',
  },
  'texts.base': {
    en: '{{label}}: each entry is one text of at most {{limit}} characters.',
    nl: '{{label}}: elke regel is één tekst van maximaal {{limit}} tekens.',
  },
  'string.base': { en: '{{label}} must be text.', nl: '{{label}} moet tekst zijn.' },
  'string.max': {
    en: '{{label}} is too long: {{limit}} characters at most.',
    nl: '{{label}} is te lang: maximaal {{limit}} tekens.',
  },
  'string.pattern.name': {
    en: '{{label}} does not have the right form.',
    nl: '{{label}} heeft niet de juiste vorm.',
  },
  'string.pattern.invert.name': {
    en: '{{label}} holds characters that cannot be shown. Type it again.',
    nl: '{{label}} bevat tekens die niet getoond kunnen worden. Typ het opnieuw.',
  },
  'string.uriCustomScheme': {
    en: '{{label}} must be a web address beginning with https:// or http://.',
    nl: '{{label}} moet een webadres zijn dat begint met https:// of http://.',
  },
  'string.uri': { en: '{{label}} must be a web address.', nl: '{{label}} moet een webadres zijn.' },
  'country.base': {
    en: '{{label}} must be a country code of two letters, such as NL, EL or UK.',
    nl: '{{label}} moet een landcode van twee letters zijn, zoals NL, EL of UK.',
  },
  'number.base': { en: '{{label}} must be a number.', nl: '{{label}} moet een getal zijn.' },
  'number.integer': { en: '{{label}} must be a whole number.', nl: '{{label}} moet een geheel getal zijn.' },
  'number.min': { en: '{{label}} must be {{limit}} or more.', nl: '{{label}} moet {{limit}} of meer zijn.' },
  'number.max': {
    en: '{{label}} must be {{limit}} or less.',
    nl: '{{label}} moet {{limit}} of minder zijn.',
  },
  'number.unsafe': { en: '{{label}} is too large.', nl: '{{label}} is te groot.' },
  'number.infinity': { en: '{{label}} must be a number.', nl: '{{label}} moet een getal zijn.' },
  'boolean.base': { en: '{{label}} must be yes or no.', nl: '{{label}} moet ja of nee zijn.' },
  'mapping.noColumn': {
    en: 'The file has no column “{{name}}”. It has: {{columns}}. Write the heading as it stands there, or leave it out.',
    nl: 'Het bestand heeft geen kolom “{{name}}”. Het heeft: {{columns}}. Schrijf de kop zoals hij er staat, of laat hem weg.',
  },
  'mapping.twice': {
    en: 'Two columns lead to {{label}}: take one of them.',
    nl: 'Twee kolommen leiden naar {{label}}: neem er één.',
  },
  'mapping.none': {
    en: 'No column leads to a field: choose one for at least one column.',
    nl: 'Geen enkele kolom leidt naar een veld: kies er een voor minstens één kolom.',
  },
  'mapping.nul': {
    en: 'The column “{{name}}” has a NUL character in its name and cannot be taken. Rename it in the file, or leave it out.',
    nl: 'De kolom “{{name}}” heeft een NUL-teken in haar naam en kan niet worden overgenomen. Hernoem haar in het bestand, of laat haar weg.',
  },
  'mapping.nameTaken': {
    en: 'There is a saved mapping “{{name}}” for other columns. Choose another name, or delete that one first.',
    nl: 'Er is een opgeslagen toewijzing “{{name}}” voor andere kolommen. Kies een andere naam, of verwijder die eerst.',
  },
  'money.notANumber': {
    en: '{{label}} is not an amount. Write it as 577675.77 or 577.675,77.',
    nl: '{{label}} is geen bedrag. Schrijf het als 577675.77 of 577.675,77.',
  },
  'money.ambiguous': {
    en: '{{label}} can be read in two ways. Add the cents, as in 1.234,00.',
    nl: '{{label}} kan op twee manieren gelezen worden. Voeg de centen toe, zoals in 1.234,00.',
  },
  'money.tooPrecise': {
    en: '{{label}} has more than two decimals.',
    nl: '{{label}} heeft meer dan twee decimalen.',
  },
  'money.tooLarge': { en: '{{label}} is too large.', nl: '{{label}} is te groot.' },
  'money.negative': { en: '{{label}} cannot be below zero.', nl: '{{label}} kan niet onder nul zijn.' },
  'percent.base': {
    en: '{{label}} must be a percentage from 0 to 100 with at most two decimals.',
    nl: '{{label}} moet een percentage van 0 tot 100 zijn met maximaal twee decimalen.',
  },
  'day.base': {
    en: '{{label}} must be a day, month or year: 2019-01-31, 2019-01 or 2019.',
    nl: '{{label}} moet een dag, maand of jaar zijn: 2019-01-31, 2019-01 of 2019.',
  },
  'day.between': {
    en: '{{label}} must be a day from {{least}} to {{most}}.',
    nl: '{{label}} moet een dag van {{least}} tot {{most}} zijn.',
  },
  'day.endBeforeStart': { en: '{{label}} is before the start.', nl: '{{label}} ligt voor het begin.' },
  'instant.base': {
    en: '{{label}} must be a day and time: 2019-08-22 17:00.',
    nl: '{{label}} moet een dag en tijd zijn: 2019-08-22 17:00.',
  },
  'instant.future': {
    en: '{{label}} cannot be in the future.',
    nl: '{{label}} kan niet in de toekomst liggen.',
  },
  'version.form': {
    en: '{{label}} must be the ETag that was read, such as "3".',
    nl: '{{label}} moet de ETag zijn die is gelezen, zoals "3".',
  },
  'query.unknown': {
    en: 'This address takes nothing named “{{field}}”.',
    nl: 'Dit adres kent niets met de naam “{{field}}”.',
  },
  'query.together': {
    en: '“{{field}}” makes no sense with the rest of this address, or without what is missing there.',
    nl: '“{{field}}” heeft geen betekenis bij de rest van dit adres, of zonder wat daar ontbreekt.',
  },
  'query.value': {
    en: '“{{value}}” makes no sense for {{field}}.',
    nl: '“{{value}}” heeft geen betekenis voor {{field}}.',
  },
  'query.amount': {
    en: '“{{value}}” is not an amount, or can be read in two ways. Write it as 1234 or 1.234,00. Go back to change it.',
    nl: '“{{value}}” is geen bedrag, of kan op twee manieren worden gelezen. Schrijf het als 1234 of 1.234,00. Ga terug om het te veranderen.',
  },
  'query.day': {
    en: '“{{value}}” is not a day. Write it as 2019-01-31 or 31/1/2019. Go back to change it.',
    nl: '“{{value}}” is geen dag. Schrijf het als 2019-01-31 of 31/1/2019. Ga terug om het te veranderen.',
  },
  'query.number': {
    en: '{{field}} must be a whole number from {{least}} to {{most}}.',
    nl: '{{field}} moet een geheel getal van {{least}} tot {{most}} zijn.',
  },
  'reference.unknown': {
    en: '{{label}}: there is no record “{{value}}”. Log it first, or choose another.',
    nl: '{{label}}: er is geen record “{{value}}”. Leg het eerst vast, of kies een ander.',
  },
  'reference.archived': {
    en: '{{label}}: {{value}} is archived. Restore it first, or choose another.',
    nl: '{{label}}: {{value}} is gearchiveerd. Zet het eerst terug, of kies een ander.',
  },
  'bulk.id': {
    en: '{{field}} must be an id, or an object with id and version.',
    nl: '{{field}} moet een id zijn, of een object met id en version.',
  },
  duplicate: {
    en: '{{label}}: another record already has this value.',
    nl: '{{label}}: een ander record heeft deze waarde al.',
  },
  'code.fixed': {
    en: '{{label}} never changes: it is in every link to this record.',
    nl: '{{label}} verandert nooit: het staat in elke koppeling naar dit record.',
  },
  'changed.meanwhile': {
    en: '{{label}} was changed by {{name}} (version {{version}}).',
    nl: '{{label}} is gewijzigd door {{name}} (versie {{version}}).',
  },
  'strategy.inUse': {
    en: 'Calls or projects are linked to initiative {{value}}: take the links off first.',
    nl: 'Er zijn oproepen of projecten aan initiatief {{value}} gekoppeld: haal eerst de koppelingen weg.',
  },
  'list.twice': {
    en: '{{label}}: {{value}} is there twice.',
    nl: '{{label}}: {{value}} staat er twee keer.',
  },
  'supports.twice': {
    en: 'This initiative is linked twice; keep one link.',
    nl: 'Dit initiatief is twee keer gekoppeld; houd één koppeling.',
  },
  'supports.justification': {
    en: 'A rating needs a justification in words.',
    nl: 'Een beoordeling heeft een motivering in woorden nodig.',
  },
  'supports.unratedShare': {
    en: 'Only principal and secondary links carry a share of the money.',
    nl: 'Alleen koppelingen als hoofd- of nevendoel dragen een deel van het geld.',
  },
  'supports.stale': {
    en: '{{name}} saved this record in the meantime. What you typed is still here: look at the record in another window, then save again.',
    nl: '{{name}} heeft dit record intussen opgeslagen. Wat u typte staat er nog: bekijk het record in een ander venster en sla opnieuw op.',
  },
  'supports.above': {
    en: 'The shares add up to {{total}} %, more than 100 %.',
    nl: 'De aandelen tellen op tot {{total}} %, meer dan het geheel.',
  },
  'statements.twoUsed': {
    en: 'Mark only one stated value of a field as used.',
    nl: 'Markeer slechts één vermelde waarde van een veld als gebruikt.',
  },
  'strategy.noInitiative': {
    en: 'A key action begins with the number of its initiative, as in 4.1.',
    nl: 'Een kernactie begint met het nummer van haar initiatief, zoals in 4.1.',
  },
  'strategy.reason': {
    en: 'Say why no funding is expected.',
    nl: 'Zeg waarom geen financiering wordt verwacht.',
  },
  'call.deadlineBeforeOpening': {
    en: 'The deadline is before the opening.',
    nl: 'De deadline ligt voor de opening.',
  },
  'call.maxBelowMin': {
    en: 'The greatest contribution is below the least.',
    nl: 'De hoogste bijdrage is lager dan de laagste.',
  },
  'project.signedWithoutProgramme': {
    en: 'A signed project needs a programme.',
    nl: 'Een ondertekend project heeft een programma nodig.',
  },
  'project.twoCoordinators': {
    en: 'Two coordinators are active on the same day; give one an end.',
    nl: 'Twee coördinatoren zijn op dezelfde dag actief; geef er een een einde.',
  },
  'password.length': {
    en: 'A password has {{least}} to {{most}} characters.',
    nl: 'Een wachtwoord heeft {{least}} tot {{most}} tekens.',
  },
  'password.weak': {
    en: 'This password is too easy to guess: it is made of common ones, or of your own name. Choose four or more words in a row that have nothing to do with each other.',
    nl: 'Dit wachtwoord is te makkelijk te raden: het is gemaakt van veelgebruikte, of van uw eigen naam. Kies vier of meer woorden achter elkaar die niets met elkaar te maken hebben.',
  },
  'password.wrong': { en: 'The present password is not right.', nl: 'Het huidige wachtwoord klopt niet.' },
  'user.self': {
    en: 'You cannot block yourself or give up your own role as administrator. Ask another administrator.',
    nl: 'U kunt uzelf niet blokkeren of uw eigen rol als beheerder opgeven. Vraag een andere beheerder.',
  },
  'user.lastAdministrator': {
    en: 'This is the last administrator. Make another one first.',
    nl: 'Dit is de laatste beheerder. Maak eerst een andere.',
  },
  'token.tooMany': {
    en: 'You have {{most}} access tokens that have not ended. End one first.',
    nl: 'U hebt {{most}} toegangstokens die niet zijn geëindigd. Beëindig er eerst een.',
  },
  'password.differs': { en: 'The two passwords differ.', nl: 'De twee wachtwoorden verschillen.' },
} as const;
