import { archiveFields } from '../record/archived.ts';
import {
  choice,
  day,
  instant,
  integer,
  list,
  longText,
  money,
  text,
  texts,
  url,
  type Fields,
  type RecordOf,
} from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import { coded, reference } from '../record/referenceFields.ts';
import { statements } from '../record/statement.ts';
import { supports } from '../assessments/support.ts';
import { tags } from '../record/tags.ts';

export const callKinds = {
  call: { en: 'Call', nl: 'Oproep' },
  topic: { en: 'Topic', nl: 'Onderwerp' },
} as const satisfies Record<string, Label>;

export const deadlineModels = {
  singleStage: { en: 'Single stage', nl: 'Eén fase' },
  twoStage: { en: 'Two stages', nl: 'Twee fasen' },
  multipleCutOff: { en: 'Multiple cut-off dates', nl: 'Meerdere sluitingsdata' },
} as const satisfies Record<string, Label>;

/** What names a call that nobody has described yet: decision 0040. */
export const knownFroms = {
  projects: { en: 'Projects', nl: 'Projecten' },
} as const satisfies Record<string, Label>;

export const callFields = {
  kind: choice({ en: 'Kind', nl: 'Soort' }, callKinds, { required: true }),
  identifier: text({ en: 'Identifier', nl: 'Identificatie' }, { required: true, max: 120 }),
  title: text({ en: 'Title', nl: 'Titel' }, { max: 1000 }),
  programme: coded({ en: 'Programme', nl: 'Programma' }, 'programme', { required: true }),
  parent: reference({ en: 'Part of call', nl: 'Onderdeel van oproep' }, 'call'),
  masterCall: text({ en: 'Master call', nl: 'Hoofdoproep' }, { max: 120 }),
  typesOfAction: texts(
    { en: 'Types of action', nl: 'Soorten actie' },
    { hint: { en: 'One a line.', nl: 'Eén per regel.' } },
  ),
  deadlineModel: choice({ en: 'Deadline model', nl: 'Deadlinemodel' }, deadlineModels),
  publishedOn: day({ en: 'Published on', nl: 'Gepubliceerd op' }),
  rounds: list(
    { en: 'Rounds', nl: 'Rondes' },
    {
      call: reference({ en: 'Call of the round', nl: 'Oproep van de ronde' }, 'call'),
      openingOn: day({ en: 'Opens on', nl: 'Opent op' }),
      deadlines: list(
        { en: 'Deadlines', nl: 'Deadlines' },
        {
          at: instant(
            { en: 'Deadline (Brussels time)', nl: 'Deadline (Brusselse tijd)' },
            {
              required: true,
              hint: { en: 'A day alone means 17:00.', nl: 'Een dag alleen betekent 17.00 uur.' },
            },
          ),
          stage: integer({ en: 'Stage', nl: 'Fase' }, { min: 1, max: 20 }),
        },
      ),
      resultsOn: day({ en: 'Results known on', nl: 'Uitslag bekend op' }),
      cancelledOn: day({ en: 'Cancelled on', nl: 'Ingetrokken op' }),
      extendedOn: day({ en: 'Deadline extended on', nl: 'Deadline verlengd op' }),
      note: longText({ en: 'Note', nl: 'Opmerking' }),
    },
    { max: 100 },
  ),
  budget: money({ en: 'Budget', nl: 'Budget' }),
  minContribution: money({ en: 'Least contribution', nl: 'Laagste bijdrage' }),
  maxContribution: money({ en: 'Greatest contribution', nl: 'Hoogste bijdrage' }),
  expectedGrants: integer({ en: 'Expected grants', nl: 'Verwachte subsidies' }),
  actionBudgets: list(
    { en: 'Budget per type of action', nl: 'Budget per soort actie' },
    {
      typeOfAction: text({ en: 'Type of action', nl: 'Soort actie' }, { required: true }),
      year: integer({ en: 'Budget year', nl: 'Begrotingsjaar' }, { min: 1950, max: 2100 }),
      budget: money({ en: 'Budget', nl: 'Budget' }),
      expectedGrants: integer({ en: 'Expected grants', nl: 'Verwachte subsidies' }),
    },
  ),
  aliases: texts({ en: 'Other spellings', nl: 'Andere schrijfwijzen' }),
  description: longText({ en: 'Description', nl: 'Beschrijving' }),
  tags: tags(),
  keywords: texts({ en: 'Keywords', nl: 'Trefwoorden' }),
  portalId: text({ en: 'Portal id (ccm2)', nl: 'Portaal-id (ccm2)' }, { max: 40 }),
  sourceStatus: text({ en: 'Status in the source', nl: 'Status in de bron' }, { max: 100 }),
  website: url({ en: 'Web page', nl: 'Webpagina' }),
  officer: reference({ en: 'Responsible officer', nl: 'Dossierbehandelaar' }, 'user'),
  note: longText({ en: 'Note', nl: 'Opmerking' }),
  supports: supports(),
  statements: statements(),
  knownFrom: choice({ en: 'Known only from', nl: 'Alleen bekend uit' }, knownFroms, { readOnly: true }),
  ...archiveFields(),
} satisfies Fields;

export type Call = RecordOf<typeof callFields>;
