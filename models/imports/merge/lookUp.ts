import type { ClientSession } from 'mongoose';
import type { Fields, Reference, RecordOf, Values } from '../../record/fields.ts';
import type { Importable, Stated } from '../../record/importable.ts';
import { unsearched, type Stored } from '../../record/noun.ts';
import { linkedBy } from '../../sources/contract/linkedBy.ts';

/**
 * The records that a batch of one noun means, in its order; null for those that are not there, `many` where it is open.
 * @param without fields that are not read: none of those that tell records apart
 */
export async function lookUp(
  importable: Importable,
  all: readonly Stated[],
  session?: ClientSession,
  without: readonly string[] = [],
): Promise<(Stored | 'many' | null)[]> {
  if (all.length === 0) return [];
  const own = all.flatMap(one => one.own?.id || []);
  const $or = [...(own.length > 0 ? [{ _id: { $in: own } }] : []), ...importable.matches(all)];
  const projection = { ...unsearched, ...Object.fromEntries(without.map(key => [key, 0])) };
  const stored: Stored[] = await importable.noun.current.collection
    .find({ $or }, { projection, ...(session && { session }) })
    .sort({ _id: 1 })
    .toArray();
  const byId = new Map(stored.map(one => [one._id, one]));
  const index = new Map<string, Stored[]>();
  const keysOf = importable.keysFor(all);
  for (const one of stored) for (const key of keysOf(one)) index.set(key, [...(index.get(key) ?? []), one]);
  const keyed = (key: string): Stored[] => index.get(key) ?? [];
  return all.map(sought => {
    const known = sought.own && byId.get(sought.own.id);
    return known ?? (importable.keyOf(sought) === null ? null : importable.pick(sought, keyed));
  });
}

/** Records by their ids. */
export async function findWhole({ noun }: Importable, ids: readonly string[]): Promise<Map<string, Stored>> {
  if (ids.length === 0) return new Map();
  const found = await noun.current.collection
    .find({ _id: { $in: [...ids] } }, { projection: unsearched })
    .toArray();
  return new Map(found.map(one => [one._id, one]));
}

/** Fills in the ids of the records that values link to; a link to one that is not there keeps its empty id. */
export async function resolveLinks(
  fields: Fields,
  all: readonly Values[],
  session?: ClientSession,
): Promise<RecordOf[]> {
  const linked = new Map<Importable, Set<string>>();
  const note: Visit = (link, _key, of) => {
    linked.set(of, (linked.get(of) ?? new Set()).add(link.identifier));
    return link;
  };
  for (const values of all) walkLinks(fields, values, note);
  const meant = new Map<Importable, Awaited<ReturnType<NonNullable<Importable['findLinked']>>>>();
  for (const [of, identifiers] of linked) {
    const find = await of.findLinked?.([...identifiers], session);
    if (find) meant.set(of, find);
  }
  return all.map(values => walkLinks(fields, values, (link, key, of) => meant.get(of)?.(link, key) ?? link));
}

type Visit = (link: Reference, key: string, of: Importable) => Reference;

function walkLinks(fields: Fields, values: Values, visit: Visit): RecordOf {
  const out: RecordOf = { ...values };
  for (const [key, of] of linkKeysOf(fields)) {
    const value = values[key];
    if (value === null || value === undefined) continue;
    const { items } = fields[key] ?? {};
    if (items) out[key] = (value as Values[]).map(item => walkLinks(items, item, visit));
    else {
      const link = value as Reference;
      if (link.id === '' && of) out[key] = visit(link, key, of);
    }
  }
  return out;
}

type LinkKey = readonly [key: string, of: Importable | null];
const linkKeys = new WeakMap<Fields, readonly LinkKey[]>();

/** The fields that link to what can be imported, or are lists of which an item does. Found once: every row of a file asks. */
function linkKeysOf(fields: Fields): readonly LinkKey[] {
  const known = linkKeys.get(fields);
  if (known) return known;
  const keys = Object.entries(fields).flatMap(([key, field]): LinkKey[] => {
    const of = linkedBy(field);
    return of || (field.items && linkKeysOf(field.items).length > 0) ? [[key, of]] : [];
  });
  linkKeys.set(fields, keys);
  return keys;
}

interface NamedLink {
  field: string;
  link: Reference;
  of: Importable;
}

/** The links of a record to what can be imported, under the field of the record that they stand in. */
export function* linksIn(fields: Fields, values: Values): Iterable<NamedLink> {
  for (const [field, of] of linkKeysOf(fields)) {
    const value = values[field];
    if (value === null || value === undefined) continue;
    if (of) yield { field, link: value as Reference, of };
    else
      for (const item of value as Values[])
        for (const one of linksIn(fields[field]?.items ?? {}, item)) yield { ...one, field };
  }
}
