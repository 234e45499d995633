import Joi from 'joi';
import type { Confidence } from '../statement.ts';

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
export interface ReferenceCall {
  id: string;
  programme: string;
  masterCall?: Fact;
  topics?: Fact[];
  title?: Fact;
  topicTitle?: Fact;
  typeOfAction?: Fact;
  ccm2Id?: Fact;
  published?: Fact;
  opening?: Fact;
  deadline?: Fact;
  budget?: Fact<Money>;
  grantRange?: Fact<{ min: number; max: number; [more: string]: number }>;
  themes?: Fact;
  strategy_link?: Fact;
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
  source: string[];
  confidence: FileConfidence;
  countryConfidence?: FileConfidence;
  note?: string;
}
export interface ReferenceProject {
  acronym: string;
  variants?: string[];
  seed_footnote: number;
  title: Fact;
  programme: Fact;
  grantAgreement: Fact;
  call: Fact;
  topic?: Fact;
  masterCall?: Fact;
  typeOfAction?: Fact;
  rcn?: Fact;
  proposalDeadline?: Fact;
  signature?: Fact;
  start: Fact;
  end: Fact;
  endAmended?: Fact;
  durationMonths?: Fact<number>;
  durationMonthsAmended?: Fact<number>;
  totalCost: Fact<Money>;
  euContribution: Fact<Money>;
  coordinator: Fact<{ name: string; country: string }>;
  status?: Fact;
  successor?: Fact;
  participantCountNote?: Fact;
  initiatives: Fact<number[]>;
  participants: ReferenceParticipant[];
}
export interface RelatedProject {
  id: string | null;
  acronym: string;
  programme: string;
  title?: string;
  call?: string;
  topic?: string;
  start?: string;
  end?: string;
  end_printed?: string;
  durationMonths?: number;
  status?: string;
  coordinator?: string;
  ecContribution?: number;
  totalCost?: number;
  beneficiaries?: number;
  legalBasis?: string[];
  website?: string;
  source: string[];
  confidence: FileConfidence;
  topicConfidence?: FileConfidence;
  programmeConfidence?: FileConfidence;
  why: string;
}
export interface ReferenceOrganisation {
  name: string;
  country: string | null;
  pic: string | null;
  countryConfidence?: FileConfidence;
  projects: string[];
}
export interface ReferenceSource {
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

type Keys = Record<string, Joi.Schema>;

// A source named without standing in the table would leave a stated value without its origin.
const known = Joi.string().valid(Joi.in('/sources', { adjust: (table: object) => Object.keys(table) }));
const text = Joi.string();
const words = text.required();
const number = Joi.number();
const day = text.pattern(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?)?)?$/);
const sureness = Joi.string().valid(...Object.keys(confidenceOf));
const sourced = { source: Joi.array().items(known).required(), confidence: sureness.required() };
const fact = (value: Joi.Schema) =>
  Joi.object({ value: value.allow(null).required(), ...sourced, note: text });
const said = fact(text);
const listOf = (keys: Keys) => Joi.array().items(Joi.object(keys)).required();
const amounts = Joi.object().pattern(text, number);
const money = fact(
  Joi.object({
    amount: number.min(0).required(),
    currency: words.valid('EUR'),
    qualifier: text,
    raw: text,
    scope: text,
    split: amounts,
    byYear: amounts,
  }),
);
const initiative = number.integer().allow(null).required();
const line = number.integer().required();

const strategy = Joi.object({
  celex: words,
  reference: words,
  date: day.required(),
  title_nl: words,
  title_en: said.required(),
  parts: listOf({
    id: words,
    seed_line: line,
    title_nl: words,
    title_en: said.required(),
    initiatives: Joi.array().items(number).required(),
  }),
  initiatives: listOf({
    number: number.integer().required(),
    part: words,
    seed_line: line,
    title_nl: said.required(),
    title_en: said.required(),
    key_actions: listOf({
      id: words,
      seed_line: line,
      text_nl: said.required(),
      text_en: said.required(),
      deadline: Joi.object({ date: day.required(), precision: words, textual: words }).allow(null).required(),
      deadline_text: words,
    }),
  }),
  milestones: listOf({
    name: words,
    seed_line: line,
    from: day.allow(null).required(),
    to: day.allow(null).required(),
    precision: words,
    text_nl: words,
    initiative,
    ...sourced,
  }),
  funding_mentions: listOf({ seed_line: line, initiative, what: words, text_nl: words, ...sourced }),
}).required();

