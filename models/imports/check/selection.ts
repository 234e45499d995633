import { valueFilter, isTakenBy, type Filter } from '../../record/filters.ts';
import type { Reference } from '../../record/fields.ts';
import { fold } from '../../record/search.ts';
import { callFields } from '../../calls/callFields.ts';
import { calls } from '../../calls/call.ts';
import { originFilter, projectFilters } from '../../projects/projectFilters.ts';
import type { Incoming, Selection } from '../../sources/contract/incoming.ts';

/** Whether anything was chosen: else everything is taken. */
export const isChosen = (selection: Selection): boolean =>
  Object.values(selection).some((list: readonly string[]) => list.length > 0);

/** What a choice asks of a project and of a call, by the filters of their lists; countries choose projects alone. */
const filtersOf: Readonly<Record<'project' | 'call', Partial<Record<string, Filter | undefined>>>> = {
  project: {
    programmes: projectFilters['programme'],
    topics: originFilter,
    countries: projectFilters['country'],
  },
  call: {
    programmes: calls.filters['programme'],
    topics: valueFilter(callFields.identifier.label, 'identifier'),
  },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const linkOf = (value: unknown): string => (value as Reference | null | undefined)?.identifier ?? '';

/**
 * Whether a project or call, as it would become, is one of those chosen: it meets every list that is not empty. Programmes,
 * topics and countries mean what they mean in the address of a list; names and words are found as a search finds them, case
 * and accents aside.
 */
export function isSelected(
  { noun, values }: Pick<Incoming, 'noun' | 'values'>,
  selection: Selection,
): boolean {
  const { identifiers, keywords, ...lists } = selection;
  const isProject = noun === 'project';
  const filters = filtersOf[isProject ? 'project' : 'call'];
  const names = isProject
    ? [textOf(values['grantAgreement']), textOf(values['acronym']), linkOf(values['call'])]
    : [textOf(values['identifier'])];
  const { title, objective, description, keywords: tags } = values;
  const texts = [title, objective, description, ...(Array.isArray(tags) ? tags : [])];
  const words = keywords.length === 0 ? '' : fold(texts.map(textOf).join(' '));
  // Signs alone are in no name: they choose nothing, not what has no name.
  const isFound = (wanted: readonly string[], isIn: (folded: string) => boolean) =>
    wanted.length === 0 || wanted.map(fold).some(one => one !== '' && isIn(one));
  return (
    Object.entries(lists).every(([key, wanted]) => {
      const filter = filters[key];
      return wanted.length === 0 || !filter || isTakenBy(filter, values, wanted);
    }) &&
    isFound(identifiers, one => names.some(name => fold(name) === one)) &&
    isFound(keywords, one => ` ${words} `.includes(` ${one} `))
  );
}
