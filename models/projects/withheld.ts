import type { KeptRecord } from '../record/noun.ts';
import type { Project, projectFields, ProjectDerived } from './project.ts';

/** An organisation with two participations is withheld in both or in neither: one name would tell of the other. */
export function withheldTogether(participants: Project['participants']): Project['participants'] {
  const withheld = new Set(participants.flatMap(one => (one.isWithheld ? [one.organisation?.id] : [])));
  return participants.map(one => ({ ...one, isWithheld: withheld.has(one.organisation?.id) }));
}

/** One line for all withheld participants, so that the contributions still add up. */
export function withoutWithheld(project: KeptRecord<typeof projectFields, ProjectDerived>) {
  const hidden = project.participants.filter(({ isWithheld }) => isWithheld);
  if (hidden.length === 0) return project;
  const stated = hidden.flatMap(one => one.euContribution ?? []);
  const line: Project['participants'][number] = {
    organisation: null,
    name: '',
    pic: null,
    country: null,
    role: null,
    activityType: null,
    euContribution: stated.length > 0 ? stated.reduce((sum, cents) => sum + cents, 0) : null,
    startsOn: null,
    endsOn: null,
    isWithheld: true,
    note: null,
  };
  return {
    ...project,
    participants: [...project.participants.filter(({ isWithheld }) => !isWithheld), line],
  };
}
