import type { Fields } from '../models/fields.ts';
import { countItems, countRecords, streamRecords, type Taken } from '../models/list.ts';
import type { Noun } from '../models/noun.ts';
import type { ListQuery } from '../models/query.ts';
import { csvOf, jsonOf } from '../views/workbooks/csv.ts';
import { bookFile } from '../views/workbooks/book.ts';
import { listBook, takenFor } from '../views/workbooks/list.ts';
import type { Answer, Asked } from './route.ts';

export const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The whole list as a file: the same query and order as the page, without what is withheld, never cut. */
export async function listFile<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
  asked: Pick<Asked, 'medium' | 'user' | 'format' | 'baseUrl' | 'now' | 'underWay'>,
): Promise<Extract<Answer, { kind: 'file' }>> {
  const read = (taken: Taken) => streamRecords(noun, query, { seesWithheld: false }, taken);
  const records = await begun(read(asked.medium === 'xlsx' ? takenFor(noun, null) : {}));
  const name = `callfolio-${noun.path}-${query.on}`;
  if (asked.medium === 'csv') {
    return { kind: 'file', name: `${name}.csv`, type: 'text/csv; charset=utf-8', body: csvOf(noun, records) };
  }
  if (asked.medium === 'json') {
    return {
      kind: 'file',
      name: `${name}.json`,
      type: 'application/json; charset=utf-8',
      body: jsonOf(noun, records),
    };
  }
  const totalItems = await countRecords(noun, query);
  const lists = Object.keys(noun.fields).filter(key => noun.fields[key]?.items);
  const mostItems = await countItems(noun, query, lists);
  const recordsFor = (list: string | null) => (list === null ? records : read(takenFor(noun, list)));
  const { user, format, baseUrl, now, underWay } = asked;
  const madeBy = user?.name ?? '';
  const book = await listBook({
    noun,
    recordsFor,
    totalItems,
    mostItems,
    query,
    format,
    baseUrl,
    madeBy,
    now,
    underWay,
  });
  return {
    kind: 'file',
    name: `${name}.xlsx`,
    type: spreadsheet,
    rows: { inFile: totalItems, matching: totalItems },
    body: await bookFile(book),
  };
}

/** The same records, the first of them read already: where they cannot be read, no file is begun. */
async function begun<R>(records: AsyncGenerator<R>): Promise<AsyncIterable<R>> {
  const first = await records.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* records;
    } finally {
      await records.return(undefined);
    }
  })();
}
