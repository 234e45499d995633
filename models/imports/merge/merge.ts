import { normaliseActionType } from '../../projects/actionType.ts';
import type { Field, Fields, Reference } from '../../record/fields.ts';
import type { Participant } from '../../projects/project.ts';
import { fold } from '../../record/search.ts';
import { canonical, isOfTheFile, shortDigest } from './canonical.ts';

type Values = Readonly<Record<string, unknown>>;

export interface MergeInput {
  fields: Fields;
  /** The record as it is now. */
  ours: Values;
  /** What the file states; links lead to the records they mean where these exist. */
  theirs: Values;
  /** Digests by field of what was there when the two last agreed; absent where nobody knows. */
  base: Readonly<Record<string, string>>;
  /**
   * `source`: a source of its own. `ownFile`: a file of ours, edited; its record is as it was. `ownFileChanged`: the
   * same, and somebody changed the record since. `named`: nobody ever edited the record.
   */
  how: 'source' | 'ownFile' | 'ownFileChanged' | 'named';
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
export function mergeRecord({ fields, ours, theirs, base, how }: MergeInput): Merged {
  const merged: Merged = { changes: [], conflicts: [] };
  const ofFile: Merged['changes'] = [];
  for (const [key, field] of Object.entries(fields)) {
    if (!(key in theirs) || field.isReadOnly) continue;
    const sides = sidesOf(key, field, ours[key], theirs[key], how);
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

/** What is compared of both sides, and the value that would be written. */
function sidesOf(key: string, field: Field, ours: unknown, theirs: unknown, how: MergeInput['how']) {
  if (key === 'participants') {
    const before = (ours ?? []) as Participant[];
    const stated = ((theirs ?? []) as Participant[]).filter(({ name }) => name !== '');
    const isOwn = how === 'ownFile' || how === 'ownFileChanged';
    const { after, shown } = joinParticipants(before, stated, isOwn);
    return {
      ours: canonical(field, shown),
      theirs: canonical(
        field,
        after.filter(one => !before.includes(one) || shown.includes(one)),
      ),
      after,
    };
  }
  // The same organisation is written in capitals by one source and not by the next.
  if (key === 'name' && how !== 'ownFile' && typeof ours === 'string' && typeof theirs === 'string') {
    return fold(ours) === fold(theirs)
      ? { ours: ours, theirs: ours, after: ours }
      : { ours: ours, theirs: theirs, after: theirs };
  }
  // CORDIS wrote /RIA until 2021 and writes RIA since: neither is news.
  if (key === 'actionType' && how !== 'ownFile' && typeof ours === 'string' && typeof theirs === 'string') {
    if (normaliseActionType(ours) === normaliseActionType(theirs)) return { ours, theirs: ours, after: ours };
  }
  // An officer is written by name in a workbook: the one we have is no other for that.
  if (field.kind === 'reference' && ours && theirs) {
    const [known, stated] = [ours as Reference, theirs as Reference];
    const isSame = stated.id === '' && stated.identifier.toLowerCase() === known.identifier.toLowerCase();
    if (isSame) return { ours: known.id, theirs: known.id, after: ours };
  }
  if (key === 'rounds' && how === 'source') {
    const joined = joinRounds((ours ?? []) as Round[], (theirs ?? []) as Round[]);
    return { ours: canonical(field, ours), theirs: canonical(field, joined), after: joined };
  }
  return { ours: canonical(field, ours), theirs: canonical(field, theirs), after: theirs };
}

type Round = Readonly<{ call: Reference | null }>;

/** A file states the rounds it knows of; those of other calls stay. */
function joinRounds(ours: readonly Round[], theirs: readonly Round[]): Round[] {
  const callOf = ({ call }: Round): string => call?.identifier.toLowerCase() ?? '';
  const stated = new Set(theirs.map(callOf));
  return [...ours.filter(one => !stated.has(callOf(one))), ...theirs];
}

/**
 * Participants as a file states them, with what only we know of each: its link, that it is withheld, our note. One that
 * is withheld is in no file, so a file that lacks it does not say that it left.
 */
export function joinParticipants(
  ours: readonly Participant[],
  theirs: readonly Participant[],
  isOwn: boolean,
): { after: Participant[]; shown: Participant[] } {
  const left = new Set(ours);
  const after = theirs.map(one => {
    const known = takeMatch(left, one);
    if (!known) return one;
    const kept = { organisation: known.organisation, isWithheld: known.isWithheld };
    return isOwn ? { ...one, ...kept } : { ...one, ...kept, note: one.note ?? known.note };
  });
  const hidden = [...left].filter(({ isWithheld }) => isWithheld);
  return { after: [...after, ...hidden], shown: ours.filter(one => !hidden.includes(one)) };
}

/** The participation that is meant, the likeliest first: an organisation may take part in two roles. */
function takeMatch(left: Set<Participant>, one: Participant): Participant | null {
  const isSame = (other: Participant) =>
    one.pic !== null && other.pic !== null
      ? one.pic === other.pic
      : fold(one.name) === fold(other.name) &&
        (one.country ?? other.country) === (other.country ?? one.country);
  const same = [...left].filter(isSame);
  const found = same.find(({ role }) => role === one.role) ?? same[0] ?? null;
  if (found) left.delete(found);
  return found;
}

function decideField(
  field: Field,
  ours: string,
  theirs: string,
  base: string | undefined,
  how: MergeInput['how'],
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
