import type { ClientSession } from 'mongoose';
import { calls } from '../../calls/call.ts';
import type { Fields, Reference } from '../../record/fields.ts';
import type { Noun } from '../../record/noun.ts';
import { unsearched } from '../../record/noun.ts';
import { organisations } from '../../organisations/organisation.ts';
import { projects } from '../../projects/projects.ts';
import { fold } from '../../record/search.ts';
import type { Incoming, IncomingNoun } from '../../sources/contract/incoming.ts';
import { isByName, keyOf, nameKeyOf } from '../../sources/contract/recordKey.ts';

type Stored = Record<string, unknown>;

/** The nouns an import writes. */
export const incomingNounOf = {
  organisation: organisations,
  call: calls,
  project: projects,
} as unknown as Record<IncomingNoun, Noun>;

/** What an incoming record is looked for by: its key, and for an organisation what would tell it from others. */
export type Sought = Pick<Incoming, 'noun' | 'values' | 'own' | 'isNamedOnly' | 'isAddition'>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Filters that find the records of a batch, of one noun. */
function filterOf(noun: IncomingNoun, all: readonly Sought[]): Stored[] {
  const texts = (key: string) => [...new Set(all.flatMap(({ values }) => textOf(values[key]) || []))];
  const own = all.flatMap(one => one.own?.id || []);
  const byId = own.length > 0 ? [{ _id: { $in: own } }] : [];
  if (noun === 'project') {
    const grants = texts('grantAgreement');
    const programmes = all.some(one => one.isAddition) ? null : texts('programme');
    return [
      ...byId,
      { grantAgreement: { $in: grants }, ...(programmes && { programme: { $in: programmes } }) },
      ...nameFilters(all.filter(isByName)),
    ];
  }
  if (noun === 'call') {
    const identifiers = texts('identifier');
    return [...byId, { identifier: { $in: identifiers } }, { aliases: { $in: identifiers } }];
  }
  const names = new Set(all.map(({ values }) => fold(textOf(values['name']))));
  return [...byId, { pic: { $in: texts('pic') } }, { nameKey: { $in: [...names] } }];
}

/** Title or acronym alone may be written in other signs here: either finds the record, and both are compared. */
function nameFilters(named: readonly Sought[]): Stored[] {
  const texts = (key: string) => [...new Set(named.flatMap(({ values }) => textOf(values[key]) || []))];
  return named.length === 0
    ? []
    : [{ title: { $in: texts('title') } }, { acronym: { $in: texts('acronym') } }];
}

/**
 * The records that a batch of one noun means, in its order; null for those that are not there, `many` where it is open.
 * @param without fields that are not read: none of those that tell records apart
 */
export async function lookUp(
  noun: IncomingNoun,
  all: readonly Sought[],
  session?: ClientSession,
  without: readonly string[] = [],
): Promise<(Stored | 'many' | null)[]> {
  if (all.length === 0) return [];
  const found = await incomingNounOf[noun].current.collection
    .find({ $or: filterOf(noun, all) } as never, {
      projection: { ...unsearched, ...Object.fromEntries(without.map(key => [key, 0])) },
      ...(session && { session }),
    })
    .sort({ _id: 1 })
    .toArray();
  const stored = found as unknown as Stored[];
  const byId = new Map(stored.map(one => [String(one['_id']), one]));
  const index = new Map<string, Stored[]>();
  const put = (key: string, one: Stored) => index.set(key, [...(index.get(key) ?? []), one]);
  for (const one of stored) for (const key of keysOfStored(noun, one)) put(key, one);
  if (all.some(isByName)) for (const one of stored) put(nameKeyOf(one), one);
  return all.map(sought => {
    const own = sought.own && byId.get(sought.own.id);
    return own ?? pickFrom(noun, sought, index);
  });
}

/** Records by their ids. */
export async function findWhole(noun: IncomingNoun, ids: readonly string[]): Promise<Map<string, Stored>> {
  if (ids.length === 0) return new Map();
  const found = (await incomingNounOf[noun].current.collection
    .find({ _id: { $in: [...ids] } } as never, { projection: unsearched })
    .toArray()) as unknown as Stored[];
  return new Map(found.map(one => [String(one['_id']), one]));
}

