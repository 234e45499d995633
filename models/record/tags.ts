import { texts } from './fields.ts';
import { listFilter, missing } from './filters.ts';
import type { Label } from '../values/format.ts';

/** Tags a record carries at most. */
export const mostTags = 50;

const label: Label = { en: 'Tags', nl: 'Labels' };
const none: Label = { en: 'none', nl: 'geen' };

/** Words people group records by: at most 50 of at most 50 characters, whatever their case. */
export const tags = () =>
  texts(label, {
    max: mostTags,
    maxEach: 50,
    isCaseless: true,
    emptyMeans: none,
    hint: {
      en: 'One a line, or separated by semicolons.',
      nl: 'Eén per regel, of gescheiden door puntkomma’s.',
    },
  });

/** Records with a tag, in any case; `none` are those without any. */
export const tagFilter = listFilter(label, 'tags', { [missing]: { en: 'No tags', nl: 'Geen labels' } });

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The tags with those added that are not among them in any case. */
export const withTags = (own: readonly string[], added: readonly string[]): string[] => [
  ...own,
  ...added.filter(tag => !own.some(one => isSame(one, tag))),
];

/** The tags without those, in any case. */
export const withoutTags = (own: readonly string[], removed: readonly string[]): string[] =>
  own.filter(tag => !removed.some(one => isSame(one, tag)));
