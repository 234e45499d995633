import type { Fields, Values } from '../../record/fields.ts';
import type { RowProblem, Where } from '../../sources/contract/incoming.ts';
import { linksIn } from './lookUp.ts';
import type { Stored } from '../../record/noun.ts';

/** A row whose links to calls and topics are resolved, and the record it means. */
interface Linking {
  where: Where;
  values: Values;
  stored: Stored | null;
}

/** What is said of each row that names an archived call or topic, which its record does not name yet. */
export async function warnOfArchived(fields: Fields, rows: readonly Linking[]): Promise<RowProblem[][]> {
  const links = rows.map(({ values, stored }) => {
    const known = new Set(stored ? [...linksIn(fields, stored)].map(({ link }) => link.id) : []);
    return [...linksIn(fields, values)].filter(({ link }) => link.id !== '' && !known.has(link.id));
  });
  const all = links.flat();
  const gone = new Set<string>();
  for (const { noun } of new Set(all.map(({ of }) => of))) {
    const ids = [...new Set(all.flatMap(({ of, link }) => (of.noun === noun ? link.id : [])))];
    const archived = await noun.current
      .find({ _id: { $in: ids }, archivedAt: { $ne: null } }, { _id: 1 })
      .lean<{ _id: string }[]>();
    for (const { _id } of archived) gone.add(_id);
  }
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
