import type { Fields } from '../models/fields.ts';
import { countRecords, streamRecords } from '../models/list.ts';
import type { Noun } from '../models/noun.ts';
import type { ListQuery } from '../models/query.ts';
import { csvOf, jsonOf } from '../views/workbooks/csv.ts';
import { listWorkbook } from '../views/workbooks/list.ts';
import type { Answer, Asked } from './route.ts';

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The whole list as a file: the same query and order as the page, without what is withheld, never cut. */
export async function listFile<F extends Fields, D>(
  noun: Noun<F, D>,
  query: ListQuery,
  asked: Asked,
): Promise<Answer> {
  const records = streamRecords(noun, query, { seesWithheld: false });
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
  const { user, format, baseUrl, now } = asked;
  const body = await listWorkbook({
    noun,
    records,
    totalItems,
    query,
    format,
    baseUrl,
    madeBy: user?.name ?? '',
    now,
  });
  return {
    kind: 'file',
    name: `${name}.xlsx`,
    type: spreadsheet,
    rows: { inFile: totalItems, matching: totalItems },
    body,
  };
}
