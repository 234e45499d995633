import { importables } from '../../nouns.ts';
import type { Field } from '../../record/fields.ts';
import type { Importable } from '../../record/importable.ts';

/** What a field links to by the identifiers that files write; null for every other field. */
export function linkedBy({ kind, noun }: Pick<Field, 'kind' | 'noun'>): Importable | null {
  const importable = (importables as Partial<Record<string, Importable>>)[noun ?? ''];
  return kind === 'reference' && importable?.findLinked ? importable : null;
}
