import { choice, texts, type Fields, type RecordOf } from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import { encodingLabels } from '../sources/files/encodingNames.ts';
import type { SourceName } from '../sources/contract/incoming.ts';
import type { ImportSettings } from './import.ts';

/** What a file may be, in the words of whoever has one. */
export const sourceLabels = {
  cordis: { en: 'CORDIS, since 2022', nl: 'CORDIS, sinds 2022' },
  cordisOld: { en: 'CORDIS, until 2021', nl: 'CORDIS, tot 2021' },
  portal: { en: 'Funding & Tenders Portal', nl: 'Funding & Tenders Portal' },
  home: { en: 'DG HOME project list', nl: 'Projectlijst van DG HOME' },
  own: { en: 'callfolio’s own file', nl: 'Eigen bestand van callfolio' },
  table: { en: 'Another table', nl: 'Een andere tabel' },
} as const satisfies Record<SourceName, Label>;

const most = { max: 500, maxEach: 200 };

/** What a person says with a file: what it is, what to take of it, and how. */
export const importFields = {
  source: choice({ en: 'Source', nl: 'Bron' }, sourceLabels, {
    emptyMeans: { en: 'recognised from the file', nl: 'herkend uit het bestand' },
  }),
  encoding: choice(
    { en: 'Encoding of old text files', nl: 'Codering van oude tekstbestanden' },
    encodingLabels,
    {
      emptyMeans: { en: 'recognised, or asked', nl: 'herkend, of gevraagd' },
    },
  ),
  programmes: texts(
    { en: 'Programmes', nl: 'Programma’s' },
    { ...most, hint: { en: 'H2020; HORIZON', nl: 'H2020; HORIZON' } },
  ),
  topics: texts(
    { en: 'Topics and calls', nl: 'Onderwerpen en oproepen' },
    {
      ...most,
      hint: { en: 'SU-FCT02-2018-2019-2020', nl: 'SU-FCT02-2018-2019-2020' },
    },
  ),
  identifiers: texts(
    { en: 'Grant agreement numbers', nl: 'Nummers van subsidieovereenkomsten' },
    {
      ...most,
      hint: { en: '883341; 101021801', nl: '883341; 101021801' },
    },
  ),
  keywords: texts(
    { en: 'Words in title, objective, keywords', nl: 'Woorden in titel, doel, trefwoorden' },
    {
      ...most,
      hint: { en: 'child sexual abuse; grooming', nl: 'child sexual abuse; grooming' },
    },
  ),
  countries: texts(
    { en: 'Countries of participants', nl: 'Landen van deelnemers' },
    { ...most, hint: { en: 'NL; EL', nl: 'NL; EL' } },
  ),
  scope: choice(
    { en: 'New projects come in as', nl: 'Nieuwe projecten komen binnen als' },
    {
      candidate: {
        en: 'candidates, for a person to judge',
        nl: 'kandidaten, voor een mens om te beoordelen',
      },
      in: { en: 'part of the portfolio', nl: 'deel van de portefeuille' },
    },
    { emptyMeans: { en: 'candidates', nl: 'kandidaten' } },
  ),
  scopeTopics: texts(
    { en: 'Only those of these topics', nl: 'Alleen die van deze onderwerpen' },
    {
      ...most,
      hint: {
        en: 'For “part of the portfolio”: the others become candidates. Empty: all of them come in.',
        nl: 'Voor “deel van de portefeuille”: de andere worden kandidaten. Leeg: allemaal.',
      },
    },
  ),
  conflictRule: choice(
    { en: 'Where the file differs from our values', nl: 'Waar het bestand afwijkt van onze waarden' },
    {
      ask: { en: 'ask me, and keep ours until then', nl: 'vraag het mij en houd tot dan die van ons' },
      ours: { en: 'keep ours', nl: 'die van ons houden' },
      theirs: { en: 'take the file’s', nl: 'die van het bestand nemen' },
      newer: { en: 'take the newer one', nl: 'de nieuwste nemen' },
    },
    { emptyMeans: { en: 'ask me', nl: 'vraag het mij' } },
  ),
} satisfies Fields;

export type ImportInput = RecordOf<typeof importFields>;

/** The settings of an import from what was said with the file. */
export const settingsFrom = (input: ImportInput): ImportSettings => ({
  encoding: input.encoding,
  source: input.source,
  selection: {
    programmes: input.programmes,
    topics: input.topics,
    identifiers: input.identifiers,
    keywords: input.keywords,
    countries: input.countries,
  },
  scopeRule: { scope: input.scope ?? 'candidate', topics: input.scopeTopics },
  conflictRule: input.conflictRule ?? 'ask',
  mapping: null,
});
