import { isDeepStrictEqual } from 'node:util';
import { emptyValues, type Fields, type RecordOf } from './fields.ts';
import type { Filter } from './filters.ts';
import type { KeptRecord, Listed, Noun, Shown } from './noun.ts';
import { rights as allRights, type Right } from './permissions.ts';
import { statementFields, type Statement } from './statement.ts';

/** Who reads, as far as what is read depends on it. */
export interface Sight {
  readonly rights: ReadonlySet<Right>;
}

/** What everybody may see. */
export const openly: Sight = { rights: new Set() };

/** All there is. */
export const everything: Sight = { rights: new Set(Object.keys(allRights) as Right[]) };

/** What is withheld, too: who edits may see all of it, so that saving removes nothing. */
export const forEditing = ({ rights }: Sight): Sight => ({ rights: new Set([...rights, 'withheld:read']) });

/** What a file shows of what its maker may see: nothing withheld. */
export const forFiles = ({ rights }: Sight): Sight => ({
  rights: new Set([...rights].filter(right => right !== 'withheld:read')),
});

/** A kind of record as one reader sees it: all that is read and shown of it is, and nothing is written by it. */
export interface VisibleNoun<F extends Fields = Fields, D = unknown> extends Shown<F, D> {
  /** What they see of a record. */
  see(record: KeptRecord<F, D>): KeptRecord<F, D>;
  /** Whether they may not know that it is there. */
  conceals(record: KeptRecord<F, D>): boolean;
}

/** The one place that says what a reader may see of a kind of record (decision 0065). */
export function visibleTo<F extends Fields, D>(noun: Noun<F, D>, { rights }: Sight): VisibleNoun<F, D> {
  const isAllSeen = rights.has('withheld:read');
  const hidden = hiddenFields(noun.fields, { rights });
  const see = (record: KeptRecord<F, D>) => without(noun.fields, record, hidden);
  return {
    ...(hidden.size === 0 ? noun : narrowed<Noun<F, D>>(noun, hidden)),
    see: record => see(isAllSeen ? record : (noun.mask?.(record) ?? record)),
    conceals: record => !isAllSeen && noun.isWithheld?.(record) === true,
  };
}

/**
 * The rights of a reader on which depends what they see of a kind of record: what is kept for one may be shown to whoever has
 * the same ones, and to nobody else.
 */
export function rightsSeeing(fields: Fields, { rights }: Sight): readonly Right[] {
  const deciding = Object.values(fields).flatMap(({ right }) => right ?? []);
  return [...new Set<Right>(['withheld:read', ...deciding])].filter(right => rights.has(right)).toSorted();
}

/** The fields that a reader may see. */
export function visibleFields<F extends Fields>(fields: F, sight: Sight): F {
  const hidden = hiddenFields(fields, sight);
  return hidden.size === 0 ? fields : picked(fields, (_field, key) => !hidden.has(key));
}

/**
 * A record without what takes any right: of this alone follows what everybody has of it, such as the words it is found by
 * and its warnings.
 */
export const openPart = <R extends object>(fields: Fields, record: R): R =>
  without(fields, record, hiddenFields(fields, openly));

/** What a reader writes of a record, without what they do not see, and with what sources state of that. */
export function withUnseen(
  fields: Fields,
  record: Readonly<RecordOf>,
  values: Readonly<RecordOf>,
  sight: Sight,
): Readonly<RecordOf> {
  const hidden = hiddenFields(fields, sight);
  if (hidden.size === 0) return values;
  const [before, after] = [without(fields, record, hidden), without(fields, values, hidden)];
  const written = Object.keys(values).flatMap(key => {
    if (hidden.has(key)) return [];
    if (fields[key]?.items !== statementFields) return [[key, values[key]]];
    if (isDeepStrictEqual(after[key], before[key])) return [[key, record[key]]];
    const unseen = (record[key] as Statement[]).filter(({ field }) => hidden.has(field));
    return [[key, [...(after[key] as Statement[]), ...unseen]]];
  });
  return Object.fromEntries(written) as RecordOf;
}

const hiddenFields = (fields: Fields, { rights }: Sight): ReadonlySet<string> =>
  new Set(
    Object.entries(fields).flatMap(([key, { right }]) =>
      right === undefined || rights.has(right) ? [] : [key],
    ),
  );

const picked = <T extends object>(all: T, isWanted: (one: T[keyof T], key: string) => boolean): T =>
  Object.fromEntries(Object.entries(all).filter(([key, one]) => isWanted(one, key))) as T;

/** A kind of record whose URLs, columns and descriptions do not know some of its fields, nor what is chosen, sorted or summed by them. */
function narrowed<N extends Listed>(noun: N, hidden: ReadonlySet<string>): N {
  const isOpen = (expression: unknown) => !pathsIn(expression).some(path => hidden.has(path));
  const filters = picked(noun.filters, ({ facts }: Filter) => isOpen(facts.expression));
  const sorts = picked(noun.sorts, by => isOpen(typeof by === 'string' ? `$${by}` : by.facts.expression));
  return {
    ...noun,
    fields: picked(noun.fields, (_field, key) => !hidden.has(key)),
    columns: noun.columns.filter(({ key }) => !hidden.has(key)),
    ...(noun.furtherColumns && {
      furtherColumns: noun.furtherColumns.filter(({ reads }) => !reads.some(path => hidden.has(path))),
    }),
    view: noun.view?.reads.some(key => hidden.has(key)) ? undefined : noun.view,
    filters,
    facets: noun.facets.filter(key => Object.hasOwn(filters, key)),
    ...(noun.totals && { totals: noun.totals.filter(path => isOpen(`$${path}`)) }),
    sorts,
  };
}

/** The fields that an expression of MongoDB reads: `$participants.name` reads `participants`. */
function pathsIn(expression: unknown): string[] {
  if (typeof expression === 'string') return /^\$(?!\$)([^.]+)/.exec(expression)?.slice(1) ?? [];
  if (typeof expression !== 'object' || expression === null || expression instanceof Date) return [];
  return Object.values(expression).flatMap(pathsIn);
}

/** A record with some fields as if nothing were known of them: nor do sources state anything of them. */
function without<R extends object>(fields: Fields, record: R, hidden: ReadonlySet<string>): R {
  if (hidden.size === 0) return record;
  const seen = Object.entries(record).map(([key, value]: [string, unknown]) => {
    const field = fields[key];
    if (field && hidden.has(key)) return [key, emptyValues[field.kind]()];
    if (field?.items !== statementFields) return [key, value];
    return [key, (value as Statement[]).filter(one => !hidden.has(one.field))];
  });
  return Object.fromEntries(seen) as R;
}
