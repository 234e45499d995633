import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import { findImportUnderWay, refuseUnderWay } from '../../models/record/underway.ts';
import { findFirstRecordAfter } from '../../models/lists/firstRecord.ts';
import { countItems, countRecords, streamRecords, type Taken } from '../../models/lists/list.ts';
import { totalView } from '../../models/lists/totals.ts';
import type { VisibleNoun } from '../../models/record/visibleTo.ts';
import type { ListQuery } from '../../models/query/query.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { csvOf, jsonOf } from '../../views/workbooks/csv.ts';
import { streamBook } from '../../views/workbooks/book.ts';
import { listBook, takenFor } from '../../views/workbooks/list.ts';
import type { RouteRequest, Settings, FileAnswer, MadeFile } from './route.ts';

type FileRequest = Pick<RouteRequest, 'medium' | 'isApi' | 'now'>;

export const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const types = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: spreadsheet,
} as const;

/** The whole list as a file: the same query and order as the page, never cut; `noun` is as files show it. */
export function listFile<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  request: FileRequest,
  reader: Pick<Reader, 'user' | 'format'>,
  settings: Pick<Settings, 'baseUrl'>,
): FileAnswer {
  const { medium } = request;
  const suffix = medium === 'page' ? 'json' : medium;
  return {
    kind: 'file',
    name: `callfolio-${noun.path}-${query.on}.${suffix}`,
    type: types[suffix],
    make: async () => makeList(noun, query, request, reader, settings),
  };
}

/** Everything in it is of one instant: its rows, its counts and what its last sheet says of them. */
async function makeList<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  request: FileRequest,
  reader: Pick<Reader, 'user' | 'format'>,
  settings: Pick<Settings, 'baseUrl'>,
): Promise<MadeFile> {
  return readAtOneInstant(async ({ at }) => {
    await refuseUnderWay(query.knownAt);
    const underWay = await findImportUnderWay();
    const matching = await countRecords(noun, query);
    const read = (taken: Taken) => streamRecords(noun, query, taken);
    const head = { rows: { inFile: matching, matching }, underWay };
    if (request.medium === 'csv') {
      const { language } = reader.format;
      const records = exactly(matching, read({}));
      return { ...head, body: csvOf(noun, records, { query, language, hasKeys: request.isApi }) };
    }
    if (request.medium !== 'xlsx') return { ...head, body: jsonOf(noun, exactly(matching, read({})), query) };
    const lists =
      query.columns.length > 0 ? [] : Object.keys(noun.fields).filter(key => noun.fields[key]?.items);
    const book = await listBook({
      noun,
      recordsFor: list =>
        list === null
          ? exactly(matching, read(takenFor(noun, null, Object.keys(query.view).length > 0)))
          : read(takenFor(noun, list)),
      totalItems: matching,
      viewTotals: (await totalView(noun, query))?.totals ?? {},
      mostItems: await countItems(noun, query, lists),
      query,
      format: reader.format,
      baseUrl: settings.baseUrl,
      madeBy: reader.user?.name ?? '',
      now: request.now,
      readAt: at,
      underWay,
      firstRecordAt: matching === 0 ? await findFirstRecordAfter(query.knownAt, [noun]) : null,
    });
    return { ...head, body: await streamBook(book) };
  });
}

/** The same, which fails where they are not as many as counted: a file is never silently of another number of rows. */
async function* exactly<R>(expected: number, records: AsyncIterable<R>): AsyncIterable<R> {
  let read = 0;
  for await (const record of records) {
    read += 1;
    yield record;
  }
  if (read !== expected) throw new Error(`Of ${expected} records ${read} were read.`);
}
