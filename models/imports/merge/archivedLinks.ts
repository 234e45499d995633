import { calls } from '../../calls/call.ts';
import type { Fields, Reference } from '../../record/fields.ts';
import type { RowProblem, Where } from '../../sources/contract/incoming.ts';

type Stored = Readonly<Record<string, unknown>>;

/** A row whose links to calls and topics are resolved, and the record it means. */
interface Linking {
  where: Where;
  values: Stored;
  stored: Stored | null;
}

interface NamedLink {
  field: string;
  link: Reference;
}

function* linksIn(fields: Fields, values: Stored): Iterable<NamedLink> {
  for (const [field, { kind, noun, items }] of Object.entries(fields)) {
    const value = values[field];
    if (value === null || value === undefined) continue;
    if (kind === 'reference' && noun === 'call') yield { field, link: value as Reference };
    else if (kind === 'list' && items && field !== 'participants')
      for (const item of value as Stored[])
        for (const { link } of linksIn(items, item)) yield { field, link };
  }
}

/** What is said of each row that names an archived call or topic, which its record does not name yet. */
export async function warnOfArchived(fields: Fields, rows: readonly Linking[]): Promise<RowProblem[][]> {
  const links = rows.map(({ values, stored }) => {
    const known = new Set(stored ? [...linksIn(fields, stored)].map(({ link }) => link.id) : []);
    return [...linksIn(fields, values)].filter(({ link }) => link.id !== '' && !known.has(link.id));
  });
  const ids = [...new Set(links.flat().map(({ link }) => link.id))];
  const archived =
    ids.length === 0
      ? []
      : await calls.current
          .find({ _id: { $in: ids }, archivedAt: { $ne: null } }, { _id: 1 })
          .lean<{ _id: string }[]>();
  const gone = new Set(archived.map(({ _id }) => _id));
  return rows.map(({ where }, at) =>
    (links[at] ?? [])
      .filter(({ link }) => gone.has(link.id))
      .map(({ field, link }) => ({
        where,
        column: field,
        value: link.identifier,
        problem: { key: 'imports.archivedLink' },
      })),
  );
}
