import type { Problem } from '../values/errors.ts';
import { isViewValue } from '../record/listView.ts';
import type { View } from '../record/listColumn.ts';
import type { Listed } from '../record/noun.ts';

/** The values of a key of a URL. */
type ValuesAt = (key: string) => readonly string[];

/** The key of a view without which it is none: the one that has no usual value. */
const firstOf = ({ view }: Listed): string | undefined =>
  Object.keys(view?.keys ?? {}).find(name => view?.keys[name]?.otherwise === undefined);

export const isOfView = ({ view }: Listed, key: string): boolean => Object.hasOwn(view?.keys ?? {}, key);

/** The view that a URL asks for, every key with its value; {} for none. */
export function viewIn(noun: Listed, valuesAt: ValuesAt, problems: Problem[]): View {
  const first = firstOf(noun);
  if (!noun.view || first === undefined) return {};
  if (valuesAt(first).length === 0) {
    const alone = Object.keys(noun.view.keys).filter(name => valuesAt(name).length > 0);
    problems.push(...alone.map(field => ({ field, type: 'query.together' })));
    return {};
  }
  const values = Object.entries(noun.view.keys).map(([name, key]) => {
    const [value = key.otherwise ?? '', ...others] = valuesAt(name);
    if (others.length > 0 || !isViewValue(key, value))
      problems.push({ field: name, type: 'query.value', values: { value: others.at(-1) ?? value } });
    return [name, value] as const;
  });
  const view = Object.fromEntries(values);
  const refused = problems.length > 0 ? null : noun.view.refuses(view);
  if (refused !== null) problems.push({ field: refused, type: 'query.together' });
  return view;
}
