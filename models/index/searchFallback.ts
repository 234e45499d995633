import { emptyTextIndex, putWords, searchWords, withoutRecords } from './textIndex.ts';
import { iterate } from '../process/iterate.ts';
import type { Listed } from '../record/noun.ts';
import { isWordless } from '../record/search.ts';
import { atSnapshot } from '../process/snapshot.ts';
import { yieldToEventLoop } from '../process/yieldToEventLoop.ts';

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
export async function searchStored(noun: Listed, typed: string): Promise<string[]> {
  if (isWordless(typed)) return [];
  const found: string[] = [];
  let ids: string[] = [];
  let store = emptyTextIndex();
  const search = (): void => {
    const isFound = searchWords(store, typed);
    found.push(...ids.filter((_id, at) => isFound?.[at] === 1));
    ids = [];
    store = withoutRecords(store);
  };
  const takeTurn = yieldToEventLoop();
  const entries = () =>
    noun.current.collection
      .find<Entries>({}, { projection: { phraseText: 1, identifierText: 1 }, ...atSnapshot() })
      .batchSize(batchSize);
  for await (const { _id, phraseText = '', identifierText = '' } of iterate<Entries>(entries)) {
    putWords(store, ids.length, phraseText, identifierText);
    ids.push(_id);
    if (ids.length < atOnce) continue;
    search();
    await takeTurn();
  }
  search();
  return found;
}
