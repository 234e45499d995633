/** Texts of signing in and of setting a password. */
export const sessionTexts = {
  session: {
    about: {
      en: 'callfolio shows which calls and projects serve each initiative of a strategy, and with how much money.',
      nl: 'callfolio laat zien welke oproepen en projecten elk initiatief van een strategie dienen, en met hoeveel geld.',
    },
    aboutFigures: {
      en: 'Every figure opens the records behind it, with their source and history.',
      nl: 'Elk cijfer opent de gegevens erachter, met hun bron en geschiedenis.',
    },
    picture: {
      en: 'Illustration: a matrix of five initiatives and four programmes. Each cell shows a state by shade and pattern, and the number of projects.',
      nl: 'Illustratie: een matrix van vijf initiatieven en vier programma’s. Elke cel toont een status met kleur en patroon, en het aantal projecten.',
    },
    pictureProgramme: { en: 'Programme', nl: 'Programma' },
    pictureInitiative: { en: 'Initiative {{number}}', nl: 'Initiatief {{number}}' },
    pictureMadeUp: { en: 'Illustration with made-up figures.', nl: 'Illustratie met verzonnen cijfers.' },
    email: { en: 'E-mail address', nl: 'E-mailadres' },
    name: { en: 'Name', nl: 'Naam' },
    password: { en: 'Password', nl: 'Wachtwoord' },
    newPassword: { en: 'New password', nl: 'Nieuw wachtwoord' },
    repeated: { en: 'The same password again', nl: 'Hetzelfde wachtwoord nog eens' },
    passwordHint: {
      en: '15 characters or more, and not made of common passwords, whatever stands around them; four or more words in a row are easy to remember.',
      nl: '15 tekens of meer, en niet gemaakt van veelgebruikte wachtwoorden, wat er ook omheen staat; vier of meer woorden achter elkaar zijn makkelijk te onthouden.',
    },
    setPassword: { en: 'Set the password and sign in', nl: 'Het wachtwoord instellen en aanmelden' },
    forgotten: {
      en: 'Password forgotten? An administrator can give you a link to set a new one.',
      nl: 'Wachtwoord vergeten? Een beheerder kan u een link geven om een nieuw in te stellen.',
    },
    ended: {
      en: 'Your session has ended. What you typed is kept for an hour: sign in, and it is there again.',
      nl: 'Uw sessie is beëindigd. Wat u hebt ingevuld, blijft een uur bewaard: meld u aan en het staat er weer.',
    },
    endsSoon: {
      en: 'Your session ends in less than five minutes. What you typed and do not save now, you can save after signing in again.',
      nl: 'Uw sessie eindigt over minder dan vijf minuten. Wat u nu niet opslaat, kunt u opslaan nadat u zich opnieuw hebt aangemeld.',
    },
    isOver: {
      en: 'Your session has ended. Save what you typed: you sign in again, and it is still there.',
      nl: 'Uw sessie is beëindigd. Sla op wat u hebt ingevuld: u meldt zich opnieuw aan en alles staat er nog.',
    },
    stay: { en: 'Stay signed in', nl: 'Aangemeld blijven' },
    typedAgain: {
      en: 'What you typed is here again. It is not saved yet.',
      nl: 'Wat u hebt ingevuld, staat hier weer. Het is nog niet opgeslagen.',
    },
    typedGone: {
      en: 'What was typed is kept for an hour, for the account that typed it. There is nothing any more.',
      nl: 'Wat is ingevuld, blijft een uur bewaard voor het account waarmee dat gebeurde. Er is niets meer.',
    },
    unsentTitle: { en: 'Not sent yet', nl: 'Nog niet verstuurd' },
    unsentIntro: {
      en: 'Your session had ended when you sent this: {{deed}}. Nothing has been changed yet.',
      nl: 'Uw sessie was voorbij toen u dit verstuurde: {{deed}}. Er is nog niets gewijzigd.',
    },
    sendNow: { en: 'Send it now', nl: 'Nu versturen' },
    leaveUnsent: { en: 'Leave it', nl: 'Niet versturen' },
    firstTitle: { en: 'Make the first administrator', nl: 'De eerste beheerder aanmaken' },
    firstIntro: {
      en: 'There is no account yet. This link works once: the account made here may add all others.',
      nl: 'Er is nog geen account. Deze link werkt één keer: het account dat hier gemaakt wordt, kan alle andere toevoegen.',
    },
    resetTitle: { en: 'Set a new password', nl: 'Een nieuw wachtwoord instellen' },
    resetIntro: {
      en: '{{name}}, the password set here replaces the one you had, which works until then. All your sessions and access tokens end with it. This link works once.',
      nl: '{{name}}, het wachtwoord dat u hier instelt vervangt het vorige, dat tot dan toe blijft werken. Al uw sessies en toegangstokens eindigen ermee. Deze link werkt één keer.',
    },
    passwordTitle: { en: 'Set your password', nl: 'Uw wachtwoord instellen' },
    passwordIntro: {
      en: 'Welcome, {{name}}. This link works once.',
      nl: 'Welkom, {{name}}. Deze link werkt één keer.',
    },
  },
  /** What a state of the matrix means, in a few words. */
  pictureState: {
    covered: {
      en: 'two or more ongoing, one of them principal',
      nl: 'twee of meer lopende projecten, minstens één als hoofddoel',
    },
    thin: {
      en: 'one ongoing, or only secondary or unrated',
      nl: 'één lopend project, of alleen als nevendoel of nog niet gewogen',
    },
    planned: { en: 'signed, or a call ahead', nl: 'ondertekend, of een oproep zonder uitslag' },
    lapsed: { en: 'ended projects only', nl: 'alleen afgelopen projecten' },
    gap: { en: 'nothing', nl: 'niets' },
  },
} as const;
