import { ExpectedError, invalid, type Problem } from '../models/errors.ts';
import type { Import } from '../models/imports/import.ts';
import { getImport, requestCheck } from '../models/imports/imports.ts';
import { incomingNouns, type IncomingNoun, type Mapping } from '../models/sources/incoming.ts';
import { mappableFields, proposeMapping } from '../models/sources/proposeMapping.ts';
import { columnsOf, MappingPage } from '../views/imports/MappingPage.tsx';
import { acceptedSchema, mappingKeys } from './importSchemas.ts';
import { refuseUnknown } from './input.ts';
import { movedTo, shown, type Answer, type Asked, type Route } from './route.ts';

/** The columns of a table that no source writes, named by a person. */
export const importMappingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/imports/:id/mapping',
    right: 'import:run',
    says: { en: 'Form to name the columns', nl: 'Formulier om de kolommen te benoemen' },
    media: ['page'],
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
    input: { fields: {}, isWhole: false, more: mappingKeys },
    output: { schema: acceptedSchema },
    status: 202,
    handle: map,
  },
];

const isNoun = (value: unknown): value is IncomingNoun =>
  (incomingNouns as readonly unknown[]).includes(value);

async function form(asked: Asked): Promise<Answer> {
  const found = await getImport(asked.params['id'] ?? '');
  const { noun } = asked.query;
  const { mapping } = found.settings;
  const own = mapping && (noun === undefined || noun === mapping.noun) ? mapping : null;
  const proposed = own ?? proposeMapping(columnsOf(found), isNoun(noun) ? noun : undefined);
  return shown(() => <MappingPage found={found} mapping={proposed} problems={[]} />, {});
}

async function map(asked: Asked): Promise<Answer> {
  const found = await getImport(asked.params['id'] ?? '');
  const mapping = asked.isApi ? mappingOfApi(asked) : mappingOfForm(asked);
  const problems = problemsOf(mapping);
  if (problems.length > 0) {
    if (asked.isApi) throw invalid(problems);
    return again(found, mapping, problems);
  }
  const { id, state } = await requestCheck(found.id, null, { source: 'table', mapping });
  return movedTo(`/imports/${id}`, { status: 202, data: { id, state }, location: `/api/v1/imports/${id}` });
}

const again = (found: Import, mapping: Mapping, problems: readonly Problem[]): Answer =>
  shown(() => <MappingPage found={found} mapping={mapping} problems={problems} />, {}, { status: 422 });

/** Columns that lead to no field, two that lead to one, and none at all. */
function problemsOf({ noun, columns, fixed }: Mapping): Problem[] {
  const known = new Set(mappableFields(noun).map(({ key }) => key));
  const chosen = Object.values(columns).flatMap(key => key ?? []);
  const unknown = [...chosen, ...Object.keys(fixed)].filter(key => !known.has(key));
  const twice = chosen.filter((key, at) => chosen.indexOf(key) !== at);
  return [
    ...unknown.map(field => ({ field, type: 'object.unknown' })),
    ...[...new Set(twice)].map(field => ({ field, type: 'mapping.twice' })),
    ...(chosen.length === 0 ? [{ field: 'columns', type: 'mapping.none' }] : []),
  ];
}

const textsBy = (value: unknown, field: string): Record<string, string> => {
  if (value === undefined) return {};
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : null;
  if (!entries || Array.isArray(value)) throw invalid([{ field, type: 'object.base' }]);
  const filled = entries.filter(([, one]) => one !== null && one !== '');
  if (!filled.every(([, one]) => typeof one === 'string')) throw invalid([{ field, type: 'string.base' }]);
  return Object.fromEntries(filled as [string, string][]);
};

function mappingOfApi(asked: Asked): Mapping {
  refuseUnknown(asked, Object.keys(mappingKeys));
  const { noun, columns, fixed, decimal = null, dayOrder = 'dayFirst' } = asked.body;
  if (!isNoun(noun))
    throw invalid([{ field: 'noun', type: noun === undefined ? 'any.required' : 'any.only' }]);
  if (decimal !== null && decimal !== '.' && decimal !== ',')
    throw invalid([{ field: 'decimal', type: 'any.only' }]);
  if (dayOrder !== 'dayFirst' && dayOrder !== 'monthFirst')
    throw invalid([{ field: 'dayOrder', type: 'any.only' }]);
  return { noun, columns: textsBy(columns, 'columns'), fixed: textsBy(fixed, 'fixed'), decimal, dayOrder };
}

function mappingOfForm({ body }: Asked): Mapping {
  const text = (key: string): string => (typeof body[key] === 'string' ? body[key] : '');
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
    columns: Object.fromEntries(numbers.map(at => [text(`name.${at}`), text(`column.${at}`) || null])),
    fixed: Object.fromEntries(fixed),
    decimal: decimal === '.' || decimal === ',' ? decimal : null,
    dayOrder: text('dayOrder') === 'monthFirst' ? 'monthFirst' : 'dayFirst',
  };
}
