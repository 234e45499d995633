import type { Reader } from '../models/accounts/reader.ts';
import {
  actionsOf,
  checkTargets,
  findTargets,
  mostInBulk,
  rightFor,
  type BulkAction,
  type BulkOperation,
  type BulkTarget,
} from '../models/curation/bulk.ts';
import { ExpectedError, invalid } from '../models/values/errors.ts';
import { recordSchema } from '../models/record/fieldSchema.ts';
import { text, type Fields } from '../models/record/fields.ts';
import type { Label } from '../models/values/format.ts';
import type { Noun } from '../models/record/noun.ts';
import { projectFields } from '../models/projects/project.ts';
import { parseListQuery } from '../models/query/query.ts';
import { isWordless } from '../models/record/search.ts';
import { supportFields } from '../models/assessments/support.ts';
import { tags } from '../models/record/tags.ts';
import { checkInput, sentIn } from './line/input.ts';
import { formOf } from './api/openapiLists.ts';
import {
  count,
  listOf,
  objectOf,
  textual,
  type RouteRequest,
  type Input,
  type JsonSchema,
} from './line/route.ts';
import { readWrittenQuery } from './line/writtenQuery.ts';
import { isJsonObject, type JsonObject } from '../models/values/jsonObject.ts';
import { openly, visibleTo, type VisibleNoun } from '../models/record/visibleTo.ts';

const reason = text({ en: 'Reason', nl: 'Reden' }, { max: 2000 });
const { initiative, significance, justification, source } = supportFields;

/** What each action asks for, besides the records and the reason. */
export const actionFields: Readonly<Record<BulkAction, Fields>> = {
  tag: { tags: tags() },
  untag: { tags: tags() },
  link: { initiative, significance, justification, source },
  scope: { scope: projectFields.scope },
  archive: {},
  restore: {},
};

const target: JsonSchema = {
  anyOf: [textual, objectOf({ id: textual, version: count }, ['id'])],
  description: 'An id, or an id with the version seen: another one is then refused.',
};

/** What the API takes: the action with its own fields, and the records by `ids` or by `filter`. */
export const bulkInputOf = (noun: Noun): Input => ({
  fields: { ...actionFields.tag, ...actionFields.link, ...actionFields.scope, reason },
  isWhole: false,
  more: {
    action: { type: 'string', enum: [...actionsOf(noun)] },
    ids,
    filter: filterOf(noun),
  },
  ways: actionsOf(noun).flatMap(action => [
    wayOf(action, { ids }),
    wayOf(action, { filter: filterOf(noun) }),
  ]),
});

const something: JsonSchema = { ...textual, pattern: '\\S' };
const ids: JsonSchema = { ...listOf(target), minItems: 1, maxItems: mostInBulk };

/** Keys and values of the list, none of them empty: an empty one would choose every record. */
function filterOf(noun: Noun): JsonSchema {
  const properties = Object.entries(visibleTo(noun, openly).filters).flatMap(([name, filter]) => {
    const form = formOf(filter);
    const one = form === textual ? something : form;
    const values: JsonSchema = { anyOf: [one, { ...listOf(one), minItems: 1 }] };
    return [name, `exclude.${name}`].map(key => [key, values] as const);
  });
  return {
    ...objectOf({ q: something, ...Object.fromEntries(properties) }, []),
    description: 'Keys and values of the list.',
  };
}

/** The body of one action, the records chosen in one way. */
function wayOf(action: BulkAction, chosen: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const fields = { ...actionFields[action], reason };
  const { properties, required = [] } = recordSchema(fields, 'write') as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  const keys = { action: { const: action }, ...chosen, ...properties };
  if (action !== 'tag' && action !== 'untag')
    return objectOf(keys, ['action', ...Object.keys(chosen), ...required]);
  const some: JsonSchema = { anyOf: [{ ...listOf(something), minItems: 1 }, something] };
  return objectOf({ ...keys, tags: some }, ['action', ...Object.keys(chosen), 'tags']);
}

export const bulkRules: Label = {
  en: '`action` is tag, untag, link, archive, restore or, for projects, scope. The records are either `ids` (each an id, or an id and the version seen) or `filter` (keys of the list). tag and untag take `tags`; link takes `initiative`, `significance`, `justification` and `source`; scope takes `scope`; all take `reason`.',
  nl: '`action` is tag, untag, link, archive, restore of, bij projecten, scope. De records zijn ofwel `ids` (elk een id, of een id met de geziene versie) ofwel `filter` (sleutels van de lijst). tag en untag nemen `tags`; link neemt `initiative`, `significance`, `justification` en `source`; scope neemt `scope`; alle nemen `reason`.',
};

/** The same of the review, which does nothing. */
export const reviewRules: Label = {
  en: `Nothing is written: \`changed\` counts what would change, and \`version\` is that of now. ${bulkRules.en}`,
  nl: `Er wordt niets geschreven: \`changed\` telt wat zou wijzigen, en \`version\` is die van nu. ${bulkRules.nl}`,
};

/** Keys by which the records are chosen; `record`, `records`, `all` and `query` are a form's. */
const choosing = (isApi: boolean) =>
  isApi ? ['ids', 'filter'] : ['record', 'records', 'all', 'query', 'step'];

