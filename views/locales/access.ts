/** Texts of access tokens and of the sessions a person has open. */
export const accessTexts = {
  token: {
    one: { en: 'Access token', nl: 'Toegangstoken' },
    title: { en: 'Access tokens', nl: 'Toegangstokens' },
    titleAll: { en: 'Access tokens of all accounts', nl: 'Toegangstokens van alle accounts' },
    titleOf: { en: 'Access tokens of {{name}}', nl: 'Toegangstokens van {{name}}' },
    mine: { en: 'My access tokens', nl: 'Mijn toegangstokens' },
    new: { en: 'New access token', nl: 'Nieuw toegangstoken' },
    make: { en: 'Make the token', nl: 'Het token maken' },
    lead: {
      en: 'With one, another program uses the API in your name. A token ends on its last day, when you end it, and with your password.',
      nl: 'Hiermee gebruikt een ander programma de API namens u. Een token eindigt op zijn laatste dag, als u het beëindigt, en met uw wachtwoord.',
    },
    leadAll: {
      en: 'Other programs use the API with these, in the name of the account. A token ends on its last day, when it is ended here or by its owner, and with the password. It stays in this list for a month after its last day.',
      nl: 'Andere programma’s gebruiken hiermee de API namens het account. Een token eindigt op zijn laatste dag, als het hier of door de eigenaar wordt beëindigd, en met het wachtwoord. Na zijn laatste dag blijft het een maand in deze lijst.',
    },
    none: { en: 'There are no access tokens.', nl: 'Er zijn geen toegangstokens.' },
    owner: { en: 'Account', nl: 'Account' },
    usedAt: { en: 'Last used', nl: 'Laatst gebruikt' },
    createdAt: { en: 'Made', nl: 'Gemaakt' },
    never: { en: 'never', nl: 'nooit' },
    hasEnded: { en: 'ended', nl: 'geëindigd' },
    end: { en: 'End', nl: 'Beëindigen' },
    endNamed: { en: 'End the token “{{name}}”', nl: 'Het token “{{name}}” beëindigen' },
    endHint: {
      en: 'A program that uses it is refused from then on. A new token needs to be made for it.',
      nl: 'Een programma dat het gebruikt, wordt vanaf dan geweigerd. Er moet een nieuw token voor worden gemaakt.',
    },
    ended: { en: 'The token has been ended.', nl: 'Het token is beëindigd.' },
    madeTitle: { en: 'Access token for {{name}}', nl: 'Toegangstoken voor {{name}}' },
    madeLead: {
      en: 'Access: {{access}}. It works until the end of {{day}}.',
      nl: 'Toegang: {{access}}. Het werkt tot en met {{day}}.',
    },
    madeHint: {
      en: 'Copy it now: it is shown this once and kept nowhere. Whoever has it acts in your name.',
      nl: 'Kopieer het nu: het wordt alleen nu getoond en nergens bewaard. Wie het heeft, handelt namens u.',
    },
    back: { en: 'Back to my access tokens', nl: 'Terug naar mijn toegangstokens' },
  },
  access: {
    title: { en: 'Access to my account', nl: 'Toegang tot mijn account' },
    lead: {
      en: 'What was done to the access to your account, and by whom. If you do not know of it, tell an administrator, and change your password.',
      nl: 'Wat er met de toegang tot uw account is gedaan, en door wie. Weet u er niet van, zeg het dan tegen een beheerder en wijzig uw wachtwoord.',
    },
    events: { en: 'What happened', nl: 'Wat er gebeurde' },
    none: { en: 'Nothing has been done to it.', nl: 'Er is niets mee gedaan.' },
    noticeTitle: {
      en: 'This happened to the access to your account',
      nl: 'Dit is er met de toegang tot uw account gebeurd',
    },
    noticeHint: {
      en: 'If you do not know of it, tell an administrator, and change your password.',
      nl: 'Weet u er niet van, zeg het dan tegen een beheerder en wijzig uw wachtwoord.',
    },
    attempts: { en: 'Attempts to sign in that failed', nl: 'Mislukte pogingen om aan te melden' },
    failed_one: {
      en: 'One attempt to sign in to this account failed.',
      nl: 'Eén poging om bij dit account aan te melden mislukte.',
    },
    failed_other: {
      en: '{{count}} attempts to sign in to this account failed.',
      nl: '{{count}} pogingen om bij dit account aan te melden mislukten.',
    },
    failedOf: {
      en: 'With a wrong password: {{wrong}}. Not looked at, because there were too many: {{refused}}.',
      nl: 'Met een fout wachtwoord: {{wrong}}. Niet bekeken, omdat het er te veel waren: {{refused}}.',
    },
    failedLast: {
      en: 'The last one: {{at}}, from the address {{address}}.',
      nl: 'De laatste: {{at}}, vanaf het adres {{address}}.',
    },
    more_one: { en: 'and one more', nl: 'en nog één' },
    more_other: { en: 'and {{count}} more', nl: 'en nog {{count}}' },
    all: { en: 'All that happened to it', nl: 'Alles wat ermee gebeurde' },
    read: { en: 'I have read this', nl: 'Ik heb dit gelezen' },
  },
  visit: {
    title: { en: 'My sessions', nl: 'Mijn sessies' },
    lead: {
      en: 'Where you are signed in. A session ends 30 minutes after its last page, and 12 hours after signing in; a 21st ends the oldest. If you do not know one, end it and change your password.',
      nl: 'Waar u bent aangemeld. Een sessie eindigt 30 minuten na de laatste pagina, en 12 uur na het aanmelden; een 21e beëindigt de oudste. Kent u er een niet, beëindig die dan en wijzig uw wachtwoord.',
    },
    open: { en: 'Open sessions', nl: 'Open sessies' },
    deviceLabel: { en: 'Browser', nl: 'Browser' },
    device: { en: '{{browser}} on {{system}}', nl: '{{browser}} op {{system}}' },
    unknownDevice: { en: 'unknown browser', nl: 'onbekende browser' },
    address: { en: 'Address', nl: 'Adres' },
    signedInAt: { en: 'Signed in', nl: 'Aangemeld' },
    seenAt: { en: 'Last seen', nl: 'Laatst gezien' },
    present: { en: 'this session', nl: 'deze sessie' },
    end: { en: 'End', nl: 'Beëindigen' },
    endNamed: {
      en: 'End the session of {{device}}, signed in {{at}}',
      nl: 'De sessie van {{device}}, aangemeld {{at}}, beëindigen',
    },
    endHint: {
      en: 'Whoever works there has to sign in again, and loses what is not saved.',
      nl: 'Wie daar werkt, moet zich opnieuw aanmelden en verliest wat niet is opgeslagen.',
    },
    endOthers: { en: 'End all other sessions', nl: 'Alle andere sessies beëindigen' },
    oldestEnded_one: {
      en: 'Your oldest session has been ended: there are {{most}} at most.',
      nl: 'Uw oudste sessie is beëindigd: er zijn er maximaal {{most}}.',
    },
    oldestEnded_other: {
      en: 'Your {{count}} oldest sessions have been ended: there are {{most}} at most.',
      nl: 'Uw {{count}} oudste sessies zijn beëindigd: er zijn er maximaal {{most}}.',
    },
    ended_one: { en: 'One session has been ended.', nl: 'Eén sessie is beëindigd.' },
    ended_other: { en: '{{count}} sessions have been ended.', nl: '{{count}} sessies zijn beëindigd.' },
  },
} as const;
