import { fold } from '../record/search.ts';
import {
  confidenceOf,
  type Fact,
  type FileConfidence,
  type ReferenceData,
  type ReferenceParticipant,
  type ReferenceSources,
} from './referenceData.ts';
import { decimalText, isUsable, plainText, sourceText } from './stating.ts';

export type Coordinator = Fact<{ name: string; country: string }>;

/** The country of a record, where a source states it; null where it is general knowledge only. */
export const confirmedCountry = (country: string | null, confidence: FileConfidence | undefined) =>
  confidence === 'general knowledge, unverified' || confidence === 'not found' ? null : country;

function participantFrom(one: ReferenceParticipant, sources: ReferenceSources): object {
  const country = confirmedCountry(one.country, one.countryConfidence);
  const note = [
    country === null && 'country not confirmed by a source',
    one.participantNo !== undefined && `participant number ${one.participantNo}`,
    one.note,
    `source: ${sourceText(one.source, sources)} (${confidenceOf[one.confidence]})`,
  ];
  return {
    name: one.name,
    pic: one.pic,
    country,
    role: one.role,
    euContribution: one.ecContribution === undefined ? null : decimalText(one.ecContribution),
    note: plainText(note.filter(Boolean).join('; '), sources),
  };
}

/**
 * The participants, with the coordinator among them where a source states one: marked where it takes part under a
 * variant of the name, added where it is not listed.
 */
export function participantsFrom(
  listed: readonly ReferenceParticipant[],
  coordinator: Coordinator,
  sources: ReferenceSources,
): object[] {
  const { value } = coordinator;
  const isMissing =
    value !== null && isUsable(coordinator) && !listed.some(({ role }) => role === 'coordinator');
  if (!isMissing) return listed.map(one => participantFrom(one, sources));
  const isSame = ({ name }: ReferenceParticipant) =>
    fold(name).startsWith(fold(value.name)) || fold(value.name).startsWith(fold(name));
  const variant = listed.find(isSame);
  const { source, confidence } = coordinator;
  const marked = variant
    ? listed.map(one => (one === variant ? { ...one, role: 'coordinator' } : one))
    : [{ ...value, role: 'coordinator', source, confidence }, ...listed];
  return marked.map(one => participantFrom(one, sources));
}

/** `Name (ES)` → name and country. */
export function coordinatorNamed(printed: string): { name: string; country: string } {
  const [, name = printed, country = ''] = /^(.*) \(([A-Z]{2})\)$/.exec(printed) ?? [];
  return { name, country };
}

/** The organisations that take part, as a person would type them into our fields. */
export function organisationsFrom({
  organisations,
  projects,
  related_projects: related,
}: ReferenceData): object[] {
  const participants = projects.flatMap(one => one.participants);
  const listed = organisations.map(({ name, country, pic, countryConfidence }) => ({
    name,
    pic,
    country: confirmedCountry(country, countryConfidence),
    nationalId: participants.find(one => one.name === name && one.nationalId)?.nationalId,
  }));
  const coordinators = related
    .flatMap(({ coordinator }) => coordinator ?? [])
    .map(coordinatorNamed)
    .filter(one => !organisations.some(({ name }) => name === one.name));
  return [...listed, ...coordinators];
}
