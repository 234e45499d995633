import { fold } from '../../record/search.ts';
import type { Incoming, RowProblem, Where } from './incoming.ts';
import type { Values, RecordOf } from '../../record/fields.ts';

/** What one place of a file states of an organisation. */
export interface StatedOrganisation {
  values: Values;
  where: Where;
  /** `YYYY-MM-DD`: a later statement goes before an earlier one. */
  statedOn: string | null;
  warnings: readonly RowProblem[];
}

/** The distinct organisations of a file. */
export interface OrganisationsFound {
  add(stated: StatedOrganisation): void;
  /** One that is only named, such as in a list without countries: made where there is none. */
  name(values: Values, where: Where): void;
  count(): number;
  all(): Iterable<Incoming>;
}

function keyOf(values: Values): string {
  const { pic, name, country } = values as Partial<Record<string, string | null>>;
  return pic ?? `${fold(name ?? '')}|${country ?? ''}`;
}

/** So many warnings of one organisation are told: a large one stands in thousands of rows, and a report row has an end. */
const mostTold = 100;

const isStated = (value: unknown): boolean => value !== null && value !== undefined;

/**
 * Organisations are one by PIC, else by folded name and country. Each field has what the latest place states that
 * states it; of places of one day it is the first.
 */
export function organisationsFound(): OrganisationsFound {
  const found = new Map<string, StatedOrganisation>();
  const named = new Map<string, Incoming>();
  return {
    add: stated => {
      const key = keyOf(stated.values);
      const known = found.get(key);
      if (!known) {
        found.set(key, stated);
        return;
      }
      const isLater = (stated.statedOn ?? '') > (known.statedOn ?? '');
      const values: RecordOf = { ...known.values };
      let isChanged = false;
      for (const [field, value] of Object.entries(stated.values)) {
        if (!isStated(value) || value === values[field] || (!isLater && isStated(values[field]))) continue;
        values[field] = value;
        isChanged = true;
      }
      if (!isChanged && !isLater && stated.warnings.length === 0) return;
      found.set(key, {
        values: isChanged ? values : known.values,
        where: known.where,
        statedOn: isLater ? stated.statedOn : known.statedOn,
        warnings: known.warnings.length < mostTold ? [...known.warnings, ...stated.warnings] : known.warnings,
      });
    },
    name: (values, where) => {
      const key = keyOf(values);
      if (!named.has(key))
        named.set(key, {
          noun: 'organisation',
          where,
          values,
          isNamedOnly: true,
          statedOn: null,
          warnings: [],
        });
    },
    count: () => found.size + named.size,
    *all() {
      for (const [key, one] of named) if (!found.has(key)) yield one;
      for (const { values, where, statedOn, warnings } of found.values())
        yield { noun: 'organisation', where, values, isForOthers: true, statedOn, warnings };
    },
  };
}
