/** Texts of one's own account and of the accounts an administrator keeps. */
export const accountTexts = {
  account: {
    preferences: { en: 'Name, language and notation', nl: 'Naam, taal en notatie' },
    password: { en: 'Change password', nl: 'Wachtwoord wijzigen' },
    present: { en: 'Present password', nl: 'Huidig wachtwoord' },
    changePassword: { en: 'Change the password', nl: 'Het wachtwoord wijzigen' },
    passwordChanged: { en: 'Your password has been changed.', nl: 'Uw wachtwoord is gewijzigd.' },
    access: { en: 'Sessions and access tokens', nl: 'Sessies en toegangstokens' },
    sessionsHint: {
      en: 'Where you are signed in, and how to end it from here.',
      nl: 'Waar u bent aangemeld, en hoe u dat van hieruit beëindigt.',
    },
    tokensHint: {
      en: 'With them another program uses the API in your name.',
      nl: 'Hiermee gebruikt een ander programma de API namens u.',
    },
    passwordEnds: {
      en: 'A new password ends your other sessions and all your access tokens.',
      nl: 'Een nieuw wachtwoord beëindigt uw andere sessies en al uw toegangstokens.',
    },
    accessHint: {
      en: 'One-time links for your account: who made them, and whether they were used.',
      nl: 'Eenmalige links voor uw account: wie ze maakte, en of ze zijn gebruikt.',
    },
    saved: { en: 'Your preferences have been saved.', nl: 'Uw voorkeuren zijn opgeslagen.' },
  },
  user: {
    blocked: { en: 'blocked', nl: 'geblokkeerd' },
    access: { en: 'Access', nl: 'Toegang' },
    invite: { en: 'Make a one-time link', nl: 'Een eenmalige link maken' },
    inviteHint: {
      en: 'With a one-time link {{name}} sets a password: for a new account, or when the password is forgotten. It works once, within three days; a new link ends the one before. The present password works until the link is used; then every session and access token of the account ends.',
      nl: 'Met een eenmalige link stelt {{name}} een wachtwoord in: voor een nieuw account, of als het wachtwoord vergeten is. Hij werkt één keer, binnen drie dagen; een nieuwe link beëindigt de vorige. Het huidige wachtwoord werkt tot de link is gebruikt; dan eindigen alle sessies en toegangstokens van het account.',
    },
    inviteBlocked: {
      en: 'This account is blocked: lift the block before making a link.',
      nl: 'Dit account is geblokkeerd: hef de blokkade op voordat u een link maakt.',
    },
    consentHint: {
      en: 'It is an administrator’s account: a third administrator has to consent before the link is made. Where there is none, it is made at once.',
      nl: 'Het is het account van een beheerder: een derde beheerder moet instemmen voordat de link wordt gemaakt. Is die er niet, dan wordt hij meteen gemaakt.',
    },
    linkAsked: {
      en: '{{name}} asked for a one-time link for this account on {{at}}.',
      nl: '{{name}} vroeg op {{at}} om een eenmalige link voor dit account.',
    },
    linkConsented: {
      en: '{{name}} has consented: {{maker}} can make the link now.',
      nl: '{{name}} heeft ingestemd: {{maker}} kan de link nu maken.',
    },
    linkWaits: {
      en: 'It waits for the consent of a third administrator, who sees the request on the home page. The link is made after that, here.',
      nl: 'Hij wacht op de instemming van een derde beheerder, die het verzoek op de startpagina ziet. Daarna wordt de link hier gemaakt.',
    },
    consent: { en: 'Consent', nl: 'Instemmen' },
    consentMeans: {
      en: '{{maker}} can then make a link with which a new password is set for {{name}}. Ask {{name}} first whether that is wanted.',
      nl: '{{maker}} kan dan een link maken waarmee een nieuw wachtwoord voor {{name}} wordt ingesteld. Vraag {{name}} eerst of dat de bedoeling is.',
    },
    refuse: { en: 'Refuse', nl: 'Weigeren' },
    refuseMeans: {
      en: 'No link is made. {{maker}} can ask again.',
      nl: 'Er wordt geen link gemaakt. {{maker}} kan het opnieuw vragen.',
    },
    consentThird: {
      en: 'This link takes the consent of a third administrator: neither who asked for it nor whose account it is.',
      nl: 'Voor deze link is de instemming nodig van een derde beheerder: niet wie erom vroeg, en niet van wie het account is.',
    },
    consentGiven: {
      en: 'You have consented: {{maker}} can make the link now.',
      nl: 'U hebt ingestemd: {{maker}} kan de link nu maken.',
    },
    linkIsRefused: { en: 'The link has been refused.', nl: 'De link is geweigerd.' },
    linkTitle: { en: 'One-time link for {{name}}', nl: 'Eenmalige link voor {{name}}' },
    link: { en: 'Link', nl: 'Link' },
    linkHint: {
      en: 'Copy it now and hand it over yourself: it is shown this once and kept nowhere.',
      nl: 'Kopieer hem nu en geef hem zelf door: hij wordt alleen nu getoond en nergens bewaard.',
    },
    signIn: { en: 'Signing in', nl: 'Aanmelden' },
    noFailures: {
      en: 'No attempt to sign in has failed since the person last read of it.',
      nl: 'Sinds de persoon er het laatst over las, is geen poging om aan te melden mislukt.',
    },
    waits: { en: 'Refused from {{place}} until {{at}}', nl: 'Geweigerd vanaf {{place}} tot {{at}}' },
    knownDevice: { en: 'a device that signed in before', nl: 'een apparaat waarop al eens is aangemeld' },
    unlock: { en: 'Allow attempts again', nl: 'Pogingen weer toestaan' },
    unlockHint: {
      en: '{{name}} can then try to sign in again at once. The person is told at the next sign-in.',
      nl: '{{name}} kan dan meteen weer proberen aan te melden. De persoon ziet dat bij de volgende aanmelding.',
    },
    unlocked: { en: '{{name}} can try to sign in again.', nl: '{{name}} kan weer proberen aan te melden.' },
    sessions: { en: 'Sessions', nl: 'Sessies' },
    endSessions: { en: 'End all sessions', nl: 'Alle sessies beëindigen' },
    endSessionsHint: {
      en: 'This signs {{name}} out everywhere. The password and the access tokens keep working.',
      nl: 'Hiermee wordt {{name}} overal afgemeld. Het wachtwoord en de toegangstokens blijven werken.',
    },
    requests: { en: 'Links that wait for your consent', nl: 'Links die op uw instemming wachten' },
    backTo: { en: 'Back to {{name}}', nl: 'Terug naar {{name}}' },
  },
} as const;
