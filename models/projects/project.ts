import { bases, type Amounts } from './basis.ts';
import { archiveFields } from '../record/archived.ts';
import type { RecordOf } from '../record/fields.ts';
import {
  choice,
  day,
  integer,
  list,
  longText,
  money,
  text,
  texts,
  url,
  yesNo,
  country,
  type Fields,
} from '../record/fields.ts';
import type { Label } from '../values/format.ts';
import { activityTypes } from '../organisations/organisationFields.ts';
import { statements } from '../record/statement.ts';
import { supports } from '../assessments/support.ts';
import { tags } from '../record/tags.ts';
import { coded, reference } from '../record/referenceFields.ts';

export const projectKinds = {
  grant: { en: 'Grant from a call', nl: 'Subsidie uit een oproep' },
  directAward: { en: 'Direct award', nl: 'Rechtstreekse toekenning' },
  procurement: { en: 'Procurement contract', nl: 'Aanbestedingscontract' },
  contributionAgreement: { en: 'Contribution agreement', nl: 'Bijdrageovereenkomst' },
  nationalProgramme: { en: 'National programme', nl: 'Nationaal programma' },
  specificAction: { en: 'Specific action', nl: 'Specifieke actie' },
} as const satisfies Record<string, Label>;

export const scopes = {
  in: { en: 'In the portfolio', nl: 'In de portefeuille' },
  candidate: { en: 'Candidate', nl: 'Kandidaat' },
  out: { en: 'Out', nl: 'Erbuiten' },
} as const satisfies Record<string, Label>;

/** Administrative status, as the Commission writes it. */
export const projectStatuses = {
  PREPARATION: { en: 'In preparation', nl: 'In voorbereiding' },
  SIGNED: { en: 'Signed', nl: 'Ondertekend' },
  SUSPENDED: { en: 'Suspended', nl: 'Opgeschort' },
  TERMINATED: { en: 'Terminated', nl: 'Beëindigd' },
  CLOSED: { en: 'Closed', nl: 'Afgesloten' },
} as const satisfies Record<string, Label>;

export const participantRoles = {
  coordinator: { en: 'Coordinator', nl: 'Coördinator' },
  participant: { en: 'Participant (beneficiary)', nl: 'Deelnemer (begunstigde)' },
  partner: { en: 'Partner', nl: 'Partner' },
  thirdParty: { en: 'Third party (affiliated entity)', nl: 'Derde (verbonden entiteit)' },
  internationalPartner: { en: 'International partner', nl: 'Internationale partner' },
  associatedPartner: { en: 'Associated partner', nl: 'Geassocieerde partner' },
} as const satisfies Record<string, Label>;

export const amendableFields = {
  startsOn: { en: 'Start', nl: 'Begin' },
  endsOn: { en: 'End', nl: 'Einde' },
  totalCost: bases.totalCost,
  euContribution: bases.euContribution,
  participants: { en: 'Participants', nl: 'Deelnemers' },
  other: { en: 'Other', nl: 'Overig' },
} as const satisfies Record<string, Label>;

