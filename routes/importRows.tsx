import { ExpectedError, invalid } from '../models/errors.ts';
import type { Import } from '../models/imports/import.ts';
import {
  countImportRows,
  decideConflicts,
  excludeRows,
  listImportRows,
  parseRowQuery,
  rowsUrl,
  streamImportRows,
  type Decisions,
  type RowQuery,
} from '../models/imports/importRows.ts';
import { getImport } from '../models/imports/imports.ts';
import { maskEach, maskRows } from '../models/imports/maskedRow.ts';
import { importRowToJson } from '../views/imports/json.ts';
import { ImportRowsPage } from '../views/imports/RowsPage.tsx';
import { bookFile } from '../views/workbooks/book.ts';
import { importReportBook, importReportCsv } from '../views/workbooks/importReport.ts';
import { spreadsheet } from './files.ts';
import { decisionKeys, excludedKeys, rowKeys, rowsSchema } from './importSchemas.ts';
import { refuseUnknown } from './input.ts';
import { ownPath } from './ownPath.ts';
import { count, movedTo, objectOf, shown, type Answer, type Asked, type Route } from './route.ts';

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
    method: 'POST',
    path: '/imports/:id/excluded',
    right: 'import:run',
    says: {
      en: 'Leave rows out of what will be applied, or take them again',
      nl: 'Rijen weglaten uit wat wordt toegepast, of weer overnemen',
    },
    input: { fields: {}, isWhole: false, more: excludedKeys },
    output: { schema: objectOf({ rows: count }) },
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
    input: { fields: {}, isWhole: false, more: decisionKeys },
    rules: {
      en: 'Either `rule` or `decisions`.',
      nl: 'Ofwel `rule`, ofwel `decisions`.',
    },
    output: { schema: objectOf({ decided: count }) },
    handle: decide,
  },
];

const idIn = ({ params }: Asked): string => params['id'] ?? '';

async function rows(asked: Asked): Promise<Answer> {
  const found = await getImport(idIn(asked));
  const query = parseRowQuery(asked.query);
  if (asked.medium === 'xlsx' || asked.medium === 'csv') return report(asked, found, query);
  const { items, totalItems } = await listImportRows(found.id, query);
  const seen = asked.reader.seesWithheld ? items : await maskRows(items);
  const { page, pageSize } = query;
  return shown(() => <ImportRowsPage found={found} query={query} rows={seen} totalItems={totalItems} />, {
    items: seen.map(row => importRowToJson(row, asked.t)),
    paginationInfo: { page, pageSize, totalItems, totalPages: Math.max(1, Math.ceil(totalItems / pageSize)) },
  });
}

/** The rows as a file, all of them, without withheld participants. */
async function report(asked: Asked, found: Import, query: RowQuery): Promise<Answer> {
  const { format, now, user, baseUrl } = asked;
  const name = `callfolio-import-${found.id}`;
  const masked = () => maskEach(streamImportRows(found.id, query));
  if (asked.medium === 'csv') {
    const body = importReportCsv({ rows: masked(), format });
    return { kind: 'file', name: `${name}.csv`, type: 'text/csv; charset=utf-8', body };
  }
  const book = importReportBook({
    found,
    rows: masked(),
    totalItems: await countImportRows(found.id, query),
    format,
    link: baseUrl + rowsUrl(`/imports/${found.id}/rows`, query),
    madeBy: user?.name ?? '',
    now,
  });
  return { kind: 'file', name: `${name}.xlsx`, type: spreadsheet, body: await bookFile(book) };
}

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string');

/** Back to the rows a form came from, with a sentence; by API what was done. */
function done(asked: Asked, notice: string, data: unknown): Answer {
  const back = asked.body['to'] === undefined ? `/imports/${idIn(asked)}` : ownPath(asked.body['to']);
  return movedTo(back, { notice, data });
}

async function exclude(asked: Asked): Promise<Answer> {
  const { body, isApi, t } = asked;
  // The decisions of the same form are not what its other buttons send.
  const known = isApi ? ['rows', 'isExcluded'] : Object.keys(body);
  refuseUnknown(asked, known);
  const ids = textsIn(body[isApi ? 'rows' : 'row']);
  const isExcluded = body['isExcluded'] === true || body['isExcluded'] === 'true';
  if (isApi && typeof body['isExcluded'] !== 'boolean')
    throw invalid([{ field: 'isExcluded', type: 'boolean.base' }]);
  await getImport(idIn(asked));
  if (ids.length === 0)
    throw new ExpectedError(
      'invalid',
      'importPage.nothingTicked',
      {},
      isApi ? [{ field: 'rows', type: 'any.required' }] : [],
    );
  const changed = await excludeRows(idIn(asked), ids, isExcluded);
  const key = isExcluded ? 'importPage.leftOutDone' : 'importPage.takenAgain';
  return done(asked, t(key, { count: changed }), { rows: changed });
}

async function decide(asked: Asked): Promise<Answer> {
  const decisions = asked.isApi ? decisionsOfApi(asked) : decisionsOfForm(asked);
  await getImport(idIn(asked));
  if ('each' in decisions && decisions.each.length === 0)
    throw new ExpectedError('invalid', 'importPage.nothingDecided');
  const decided = await decideConflicts(idIn(asked), decisions);
  return done(asked, asked.t('importPage.decided', { count: decided }), { decided });
}

const ruleIn = (rule: unknown): Decisions => {
  if (rule !== 'ours' && rule !== 'theirs' && rule !== 'newer')
    throw invalid([{ field: 'rule', type: 'any.only' }]);
  return { rule };
};

function decisionsOfApi(asked: Asked): Decisions {
  refuseUnknown(asked, ['rule', 'decisions']);
  const { rule, decisions } = asked.body;
  if (decisions === undefined) return ruleIn(rule);
  if (rule !== undefined) throw invalid([{ field: 'rule', type: 'object.unknown' }]);
  if (!Array.isArray(decisions)) throw invalid([{ field: 'decisions', type: 'array.base' }]);
  return {
    each: decisions.map((one: unknown, at) => {
      const { row, field, decision } = (one ?? {}) as Record<string, unknown>;
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

function decisionsOfForm({ body }: Asked): Decisions {
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
