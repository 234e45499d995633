/** Texts of single nouns' pages. */
export const nounTexts = {
  project: {
    more: { en: 'More', nl: 'Meer' },
    notAttributed: { en: 'not attributed to any initiative', nl: 'niet aan een initiatief toegerekend' },
  },
  organisation: {
    withheld: {
      en: 'Withheld: no list says where it takes part.',
      nl: 'Afgeschermd: geen lijst zegt waaraan ze deelneemt.',
    },
  },
  strategy: {
    thresholds: {
      en: 'From how many ongoing projects on an initiative counts as covered, one of them principal; {{coveredFrom}} where nothing is stated for a day.',
      nl: 'Vanaf hoeveel lopende projecten een initiatief als gedekt telt, waarvan één als hoofddoel; {{coveredFrom}} waar voor een dag niets staat.',
    },
    wording: { en: 'English wording', nl: 'Engelse tekst' },
  },
  passage: {
    notRegistered: { en: 'named, not registered', nl: 'genoemd, niet geregistreerd' },
  },
  call: {
    rounds: { en: 'Rounds and deadlines', nl: 'Rondes en deadlines' },
    topics: { en: 'Topics of this call', nl: 'Onderwerpen van deze oproep' },
    projects: { en: 'Projects from this call', nl: 'Projecten uit deze oproep' },
    logProject: { en: 'Log a project from it', nl: 'Een project eruit vastleggen' },
    evaluation: {
      en: 'A round is under evaluation until its results are recorded or one of its projects is signed, at most through day {{days}} after its last deadline; then it is closed.',
      nl: 'Een ronde is in beoordeling tot de uitslag is vastgelegd of een van de projecten is ondertekend, maximaal tot en met dag {{days}} na de laatste deadline; daarna is ze gesloten.',
    },
    timeToGrant: {
      en: 'Time to grant, from the last stage’s deadline to the signature: mean {{mean}} days, median {{median}} days; {{within}} of {{known}} within {{days}} days.',
      nl: 'Tijd tot subsidie, van de deadline van de laatste fase tot de ondertekening: gemiddeld {{mean}} dagen, mediaan {{median}} dagen; {{within}} van {{known}} binnen {{days}} dagen.',
    },
    grantsLeftOut: {
      en: 'Left out: {{count}}, of which the two days are not both known exactly.',
      nl: 'Niet meegeteld: {{count}}, waarvan niet beide dagen precies bekend zijn.',
    },
    timeToGrantUnknown: {
      en: 'Time to grant unknown: of no project are the deadline and the signature both known to the day.',
      nl: 'Tijd tot subsidie onbekend: van geen project zijn de deadline en de ondertekening allebei op de dag bekend.',
    },
    brussels: { en: 'Deadlines are in Brussels time.', nl: 'Deadlines zijn in Brusselse tijd.' },
  },
} as const;
