import { emptyTextIndex, putWords, withoutRecords } from './textIndex.ts';
import { borrowedBy, prepareSearch } from './preparedSearch.ts';
import { searchWords } from './searchWords.ts';
import { iterate } from '../process/iterate.ts';
import type { Listed } from '../record/noun.ts';
import { atSnapshot } from '../process/snapshot.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';
import type { ListQuery } from '../query/query.ts';

interface Entries {
  _id: string;
  phraseText?: string;
  identifierText?: string;
}

const batchSize = 200;
/** So many texts are held at a time. */
const atOnce = 1_000;

/**
 * The ids of the current records in which all that was typed is found, archived ones among them: read from the database and
 * searched here, as the columns in memory are. For while those are not there: 35,000 projects take some seconds.
 */
export async function searchStored(noun: Listed, query: Pick<ListQuery, 'search'>): Promise<string[]> {
  const prepared = await prepareSearch(noun, query);
  if (!prepared || prepared.search.clauses.length === 0) return [];
  const found: string[] = [];
  let records: Entries[] = [];
  let store = emptyTextIndex();
  const search = (): void => {
    const isFound = searchWords(store, prepared.search, borrowedBy(noun, prepared, records));
    found.push(...records.flatMap(({ _id }, at) => (isFound[at] === 1 ? [_id] : [])));
    records = [];
    store = withoutRecords(store);
  };
  const takeTurn = yieldToEventLoop();
  const paths = ['phraseText', 'identifierText', ...(noun.borrows?.paths ?? [])];
  const projection = Object.fromEntries(paths.map(path => [path, 1]));
  const entries = () =>
    noun.current.collection.find<Entries>({}, { projection, ...atSnapshot() }).batchSize(batchSize);
  for await (const { phraseText = '', identifierText = '', ...record } of iterate<Entries>(entries)) {
    putWords(store, records.length, phraseText, identifierText);
    records.push(record);
    if (records.length < atOnce) continue;
    search();
    await takeTurn();
  }
  search();
  return found;
}
