/** Texts of the page that describes the API. */
export const apiTexts = {
  api: {
    link: { en: 'API', nl: 'API' },
    title: { en: 'The API', nl: 'De API' },
    intro: {
      en: 'Everything the pages do, for other programs: the same addresses below /api/v1, with the same rights, in JSON.',
      nl: 'Alles wat de pagina’s doen, voor andere programma’s: dezelfde adressen onder /api/v1, met dezelfde rechten, in JSON.',
    },
    document: { en: 'The description as OpenAPI 3.1', nl: 'De beschrijving als OpenAPI 3.1' },
    start: { en: 'To begin', nl: 'Om te beginnen' },
    token: {
      en: 'Make a token with POST /api/v1/tokens, your e-mail address and password (HTTP Basic) and a name; send it as “Authorization: Bearer …”.',
      nl: 'Maak een token met POST /api/v1/tokens, uw e-mailadres en wachtwoord (HTTP Basic) en een naam; stuur het mee als “Authorization: Bearer …”.',
    },
    version: {
      en: 'Reading a record gives an ETag. A line marked If-Match needs it: without it 428, when somebody was faster 412.',
      nl: 'Een record lezen geeft een ETag. Een regel met If-Match heeft die nodig: zonder 428, als iemand sneller was 412.',
    },
    once: {
      en: 'A POST with an Idempotency-Key sent again within 24 hours gives the first answer and changes nothing.',
      nl: 'Een POST met een Idempotency-Key die binnen 24 uur opnieuw komt, geeft het eerste antwoord en wijzigt niets.',
    },
    forms: {
      en: 'Amounts are decimal strings, shares basis points (5000 is 50 %), days YYYY-MM-DD or as much as is known, instants ISO 8601.',
      nl: 'Bedragen zijn decimale teksten, aandelen basispunten (5000 is 50 %), dagen JJJJ-MM-DD of zoveel als bekend is, tijdstippen ISO 8601.',
    },
    errors: {
      en: 'An error is {message, errors: [{field, type, message}], requestId}.',
      nl: 'Een fout is {message, errors: [{field, type, message}], requestId}.',
    },
    needs: { en: 'Right', nl: 'Recht' },
    anyone: { en: 'anyone', nl: 'iedereen' },
    files: { en: 'Also as', nl: 'Ook als' },
    headers: { en: 'Headers', nl: 'Headers' },
    rules: { en: 'Rules', nl: 'Regels' },
    keys: { en: 'Keys of the address', nl: 'Sleutels van het adres' },
    keysHint: {
      en: 'Values of one key are OR, different keys AND; “none” is missing; “exclude.” before a key leaves out.',
      nl: 'Waarden van één sleutel zijn OF, verschillende sleutels EN; “none” is ontbrekend; “exclude.” voor een sleutel laat weg.',
    },
    body: { en: 'Body', nl: 'Inhoud' },
    key: { en: 'Key', nl: 'Sleutel' },
    meaning: { en: 'Meaning', nl: 'Betekenis' },
    form: { en: 'Form', nl: 'Vorm' },
    required: { en: 'required', nl: 'verplicht' },
  },
} as const;
