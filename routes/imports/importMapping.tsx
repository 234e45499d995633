import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError, invalid, type Problem } from '../../models/values/errors.ts';
import type { Import } from '../../models/imports/import.ts';
import { requestCheck } from '../../models/imports/imports.ts';
import { getSeenImport } from '../../models/imports/seenBy.ts';
import {
  deleteMapping,
  findMapping,
  findMappingFor,
  listMappings,
  saveMapping,
  type SavedMapping,
} from '../../models/imports/check/savedMapping.ts';
import { incomingNouns, type IncomingNoun, type Mapping } from '../../models/sources/contract/incoming.ts';
import { findLacking } from '../../models/sources/anyTable/mappingColumns.ts';
import { mappableFields, proposeMapping } from '../../models/sources/anyTable/proposeMapping.ts';
import { columnsOf, MappingPage } from '../../views/imports/MappingPage.tsx';
import { actorOf } from '../line/actor.ts';
import { findChoices } from '../line/choices.ts';
import { refuseUnknownNames } from '../line/formInput.ts';
import { acceptedSchema, mappingKeys, savedMappingsSchema } from './importSchemas.ts';
import { refuseUnknown } from '../line/input.ts';
import { ownPath } from '../line/ownPath.ts';
import {
  bodies,
  movedTo,
  objectOf,
  removalLines,
  shown,
  textual,
  type Answer,
  type RouteRequest,
  type Route,
} from '../line/route.ts';
import { isJsonObject } from '../../models/values/jsonObject.ts';

/** The columns of a table that no source writes, named by a person; and what was saved of that. */
export const importMappingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/imports/mappings',
    right: 'import:run',
    says: { en: 'The saved mappings of columns', nl: 'De opgeslagen toewijzingen van kolommen' },
    media: ['json'],
    output: { schema: savedMappingsSchema },
    handle: async () => ({ kind: 'data', data: { items: (await listMappings()).map(toJson) } }),
  },
  ...removalLines('/imports/mappings/:id', 'delete', {
    right: 'import:run',
    says: { en: 'Delete a saved mapping', nl: 'Een opgeslagen toewijzing verwijderen' },
    output: { schema: objectOf({}) },
    handle: remove,
  }),
  {
    method: 'GET',
    path: '/imports/:id/mapping',
    right: 'import:run',
    says: { en: 'Form to name the columns', nl: 'Formulier om de kolommen te benoemen' },
    media: ['page'],
    query: {
      own: {
        noun: {
          says: { en: 'What its rows are', nl: 'Wat de rijen zijn' },
          schema: { type: 'string', enum: incomingNouns() },
        },
        saved: {
          says: { en: 'The id of a saved mapping', nl: 'De id van een opgeslagen toewijzing' },
          schema: textual,
        },
      },
    },
    handle: form,
  },
  {
    method: 'POST',
    path: '/imports/:id/mapping',
    right: 'import:run',
    says: {
      en: 'Name the columns of any table, and have it checked',
      nl: 'De kolommen van een tabel benoemen en haar laten controleren',
    },
    input: { fields: {}, isWhole: false, more: mappingKeys, needed: ['noun'] },
    body: bodies.long,
    output: { schema: acceptedSchema },
    status: 202,
    handle: map,
  },
];

const isNoun = (value: unknown): value is IncomingNoun =>
  (incomingNouns() as readonly unknown[]).includes(value);

const toJson = ({ id, name, mapping, savedAt, savedBy }: SavedMapping) => ({
  id,
  name,
  mapping,
  savedAt: savedAt.toISOString(),
  savedBy: savedBy.name,
});

async function form(request: RouteRequest, reader: Reader): Promise<Answer> {
  const found = await getSeenImport(request.params['id'] ?? '', reader);
  const { noun, saved } = request.query;
  const columns = columnsOf(found);
  const chosen = await chosenMapping(found, saved, noun, columns);
  const used = chosen && 'id' in chosen ? chosen : null;
  const proposed = used?.mapping ?? (chosen as Mapping | null);
  const mapping = proposed ?? proposeMapping(columns, isNoun(noun) ? noun : undefined);
  return page(reader, found, mapping, [], used, used?.name ?? '');
}

/** What is filled in: the saved mapping that was asked for, what the import has, or a saved one that fits; null: none. */
async function chosenMapping(
  { settings: { mapping } }: Import,
  saved: unknown,
  noun: unknown,
  columns: readonly string[],
): Promise<SavedMapping | Mapping | null> {
  if (typeof saved === 'string' && saved !== '') {
    const one = await findMapping(saved);
    if (!one) throw new ExpectedError('notFound', 'notFound.mapping');
    return one;
  }
  if (noun !== undefined) return mapping?.noun === noun ? mapping : null;
  return mapping ?? findMappingFor(columns);
}