export const projectFields = {
  kind: choice({ en: 'Kind', nl: 'Soort' }, projectKinds, { required: true }),
  scope: choice({ en: 'Scope', nl: 'Hoort bij portefeuille' }, scopes, { required: true }),
  programme: coded({ en: 'Programme', nl: 'Programma' }, 'programme'),
  grantAgreement: text(
    { en: 'Grant agreement', nl: 'Subsidieovereenkomst' },
    {
      max: 60,
      hint: {
        en: 'Number as printed; leave empty while unknown.',
        nl: 'Nummer uit de overeenkomst; leeg laten als u het nog niet weet.',
      },
    },
  ),
  acronym: text({ en: 'Acronym', nl: 'Acroniem' }, { max: 120 }),
  title: text({ en: 'Title', nl: 'Titel' }, { required: true, max: 2000 }),
  aliases: texts({ en: 'Other spellings', nl: 'Andere schrijfwijzen' }),
  call: reference({ en: 'Call', nl: 'Oproep' }, 'call'),
  topic: reference({ en: 'Topic', nl: 'Onderwerp' }, 'call'),
  printedCall: text(
    { en: 'Call as printed, not registered', nl: 'Oproep zoals vermeld, niet geregistreerd' },
    { max: 120 },
  ),
  printedTopic: text(
    { en: 'Topic as printed, not registered', nl: 'Onderwerp zoals vermeld, niet geregistreerd' },
    { max: 120 },
  ),
  masterCall: text({ en: 'Master call', nl: 'Hoofdoproep' }, { max: 120 }),
  awardDocument: text(
    { en: 'Award document', nl: 'Toekenningsbesluit' },
    {
      hint: { en: 'For what does not come from a call.', nl: 'Voor wat niet uit een oproep komt.' },
    },
  ),
  actionType: text({ en: 'Type of action', nl: 'Soort actie' }, { max: 120 }),
  status: choice({ en: 'Status', nl: 'Status' }, projectStatuses),
  sourceStatus: text({ en: 'Status in the source', nl: 'Status in de bron' }, { max: 200 }),
  signedOn: day({ en: 'Signed on', nl: 'Ondertekend op' }),
  startsOn: day(
    { en: 'Starts on', nl: 'Begint op' },
    { hint: { en: 'Day, month or year.', nl: 'Dag, maand of jaar.' } },
  ),
  endsOn: day(
    { en: 'Ends on', nl: 'Eindigt op' },
    { hint: { en: 'Day, month or year.', nl: 'Dag, maand of jaar.' } },
  ),
  terminatedOn: day({ en: 'Terminated on', nl: 'Beëindigd op' }),
  durationMonths: integer({ en: 'Duration in months', nl: 'Duur in maanden' }, { max: 600 }),
  totalCost: money(bases.totalCost, {
    hint: {
      en: '0 with an EU contribution means “not declared”.',
      nl: '0 met een EU-bijdrage betekent “niet opgegeven”.',
    },
  }),
  euContribution: money(bases.euContribution),
  objective: longText({ en: 'Objective', nl: 'Doel' }),
  tags: tags(),
  keywords: texts({ en: 'Keywords', nl: 'Trefwoorden' }),
  legalBasis: texts({ en: 'Legal basis', nl: 'Rechtsgrondslag' }),
  euroSciVoc: texts({ en: 'Fields of science (EuroSciVoc)', nl: 'Wetenschapsgebieden (EuroSciVoc)' }),
  subCall: text({ en: 'Sub-call', nl: 'Deeloproep' }, { max: 120 }),
  nature: text({ en: 'Nature', nl: 'Aard' }, { max: 200 }),
  rcn: text({ en: 'CORDIS record number', nl: 'CORDIS-recordnummer' }, { max: 40 }),
  grantDoi: text({ en: 'Grant DOI', nl: 'DOI van de subsidie' }, { max: 200 }),
  contentUpdatedOn: day({ en: 'Source updated on', nl: 'Bron bijgewerkt op' }),
  website: url({ en: 'Website', nl: 'Website' }),
  officer: reference({ en: 'Responsible officer', nl: 'Dossierbehandelaar' }, 'user'),
  note: longText({ en: 'Note', nl: 'Opmerking' }),
  participants: list(
    { en: 'Participants', nl: 'Deelnemers' },
    {
      organisation: reference({ en: 'Organisation', nl: 'Organisatie' }, 'organisation'),
      name: text({ en: 'Name', nl: 'Naam' }, { required: true }),
      pic: text(
        { en: 'PIC', nl: 'PIC' },
        { pattern: /^\d{9}$/, hint: { en: 'Nine digits.', nl: 'Negen cijfers.' } },
      ),
      country: country({ en: 'Country', nl: 'Land' }),
      role: choice({ en: 'Role', nl: 'Rol' }, participantRoles),
      activityType: choice({ en: 'Activity', nl: 'Activiteit' }, activityTypes),
      euContribution: money(bases.euContribution),
      startsOn: day({ en: 'From', nl: 'Vanaf' }),
      endsOn: day({ en: 'Until', nl: 'Tot en met' }),
      isWithheld: yesNo({ en: 'Withheld', nl: 'Afgeschermd' }),
      note: text({ en: 'Note', nl: 'Opmerking' }, { max: 2000 }),
    },
    { columns: ['name', 'pic', 'country', 'role', 'euContribution'] },
  ),
  supports: supports(),
  amendments: list(
    { en: 'Amendments', nl: 'Wijzigingen' },
    {
      number: text({ en: 'Number', nl: 'Nummer' }, { max: 40 }),
      field: choice({ en: 'Field', nl: 'Veld' }, amendableFields, { required: true }),
      before: text({ en: 'Before', nl: 'Voor' }, { max: 2000 }),
      after: text({ en: 'After', nl: 'Na' }, { max: 2000 }),
      signedOn: day({ en: 'Signed on', nl: 'Ondertekend op' }),
      effectiveOn: day({ en: 'Effective on', nl: 'Van kracht op' }),
      reason: longText({ en: 'Reason', nl: 'Reden' }),
      source: text({ en: 'Source', nl: 'Bron' }, { max: 2000 }),
    },
  ),
  documents: list(
    { en: 'Documents', nl: 'Documenten' },
    {
      title: text({ en: 'Title', nl: 'Titel' }, { required: true }),
      url: url({ en: 'Link', nl: 'Link' }, { required: true }),
    },
  ),
  statements: statements(),
  ...archiveFields(),
} satisfies Fields;

export type Project = RecordOf<typeof projectFields>;
export type Participant = Project['participants'][number];

/** What a strategy's initiatives receive of a project by the split method, in whole cents; null where not stated. */
export interface ProjectAttribution {
  strategy: string;
  notAttributed: Amounts;
  parts: ({ initiative: string } & Amounts)[];
}

export type ProjectDerived = {
  attributions: ProjectAttribution[];
  /** The type of action in the Commission's short form (`/RIA`, "Research and Innovation action" → `RIA`). */
  actionTypeCode: string | null;
  coordinator: { name: string; country: string | null } | null;
};
