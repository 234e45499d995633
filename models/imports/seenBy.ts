import type mongoose from 'mongoose';
import type { Reader } from '../accounts/reader.ts';
import { importables } from '../nouns.ts';
import { visibleTo, type Sight } from '../record/visibleTo.ts';
import { incomingNouns } from '../sources/contract/incoming.ts';
import { ExpectedError } from '../values/errors.ts';
import type { Import } from './import.ts';
import { getImport } from './imports.ts';
import type { StoredImport } from './importsCollection.ts';

/** Who asks for an import. */
export type ImportReader = Pick<Reader, 'rights' | 'user'>;

/** The fields of what can be imported that a reader may not see, as `project.title`. */
const hiddenFrom = (sight: Sight): string[] =>
  incomingNouns().flatMap(name => {
    const { noun } = importables[name];
    const { fields } = visibleTo(noun, sight);
    const hidden = Object.keys(noun.fields).filter(key => !Object.hasOwn(fields, key));
    return hidden.map(key => `${name}.${key}`);
  });

/**
 * Whether somebody may see an import: whoever may see every field that its rows state. Its outcomes and counts tell of each of
 * them, so that it is seen whole or not at all. Before its check tells which these are: whoever sent it, and whoever may see
 * all fields there are.
 */
export function isSeenBy({ stated, checkedAt, createdBy }: Import, { rights, user }: ImportReader): boolean {
  const hidden = hiddenFrom({ rights });
  if (hidden.length === 0) return true;
  if (stated === null) return checkedAt === null && createdBy.id === user?.id;
  return !stated.some(key => hidden.includes(key));
}

/** The imports that somebody may see, as `isSeenBy` says of each. */
export function seenBy({ rights, user }: ImportReader): mongoose.mongo.Filter<StoredImport> {
  const hidden = hiddenFrom({ rights });
  if (hidden.length === 0) return {};
  const own = { stated: null, checkedAt: null, 'createdBy.id': user?.id ?? '' };
  return { $or: [{ stated: { $ne: null, $nin: hidden } }, own] };
}

/** @throws {ExpectedError} `notFound`, or `forbidden` where it states what the reader may not see */
export async function getSeenImport(id: string, reader: ImportReader): Promise<Import> {
  const found = await getImport(id);
  if (!isSeenBy(found, reader)) throw new ExpectedError('forbidden', 'imports.statesUnseen');
  return found;
}
