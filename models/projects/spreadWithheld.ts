import type { ClientSession } from 'mongoose';
import type { KeptRecord, Noun, Written } from '../record/noun.ts';
import { organisations } from '../organisations/organisation.ts';
import { openParticipation } from './projectFilters.ts';
import type { Project, projectFields, ProjectDerived } from './project.ts';
import { coordinatorOf } from './projectRules.ts';
import { noteWritten } from '../record/record.ts';
import type { Match } from '../record/facts.ts';

type Collections = Pick<Noun, 'current' | 'versions'>;

/**
 * Keeps true what follows from withheld participations of projects, in the transaction that writes these.
 *
 * The withheld flag is a protection of today, not a fact of its time: it also rules what earlier versions show, and
 * whether an organisation appears at all (only through withheld participations: nowhere).
 */
export const spreadWithheldIn =
  (collections: Collections) =>
  async (
    written: readonly Written<typeof projectFields, ProjectDerived>[],
    session: ClientSession,
  ): Promise<void> => {
    const open = new Set<string>();
    const doubtful = new Set<string>();
    for (const { record, previous } of written) {
      await spreadToVersions(collections, record, previous, session);
      const shown = new Set(
        record.participants.flatMap(one => (one.isWithheld ? [] : (one.organisation?.id ?? []))),
      );
      for (const one of [...(previous?.participants ?? []), ...record.participants]) {
        const id = one.organisation?.id;
        if (id !== undefined) (shown.has(id) ? open : doubtful).add(id);
      }
    }
    // One that takes part here in the open is shown, whatever else is: it need not be counted.
    const wrongly = await organisations.current
      .find({ _id: { $in: [...open] }, isWithheld: true }, { _id: 1 })
      .session(session)
      .lean<{ _id: string }[]>();
    await showOrganisations(
      wrongly.map(({ _id }) => _id),
      true,
      session,
    );
    const doubted = [...doubtful].filter(id => !open.has(id));
    await judgeOrganisations(collections, doubted, session);
  };

async function spreadToVersions(
  collections: Collections,
  project: KeptRecord<typeof projectFields, ProjectDerived>,
  previous: Project | null,
  session: ClientSession,
): Promise<void> {
  if (!previous) return;
  const before = new Map(previous.participants.map(one => [one.organisation?.id, one.isWithheld]));
  const changed = project.participants.filter(
    ({ organisation, isWithheld }) => organisation && before.get(organisation.id) !== isWithheld,
  );
  if (changed.length === 0) return;
  for (const isWithheld of [true, false]) {
    const ids = changed.flatMap(one => (one.isWithheld === isWithheld ? (one.organisation?.id ?? []) : []));
    if (ids.length === 0) continue;
    await collections.versions.updateMany(
      { recordId: project.id, 'participants.organisation.id': { $in: ids } },
      { $set: { 'participants.$[one].isWithheld': isWithheld } },
      { arrayFilters: [{ 'one.organisation.id': { $in: ids } }], session },
    );
  }
  // Earlier versions keep the coordinator's name for lists: it follows the flag too.
  const earlier = collections.versions.find({ recordId: project.id });
  for (const version of await earlier.session(session).lean<(Project & { _id: unknown })[]>()) {
    const $set = { coordinator: coordinatorOf(version) };
    await collections.versions.updateOne({ _id: version._id }, { $set }, { session });
  }
}

/** Finds participations that are withheld, which are few: `participants.organisation.id` alone leads to all. */
export const withheldIndex = { 'participants.isWithheld': 1, 'participants.organisation.id': 1 } as const;

/**
 * Whether organisations that are not shown here are shown by other projects. It matters only to one that is withheld, or
 * takes part somewhere without being shown: of the others nothing can change.
 */
async function judgeOrganisations(
  { current }: Collections,
  ids: readonly string[],
  session: ClientSession,
): Promise<void> {
  if (ids.length === 0) return;
  const withheld = await organisations.current
    .find({ _id: { $in: ids }, isWithheld: true }, { _id: 1 })
    .session(session)
    .lean<{ _id: string }[]>();
  const isHidden = { isWithheld: true, 'organisation.id': { $in: ids } };
  const hiding = await current
    .find(
      { 'participants.isWithheld': true, participants: { $elemMatch: isHidden } },
      { 'participants.isWithheld': 1, 'participants.organisation.id': 1 },
    )
    .session(session)
    .lean<Pick<Project, 'participants'>[]>();
  const named = hiding.flatMap(({ participants }) =>
    participants.flatMap(one => (one.isWithheld ? (one.organisation?.id ?? []) : [])),
  );
  const doubted = new Set([...withheld.map(({ _id }) => _id), ...named]);
  await judgeDoubted(
    current,
    ids.filter(id => doubted.has(id)),
    session,
  );
}

async function judgeDoubted(
  current: Collections['current'],
  ids: readonly string[],
  session: ClientSession,
): Promise<void> {
  if (ids.length === 0) return;
  const participating = async (match: Match): Promise<ReadonlySet<string>> => {
    const found = await current
      .aggregate<{ _id: string }>([
        { $match: { 'participants.organisation.id': { $in: ids } } },
        { $project: { 'participants.organisation.id': 1, 'participants.isWithheld': 1 } },
        { $unwind: '$participants' },
        { $match: { 'participants.organisation.id': { $in: ids }, ...match } },
        { $group: { _id: '$participants.organisation.id' } },
      ])
      .session(session);
    return new Set(found.map(({ _id }) => _id));
  };
  // Taken out of its last project, a withheld organisation stays withheld.
  const takingPart = await participating({});
  const isOpen = Object.entries(openParticipation).map(([key, value]) => [`participants.${key}`, value]);
  const shown = await participating(Object.fromEntries(isOpen));
  const judged = ids.filter(id => takingPart.has(id));
  for (const isShown of [true, false])
    await showOrganisations(
      judged.filter(id => shown.has(id) === isShown),
      isShown,
      session,
    );
}

async function showOrganisations(
  ids: readonly string[],
  isShown: boolean,
  session: ClientSession,
): Promise<void> {
  if (ids.length === 0) return;
  const $set = { isWithheld: !isShown };
  for (const id of ids) noteWritten('organisation', id, session);
  await organisations.current.updateMany({ _id: { $in: ids }, isWithheld: isShown }, { $set }, { session });
  await organisations.versions.updateMany(
    { recordId: { $in: ids }, isWithheld: isShown },
    { $set },
    { session },
  );
}
