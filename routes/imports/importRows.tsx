import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError, invalid, type Problem } from '../../models/values/errors.ts';
import type { Import } from '../../models/imports/import.ts';
import {
  countImportRows,
  listImportRows,
  parseRowQuery,
  type RowQuery,
} from '../../models/imports/rows/importRows.ts';
import { getSeenImport } from '../../models/imports/seenBy.ts';
import { maskRows } from '../../models/imports/rows/maskedRow.ts';
import {
  countExcludable,
  decideConflicts,
  excludeRows,
  type ChosenRows,
  type Decisions,
} from '../../models/imports/rows/rowActions.ts';
import { ExcludePage } from '../../views/imports/ExcludePage.tsx';
import { importRowToJson } from '../../views/imports/json.ts';
import { RowCountsPage } from '../../views/imports/RowCountsPage.tsx';
import { ImportRowsPage } from '../../views/imports/RowsPage.tsx';
import { areRowsShown, importReport } from './importReport.ts';
import { decisionInput, excludedInput, excludedQueryKeys, rowKeys, rowsSchema } from './importSchemas.ts';
import { refuseUnknownNames } from '../line/formInput.ts';
import { refuseUnknown } from '../line/input.ts';
import type { UrlQuery } from '../../models/query/query.ts';
import { ownPath } from '../line/ownPath.ts';
import {
  bodies,
  count,
  movedTo,
  objectOf,
  shown,
  type Answer,
  type RouteRequest,
  type Settings,
  type Route,
} from '../line/route.ts';
import { readWrittenQuery } from '../line/writtenQuery.ts';
import type { JsonObject } from '../../models/values/jsonObject.ts';

/** The rows of an import: what becomes of each, which are left out, and how conflicts are decided. */
export const importRowRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/imports/:id/rows',
    right: 'import:read',
    says: {
      en: 'The rows of an import: what becomes of each, and why',
      nl: 'De rijen van een import: wat er van elke wordt, en waarom',
    },
    media: ['page', 'json', 'xlsx', 'csv'],
    query: { own: rowKeys },
    output: { schema: rowsSchema },
    handle: rows,
  },
  {
    method: 'GET',
    path: '/imports/:id/excluded',
    right: 'import:run',
    says: {
      en: 'Ask whether to leave out all rows that match, or to take them again',
      nl: 'Vragen of alle rijen die passen worden weggelaten, of weer overgenomen',
    },
    media: ['page'],
    query: { own: { ...rowKeys, ...excludedQueryKeys } },
    handle: askToExclude,
  },
  {
    method: 'POST',
    path: '/imports/:id/excluded',
    right: 'import:run',
    says: {
      en: 'Leave rows out of what will be applied, or take them again',
      nl: 'Rijen weglaten uit wat wordt toegepast, of weer overnemen',
    },
    takesLong: true,
    rules: {
      en: 'Either `rows` or `filter`, which is what the address of the rows takes: all that match, refused ones aside.',
      nl: 'Ofwel `rows`, ofwel `filter`, dat is wat het adres van de rijen aanneemt: alle die passen, zonder de geweigerde.',
    },
    input: excludedInput,
    body: bodies.long,
    output: { schema: objectOf({ rows: count }), isVersioned: true },
    handle: exclude,
  },
  {
    method: 'POST',
    path: '/imports/:id/decisions',
    right: 'import:run',
    says: {
      en: 'Decide conflicts: all by a rule, or some one by one',
      nl: 'Conflicten beslissen: alle met een regel, of enkele een voor een',
    },
    takesLong: true,
    input: decisionInput,
    body: bodies.long,
    rules: { en: 'Either `rule` or `decisions`.', nl: 'Ofwel `rule`, ofwel `decisions`.' },
    output: { schema: objectOf({ decided: count }), isVersioned: true },
    handle: decide,
  },
];

const idIn = ({ params }: RouteRequest): string => params['id'] ?? '';

async function rows(request: RouteRequest, reader: Reader, settings: Settings): Promise<Answer> {
  const found = await getSeenImport(idIn(request), reader);
  const query = parseRowQuery(request.query);
  if (request.medium === 'xlsx' || request.medium === 'csv')
    return importReport(request, reader, settings, found, query);
  if (!areRowsShown(reader, found)) return countsAlone(found, query);
  const { items, totalItems } = await listImportRows(found.id, query);
  const seen = reader.rights.has('withheld:read') ? items : await maskRows(items);
  const { page, pageSize } = query;
  const isOpen = request.medium === 'page' && found.state === 'checked' && reader.rights.has('import:run');
  const countOf = async (isExcluded: boolean) =>
    isOpen ? countExcludable(found.id, { query }, isExcluded) : 0;
  const matching = { toLeaveOut: await countOf(true), toTakeAgain: await countOf(false) };
  return shown(() => <ImportRowsPage {...{ found, query, rows: seen, totalItems, matching }} />, {
    items: seen.map(row => importRowToJson(row, request.t)),
    isWithheld: false,
    paginationInfo: { page, pageSize, totalItems, totalPages: Math.max(1, Math.ceil(totalItems / pageSize)) },
  });
}

/** How many rows match, by all but their texts: that a name is found would tell of it. */
async function countsAlone(found: Import, query: RowQuery): Promise<Answer> {
  const totalItems = await countImportRows(found.id, { ...query, search: '' });
  const paginationInfo = { page: 1, pageSize: query.pageSize, totalItems, totalPages: 1 };
  return shown(() => <RowCountsPage found={found} totalItems={totalItems} />, {
    items: [],
    isWithheld: true,
    paginationInfo,
  });
}

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string');

