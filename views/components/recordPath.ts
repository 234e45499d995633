import type { NounName } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';

/** Where the page of a record is. */
export const recordPath = (noun: NounName, id: string): string =>
  `/${nouns[noun].path}/${encodeURIComponent(id)}`;
