import type { ModelOf, Stored } from '../record/noun.ts';
import { fold } from '../record/search.ts';

type Named = { _id: string; acronym: string | null; grantAgreement: string | null };

/**
 * The ids of the projects that names mean, by the name: an acronym, a number, or one after the other, such as `GRACE 883341`
 * (an acronym may belong to several projects).
 */
export async function findNamedProjects(
  model: ModelOf<Stored>,
  names: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const numbers = names.map(name => name.split(' ').at(-1) ?? '');
  const isNamed = { $or: [{ acronym: { $in: names } }, { grantAgreement: { $in: numbers } }] };
  const stored = await model.find(isNamed, { acronym: 1, grantAgreement: 1 }).lean<Named[]>();
  for (const name of names) {
    const ids = stored.filter(one => namesOf(one).includes(fold(name))).map(({ _id }) => _id);
    if (ids.length > 0) found.set(name, ids);
  }
  return found;
}

/** How a text may name a project, folded. */
export const namesOf = ({ acronym, grantAgreement }: Omit<Named, '_id'>): string[] =>
  [acronym, grantAgreement, `${acronym} ${grantAgreement}`].flatMap(text => (text ? [fold(text)] : []));
