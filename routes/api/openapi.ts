import { decimalSchema, recordSchema, type JsonSchema } from '../../models/record/fieldSchema.ts';
import { allColumnsOf, type ListColumn } from '../../models/record/listColumn.ts';
import type { NounName, Shown } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { spreadsheet } from '../line/files.ts';
import { listKeysOf, parameterName } from './openapiLists.ts';
import { parametersOf, type Described } from './openapiParameters.ts';
import { handWritten, headers, problemSchemas, responsesOf, securitySchemes } from './openapiParts.ts';
import {
  bodies,
  count,
  instant,
  listOf,
  nullable,
  objectOf,
  textual,
  wholeDay,
  type Input,
  type Output,
  type Route,
} from '../line/route.ts';
import type { Fields } from '../../models/record/fields.ts';
import { visibleFields, visibleTo } from '../../models/record/visibleTo.ts';

const nounNames = Object.keys(nouns) as NounName[];
const schemaName = (noun: NounName, suffix = ''): string =>
  `${noun[0]?.toUpperCase() ?? ''}${noun.slice(1)}${suffix}`;
const refTo = (name: string, where = 'schemas'): JsonSchema => ({ $ref: `#/components/${where}/${name}` });

/** What the door adds to the fields of a record: see `keptToJson`. */
const keeping = {
  id: { ...textual, readOnly: true },
  version: { type: 'integer', minimum: 1, readOnly: true },
};
const kept = {
  warnings: listOf(
    objectOf(
      {
        rule: textual,
        field: textual,
        by: {
          ...decimalSchema,
          description: 'Of amounts: how much more there is; less where it is negative.',
        },
      },
      ['rule', 'field'],
    ),
  ),
  createdAt: instant,
  updatedAt: instant,
  updatedBy: objectOf({ id: textual, name: textual }),
};

const derivedOnSchema = (options: readonly string[]): JsonSchema => ({
  type: 'string',
  enum: options,
  readOnly: true,
  description: 'As judged on the day asked, today if not said; not in files.',
});

/** The items of a list: whole records, or the columns of them that were chosen. */
const itemsOf = (name: NounName): JsonSchema =>
  listOf({ anyOf: [refTo(schemaName(name)), refTo(schemaName(name, 'Columns'))] });

/** A record as `columns=` gives it. */
function columnsSchema(noun: Shown): JsonSchema {
  const columns = [...allColumnsOf(noun), ...(noun.view?.columns({}) ?? [])];
  const fields = Object.fromEntries(columns.map(({ key, field }) => [key, noun.fields[key] ?? field]));
  const shown = Object.fromEntries(Object.entries(kept).filter(([key]) => key in fields));
  const { properties } = recordSchema(fields, 'read') as { properties: Record<string, JsonSchema> };
  return objectOf({ ...keeping, ...properties, ...shown }, ['id', 'version']);
}

/** What a list says of each record where its URL asks for it, and there alone. */
function viewedSchemas(columns: readonly ListColumn[]): JsonSchema {
  const viewed = Object.fromEntries(columns.map(({ key, field }) => [key, field]));
  const { properties } = recordSchema(viewed, 'read') as { properties: Record<string, JsonSchema> };
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, { ...schema, readOnly: true }]),
  );
}

