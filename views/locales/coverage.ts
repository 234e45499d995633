/** Texts of the coverage matrix. */
export const coverageTexts = {
  coverage: {
    title: { en: 'Coverage of {{strategy}}', nl: 'Dekking van {{strategy}}' },
    overall: { en: 'All programmes', nl: 'Alle programma’s' },
    noProgramme: { en: 'No programme', nl: 'Geen programma' },
    projects_one: { en: '{{count}} project', nl: '{{count}} project' },
    projects_other: { en: '{{count}} projects', nl: '{{count}} projecten' },
    callOpen: { en: 'call open', nl: 'oproep open' },
    callAhead: { en: 'call ahead', nl: 'oproep zonder uitslag' },
    callsAhead_one: { en: '{{count}} call without results', nl: '{{count}} oproep zonder uitslag' },
    callsAhead_other: { en: '{{count}} calls without results', nl: '{{count}} oproepen zonder uitslag' },
    notAssessed: {
      en: 'not all assessed: {{count}} to go',
      nl: 'nog niet alles beoordeeld: nog {{count}}',
    },
    unknownPhase: { en: '{{count}} with unknown dates', nl: '{{count}} met onbekende data' },
    unrated: { en: '{{count}} unrated', nl: '{{count}} nog niet gewogen' },
    candidates_one: {
      en: '{{count}} candidate is counted here only: it is in no figure above and changes no state.',
      nl: '{{count}} kandidaat telt alleen hier: die zit in geen cijfer hierboven en verandert geen status.',
    },
    candidates_other: {
      en: '{{count}} candidates are counted here only: they are in no figure above and change no state.',
      nl: '{{count}} kandidaten tellen alleen hier: ze zitten in geen cijfer hierboven en veranderen geen status.',
    },
    notRated: { en: 'nothing attributed yet', nl: 'nog niets toegerekend' },
    notAttributed: { en: 'Not attributed', nl: 'Niet toegerekend' },
    unlinked: { en: '{{count}} linked to no initiative', nl: '{{count}} aan geen initiatief gekoppeld' },
    total: { en: 'Portfolio (each project once)', nl: 'Portefeuille (elk project één keer)' },
    stated: { en: 'stated for {{stated}} of {{count}}', nl: 'bedrag bekend bij {{stated}} van {{count}}' },
    strategy: { en: 'Strategy', nl: 'Strategie' },
    basis: { en: 'Amount', nl: 'Bedrag' },
    method: { en: 'Method', nl: 'Methode' },
    programmes: { en: 'Only programme', nl: 'Alleen programma' },
    all: { en: 'all', nl: 'alle' },
    apart: {
      en: 'National programmes are shown apart and are in no figure above: {{count}}, {{amount}} ({{stated}}).',
      nl: 'Nationale programma’s staan apart en zitten in geen cijfer hierboven: {{count}}, {{amount}} ({{stated}}).',
    },
    how: { en: 'How this is counted', nl: 'Hoe dit geteld is' },
    howSplit: {
      en: 'Split: each project’s money is divided by the shares people gave; initiatives and “not attributed” add up to the portfolio, to the cent. Nothing is attributed until a person rates a link.',
      nl: 'Verdeeld: het geld van elk project is verdeeld volgens de aandelen die mensen gaven; initiatieven en “niet toegerekend” tellen op tot de portefeuille, tot op de cent. Niets wordt toegerekend voordat iemand een koppeling heeft gewogen.',
    },
    howMarker: {
      en: 'Marker: a principal link counts 100 %, a secondary one 40 % of the project’s amount. Adds up across programmes within one initiative, never across initiatives.',
      nl: 'Marker: een koppeling als hoofddoel telt voor 100 %, als nevendoel voor 40 % van het bedrag van het project. Telt op over programma’s binnen één initiatief, nooit over initiatieven.',
    },
    howStates: {
      en: 'Covered: {{coveredFrom}} or more ongoing projects, one at least principal. Thin: fewer, or only secondary or unrated links. Planned: none ongoing, but one signed, or a call still without results. Lapsed: only ended projects. Unconfirmed: only projects whose dates are unknown. Not expected: nothing, and an evaluator said, with the reason, that none is expected. Gap: nothing. Candidates change no state.',
      nl: 'Gedekt: {{coveredFrom}} of meer lopende projecten, minstens één als hoofddoel. Beperkt gedekt: minder, of alleen als nevendoel of nog niet gewogen. Gepland: geen lopend, maar een ondertekend project of een oproep nog zonder uitslag. Alleen afgerond: alleen projecten die zijn afgelopen. Looptijd onbekend: alleen projecten waarvan de data onbekend zijn. Geen financiering verwacht: niets, en een beoordelaar heeft gemotiveerd dat er niets wordt verwacht. Niet gedekt: niets. Kandidaten veranderen geen status.',
    },
    thresholdUsual: {
      en: 'The strategy states no threshold for that day: this is the usual one.',
      nl: 'De strategie noemt geen drempel voor die dag: dit is de gebruikelijke.',
    },
    thresholdStated: { en: 'So the strategy states.', nl: 'Zo noemt de strategie het.' },
    thresholdFrom: {
      en: 'So the strategy states from {{day}} on.',
      nl: 'Zo noemt de strategie het vanaf {{day}}.',
    },
    counted: {
      en: 'Counted: projects in scope, judged on {{on}}, as known {{known}}.',
      nl: 'Geteld: projecten in de portefeuille, peildatum {{on}}, stand van de gegevens {{known}}.',
    },
    knownNow: { en: 'now', nl: 'nu' },
  },
} as const;