/** Back to the rows a form came from, with a sentence; by API what was done. */
function done(request: RouteRequest, notice: string, data: unknown, version: number): Answer {
  const back = request.body['to'] === undefined ? `/imports/${idIn(request)}` : ownPath(request.body['to']);
  return movedTo(back, { notice, data, version });
}

/** How many rows that match would be left out, or taken again, and the one button that does it. */
async function askToExclude(request: RouteRequest, reader: Reader): Promise<Answer> {
  const { isExcluded: wanted = 'true', ...filter } = request.query;
  if (wanted !== 'true' && wanted !== 'false')
    throw new ExpectedError('badQuery', 'badQuery', {}, [{ field: 'isExcluded', type: 'query.value' }]);
  const isExcluded = wanted === 'true';
  const found = await getSeenImport(idIn(request), reader);
  const query = parseRowQuery(filter);
  const count = await countExcludable(found.id, { query }, isExcluded);
  return shown(() => <ExcludePage {...{ found, query, isExcluded, count }} />, {});
}

async function exclude(request: RouteRequest, reader: Reader): Promise<Answer> {
  const { body, isApi, t } = request;
  if (isApi) refuseUnknown(request, ['rows', 'filter', 'isExcluded']);
  else refuseUnknownNames({}, body, isOfRowsForm);
  const isExcluded = body['isExcluded'] === true || body['isExcluded'] === 'true';
  if (isApi && typeof body['isExcluded'] !== 'boolean')
    throw invalid([{ field: 'isExcluded', type: 'boolean.base' }]);
  await getSeenImport(idIn(request), reader);
  const chosen = chosenIn(request);
  const { count: changed, version } = await excludeRows(idIn(request), chosen, isExcluded, request.version);
  const key = isExcluded ? 'importPage.leftOutDone' : 'importPage.takenAgain';
  return done(request, t(key, { count: changed }), { rows: changed }, version);
}

/** The rows that a form or the API chose: some, or all that match what was filtered. */
function chosenIn({ body, isApi }: RouteRequest): ChosenRows {
  const { filter } = body;
  if (filter === undefined) {
    const ids = textsIn(body[isApi ? 'rows' : 'row']);
    if (ids.length > 0) return { ids };
    const problems: Problem[] = isApi ? [{ field: 'rows', type: 'any.required' }] : [];
    throw new ExpectedError('invalid', 'importPage.nothingTicked', {}, problems);
  }
  if (isApi && body['rows'] !== undefined) throw invalid([{ field: 'rows', type: 'object.unknown' }]);
  const given = isApi ? filter : readWrittenQuery(textsIn(filter).join(''));
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid([{ field: 'filter', type: 'object.base' }]);
  try {
    return { query: parseRowQuery(given as UrlQuery) };
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'badQuery') throw error;
    throw invalid(error.problems.map(one => ({ ...one, field: `filter.${one.field}` })));
  }
}

async function decide(request: RouteRequest, reader: Reader): Promise<Answer> {
  const decisions = request.isApi ? decisionsOfApi(request) : decisionsOfForm(request);
  await getSeenImport(idIn(request), reader);
  if ('each' in decisions && decisions.each.length === 0)
    throw new ExpectedError('invalid', 'importPage.nothingDecided');
  const { count: decided, version } = await decideConflicts(idIn(request), decisions, request.version);
  return done(request, request.t('importPage.decided', { count: decided }), { decided }, version);
}

const ruleIn = (rule: unknown): Decisions => {
  if (rule !== 'ours' && rule !== 'theirs' && rule !== 'newer')
    throw invalid([{ field: 'rule', type: 'any.only' }]);
  return { rule };
};

function decisionsOfApi(request: RouteRequest): Decisions {
  refuseUnknown(request, ['rule', 'decisions']);
  const { rule, decisions } = request.body;
  if (decisions === undefined) return ruleIn(rule);
  if (rule !== undefined) throw invalid([{ field: 'rule', type: 'object.unknown' }]);
  if (!Array.isArray(decisions)) throw invalid([{ field: 'decisions', type: 'array.base' }]);
  return {
    each: decisions.map((one: unknown, at) => {
      const { row, field, decision } = (one ?? {}) as JsonObject;
      if (
        typeof row !== 'string' ||
        typeof field !== 'string' ||
        (decision !== 'ours' && decision !== 'theirs')
      )
        throw invalid([{ field: `decisions.${at}`, type: 'any.invalid' }]);
      return { row, field, decision };
    }),
  };
}

/** One form holds the rows and the decisions on them; its buttons send it to different lines. */
const isOfRowsForm = (name: string): boolean =>
  ['row', 'filter', 'isExcluded', 'rule', 'to'].includes(name) || name.startsWith('decision.');

function decisionsOfForm({ body }: RouteRequest): Decisions {
  refuseUnknownNames({}, body, isOfRowsForm);
  if (body['rule'] !== undefined) return ruleIn(body['rule']);
  return {
    each: Object.entries(body).flatMap(([key, decision]) => {
      const [, row, field] = /^decision\.([0-9a-f]{24}\.\d+)\.([A-Za-z.]+)$/.exec(key) ?? [];
      if (row === undefined || field === undefined || (decision !== 'ours' && decision !== 'theirs'))
        return [];
      return [{ row, field, decision }];
    }),
  };
}
