import { nouns } from '../../models/nouns.ts';
import type { Route } from '../../routes/line/route.ts';

/** The address of a line: with the id of the record below its path, the first facet of its list, and a noun. */
export function filledPath(
  { path, query }: { path: string; query?: Route['query'] | undefined },
  ids: Readonly<Record<string, string>>,
  otherwise = '',
): string {
  const [facet = ''] = query?.list ? nouns[query.list].facets : [];
  return path
    .replace(':id', ids[path.split('/')[1] ?? ''] ?? otherwise)
    .replace(':facet', facet)
    .replace(':noun', 'project');
}