const rule = Joi.object({
  confidence_scale: Joi.object().required(),
  strategy,
  programmes: listOf({
    id: words,
    code: words,
    name: words,
    period: text.pattern(/^\d{4}-\d{4}$/),
    note: text,
    sedia_programme_id: said,
    legal_basis: said,
    budgets: Joi.array().items(money),
    rules: Joi.array().items(said),
    seed_lines: Joi.array().items(number),
  }),
  calls: listOf({
    id: words,
    programme: words,
    masterCall: said,
    topics: Joi.array().items(said),
    title: said,
    topicTitle: said,
    typeOfAction: said,
    ccm2Id: said,
    published: fact(day),
    opening: fact(day),
    deadline: fact(day),
    budget: money,
    grantRange: fact(Joi.object({ min: number.required(), max: number.required() }).pattern(text, number)),
    themes: said,
    strategy_link: said,
    idNote: said,
    note: said,
    funded_project: text,
  }),
  projects: listOf({
    acronym: words,
    variants: Joi.array().items(text),
    seed_footnote: number.valid(41, 42).required(),
    title: said.required(),
    programme: said.required(),
    grantAgreement: said.required(),
    call: said.required(),
    topic: said,
    masterCall: said,
    typeOfAction: said,
    rcn: said,
    proposalDeadline: fact(day),
    signature: fact(day),
    start: fact(day).required(),
    end: fact(day).required(),
    endAmended: fact(day),
    durationMonths: fact(number),
    durationMonthsAmended: fact(number),
    totalCost: money.required(),
    euContribution: money.required(),
    coordinator: fact(Joi.object({ name: words, country: words })).required(),
    status: said,
    successor: said,
    participantCountNote: said,
    initiatives: fact(Joi.array().items(number)).required(),
    participants: listOf({
      name: words,
      country: text.allow(null).required(),
      role: text,
      pic: text,
      participantNo: number,
      ecContribution: number,
      nationalId: text,
      countryConfidence: sureness,
      note: text,
      ...sourced,
    }),
  }),
  related_projects: listOf({
    id: text.allow(null).required(),
    acronym: words,
    programme: words,
    title: text,
    call: text,
    topic: text,
    start: day,
    end: day,
    end_printed: day,
    durationMonths: number,
    status: text,
    coordinator: text.pattern(/ \([A-Z]{2}\)$/),
    ecContribution: number,
    totalCost: number,
    beneficiaries: number,
    legalBasis: Joi.array().items(text),
    website: text,
    topicConfidence: sureness,
    programmeConfidence: sureness,
    why: words,
    ...sourced,
  }),
  organisations: listOf({
    name: words,
    country: text.allow(null).required(),
    pic: text.allow(null).required(),
    countryConfidence: sureness,
    projects: Joi.array().items(text).required(),
    ...sourced,
  }),
  discrepancies: listOf({ id: words, what: words, sources: Joi.array().items(known).required() }),
  sources: Joi.object()
    .pattern(
      text,
      Joi.object({
        kind: words,
        url: text,
        repo: text,
        commit: text,
        path: text,
        note: text.allow(''),
        excerpt: Joi.boolean(),
      }),
    )
    .required(),
});

/**
 * Reads the reference file.
 * @throws {Error} naming every place where its shape is not the expected one
 */
export function readReference(data: unknown): ReferenceData {
  const { error, value } = rule.validate(data, { abortEarly: false, convert: false });
  if (error) throw new Error(`The reference data has an unexpected shape: ${error.message}`);
  return value as ReferenceData;
}
