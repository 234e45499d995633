import { tableSource } from '../anyTable/anyTable.ts';
import { cordis } from '../cordis/cordis.ts';
import { cordisOld } from '../cordis/cordisOld.ts';
import { home } from '../home/home.ts';
import type { Source, SourceName } from '../contract/incoming.ts';
import { ownSource } from '../callfolioFile/callfolioFile.ts';
import { portal } from '../portal/portal.ts';
import type { SourceFile } from '../contract/table.ts';

/** Every format that is known by itself, in the order in which a file is tried. */
const sources: readonly Source[] = [ownSource, cordis, cordisOld, portal, home];

/** The format of a file by its names, columns and first values; null where none knows it. */
export async function recogniseSource(file: SourceFile): Promise<Source | null> {
  for (const source of sources) if (await source.recognises(file)) return source;
  return null;
}

/** The source of that name; that of any table reads with a person's mapping alone. */
export function findSource(name: SourceName): Source {
  const found = [...sources, tableSource].find(source => source.name === name);
  if (!found) throw new Error(`No source is called ${name}.`);
  return found;
}
