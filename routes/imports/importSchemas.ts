import { conflictRules, countKeys, importStates, outcomes, stoppables } from '../../models/imports/import.ts';
import { longestMappingName } from '../../models/imports/check/savedMapping.ts';
import { severities } from '../../models/imports/rows/importRows.ts';
import { mostPage, mostPageSize, usualPageSize } from '../../models/query/query.ts';
import { encodingNames } from '../../models/sources/files/encodingNames.ts';
import { incomingNouns, rowNouns, sourceNames, whyUnused } from '../../models/sources/contract/incoming.ts';
import { countsKey, shownNouns } from '../../views/imports/rowTexts.ts';
import {
  count,
  instant,
  listOf,
  nullable,
  objectOf,
  textual,
  type Input,
  type JsonSchema,
  type QueryKeys,
} from '../line/route.ts';

const truth: JsonSchema = { type: 'boolean' };
const anyValue: JsonSchema = { description: 'As the field has it in a record.' };
const source: JsonSchema = { type: 'string', enum: [...sourceNames] };
const actor = objectOf({ id: textual, name: textual });
/** `read` is the sum of the others. */
const counts = objectOf(Object.fromEntries(countKeys.map(key => [key, count])));
const texts = listOf(textual);
const problem = objectOf({ type: textual, message: textual });

const importKeys = {
  id: textual,
  version: { type: 'integer', minimum: 1 },
  state: { type: 'string', enum: [...importStates] },
  source: nullable(source),
  needsMapping: truth,
  file: objectOf({
    name: textual,
    bytes: count,
    sha256: textual,
    kind: nullable(textual),
    encoding: nullable(textual),
  }),
  settings: objectOf({
    encoding: nullable({ type: 'string', enum: [...encodingNames] }),
    source: nullable(source),
    selection: objectOf({
      programmes: texts,
      topics: texts,
      identifiers: texts,
      keywords: texts,
      countries: texts,
    }),
    scopeRule: objectOf({ scope: { type: 'string', enum: ['candidate', 'in'] }, topics: texts }),
    conflictRule: { type: 'string', enum: [...conflictRules] },
  }),
  progress: objectOf({
    bytes: count,
    ofBytes: count,
    rows: count,
    ofRows: nullable(count),
    startedAt: nullable(instant),
    fraction: nullable({ type: 'number', minimum: 0, maximum: 1 }),
    says: textual,
  }),
  counts: objectOf(Object.fromEntries(shownNouns().map(noun => [countsKey(noun), counts]))),
  warnings: count,
  stoppedIn: {
    ...nullable({ type: 'string', enum: [...stoppables] }),
    description:
      'In what callfolio gave the import up, having tried it several times: POST …/retry tries it again.',
  },
  problems: listOf(problem),
  ignored: listOf(objectOf({ name: textual, message: textual })),
  unused: listOf(
    objectOf({
      table: textual,
      column: nullable(textual),
      why: nullable({ type: 'string', enum: [...whyUnused] }),
    }),
  ),
  blockedMeanwhile: {
    ...nullable(objectOf({ by: actor, at: instant })),
    description: 'Who had it applied or undone and was blocked meanwhile; it was finished all the same.',
  },
  createdAt: instant,
  createdBy: actor,
  checkedAt: nullable(instant),
  appliedAt: nullable(instant),
  appliedBy: nullable(actor),
  undoneAt: nullable(instant),
  undoneBy: nullable(actor),
  expiresAt: {
    ...nullable(instant),
    description: 'When its file and rows will be removed unless somebody applies it.',
  },
  expiredAt: nullable(instant),
};
export const importSchema = objectOf(importKeys);

/** One import by itself has its refused rows by why as well; before its report there are none. */
export const shownImportSchema = objectOf({
  ...importKeys,
  refusals: {
    ...listOf(
      objectOf({ id: textual, type: textual, column: nullable(textual), rows: count, message: textual }),
    ),
    description:
      'The refused rows by why, those with the most rows first, twelve at most: `problem` of the rows takes the `id`.',
  },
});

export const acceptedSchema = objectOf({ id: textual, state: { type: 'string', enum: [...importStates] } });

const pages = objectOf({ page: count, pageSize: count, totalItems: count, totalPages: count });
export const importsSchema = objectOf({ items: listOf(importSchema), paginationInfo: pages });

const said = listOf(
  objectOf({
    table: textual,
    row: count,
    column: nullable(textual),
    value: nullable(textual),
    type: textual,
    message: textual,
  }),
);
export const rowsSchema = objectOf({
  items: listOf(
    objectOf({
      id: textual,
      noun: { type: 'string', enum: rowNouns() },
      table: textual,
      row: count,
      name: nullable(textual),
      outcome: { type: 'string', enum: [...outcomes] },
      recordId: nullable(textual),
      changes: listOf(objectOf({ field: textual, before: anyValue, after: anyValue })),
      conflicts: listOf(
        objectOf({
          field: textual,
          ours: anyValue,
          theirs: anyValue,
          decision: nullable({ type: 'string', enum: ['ours', 'theirs'] }),
        }),
      ),
      problems: said,
      warnings: said,
      isExcluded: truth,
      isApplied: truth,
      isWithheld: truth,
    }),
  ),
  isWithheld: truth,
  paginationInfo: pages,
});

