import { fold } from '../../record/search.ts';
import type { Incoming } from './incoming.ts';

type Stated = Pick<Incoming, 'noun' | 'values' | 'own'>;
type Values = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What stands for the number of a project that has none: its acronym and title, whatever their case, accents and signs. */
export const nameKeyOf = ({ programme, acronym, title }: Values): string =>
  `${textOf(programme).toLowerCase()} name ${fold(textOf(acronym))} | ${fold(textOf(title))}`;

/** Whether a project of a file can be found by its name alone: it has neither a number nor an id of ours. */
export const isByName = ({ noun, values, own }: Stated): boolean =>
  noun === 'project' && !own && !textOf(values['grantAgreement']) && fold(textOf(values['title'])) !== '';

/** Whether a title is all that a project is known by: two grants may well have the same. */
export const isByTitle = (stated: Stated): boolean =>
  isByName(stated) && fold(textOf(stated.values['acronym'])) === '';

/** The key of a record in a file, without case; null where it has none and can only be new. */
export function keyOf(stated: Stated): string | null {
  const { noun, values } = stated;
  const text = (key: string) => textOf(values[key]).toLowerCase();
  if (isByName(stated)) return nameKeyOf(values);
  if (noun === 'project')
    return text('grantAgreement') ? `${text('programme')} ${text('grantAgreement')}` : null;
  if (noun === 'call') return text('identifier') ? `${text('kind')} ${text('identifier')}` : null;
  return text('pic') || `${fold(textOf(values['name']))} ${textOf(values['country'])}`;
}
