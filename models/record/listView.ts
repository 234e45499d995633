import type { Label } from '../values/format.ts';
import { isTaken } from './filters.ts';
import type { ListView, View, ViewKey } from './listColumn.ts';

/** The values a key of a view takes, as filters say theirs. */
export const valuesTaken = ({ takes }: ViewKey): readonly string[] | RegExp =>
  takes instanceof RegExp ? takes : Object.keys(takes);

export const isViewValue = (key: ViewKey, value: string): boolean => isTaken(valuesTaken(key), value);

/** A noun whose URLs know no view: figures of a list have no columns. */
export function withoutView<N extends { readonly view?: ListView }>({
  view: _view,
  ...noun
}: N): Omit<N, 'view'> {
  return noun;
}

/** The view in words: each key with its value. */
export function describeView(list: ListView | undefined, view: View): { label: Label; value: Label }[] {
  return Object.entries(view).flatMap(([name, value]) => {
    const key = list?.keys[name];
    const words = key && (key.takes instanceof RegExp ? undefined : key.takes[value]);
    return key ? [{ label: key.label, value: words ?? { en: value, nl: value } }] : [];
  });
}
