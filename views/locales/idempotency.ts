/** What is said of `Idempotency-Key`, with which a program sends an action again without doing it twice. */
export const idempotencyTexts = {
  idempotency: {
    form: {
      en: 'An Idempotency-Key is 1 to 255 printable characters without blanks. Nothing was done.',
      nl: 'Een Idempotency-Key is 1 tot 255 zichtbare tekens zonder spaties. Er is niets gedaan.',
    },
    password: {
      en: 'A change of password takes no Idempotency-Key, under which something of it would be kept. Nothing was done: send it again without one.',
      nl: 'Een wijziging van het wachtwoord neemt geen Idempotency-Key, waaronder er iets van bewaard zou worden. Er is niets gedaan: verstuur het opnieuw zonder.',
    },
    other: {
      en: 'This Idempotency-Key was used for another request, or with other rights. Use a new one for each deed.',
      nl: 'Deze Idempotency-Key is gebruikt voor een ander verzoek, of met andere rechten. Gebruik voor elke daad een nieuwe.',
    },
    running: {
      en: 'The first request with this Idempotency-Key is still being carried out. Send it again in a moment.',
      nl: 'Het eerste verzoek met deze Idempotency-Key wordt nog uitgevoerd. Verstuur het zo dadelijk opnieuw.',
    },
    lost: {
      en: 'The request with this Idempotency-Key has been carried out, but its answer is not kept. Read the record to see the result.',
      nl: 'Het verzoek met deze Idempotency-Key is uitgevoerd, maar het antwoord is niet bewaard. Lees het record om het resultaat te zien.',
    },
  },
} as const;
