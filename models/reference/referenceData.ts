import type { Confidence } from '../record/statement.ts';

/** The file's scale of sureness, and ours. */
export const confidenceOf = {
  verified: 'verified',
  secondary: 'secondary',
  inferred: 'inferred',
  'own translation': 'ownTranslation',
  'general knowledge, unverified': 'unverified',
  'not found': 'notFound',
} as const satisfies Record<string, Confidence>;
export type FileConfidence = keyof typeof confidenceOf;

/** A value with the sources that state it; null where none does. */
export interface Fact<T = string> {
  value: T | null;
  source: string[];
  confidence: FileConfidence;
  note?: string;
}
/** Euro as a JSON number. */
export interface Money {
  amount: number;
  currency: 'EUR';
  qualifier?: string;
  raw?: string;
  scope?: string;
  split?: Record<string, number>;
  byYear?: Record<string, number>;
}
export interface KeyAction {
  id: string;
  text_nl: Fact;
  text_en: Fact;
  deadline: { date: string; precision: string; textual: string } | null;
  deadline_text: string;
}
export interface ReferenceStrategy {
  celex: string;
  reference: string;
  date: string;
  title_nl: string;
  title_en: Fact;
  parts: { id: string; title_nl: string; title_en: Fact }[];
  initiatives: { number: number; part: string; title_nl: Fact; title_en: Fact; key_actions: KeyAction[] }[];
  milestones: {
    name: string;
    seed_line: number;
    from: string | null;
    to: string | null;
    precision: string;
    text_nl: string;
    initiative: number | null;
  }[];
  funding_mentions: { seed_line: number; initiative: number | null; what: string; text_nl: string }[];
}
export interface ReferenceProgramme {
  id: string;
  code: string;
  name: string;
  period?: string;
  note?: string;
  sedia_programme_id?: Fact;
  legal_basis?: Fact;
  budgets?: Fact<Money>[];
  rules?: Fact[];
  seed_lines?: number[];
}
/** A topic as a call names it, with its title where a source states one. */
export interface ReferenceTopic extends Fact {
  title?: Fact;
}
export interface ReferenceCall {
  id: string;
  programme: string;
  masterCall?: Fact;
  topics?: ReferenceTopic[];
  title?: Fact;
  typeOfAction?: Fact;
  ccm2Id?: Fact;
  published?: Fact;
  opening?: Fact;
  deadline?: Fact;
  budget?: Fact<Money>;
  grantRange?: Fact<{ min: number; max: number; [more: string]: number }>;
  themes?: Fact;
  /** What ties the call to the strategy, in words that name the initiative or the footnote. */
  strategy_link?: Fact;
  /** Initiatives that it serves besides. */
  initiatives?: Fact<number[]>;
  idNote?: Fact;
  note?: Fact;
  funded_project?: string;
}
export interface ReferenceParticipant {
  name: string;
  country: string | null;
  role?: string;
  pic?: string;
  participantNo?: number;
  ecContribution?: number;
  nationalId?: string;
  /** As CORDIS registers it. */
  legalName?: string;
  shortName?: string;
  activityType?: string;
  city?: string;
  source: string[];
  confidence: FileConfidence;
  countryConfidence?: FileConfidence;
  note?: string;
}
/** What may be stated of any project, each fact with its own source and sureness. */
export interface ProjectFacts {
  acronym: string;
  title?: Fact;
  programme: Fact;
  grantAgreement: Fact;
  call?: Fact;
  topic?: Fact;
  masterCall?: Fact;
  typeOfAction?: Fact;
  rcn?: Fact;
  signature?: Fact;
  start?: Fact;
  end?: Fact;
  endAmended?: Fact;
  endPrinted?: Fact;
  durationMonths?: Fact<number>;
  durationMonthsAmended?: Fact<number>;
  totalCost?: Fact<Money>;
  euContribution?: Fact<Money>;
  coordinator?: Fact<{ name: string; country: string }>;
  status?: Fact;
  legalBasis?: Fact;
  website?: Fact;
  /** Word for word, as the source prints it. */
  objective?: Fact;
  initiatives?: Fact<number[]>;
  participants?: ReferenceParticipant[];
}
/** A project that the strategy names. */
export interface ReferenceProject extends ProjectFacts {
  variants?: string[];
  seed_footnote: number;
  proposalDeadline?: Fact;
  successor?: Fact;
  participantCountNote?: Fact;
}
/** A project that belongs beside those; `initiatives` is what its sources propose. */
export interface RelatedProject extends ProjectFacts {
  kind?: 'specificAction' | 'nationalProgramme';
  /** Why it is in the portfolio or out of it; a candidate where no source says that it belongs there. */
  scope?: Fact<'in' | 'out'>;
  beneficiaries?: Fact<number>;
  why: string;
  source: string[];
  confidence: FileConfidence;
}
export interface ReferenceOrganisation {
  name: string;
  country: string | null;
  pic: string | null;
  countryConfidence?: FileConfidence;
  projects: string[];
}
export interface ReferenceSource {
  /** What people call it. */
  name: string;
  kind: string;
  url?: string;
  repo?: string;
  commit?: string;
  path?: string;
  note?: string;
}
export type ReferenceSources = Readonly<Record<string, ReferenceSource>>;
export interface ReferenceData {
  strategy: ReferenceStrategy;
  programmes: ReferenceProgramme[];
  calls: ReferenceCall[];
  projects: ReferenceProject[];
  related_projects: RelatedProject[];
  organisations: ReferenceOrganisation[];
  discrepancies: { id: string; what: string; sources: string[] }[];
  sources: ReferenceSources;
}
