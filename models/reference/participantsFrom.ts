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
    activityType: one.activityType,
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
  coordinator: Coordinator | undefined,
  sources: ReferenceSources,
): object[] {
  const value = coordinator?.value ?? null;
  const isListed = listed.some(({ role }) => role === 'coordinator');
  if (!coordinator || value === null || !isUsable(coordinator) || isListed)
    return listed.map(one => participantFrom(one, sources));
  const isSame = ({ name }: ReferenceParticipant) =>
    fold(name).startsWith(fold(value.name)) || fold(value.name).startsWith(fold(name));
  const variant = listed.find(isSame);
  const { source, confidence } = coordinator;
  const marked = variant
    ? listed.map(one => (one === variant ? { ...one, role: 'coordinator' } : one))
    : [{ ...value, role: 'coordinator', source, confidence }, ...listed];
  return marked.map(one => participantFrom(one, sources));
}

/** A known organisation, from the list and from what participations say of it. */
interface Known {
  name: string;
  pic: string | null;
  country: string | null;
  nationalId: string | undefined;
  shortName: string | undefined;
  activityType: string | undefined;
  city: string | undefined;
  aliases: string[];
}

const isNamedAlike = (one: Pick<Known, 'name' | 'country'>, other: Pick<Known, 'name' | 'country'>) =>
  fold(one.name) === fold(other.name) &&
  (one.country === other.country || one.country === null || other.country === null);

/** Takes over what a participation says of an organisation, where nothing else has said it. */
function join(known: Known[], participant: ReferenceParticipant): void {
  const { name, pic = null, legalName } = participant;
  const country = confirmedCountry(participant.country, participant.countryConfidence);
  let one =
    (pic !== null && known.find(other => other.pic === pic)) ||
    known.find(other => (pic === null || other.pic === null) && isNamedAlike(other, { name, country }));
  if (!one) {
    const nothing = { nationalId: undefined, shortName: undefined, activityType: undefined, city: undefined };
    one = { name, pic, country, aliases: [], ...nothing };
    known.push(one);
  }
  one.pic ??= pic;
  one.nationalId ??= participant.nationalId;
  one.shortName ??= participant.shortName;
  one.activityType ??= participant.activityType;
  one.city ??= participant.city;
  for (const other of [name, legalName]) {
    const isNew = other !== undefined && ![one.name, ...one.aliases].some(had => fold(had) === fold(other));
    if (isNew) one.aliases.push(other);
  }
}

/** The organisations that take part, as a person would type them into our fields. */
export function organisationsFrom({
  organisations,
  projects,
  related_projects: related,
}: ReferenceData): object[] {
  const known: Known[] = organisations.map(({ name, country, pic, countryConfidence }) => ({
    name,
    pic,
    country: confirmedCountry(country, countryConfidence),
    nationalId: undefined,
    shortName: undefined,
    activityType: undefined,
    city: undefined,
    aliases: [],
  }));
  const all = [...projects, ...related];
  for (const participant of all.flatMap(({ participants = [] }) => participants)) join(known, participant);
  for (const { coordinator, participants = [] } of all) {
    const isListed = participants.some(({ role }) => role === 'coordinator');
    if (coordinator?.value && !isListed) join(known, { ...coordinator, ...coordinator.value });
  }
  return known;
}