const page = { type: 'integer', minimum: 1, maximum: mostPage, default: 1 };
const pageSize = { type: 'integer', minimum: 1, maximum: mostPageSize, default: usualPageSize };
const several = (values: readonly string[]): JsonSchema => listOf({ type: 'string', enum: [...values] });

export const pageKeys: NonNullable<QueryKeys['own']> = {
  page: { says: { en: 'From 1', nl: 'Vanaf 1' }, schema: page },
  pageSize: { says: { en: 'Lines a page', nl: 'Regels per pagina' }, schema: pageSize },
};
export const rowKeys: NonNullable<QueryKeys['own']> = {
  outcome: {
    says: { en: 'What becomes of the row', nl: 'Wat er van de rij wordt' },
    schema: several(outcomes),
  },
  noun: { says: { en: 'The kind of record', nl: 'De soort record' }, schema: several(rowNouns()) },
  severity: {
    says: {
      en: 'Only rows with an error, or with a warning',
      nl: 'Alleen rijen met een fout, of met een waarschuwing',
    },
    schema: several(severities),
  },
  excluded: {
    says: {
      en: 'Only rows left out, or only the others',
      nl: 'Alleen weggelaten rijen, of alleen de andere',
    },
    schema: { type: 'string', enum: ['yes', 'no'] },
  },
  problem: {
    says: {
      en: 'Only rows refused for one reason: the `id` of one of the `refusals` of the import',
      nl: 'Alleen rijen die om één reden zijn geweigerd: de `id` van een van de `refusals` van de import',
    },
    schema: textual,
  },
  q: {
    says: { en: 'Part of a name or of a value found', nl: 'Deel van een naam of van een gevonden waarde' },
    schema: textual,
  },
  ...pageKeys,
};

export const decisionKeys: Readonly<Record<string, JsonSchema>> = {
  rule: { type: 'string', enum: ['ours', 'theirs', 'newer'] },
  decisions: listOf(
    objectOf({ row: textual, field: textual, decision: { type: 'string', enum: ['ours', 'theirs'] } }),
  ),
};
const { page: _page, pageSize: _pageSize, ...filterKeys } = rowKeys;
/** A list of one may come as that one, as it does in an address. */
const oneOrMore = (schema: JsonSchema): JsonSchema =>
  schema['items'] ? { anyOf: [schema['items'], schema] } : schema;
export const excludedKeys: Readonly<Record<string, JsonSchema>> = {
  rows: { ...texts, minItems: 1 },
  filter: {
    ...objectOf(
      Object.fromEntries(Object.entries(filterKeys).map(([key, { schema }]) => [key, oneOrMore(schema)])),
      [],
    ),
    description: 'All rows that match, refused ones aside.',
  },
  isExcluded: truth,
};
/** A body of all these keys but for one of two, in both ways. */
function eachWithout(keys: Readonly<Record<string, JsonSchema>>, either: readonly string[]): JsonSchema[] {
  return either.map(left =>
    objectOf(Object.fromEntries(Object.entries(keys).filter(([key]) => key !== left))),
  );
}

export const decisionInput: Input = {
  fields: {},
  isWhole: false,
  more: decisionKeys,
  ways: eachWithout(decisionKeys, ['rule', 'decisions']),
};
export const excludedInput: Input = {
  fields: {},
  isWhole: false,
  more: excludedKeys,
  ways: eachWithout(excludedKeys, ['rows', 'filter']),
};
export const excludedQueryKeys: NonNullable<QueryKeys['own']> = {
  isExcluded: {
    says: {
      en: 'Whether to leave them out, or take them again',
      nl: 'Of ze worden weggelaten of weer overgenomen',
    },
    schema: { type: 'string', enum: ['true', 'false'], default: 'true' },
  },
};
export const mappingKeys: Readonly<Record<string, JsonSchema>> = {
  noun: { type: 'string', enum: incomingNouns() },
  columns: {
    type: 'object',
    description: 'Column as written → key of a field, or null.',
    additionalProperties: nullable(textual),
  },
  fixed: {
    type: 'object',
    description: 'Key of a field → the value of every row.',
    additionalProperties: textual,
  },
  decimal: nullable({ type: 'string', enum: ['.', ','] }),
  dayOrder: { type: 'string', enum: ['dayFirst', 'monthFirst'] },
  saveAs: {
    type: 'string',
    maxLength: longestMappingName,
    description: 'Keeps the mapping under this name, for the next file with these columns.',
  },
};
const { saveAs: _saveAs, ...ofMapping } = mappingKeys;
export const savedMappingsSchema = objectOf({
  items: listOf(
    objectOf({
      id: textual,
      name: textual,
      mapping: objectOf(ofMapping),
      savedAt: instant,
      savedBy: textual,
    }),
  ),
});
