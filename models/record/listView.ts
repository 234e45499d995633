import type { Label } from '../values/format.ts';
import { isTaken } from './filters.ts';
import type { ListColumn } from './listColumn.ts';

/** Values of a list's URL that choose no records, but what is shown of each, by key; none for its usual columns alone. */
export type View = Readonly<Record<string, string>>;

export interface ViewKey {
  readonly label: Label;
  /** Which values make sense, with their words, or how one is written. */
  readonly takes: Readonly<Record<string, Label>> | RegExp;
  /** The value where the URL does not say it; the key that has none is the first, without which there is no view. */
  readonly otherwise?: string;
}

/** Columns that a list has beside its own where its URL asks for them. */
export interface ListView {
  readonly keys: Readonly<Record<string, ViewKey>>;
  /** A key whose value makes no sense beside the others; null where all do. */
  refuses(view: View): string | null;
  columns(view: View): readonly ListColumn[];
  /** The fields of a record that they are made from, and what is derived. */
  readonly reads: readonly string[];
}

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
