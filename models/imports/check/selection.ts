import { isTakenBy } from '../../record/filters.ts';
import { textAt } from '../../record/importable.ts';
import { fold } from '../../record/search.ts';
import { importables } from '../../nouns.ts';
import type { Incoming, Selection } from '../../sources/contract/incoming.ts';

/** Whether anything was chosen: else everything is taken. */
export const isChosen = (selection: Selection): boolean =>
  Object.values(selection).some((list: readonly string[]) => list.length > 0);

const textsFound = ['title', 'objective', 'description'];

/**
 * Whether a record, as it would become, is one of those chosen: it meets every list that is not empty. Programmes,
 * topics and countries mean what they mean in the address of a list; countries choose those alone that have any. Names and
 * words are found as a search finds them, case and accents aside.
 */
export function isSelected(
  { noun, values }: Pick<Incoming, 'noun' | 'values'>,
  selection: Selection,
): boolean {
  const { identifiers, keywords, ...lists } = selection;
  const { filters, names } = importables[noun].chosenBy ?? { filters: {}, names: () => [] };
  const tags = (values['keywords'] ?? []) as readonly string[];
  const words =
    keywords.length === 0 ? '' : fold([...textsFound.map(key => textAt(values, key)), ...tags].join(' '));
  // Signs alone are in no name: they choose nothing, not what has no name.
  const isFound = (wanted: readonly string[], isIn: (folded: string) => boolean) =>
    wanted.length === 0 || wanted.map(fold).some(one => one !== '' && isIn(one));
  return (
    Object.entries(lists).every(([key, wanted]) => {
      const filter = filters[key];
      return wanted.length === 0 || (filter ? isTakenBy(filter, values, wanted) : key === 'countries');
    }) &&
    isFound(identifiers, one => names(values).some(name => fold(name) === one)) &&
    isFound(keywords, one => ` ${words} `.includes(` ${one} `))
  );
}