async function map(request: RouteRequest, reader: Reader): Promise<Answer> {
  const found = await getSeenImport(request.params['id'] ?? '', reader);
  const mapping = request.isApi ? mappingOfApi(request) : mappingOfForm(request);
  const saveAs = textOf(request.body['saveAs']);
  try {
    const problems = problemsOf(mapping, columnsOf(found));
    if (problems.length > 0) throw invalid(problems);
    const { now } = request;
    if (saveAs.trim() !== '') await saveMapping(saveAs, mapping, columnsOf(found), actorOf(reader), now);
  } catch (error) {
    if (request.isApi || !(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    return page(reader, found, mapping, error.problems, null, saveAs);
  }
  const { id, state } = await requestCheck(
    found.id,
    request.version,
    { source: 'table', mapping },
    actorOf(reader),
  );
  return movedTo(`/imports/${id}`, { status: 202, data: { id, state }, location: `/api/v1/imports/${id}` });
}

async function page(
  reader: Reader,
  found: Import,
  mapping: Mapping,
  problems: readonly Problem[],
  used: SavedMapping | null,
  saveAs: string,
): Promise<Answer> {
  const saved = { all: await listMappings(), used, saveAs };
  const { programme: programmes = [] } = await findChoices(reader, ['programme']);
  return shown(
    () => <MappingPage {...{ found, mapping, problems, saved, programmes }} />,
    {},
    problems.length > 0 ? { status: 422 } : {},
  );
}

async function remove(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request, ['to']);
  if (!(await deleteMapping(request.params['id'] ?? '')))
    throw new ExpectedError('notFound', 'notFound.mapping');
  const back = request.body['to'] === undefined ? '/imports' : ownPath(request.body['to']);
  return movedTo(back, { notice: request.t('importMapping.deleted'), data: {} });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What no key of a stored document can hold. */
const nul = '\u0000';

const mostTold = 20;

/**
 * Columns that lead to no field, two that lead to one, none at all, names that cannot be stored, and columns that the file has
 * under another name. `there`: those it has; none where it was not read yet.
 */
function problemsOf({ noun, columns, fixed }: Mapping, there: readonly string[]): Problem[] {
  const known = new Set(mappableFields(noun).map(({ key }) => key));
  const chosen = Object.values(columns).flatMap(key => key ?? []);
  const unknown = [...chosen, ...Object.keys(fixed)].filter(key => !known.has(key));
  const twice = chosen.filter((key, at) => chosen.indexOf(key) !== at);
  const lacking = there.length === 0 ? [] : findLacking({ noun, columns }, there).misnamed;
  const unstorable = Object.keys(columns).filter(name => name.includes(nul));
  return [
    ...unstorable.map(name => ({
      field: 'columns',
      type: 'mapping.nul',
      values: { name: name.replaceAll(nul, '\ufffd').slice(0, 100) },
    })),
    ...unknown.map(field => ({ field, type: 'object.unknown' })),
    ...lacking
      .filter(name => !name.includes(nul))
      .slice(0, mostTold)
      .map(name => ({
        field: `columns.${name.slice(0, 100)}`,
        type: 'mapping.noColumn',
        values: { name: name.slice(0, 100), columns: there.slice(0, mostTold).join(', ').slice(0, 500) },
      })),
    ...[...new Set(twice)].map(field => ({ field, type: 'mapping.twice' })),
    ...(chosen.length === 0 ? [{ field: 'columns', type: 'mapping.none' }] : []),
  ];
}

const textsBy = (value: unknown, field: string): Record<string, string> => {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw invalid([{ field, type: 'object.base' }]);
  const filled = Object.entries(value).filter(([, one]) => one !== null && one !== '');
  if (!filled.every(([, one]) => typeof one === 'string')) throw invalid([{ field, type: 'string.base' }]);
  return Object.fromEntries(filled as [string, string][]);
};

function mappingOfApi(request: RouteRequest): Mapping {
  refuseUnknown(request, Object.keys(mappingKeys));
  const { noun, columns, fixed, decimal = null, dayOrder = 'dayFirst', saveAs } = request.body;
  if (!isNoun(noun))
    throw invalid([{ field: 'noun', type: noun === undefined ? 'any.required' : 'any.only' }]);
  if (decimal !== null && decimal !== '.' && decimal !== ',')
    throw invalid([{ field: 'decimal', type: 'any.only' }]);
  if (saveAs !== undefined && typeof saveAs !== 'string')
    throw invalid([{ field: 'saveAs', type: 'string.base' }]);
  if (dayOrder !== 'dayFirst' && dayOrder !== 'monthFirst')
    throw invalid([{ field: 'dayOrder', type: 'any.only' }]);
  return { noun, columns: textsBy(columns, 'columns'), fixed: textsBy(fixed, 'fixed'), decimal, dayOrder };
}

const isOfMappingForm = (name: string): boolean =>
  ['noun', 'saveAs', 'decimal', 'dayOrder'].includes(name) || /^(?:name|column|fixed)\./.test(name);

function mappingOfForm({ body }: RouteRequest): Mapping {
  refuseUnknownNames({}, body, isOfMappingForm);
  const text = (key: string): string => textOf(body[key]);
  const noun = body['noun'];
  if (!isNoun(noun)) throw new ExpectedError('invalid', 'malformed');
  const numbers = Object.keys(body).flatMap(key => /^name\.(\d{1,5})$/.exec(key)?.[1] ?? []);
  const fixed = Object.keys(body).flatMap((key): [string, string][] => {
    const [, field] = /^fixed\.([A-Za-z.]+)$/.exec(key) ?? [];
    return field !== undefined && text(key).trim() !== '' ? [[field, text(key).trim()]] : [];
  });
  const decimal = text('decimal');
  return {
    noun,
    columns: Object.fromEntries(
      numbers
        .map(at => [text(`name.${at}`), text(`column.${at}`) || null] as const)
        .filter(([name, key]) => key !== null || !name.includes(nul)),
    ),
    fixed: Object.fromEntries(fixed),
    decimal: decimal === '.' || decimal === ',' ? decimal : null,
    dayOrder: text('dayOrder') === 'monthFirst' ? 'monthFirst' : 'dayFirst',
  };
}
