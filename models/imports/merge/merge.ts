import type { Field, Fields, Reference, Values } from '../../record/fields.ts';
import type { Importable, MergeHow } from '../../record/importable.ts';
import { canonical, isOfTheFile, shortDigest } from './canonical.ts';

export interface MergeInput {
  of: Pick<Importable, 'noun' | 'sides'>;
  /** The record as it is now. */
  ours: Values;
  /** What the file states; links lead to the records they mean where these exist. */
  theirs: Values;
  /** Digests by field of what was there when the two last agreed; absent where nobody knows. */
  base: Readonly<Record<string, string>>;
  how: MergeHow;
}

export interface Merged {
  /** What is to be written, in the order of the fields. */
  changes: { field: string; before: unknown; after: unknown }[];
  /** Where both say something, and neither is the value they last had in common. */
  conflicts: { field: string; ours: unknown; theirs: unknown }[];
}

const isEmpty = (text: string): boolean => text === '';

/**
 * Merges what a file states into a record, field by field, three ways: what did not change on one side gives way to the
 * other, and what changed on both is a conflict. What the file does not state is never touched.
 */
export function mergeRecord(input: MergeInput): Merged {
  const { of, ours, theirs, base, how } = input;
  const merged: Merged = { changes: [], conflicts: [] };
  const ofFile: Merged['changes'] = [];
  for (const [key, field] of Object.entries(of.noun.fields)) {
    if (!(key in theirs) || field.isReadOnly) continue;
    const sides = sidesOf(key, field, input);
    const side = decideField(field, sides.ours, sides.theirs, base[key], how);
    if (side === 'same' || side === 'ours') continue;
    if (side === 'theirs')
      (isOfTheFile(key) ? ofFile : merged.changes).push({
        field: key,
        before: ours[key] ?? null,
        after: sides.after,
      });
    else if (!isOfTheFile(key))
      merged.conflicts.push({ field: key, ours: ours[key] ?? null, theirs: sides.after });
  }
  if (merged.changes.length > 0) merged.changes.push(...ofFile);
  return merged;
}

/** What is compared of both sides, as texts, and the value that would be written. */
function sidesOf(key: string, field: Field, { of, ours: record, theirs: stated, how }: MergeInput) {
  const [ours, theirs] = [record[key], stated[key]];
  // An officer is written by name in a workbook: the one we have is no other for that.
  if (field.kind === 'reference' && ours && theirs) {
    const [known, meant] = [ours as Reference, theirs as Reference];
    const isSame = meant.id === '' && meant.identifier.toLowerCase() === known.identifier.toLowerCase();
    if (isSame) return { ours: known.id, theirs: known.id, after: ours };
  }
  // The code of a programme is stored as the programme has it, in whatever case it is written.
  if (field.noun === 'programme' && typeof ours === 'string' && typeof theirs === 'string') {
    if (ours.toLowerCase() === theirs.toLowerCase()) return { ours, theirs: ours, after: ours };
  }
  const sides = of.sides?.[key]?.(ours, theirs, how) ?? { ours, theirs, after: theirs };
  return {
    ours: canonical(field, sides.ours),
    theirs: canonical(field, sides.theirs),
    after: sides.after,
  };
}

function decideField(
  field: Field,
  ours: string,
  theirs: string,
  base: string | undefined,
  how: MergeHow,
): 'same' | 'ours' | 'theirs' | 'conflict' {
  if (ours === theirs) return 'same';
  if (isEmpty(theirs) && field.isRequired) return 'ours';
  if (how === 'ownFile') return 'theirs';
  if (base !== undefined) {
    if (shortDigest(theirs) === base) return 'ours';
    if (how !== 'ownFileChanged' && shortDigest(ours) === base) return 'theirs';
    return 'conflict';
  }
  if (how === 'ownFileChanged') return 'conflict';
  if (isEmpty(ours)) return 'theirs';
  // An empty cell contradicts nothing.
  if (isEmpty(theirs)) return 'ours';
  return how === 'named' ? 'theirs' : 'conflict';
}

/** The digests, by field, of what a record and the file that was merged into it agree on. */
export function baseOf(fields: Fields, stated: Values): Record<string, string> {
  const base: Record<string, string> = {};
  for (const key of Object.keys(stated)) {
    const field = fields[key];
    if (field && !field.isReadOnly && !isOfTheFile(key))
      base[key] = shortDigest(canonical(field, stated[key]));
  }
  return base;
}
