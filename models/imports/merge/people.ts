import type { ClientSession } from 'mongoose';
import type { Fields, Reference, RecordOf } from '../../record/fields.ts';
import { users } from '../../accounts/user.ts';

const personFields = (fields: Fields): string[] =>
  Object.keys(fields).filter(key => fields[key]?.kind === 'reference' && fields[key]?.noun === 'user');

/** Lists whose items name who did something, as the program itself keeps it. */
const listsWithPeople = (fields: Fields): (readonly [list: string, keys: readonly string[]])[] =>
  Object.entries(fields).flatMap(([list, { items }]) => {
    const keys = items ? personFields(items).filter(key => items[key]?.isReadOnly) : [];
    return keys.length > 0 ? [[list, keys] as const] : [];
  });

const itemsIn = (values: RecordOf, list: string): readonly RecordOf[] => (values[list] ?? []) as RecordOf[];

export interface PeopleFound {
  values: RecordOf;
  /** Links to people that no account stands for; they are not in the values. */
  unknown: { field: string; identifier: string }[];
}

/**
 * Finds the accounts that values link to, by id, e-mail address, or a name that one account alone has. Who is not found
 * is left out: ours stays. What the program itself keeps of who did something stays as it is stated.
 */
export async function resolvePeople(
  fields: Fields,
  all: readonly RecordOf[],
  session?: ClientSession,
): Promise<PeopleFound[]> {
  const keys = personFields(fields);
  const lists = listsWithPeople(fields);
  const linksOf = (values: RecordOf, of: readonly string[]): Reference[] =>
    of.flatMap(key => (values[key] as Reference | null | undefined) ?? []);
  const links = all.flatMap(values => [
    ...linksOf(values, keys),
    ...lists.flatMap(([list, within]) => itemsIn(values, list).flatMap(item => linksOf(item, within))),
  ]);
  if (links.length === 0) return all.map(values => ({ values, unknown: [] }));
  const texts = [...new Set(links.flatMap(({ id, identifier }) => [id, identifier]))].filter(
    text => text !== '',
  );
  const found = await users.current.collection
    .find<{ _id: string; email: string; name: string }>(
      { $or: ['_id', 'email', 'name'].map(path => ({ [path]: { $in: texts } })) },
      { projection: { email: 1, name: 1 }, ...(session && { session }) },
    )
    .toArray();
  const accountOf = ({ id, identifier }: Reference): Reference | null => {
    const named = found.filter(({ name }) => name === identifier);
    const one =
      found.find(({ _id }) => _id === id) ??
      found.find(({ email }) => email === identifier) ??
      (named.length === 1 ? named[0] : undefined);
    return one ? { id: one._id, identifier: one.name } : null;
  };
  const known = (link: Reference | null | undefined) => (link && accountOf(link)) ?? link ?? null;
  return all.map(stated => {
    const values = { ...stated };
    const unknown: PeopleFound['unknown'] = [];
    for (const key of keys) {
      const link = values[key] as Reference | null | undefined;
      if (!link) continue;
      const account = accountOf(link);
      if (account) values[key] = account;
      else if (!fields[key]?.isReadOnly) {
        delete values[key];
        unknown.push({ field: key, identifier: link.identifier });
      }
    }
    for (const [list, within] of lists) {
      if (!itemsIn(stated, list).some(item => linksOf(item, within).length > 0)) continue;
      values[list] = itemsIn(stated, list).map(item => ({
        ...item,
        ...Object.fromEntries(within.map(key => [key, known(item[key] as Reference | null)])),
      }));
    }
    return { values, unknown };
  });
}