/** The action named. Throws `invalid` and `forbidden`. */
export function actionIn(noun: Noun, request: RouteRequest, reader: Reader): BulkAction {
  const { action } = request.body;
  const known = actionsOf(noun).find(one => one === action);
  if (known === undefined)
    throw invalid([{ field: 'action', type: action === undefined ? 'any.required' : 'any.only' }]);
  if (!reader.rights.has(rightFor(known, noun))) throw new ExpectedError('forbidden', 'forbidden');
  return known;
}

/** The action a request asks for, checked, with the reason it gives. Throws `invalid` naming every field. */
export function operationIn(
  action: BulkAction,
  request: RouteRequest,
): { operation: BulkOperation; reason: string | null } {
  const own = Object.fromEntries(
    Object.entries(sentIn(request)).filter(
      ([key]) => key !== 'action' && !choosing(request.isApi).includes(key),
    ),
  );
  const fields: Fields = { ...actionFields[action], reason };
  const { reason: why, ...values } = checkInput(fields, own, true);
  if ((action === 'tag' || action === 'untag') && (values['tags'] as string[]).length === 0)
    throw invalid([{ field: 'tags', type: 'any.required' }]);
  if (action === 'link' && values['significance'] !== 'namedUnrated' && values['justification'] === null)
    throw invalid([{ field: 'justification', type: 'supports.justification' }]);
  const operation = (
    action === 'link' ? { action, support: values } : { action, ...values }
  ) as BulkOperation;
  return { operation, reason: why as string | null };
}

/** No list has more filters. */
const mostKeys = 1000;

/** The records a request chooses: one by one, or all of a list. Throws `invalid` and `badQuery`. */
export async function targetsIn(noun: VisibleNoun, request: RouteRequest): Promise<BulkTarget[]> {
  return request.isApi ? targetsOfApi(noun, request) : targetsOfForm(noun, request);
}

async function targetsOfApi(noun: VisibleNoun, { body, now }: RouteRequest): Promise<BulkTarget[]> {
  const { ids, filter } = body;
  if ((ids === undefined) === (filter === undefined)) throw new ExpectedError('invalid', 'bulk.idsOrFilter');
  if (ids !== undefined) {
    if (!Array.isArray(ids)) throw invalid([{ field: 'ids', type: 'array.base' }]);
    return checkTargets(ids.map(targetFrom));
  }
  if (!isJsonObject(filter)) throw invalid([{ field: 'filter', type: 'object.base' }]);
  if (Object.keys(filter).length > mostKeys) throw new ExpectedError('tooLarge', 'tooLarge');
  // What is no text, or an empty one, would be left out of a filter, and everything would match.
  const odd = Object.entries(filter).flatMap(([key, value]) => {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (!texts.every(one => typeof one === 'string'))
      return [{ field: `filter.${key}`, type: 'string.base' }];
    const isEmpty = texts.length === 0 || texts.some(one => one.trim() === '');
    return isEmpty ? [{ field: `filter.${key}`, type: 'any.required' }] : [];
  });
  if (odd.length > 0) throw invalid(odd);
  const query = parseListQuery(noun, presentOf(filter), now);
  // It finds nothing; whoever asks for a change should be told.
  if (isWordless(query.search)) throw invalid([{ field: 'filter.q', type: 'search.noWord' }]);
  return findTargets(noun, query);
}

/** Only what is now can be changed. */
function presentOf(filter: JsonObject): JsonObject {
  if (Object.hasOwn(filter, 'knownAt')) throw invalid([{ field: 'filter.knownAt', type: 'object.unknown' }]);
  return filter;
}

function targetFrom(given: unknown, at: number): BulkTarget {
  if (typeof given === 'string') return { id: given, version: null };
  const { id, version, ...more }: JsonObject = isJsonObject(given) ? given : {};
  const isRight = typeof id === 'string' && (version === undefined || Number.isSafeInteger(version));
  if (!isRight || Object.keys(more).length > 0) throw invalid([{ field: `ids.${at}`, type: 'bulk.id' }]);
  return { id, version: (version as number | undefined) ?? null };
}

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string');

/** The filters of the list a form came from, as in its address: the way back to it. */
export function queryIn({ body }: RouteRequest): string {
  return new URLSearchParams(textsOf(body['query'])[0] ?? '').toString();
}

async function targetsOfForm(noun: VisibleNoun, { body, now }: RouteRequest): Promise<BulkTarget[]> {
  if (body['all'] !== undefined) {
    const url = readWrittenQuery(textsOf(body['query'])[0] ?? '');
    delete url['knownAt'];
    const query = parseListQuery(noun, url, now);
    if (isWordless(query.search)) throw invalid([{ field: 'q', type: 'search.noWord' }]);
    return findTargets(noun, query);
  }
  const written = [...textsOf(body['record']), ...textsOf(body['records']).flatMap(one => one.split(/\s+/))];
  const targets = written.flatMap((one): BulkTarget[] => {
    const [, id, version] = /^([\w-]{1,100})\.(\d{1,9})$/.exec(one) ?? [];
    return id === undefined ? [] : [{ id, version: Number(version) }];
  });
  return checkTargets(targets);
}
