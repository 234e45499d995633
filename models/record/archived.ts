import { factAt } from './facts.ts';
import { instant, text, type Fields } from './fields.ts';
import { optionFilter, optionsOf, type Filter } from './filters.ts';
import type { Label } from '../values/format.ts';
import { reference } from './referenceFields.ts';

/** What the program keeps of a record that was archived; all null while it is not. */
export const archiveFields = () =>
  ({
    archivedAt: instant({ en: 'Archived at', nl: 'Gearchiveerd op' }, { readOnly: true }),
    archivedBy: reference({ en: 'Archived by', nl: 'Gearchiveerd door' }, 'user', { readOnly: true }),
    archivedFor: text(
      { en: 'Reason for archiving', nl: 'Reden van archivering' },
      { max: 2000, readOnly: true },
    ),
  }) satisfies Fields;

const states = {
  no: { en: 'Not archived', nl: 'Niet gearchiveerd' },
  yes: { en: 'Archived', nl: 'Gearchiveerd' },
  any: { en: 'Archived or not', nl: 'Wel of niet gearchiveerd' },
} as const satisfies Record<string, Label>;

/** `archived=no` unless the URL says otherwise: what is archived is in no list, count, coverage or file. */
export const archivedFilter: Filter = {
  ...optionFilter({ en: 'Archive', nl: 'Archief' }, () => optionsOf(states), {
    takes: Object.keys(states),
    facts: factAt('archivedAt'),
    predicate: {
      reads: 'question',
      holds: value => at => value === 'any' || (value === 'yes') === (at !== null),
    },
    match: value => {
      if (value === 'any') return {};
      return { archivedAt: value === 'yes' ? { $ne: null } : null };
    },
  }),
  words: states,
  otherwise: 'no',
};
