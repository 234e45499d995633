import type { Participant } from './project.ts';

/** What of participants their sum is made of. */
export type StatingParticipant = Pick<Participant, 'role' | 'euContribution'>;

/** The participants' contributions beside the project's: docs/domain.md §5. */
export interface ParticipantsSum {
  /** In cents, of all amounts that are stated, whatever the role. */
  sumCents: number;
  /** In cents; null while unknown. */
  projectCents: number | null;
  /** By how much, in cents, the sum is more than the project's contribution; null while that is unknown. */
  differenceCents: number | null;
  /** How many receive EU money, as their role says, and how many of them state no amount. */
  receiving: number;
  missing: number;
  /** How many receive none as a rule, so that none is missed: associated and international partners. */
  partners: number;
}

/** They receive no EU money, as a rule: that one of them states none leaves the sum complete. */
const rolesWithoutMoney: readonly Participant['role'][] = ['associatedPartner', 'internationalPartner'];

/** Adds up participants' contributions exactly, in whole cents. */
export function sumParticipants(
  participants: readonly StatingParticipant[],
  projectCents: number | null,
): ParticipantsSum {
  const receiving = participants.filter(({ role }) => !rolesWithoutMoney.includes(role));
  const sumCents = participants.reduce((total, { euContribution }) => total + (euContribution ?? 0), 0);
  return {
    sumCents,
    projectCents,
    differenceCents: projectCents === null ? null : sumCents - projectCents,
    receiving: receiving.length,
    missing: receiving.filter(({ euContribution }) => euContribution === null).length,
    partners: participants.length - receiving.length,
  };
}

/** By how much, in cents, the contributions differ from the project's; 0 where that cannot be said: one of them is missing. */
export function differenceOf({ differenceCents, receiving, missing }: ParticipantsSum): number {
  return receiving > 0 && missing === 0 ? (differenceCents ?? 0) : 0;
}
