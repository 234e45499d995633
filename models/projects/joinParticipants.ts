import { fold } from '../record/search.ts';
import type { Participant } from './project.ts';

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
