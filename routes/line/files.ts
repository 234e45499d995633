import type { Reader } from '../../models/accounts/reader.ts';
import type { Fields } from '../../models/record/fields.ts';
import { findImportUnderWay, refuseUnderWay } from '../../models/record/underway.ts';
import { findFirstRecordAfter } from '../../models/lists/firstRecord.ts';
import { countItems, countRecords, streamRecords, type Taken } from '../../models/lists/list.ts';
import { totalView } from '../../models/lists/totals.ts';
import { forFiles, type VisibleNoun } from '../../models/record/visibleTo.ts';
import type { ListQuery } from '../../models/query/query.ts';
import { readAtOneInstant } from '../../models/process/snapshot.ts';
import { csvOf, jsonOf } from '../../views/workbooks/csv.ts';
import { mostRowsWithTables, streamBook } from '../../views/workbooks/book.ts';
import { listBook } from '../../views/workbooks/listBook.ts';
import { takenFor } from '../../views/workbooks/list.ts';
import { streamTask } from '../../views/workbooks/streamTask.ts';
import type { RouteRequest, Settings, FileAnswer, FileRoom, MadeFile } from './route.ts';

type FileReader = Pick<Reader, 'user' | 'format' | 'rights'>;
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
  reader: FileReader,
  settings: Pick<Settings, 'baseUrl'>,
): FileAnswer {
  const { medium } = request;
  const suffix = medium === 'page' ? 'json' : medium;
  return {
    kind: 'file',
    name: `callfolio-${noun.path}-${query.on}.${suffix}`,
    type: types[suffix],
    make: async parts => makeList(noun, query, { ...request, parts }, reader, settings),
  };
}

/** Everything in it is of one instant: its rows, its counts and what its last sheet says of them. */
async function makeList<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  { parts, ...request }: FileRequest & { parts: FileRoom },
  reader: FileReader,
  settings: Pick<Settings, 'baseUrl'>,
): Promise<MadeFile> {
  return readAtOneInstant(async ({ at }) => {
    await refuseUnderWay(query.knownAt);
    const underWay = await findImportUnderWay();
    const matching = await countRecords(noun, query);
    const read = (taken: Taken) => streamRecords(noun, query, taken);
    const firstRecordAt = matching === 0 ? await findFirstRecordAfter(query.knownAt, [noun]) : null;
    const head = { rows: { inFile: matching, matching }, underWay, firstRecordAt };
    if (request.medium === 'csv') {
      const hasKeys = (query.headings ?? (request.isApi ? 'keys' : 'words')) === 'keys';
      const records = exactly(matching, read({}));
      return { ...head, body: csvOf(noun, records, { query, format: reader.format, hasKeys }) };
    }
    if (request.medium !== 'xlsx') return { ...head, body: jsonOf(noun, exactly(matching, read({})), query) };
    const input = {
      totalItems: matching,
      viewTotals: (await totalView(noun, query))?.totals ?? {},
      query,
      format: reader.format,
      baseUrl: settings.baseUrl,
      madeBy: reader.user?.name ?? '',
      now: request.now,
      readAt: at,
      underWay,
      firstRecordAt,
    };
    if (await isLarge(noun, query, matching, parts.mostRowsAtHand)) {
      const { rights } = forFiles(reader);
      return {
        ...head,
        body: await streamTask({ of: { kind: 'list', ...input, noun: noun.name, rights }, parts }),
      };
    }
    const isViewed = Object.keys(query.view).length > 0;
    const book = await listBook({ ...input, noun }, list =>
      list === null ? exactly(matching, read(takenFor(noun, null, isViewed))) : read(takenFor(noun, list)),
    );
    return { ...head, body: await streamBook(book) };
  });
}

/** Whether a list has more rows than are read and posted to a worker, on any of its sheets. */
export async function isLarge<F extends Fields, D>(
  noun: VisibleNoun<F, D>,
  query: ListQuery,
  matching: number,
  most = mostRowsWithTables,
): Promise<boolean> {
  if (matching > most || query.columns.length > 0) return matching > most;
  const lists = Object.keys(noun.fields).filter(key => noun.fields[key]?.items);
  return (await countItems(noun, query, lists)) > most;
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
