import type { Values } from './fields.ts';

/** A MongoDB aggregation expression. */
export type Expression = unknown;

/** A value of a facet; one with a `label` is a link, found and shown by it too. */
export type FacetItem = string | null | { value: string; label: string | null };

/** A MongoDB filter. */
export type Match = Readonly<Record<string, unknown>>;

/**
 * What a filter reads of a record: as the database reads it, and of a record at hand. The functions below make both; a
 * randomised test holds them equal.
 */
export interface Facts {
  readonly expression: Expression;
  /** Of a record as it is stored, or as a file states it: what is missing is as what is null. */
  of(record: object): unknown;
}

/** Facts that are a value, or a list of values: their records are found by one of them, or by having none. */
export interface Items extends Facts {
  /** The records with an item of this value. */
  having(value: string): Match;
  readonly havingNone: Match;
}

/** Reads what stands at a path of nested records, of each where it leads through a list; null where nothing does. */
function readerOf(path: string): (record: unknown) => unknown {
  const keys = path.split('.');
  const read = (from: unknown, depth: number): unknown => {
    let found = from;
    for (let at = depth; at < keys.length; at += 1) {
      if (Array.isArray(found)) return found.map(one => read(one, at));
      found = (found as Values | null)?.[keys[at] ?? ''];
    }
    return found ?? null;
  };
  return record => read(record, 0);
}

/** What stands at a path: null where nothing does. */
export const factAt = (path: string): Items => ({
  expression: { $ifNull: [`$${path}`, null] },
  of: readerOf(path),
  having: value => ({ [path]: value }),
  havingNone: { [path]: null },
});

/** A link `{id, identifier}` at a path as an item; null where there is none. */
export function linkAt(path: string): Items {
  const [idOf, identifierOf] = [readerOf(`${path}.id`), readerOf(`${path}.identifier`)];
  return {
    expression: {
      $cond: [
        { $gt: [`$${path}.id`, null] },
        { value: `$${path}.id`, label: { $ifNull: [`$${path}.identifier`, null] } },
        null,
      ],
    },
    of: record => {
      const value = idOf(record);
      return value === null ? null : { value, label: identifierOf(record) };
    },
    having: value => ({ $or: [{ [`${path}.id`]: value }, { [`${path}.identifier`]: value }] }),
    havingNone: { [path]: null },
  };
}

/** What an item of a list must have at a key. */
export type Where = Readonly<{ key: string } & ({ among: readonly string[] } | { not: unknown })>;

/** The texts of a list. */
export function textsIn(list: string): Items {
  const read = readerOf(list);
  return {
    expression: { $ifNull: [`$${list}`, []] },
    of: record => read(record) ?? [],
    having: value => ({ [list]: value }),
    havingNone: { [`${list}.0`]: { $exists: false } },
  };
}

/** What is known at a key of the items of a list, of all or of those that meet a condition, in their order. */
export function itemsIn(list: string, key: string, where?: Where): Items {
  const [listOf, valueOf] = [readerOf(list), readerOf(key)];
  const all = { $ifNull: [`$${list}`, []] };
  const some = where ? { $filter: { input: all, as: 'item', cond: conditionOf(where) } } : all;
  const values = { $map: { input: some, as: 'item', in: `$$item.${key}` } };
  const having = (value: unknown) => ({ $elemMatch: { ...(where && matchOf(where)), [key]: value } });
  return {
    expression: { $filter: { input: values, as: 'item', cond: { $gt: ['$$item', null] } } },
    of: record =>
      ((listOf(record) ?? []) as unknown[])
        .filter(item => !where || meets(item, where))
        .map(valueOf)
        .filter(value => value !== null),
    having: value => ({ [list]: having(value) }),
    havingNone: { [list]: { $not: having({ $ne: null }) } },
  };
}

const conditionOf = (where: Where): Expression =>
  'among' in where
    ? { $in: [`$$item.${where.key}`, where.among] }
    : { $ne: [`$$item.${where.key}`, where.not] };

/** The items that meet a condition, inside an `$elemMatch`. */
export const matchOf = (where: Where): Match => ({
  [where.key]: 'among' in where ? { $in: where.among } : { $ne: where.not },
});

function meets(item: unknown, where: Where): boolean {
  const value = (item as Values)[where.key];
  return 'among' in where ? where.among.includes(value as string) : value !== where.not;
}

/** Facts that are items, as a list. */
export const itemsOf = (facts: unknown): readonly FacetItem[] =>
  Array.isArray(facts) ? facts : facts === null ? [] : [facts as FacetItem];

/** The items of several facts together. */
export const joined = (...facts: readonly Items[]): Items => ({
  expression: {
    $reduce: {
      input: facts.map(({ expression }) => expression),
      initialValue: [],
      in: {
        $concatArrays: [
          '$$value',
          { $cond: [{ $isArray: '$$this' }, '$$this', { $setDifference: [['$$this'], [null]] }] },
        ],
      },
    },
  },
  of: record => facts.flatMap(one => itemsOf(one.of(record))),
  having: value => ({ $or: facts.map(one => one.having(value)) }),
  havingNone: { $and: facts.map(one => one.havingNone) },
});

/** Several facts of a record side by side. */
export const allOf = (...facts: readonly Facts[]): Facts => ({
  expression: facts.map(({ expression }) => expression),
  of: record => facts.map(one => one.of(record)),
});

/** Of a day that is known to the month or year, the first and last that it may be; null where none is stated. */
export function daysAt(key: string): Facts {
  const days = allOf(factAt(`${key}.from`), factAt(`${key}.to`));
  const read = readerOf(key);
  return {
    expression: { $cond: [{ $gt: [`$${key}`, null] }, [`$${key}.from`, `$${key}.to`], null] },
    of: record => (read(record) === null ? null : days.of(record)),
  };
}
