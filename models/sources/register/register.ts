import { tableSource } from '../anyTable/anyTable.ts';
import { cordis } from '../cordis/cordis.ts';
import { cordisOld } from '../cordis/cordisOld.ts';
import { home } from '../home/home.ts';
import type { Source, SourceName } from '../contract/incoming.ts';
import { ownSource } from '../callfolioFile/callfolioFile.ts';
import { portal } from '../portal/portal.ts';
import type { SourceFile } from '../contract/table.ts';

/** Every format, in the order in which a file is tried; that of any table knows none by itself. */
const sources: Readonly<Record<SourceName, Source>> = {
  own: ownSource,
  cordis,
  cordisOld,
  portal,
  home,
  table: tableSource,
};

/** The format of a file by its names, columns and first values; null where none knows it. */
export async function recogniseSource(file: SourceFile): Promise<Source | null> {
  for (const source of Object.values(sources)) if (await source.recognises(file)) return source;
  return null;
}

/** The source of that name; that of any table reads with a person's mapping alone. */
export const findSource = (name: SourceName): Source => sources[name];
