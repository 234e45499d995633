import { parseCountry } from '../../values/country.ts';
import type { Reference } from '../../record/fields.ts';
import { fold } from '../../record/search.ts';
import type { Incoming, Selection } from '../../sources/contract/incoming.ts';

/** Whether anything was chosen: else everything is taken. */
export const isChosen = (selection: Selection): boolean =>
  Object.values(selection).some((list: readonly string[]) => list.length > 0);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const linkOf = (value: unknown): string => (value as Reference | null | undefined)?.identifier ?? '';
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether a project or call is one of those chosen: it meets every list that is not empty; case and accents aside. */
export function isSelected(
  { noun, values }: Pick<Incoming, 'noun' | 'values'>,
  selection: Selection,
): boolean {
  // Signs alone are in no name: they choose nothing, not what has no name.
  const isOneOf = (wanted: readonly string[], found: readonly string[]) =>
    wanted.length === 0 ||
    wanted.some(one => fold(one) !== '' && found.some(other => fold(other) === fold(one)));
  const { programmes, topics, identifiers, keywords } = selection;
  // People write EL and UK as the EU does; records hold GR and GB.
  const countries = selection.countries.map(one => parseCountry(one) ?? one);
  const identifier = textOf(values['identifier']);
  const isProject = noun === 'project';
  const words = fold(
    [values['title'], values['objective'], values['description'], ...listOf(values['keywords'])]
      .map(textOf)
      .join(' '),
  );
  return (
    isOneOf(programmes, [textOf(values['programme'])]) &&
    // What is call and topic in one is a project's call alone.
    isOneOf(topics, isProject ? [linkOf(values['topic']), linkOf(values['call'])] : [identifier]) &&
    isOneOf(
      identifiers,
      isProject
        ? [textOf(values['grantAgreement']), textOf(values['acronym']), linkOf(values['call'])]
        : [identifier],
    ) &&
    (keywords.length === 0 ||
      keywords.some(one => fold(one) !== '' && ` ${words} `.includes(` ${fold(one)} `))) &&
    (!isProject ||
      isOneOf(
        countries,
        listOf(values['participants']).map(one => (one as { country: string | null }).country ?? ''),
      ))
  );
}
