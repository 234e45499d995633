import Joi from 'joi';
import { confidenceOf, type ReferenceData } from './referenceData.ts';

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

const numbers = fact(Joi.array().items(number));
const projectFacts: Keys = {
  acronym: words,
  title: said,
  programme: said.required(),
  grantAgreement: said.required(),
  call: said,
  topic: said,
  masterCall: said,
  typeOfAction: said,
  rcn: said,
  signature: fact(day),
  start: fact(day),
  end: fact(day),
  endAmended: fact(day),
  endPrinted: fact(day),
  durationMonths: fact(number),
  durationMonthsAmended: fact(number),
  totalCost: money,
  euContribution: money,
  coordinator: fact(Joi.object({ name: words, country: words })),
  status: said,
  legalBasis: said,
  website: said,
  objective: said,
  initiatives: numbers,
  participants: Joi.array().items(
    Joi.object({
      name: words,
      country: text.allow(null).required(),
      role: text,
      pic: text,
      participantNo: number,
      ecContribution: number,
      nationalId: text,
      legalName: text,
      shortName: text,
      activityType: text,
      city: text,
      countryConfidence: sureness,
      note: text,
      ...sourced,
    }),
  ),
};

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
    topics: Joi.array().items(said.keys({ title: said })),
    title: said,
    typeOfAction: said,
    ccm2Id: said,
    published: fact(day),
    opening: fact(day),
    deadline: fact(day),
    budget: money,
    grantRange: fact(Joi.object({ min: number.required(), max: number.required() }).pattern(text, number)),
    themes: said,
    strategy_link: said,
    initiatives: numbers,
    idNote: said,
    note: said,
    funded_project: text,
  }),
  projects: listOf({
    ...projectFacts,
    variants: Joi.array().items(text),
    seed_footnote: number.valid(41, 42).required(),
    proposalDeadline: fact(day),
    successor: said,
    participantCountNote: said,
  }),
  related_projects: listOf({
    ...projectFacts,
    kind: text.valid('specificAction', 'nationalProgramme'),
    scope: fact(text.valid('in', 'out')),
    beneficiaries: fact(number),
    why: words,
    ...sourced,
  }),
  // No source at hand says which programme funds these: they are kept here and not loaded.
  candidates: Joi.array()
    .items(Joi.object({ acronym: words }).unknown())
    .required(),
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
        name: words,
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
