/** Words used on every page: actions, states, errors. One entry is a text in every language. */
export const words = {
  app: {
    name: { en: 'callfolio', nl: 'callfolio' },
    tagline: {
      en: 'Funding calls and projects, initiative by initiative',
      nl: 'Oproepen en projecten, initiatief voor initiatief',
    },
    skip: { en: 'Skip to content', nl: 'Naar de inhoud' },
    skipToResults: { en: 'Skip to the results', nl: 'Naar de resultaten' },
    menu: { en: 'Menu', nl: 'Menu' },
    language: { en: 'Nederlands', nl: 'English' },
  },
  nav: {
    home: { en: 'Home', nl: 'Start' },
    calls: { en: 'Calls', nl: 'Oproepen' },
    projects: { en: 'Projects', nl: 'Projecten' },
    coverage: { en: 'Coverage', nl: 'Dekking' },
    organisations: { en: 'Organisations', nl: 'Organisaties' },
    programmes: { en: 'Programmes', nl: 'Programma’s' },
    strategies: { en: 'Strategy', nl: 'Strategie' },
    users: { en: 'Accounts', nl: 'Accounts' },
    account: { en: 'My account', nl: 'Mijn account' },
    quality: { en: 'Data quality', nl: 'Gegevenskwaliteit' },
    imports: { en: 'Imports', nl: 'Imports' },
  },
  action: {
    signIn: { en: 'Sign in', nl: 'Aanmelden' },
    signOut: { en: 'Sign out', nl: 'Afmelden' },
    save: { en: 'Save', nl: 'Opslaan' },
    cancel: { en: 'Cancel', nl: 'Annuleren' },
    edit: { en: 'Edit', nl: 'Bewerken' },
    apply: { en: 'Apply', nl: 'Toepassen' },
    clear: { en: 'Clear all', nl: 'Alles wissen' },
    remove: { en: 'Remove', nl: 'Verwijderen' },
    confirm: { en: 'Confirm', nl: 'Bevestigen' },
    history: { en: 'History', nl: 'Geschiedenis' },
    restore: { en: 'Restore this version', nl: 'Deze versie terugzetten' },
    download: { en: 'Download', nl: 'Downloaden' },
  },
  value: {
    unknown: { en: 'unknown', nl: 'onbekend' },
    none: { en: 'None', nl: 'Geen' },
    yes: { en: 'Yes', nl: 'Ja' },
    no: { en: 'No', nl: 'Nee' },
    notDeclared: { en: 'not declared', nl: 'niet opgegeven' },
    withheld: { en: 'Withheld participants', nl: 'Afgeschermde deelnemers' },
  },
  errors: {
    title: { en: 'That did not work', nl: 'Dat is niet gelukt' },
    invalidMany: {
      en: 'Nothing was saved: more than {{most}} fields need a change; some of them are named.',
      nl: 'Er is niets opgeslagen: meer dan {{most}} velden moeten anders; enkele ervan worden genoemd.',
    },
    invalid_one: {
      en: 'Nothing was saved: one field needs a change.',
      nl: 'Er is niets opgeslagen: één veld moet anders.',
    },
    invalid_other: {
      en: 'Nothing was saved: {{count}} fields need a change.',
      nl: 'Er is niets opgeslagen: {{count}} velden moeten anders.',
    },
    again: { en: 'Try again', nl: 'Opnieuw proberen' },
    withoutFilters: { en: 'The same page without filters', nl: 'Dezelfde pagina zonder filters' },
    badQuery: {
      en: 'This address asks for something that does not exist.',
      nl: 'Dit adres vraagt iets wat niet bestaat.',
    },
    tooManyWords: {
      en: 'Search for at most {{most}} words at once.',
      nl: 'Zoek naar maximaal {{most}} woorden tegelijk.',
    },
    stale: {
      en: 'Somebody else changed this record in the meantime; it is now at version {{version}}.',
      nl: 'Iemand anders heeft dit record intussen gewijzigd; het is nu versie {{version}}.',
    },
    versionMissing: {
      en: 'Say which version you are changing, in If-Match.',
      nl: 'Vermeld in If-Match welke versie u wijzigt.',
    },
    forbidden: {
      en: 'Your role does not allow this. Ask an administrator if you need it.',
      nl: 'Uw rol staat dit niet toe. Vraag een beheerder als u dit nodig hebt.',
    },
    tokenEnded: {
      en: 'This access token does not exist, or has ended. Make a new one.',
      nl: 'Dit toegangstoken bestaat niet, of is geëindigd. Maak een nieuw.',
    },
    tokenReads: {
      en: 'This access token may only read. Use one that may do all that your role may.',
      nl: 'Dit toegangstoken mag alleen lezen. Gebruik er een dat alles mag wat uw rol mag.',
    },
    tokenByPassword: {
      en: 'An access token is asked for with e-mail address and password, as HTTP Basic, or on the page “Access tokens”.',
      nl: 'Een toegangstoken wordt gevraagd met e-mailadres en wachtwoord, als HTTP Basic, of op de pagina “Toegangstokens”.',
    },
    unauthenticated: { en: 'Sign in first.', nl: 'Meld u eerst aan.' },
    csrf: {
      en: 'This form is no longer valid: it was opened before you signed in, or too long ago. Go back, reload the page and send it again.',
      nl: 'Dit formulier is niet meer geldig: het is geopend voordat u zich aanmeldde, of te lang geleden. Ga terug, laad de pagina opnieuw en verstuur opnieuw.',
    },
    tooManySoon_one: {
      en: 'Too many attempts at this moment. Try again in one second.',
      nl: 'Op dit moment te veel pogingen. Probeer het over één seconde opnieuw.',
    },
    tooManySoon_other: {
      en: 'Too many attempts at this moment. Try again in {{count}} seconds.',
      nl: 'Op dit moment te veel pogingen. Probeer het over {{count}} seconden opnieuw.',
    },
    crossSite: {
      en: 'This came from a page of another site, so nothing was changed. Open callfolio itself and do it there.',
      nl: 'Dit kwam van een pagina van een andere site, dus er is niets gewijzigd. Open callfolio zelf en doe het daar.',
    },
    tooMany_one: {
      en: 'Too many attempts. Try again in one minute.',
      nl: 'Te veel pogingen. Probeer het over één minuut opnieuw.',
    },
    tooMany_other: {
      en: 'Too many attempts. Try again in {{count}} minutes.',
      nl: 'Te veel pogingen. Probeer het over {{count}} minuten opnieuw.',
    },
    wrongMethod: {
      en: 'This address does not take {{method}}; it takes {{allowed}}.',
      nl: 'Dit adres neemt geen {{method}} aan, wel {{allowed}}.',
    },
    tooLarge: { en: 'What was sent is too large.', nl: 'Wat is verzonden, is te groot.' },
    bodyTooLarge: {
      en: 'What was sent is too large. Here at most {{most}} kB are taken.',
      nl: 'Wat is verzonden, is te groot. Hier wordt maximaal {{most}} kB aangenomen.',
    },
    tooManyFields: {
      en: 'What was sent is too large. This form has at most {{most}} fields.',
      nl: 'Wat is verzonden, is te groot. Dit formulier heeft maximaal {{most}} velden.',
    },
    jsonTooFull: {
      en: 'What was sent is too large. The JSON may hold at most {{values}} values, {{keys}} of them in one object, {{depth}} levels deep.',
      nl: 'Wat is verzonden, is te groot. De JSON mag maximaal {{values}} waarden bevatten, {{keys}} daarvan in één object, {{depth}} niveaus diep.',
    },
    sendForm: {
      en: 'What was sent is of a kind that is not read here. Send a form (application/x-www-form-urlencoded).',
      nl: 'Wat is verzonden, is van een soort die hier niet wordt gelezen. Stuur een formulier (application/x-www-form-urlencoded).',
    },
    sendJson: {
      en: 'What was sent is of a kind that is not read here. Send JSON, with the header “Content-Type: application/json”.',
      nl: 'Wat is verzonden, is van een soort die hier niet wordt gelezen. Stuur JSON, met de header “Content-Type: application/json”.',
    },
    sendPlain: {
      en: 'What was sent is compressed or not written in UTF-8. Send it as it is, in UTF-8.',
      nl: 'Wat is verzonden, is gecomprimeerd of niet in UTF-8 geschreven. Stuur het zoals het is, in UTF-8.',
    },
    tooSlow: {
      en: 'What was sent did not arrive in time, and nothing was done with it. Send it again.',
      nl: 'Wat is verzonden, kwam niet op tijd aan, en er is niets mee gedaan. Stuur het opnieuw.',
    },
    malformed: { en: 'What was sent cannot be read.', nl: 'Wat is verzonden, is niet te lezen.' },
    unavailable: {
      en: 'The database does not answer at the moment. Try again shortly.',
      nl: 'De database antwoordt op dit moment niet. Probeer het zo dadelijk opnieuw.',
    },
    late: {
      en: 'This took too long and was given up. Nothing was changed. Try again shortly.',
      nl: 'Dit duurde te lang en is afgebroken. Er is niets gewijzigd. Probeer het zo dadelijk opnieuw.',
    },
    uncertain: {
      en: 'The database did not confirm in time, so it is not certain whether this was saved. Open the record: its history says. A change may be sent once more without harm, it is never made twice; before logging something new again, look for it in the list.',
      nl: 'De database bevestigde niet op tijd, dus het is niet zeker of dit is opgeslagen. Open het record: de geschiedenis vertelt het. Een wijziging mag zonder gevaar nog eens worden verzonden, ze wordt nooit twee keer gemaakt; zoek iets nieuws eerst op in de lijst voordat u het opnieuw vastlegt.',
    },
    filesBusy: {
      en: 'As many files are being made as there is room for. Try again in {{seconds}} seconds.',
      nl: 'Er worden al zoveel bestanden gemaakt als er plaats is. Probeer het over {{seconds}} seconden opnieuw.',
    },
    filesOfPerson: {
      en: '{{most}} files are already being made for you or downloaded. Wait until one of them is there, or stop one; then try again.',
      nl: 'Er worden al {{most}} bestanden voor u gemaakt of gedownload. Wacht tot een ervan klaar is of breek er een af, en probeer het dan opnieuw.',
    },
    retriesItself: {
      en: 'This page tries again by itself every {{seconds}} seconds, and the download then begins. Leave it to give up.',
      nl: 'Deze pagina probeert het elke {{seconds}} seconden zelf opnieuw; daarna begint de download. Verlaat haar om ervan af te zien.',
    },
    filesFull: {
      en: 'There is no room on the disk of the server to make this file. Try again later, or ask for fewer records; the administrator finds this in the log.',
      nl: 'Op de schijf van de server is geen ruimte om dit bestand te maken. Probeer het later opnieuw of vraag minder records; de beheerder vindt dit in het logboek.',
    },
    fileTooOld: {
      en: 'This file could not be made of one instant: the database does not keep its past for so long. Try again when less is being written, or ask for fewer records.',
      nl: 'Dit bestand kon niet van één ogenblik worden gemaakt: de database bewaart haar verleden niet zo lang. Probeer het opnieuw als er minder wordt geschreven, of vraag minder records.',
    },
    unexpected: {
      en: 'Something went wrong on our side. It has been recorded under number {{requestId}}.',
      nl: 'Er ging bij ons iets mis. Het is vastgelegd onder nummer {{requestId}}.',
    },
    wrongPassword: {
      en: 'E-mail address or password is wrong.',
      nl: 'E-mailadres of wachtwoord klopt niet.',
    },
  },
  notFound: {
    page: { en: 'There is no such page.', nl: 'Deze pagina bestaat niet.' },
    strategy: { en: 'There is no such strategy.', nl: 'Deze strategie bestaat niet.' },
    programme: { en: 'There is no such programme.', nl: 'Dit programma bestaat niet.' },
    call: { en: 'There is no such call or topic.', nl: 'Deze oproep of dit onderwerp bestaat niet.' },
    project: { en: 'There is no such project.', nl: 'Dit project bestaat niet.' },
    organisation: { en: 'There is no such organisation.', nl: 'Deze organisatie bestaat niet.' },
    user: { en: 'There is no such account.', nl: 'Dit account bestaat niet.' },
    mapping: { en: 'There is no such saved mapping.', nl: 'Deze opgeslagen toewijzing bestaat niet.' },
    import: { en: 'There is no such import.', nl: 'Deze import bestaat niet.' },
    outcome: {
      en: 'What this change did is shown for an hour, to whoever made it. The history of each record still says it.',
      nl: 'Wat deze wijziging deed, is een uur te zien voor wie haar maakte. De geschiedenis van elk record zegt het nog.',
    },
    linkRequest: {
      en: 'Nobody is waiting for consent to a link of this account: it has been given or refused, or three days are over.',
      nl: 'Niemand wacht op instemming met een link van dit account: die is gegeven of geweigerd, of er zijn drie dagen voorbij.',
    },
    token: { en: 'There is no such access token.', nl: 'Dit toegangstoken bestaat niet.' },
    session: {
      en: 'There is no such session: it has ended already.',
      nl: 'Deze sessie bestaat niet: ze is al geëindigd.',
    },
    version: { en: 'There is no such version.', nl: 'Deze versie bestaat niet.' },
    unsent: {
      en: 'There is nothing that was typed: it is kept for an hour, for the account that typed it.',
      nl: 'Er is niets dat is ingevuld: het blijft een uur bewaard voor het account waarmee dat gebeurde.',
    },
    invitation: {
      en: 'This link has been used or is too old. Ask an administrator for a new one.',
      nl: 'Deze link is gebruikt of te oud. Vraag een beheerder om een nieuwe.',
    },
  },
} as const;