function keysOfStored(noun: IncomingNoun, one: Stored): string[] {
  const text = (key: string) => textOf(one[key]).toLowerCase();
  if (noun === 'project')
    return [`${text('programme')} ${text('grantAgreement')}`, `any ${text('grantAgreement')}`];
  if (noun === 'call') {
    const aliases = (one['aliases'] ?? []) as string[];
    return [
      `${text('kind')} ${text('identifier')}`,
      `any ${text('identifier')}`,
      ...aliases.map(alias => `${text('kind')} alias ${alias.toLowerCase()}`),
    ];
  }
  const name = `name ${textOf(one['nameKey'])} ${textOf(one['country'])}`;
  return text('pic') ? [text('pic'), name] : [name, `no pic ${name}`];
}

function pickFrom(noun: IncomingNoun, sought: Sought, index: ReadonlyMap<string, Stored[]>) {
  const first = (key: string): Stored | null => index.get(key)?.[0] ?? null;
  const key = keyOf(sought);
  if (key === null) return null;
  const text = (name: string) => textOf(sought.values[name]).toLowerCase();
  if (noun === 'project') {
    const isNamed = isByName(sought);
    if (!sought.isAddition && !isNamed) return first(key);
    const all = index.get(isNamed ? key : `any ${text('grantAgreement')}`) ?? [];
    return all.length > 1 ? ('many' as const) : (all[0] ?? null);
  }
  if (noun === 'call') {
    const other = first(`any ${text('identifier')}`);
    const isOpen = sought.isNamedOnly === true || other?.['knownFrom'] === 'projects';
    return first(key) ?? first(`${text('kind')} alias ${text('identifier')}`) ?? (isOpen ? other : null);
  }
  const name = `name ${fold(textOf(sought.values['name']))} ${textOf(sought.values['country'])}`;
  return sought.values['pic'] ? (first(key) ?? first(`no pic ${name}`)) : first(name);
}

/** Fills in the ids of the calls that values link to; a link to one that is not there keeps its empty id. */
export async function resolveLinks(
  fields: Fields,
  all: readonly Readonly<Stored>[],
  session?: ClientSession,
): Promise<Stored[]> {
  const links: Reference[] = [];
  for (const values of all) walkLinks(fields, values, link => (links.push(link), link));
  const identifiers = [...new Set(links.map(({ identifier }) => identifier))];
  if (identifiers.length === 0) return all.map(values => ({ ...values }));
  const found = await calls.current.collection
    .find({ $or: [{ identifier: { $in: identifiers } }, { aliases: { $in: identifiers } }] } as never, {
      projection: { kind: 1, identifier: 1, aliases: 1 },
      ...(session && { session }),
    })
    .toArray();
  const index = new Map<string, Reference>();
  for (const { _id, kind, identifier, aliases } of found as unknown as Stored[]) {
    const link = { id: String(_id), identifier: String(identifier) };
    for (const alias of (aliases ?? []) as string[])
      index.set(`${String(kind)} ${alias.toLowerCase()}`, link);
    index.set(`any ${link.identifier.toLowerCase()}`, link);
  }
  // Its own identifier goes before another's alias.
  for (const { _id, kind, identifier } of found as unknown as Stored[])
    index.set(`${String(kind)} ${String(identifier).toLowerCase()}`, {
      id: String(_id),
      identifier: String(identifier),
    });
  const meant = (link: Reference, key: string): Reference => {
    const identifier = link.identifier.toLowerCase();
    return (
      index.get(`${key === 'topic' ? 'topic' : 'call'} ${identifier}`) ??
      index.get(`any ${identifier}`) ??
      link
    );
  };
  return all.map(values => walkLinks(fields, values, meant));
}

function walkLinks(
  fields: Fields,
  values: Readonly<Stored>,
  visit: (link: Reference, key: string) => Reference,
): Stored {
  const out: Stored = { ...values };
  for (const key of linkKeysOf(fields)) {
    const value = values[key];
    if (value === null || value === undefined) continue;
    const { items } = fields[key] ?? {};
    if (items) out[key] = (value as Stored[]).map(item => walkLinks(items, item, visit));
    else {
      const link = value as Reference;
      if (link.id === '') out[key] = visit(link, key);
    }
  }
  return out;
}

const linkKeys = new WeakMap<Fields, readonly string[]>();

/** The fields that link to a call, or are lists of which an item does. Found once: every row of a file asks. */
function linkKeysOf(fields: Fields): readonly string[] {
  const known = linkKeys.get(fields);
  if (known) return known;
  const keys = Object.entries(fields).flatMap(([key, { kind, noun, items }]) => {
    const isLink = kind === 'reference' && noun === 'call';
    return isLink || (items && linkKeysOf(items).length > 0) ? [key] : [];
  });
  linkKeys.set(fields, keys);
  return keys;
}