function recordSchemas(noun: Shown): JsonSchema {
  const { name, fields, totals, derivedOn, view } = noun;
  const viewed = view?.columns({}) ?? [];
  const summed = [
    ...(totals ?? []),
    ...viewed.filter(({ field }) => field.kind === 'money').map(({ key }) => key),
  ];
  const record = recordSchema(fields, 'read', { ...keeping, ...kept }) as { properties: JsonSchema };
  const page = objectOf(
    {
      items: itemsOf(name),
      paginationInfo: refTo('PaginationInfo'),
      sortInfo: objectOf({ sort: textual }),
      filterInfo: {
        type: 'object',
        properties: {
          exclude: { type: 'object', additionalProperties: listOf(textual) },
          q: textual,
          firstRecordAt: {
            ...instant,
            description: 'Since when there are any, where `knownAt` is before.',
          },
          searchHint: { ...textual, description: 'Why a search without a word, such as `€`, finds nothing.' },
          on: wholeDay,
          knownAt: nullable(instant),
        },
        required: ['exclude', 'q', 'on', 'knownAt'],
        additionalProperties: listOf(textual),
      },
      facets: { type: 'object', additionalProperties: listOf(refTo('Facet')) },
      facetInfo: {
        ...objectOf({
          facetLimit: count,
          totalValues: { type: 'object', additionalProperties: count },
        }),
        description:
          'How many values each facet has; those beyond `facetLimit` are at the address of the facet.',
      },
      ...(totals && { totals: objectOf(Object.fromEntries(summed.map(key => [key, refTo('Total')])), []) }),
    },
    ['items', 'paginationInfo', 'sortInfo', 'filterInfo'],
  );
  return {
    [schemaName(name)]: {
      ...record,
      properties: {
        ...record.properties,
        ...(derivedOn && { [derivedOn.key]: derivedOnSchema(derivedOn.options) }),
        ...viewedSchemas(viewed),
      },
    },
    [schemaName(name, 'Columns')]: columnsSchema(noun),
    [schemaName(name, 'Input')]: recordSchema(fields, 'write'),
    [schemaName(name, 'Patch')]: recordSchema(fields, 'patch'),
    [schemaName(name, 'Page')]: page,
  };
}

const shared = {
  PaginationInfo: objectOf({ page: count, pageSize: count, totalItems: count, totalPages: count }),
  Facet: objectOf({
    value: { type: ['string', 'number', 'boolean'] },
    label: objectOf({ en: textual, nl: textual }),
    count,
  }),
  Total: objectOf({ amount: decimalSchema, stated: count, records: count }),
  ...problemSchemas,
};

function inputSchema(
  { fields, isWhole, more, needed, ways }: Input,
  { kinds, sight }: Described,
): JsonSchema {
  if (ways) return { type: 'object', oneOf: ways };
  const noun = nounNames.find(name => kinds[name].fields === fields);
  if (noun) return refTo(schemaName(noun, isWhole ? 'Input' : 'Patch'));
  const schema = recordSchema(visibleFields(fields, sight), isWhole ? 'write' : 'patch', more);
  return needed ? { ...schema, required: needed } : schema;
}

/** Whether something must be sent; where nothing must, no body at all is nothing too. */
const needsBody = ({ fields, isWhole, needed = [], ways, file }: Input): boolean =>
  file !== undefined ||
  ways !== undefined ||
  needed.length > 0 ||
  (isWhole && Object.values(fields).some(one => one.isRequired));

const sizeOf = ({ body = bodies.usual }: Route): string => `At most ${body.bytes} bytes.`;

/** What is sent: JSON, or a form of which the last part is a file. */
function contentOf(input: Input, of: Described): JsonSchema {
  if (!input.file) return { 'application/json': { schema: inputSchema(input, of) } };
  const { properties } = recordSchema(visibleFields(input.fields, of.sight), 'form', input.more) as {
    properties: JsonSchema;
  };
  const file = { type: 'string', contentMediaType: 'application/octet-stream', description: input.file.en };
  const schema = { type: 'object', properties: { ...properties, file }, required: ['file'] };
  return { 'multipart/form-data': { schema: { ...schema, additionalProperties: false } } };
}

function outputSchema(output: Output): JsonSchema {
  if ('record' in output) return refTo(schemaName(output.record));
  return 'list' in output ? refTo(schemaName(output.list, 'Page')) : output.schema;
}

const fileTypes = {
  xlsx: spreadsheet,
  csv: 'text/csv',
  json: 'application/json',
} as const;
type Suffix = keyof typeof fileTypes;

/** The files a line gives: what its media say, and `.json` where the whole list has that form too. */
export const suffixesOf = ({ media = [] }: Route): Suffix[] => {
  const files = (['xlsx', 'csv'] as const).filter(one => media.includes(one));
  return files.length > 0 && media.includes('json') ? [...files, 'json'] : files;
};

const openPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
const operationId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .split(/[/.:]+/)
    .filter(Boolean)
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

function operationOf(route: Route, suffix: Suffix | null, of: Described): JsonSchema {
  const { method, path, says, right, input, output, rules, byPassword, status = 200 } = route;
  const record = output !== undefined && 'record' in output;
  const isVersioned = record || (output !== undefined && 'schema' in output && output.isVersioned === true);
  const file =
    suffix === 'json' && output
      ? 'list' in output
        ? objectOf({ items: itemsOf(output.list) })
        : outputSchema(output)
      : { type: 'string', format: 'binary' };
  const content = suffix
    ? { [fileTypes[suffix]]: { schema: file } }
    : output && { 'application/json': { schema: outputSchema(output) } };
  return {
    operationId: operationId(method, suffix ? `${path}.${suffix}` : path),
    tags: [path.split('/')[1] ?? ''],
    summary: suffix ? `${says.en} (.${suffix})` : says.en,
    description: [right === 'anyone' ? 'For anyone.' : `Needs the right ${right}.`, rules?.en]
      .filter(Boolean)
      .join(' '),
    ...(right === 'anyone' && { security: byPassword ? [{ basic: [] }] : [] }),
    parameters: parametersOf(route, of),
    ...(input && {
      requestBody: {
        description: input.file ? 'A form of which the last part is the file.' : sizeOf(route),
        required: needsBody(input),
        content: contentOf(input, of),
      },
    }),
    responses: {
      [status]: {
        description: says.en,
        headers: {
          'X-Request-Id': refTo('RequestId', 'headers'),
          ...(suffix && { 'X-Instant': refTo('Instant', 'headers') }),
          ...(suffix && route.query?.list && { 'X-Rows': refTo('Rows', 'headers') }),
          ...(suffix && route.query?.list && { 'X-First-Record-At': refTo('FirstRecordAt', 'headers') }),
          ...(route.query?.list && { 'X-Import-Under-Way': refTo('ImportUnderWay', 'headers') }),
          ...(isVersioned && !suffix && { ETag: refTo('ETag', 'headers') }),
          ...(status === 201 && record && { Location: refTo('Location', 'headers') }),
        },
        ...(content && { content }),
      },
      ...responsesOf(route, suffix !== null),
    },
  };
}

/** The API's description as OpenAPI 3.1, made from the lines of the site map it has: what whoever asks may see of it. */
export function describeApi(routes: readonly Route[], version: string, of: Described): JsonSchema {
  const seen = nounNames.map(name => visibleTo<Fields, unknown>(of.kinds[name], of.sight));
  const paths: Record<string, JsonSchema> = {};
  const put = (path: string, method: string, operation: JsonSchema) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  };
  for (const route of routes) {
    const media = route.media ?? ['json'];
    if (media.includes('json')) put(openPath(route.path), route.method, operationOf(route, null, of));
    if (route.path === '/openapi') put('/openapi.json', 'GET', operationOf(route, 'json', of));
    for (const suffix of suffixesOf(route))
      put(`${openPath(route.path)}.${suffix}`, route.method, operationOf(route, suffix, of));
  }
  for (const [path, operations] of Object.entries(handWritten))
    for (const [method, operation] of Object.entries(operations)) put(path, method, operation);
  const listKeys = seen.flatMap(noun =>
    listKeysOf(noun).map(key => [parameterName(noun.name, String(key['name'])), key]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'callfolio',
      version,
      description:
        'Funding calls and projects, and what initiative of a strategy they support. Amounts are decimal strings, shares basis points, days as much as is known of them, instants ISO 8601.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    tags: [...new Set([...routes.map(({ path }) => path.split('/')[1] ?? ''), 'tokens', 'health'])].map(
      name => ({ name }),
    ),
    paths,
    components: {
      schemas: { ...shared, ...(Object.assign({}, ...seen.map(recordSchemas)) as JsonSchema) },
      parameters: { ...(Object.fromEntries(listKeys) as JsonSchema), ...headers.sent },
      headers: headers.given,
      securitySchemes,
    },
  };
}
