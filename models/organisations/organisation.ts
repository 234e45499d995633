import mongoose, { type ClientSession } from 'mongoose';
import { countryLabels, isoCountry } from '../values/country.ts';
import type { Reference } from '../record/fields.ts';
import { factAt, type Match } from '../record/facts.ts';
import { choiceFilter, itemsFilter, exactFilter } from '../record/filters.ts';
import { fieldColumns } from '../record/listColumn.ts';
import { collectionsOf, indexSorts, type Change, type Noun } from '../record/noun.ts';
import { cached, cachedNow, keepAnswer } from '../record/transactionCache.ts';
import { activityTypes, organisationFields, type Organisation } from './organisationFields.ts';
import { claimNames } from './organisationName.ts';
import type { Write } from '../record/planWrite.ts';
import { writeRecords } from '../record/records.ts';
import { fold } from '../record/search.ts';

export type OrganisationDerived = {
  /** The name folded: what participations without a PIC are matched by, together with the country. */
  nameKey: string;
  /** Known only from participations that are withheld: in no list, count or file. */
  isWithheld: boolean;
};

const derivedStorage = { nameKey: String, isWithheld: { type: Boolean, default: false } };
const collections = collectionsOf('organisation', 'organisations', organisationFields, derivedStorage);
collections.current.schema.index(
  { pic: 1 },
  { unique: true, partialFilterExpression: { pic: { $type: 'string' } } },
);
collections.current.schema.index({ nameKey: 1, country: 1 });
// Few are withheld, and every report that names organisations asks which.
collections.current.schema.index({ isWithheld: 1 }, { partialFilterExpression: { isWithheld: true } });
indexSorts(collections.current, ['name', 'shortName', 'pic', 'country', 'activityType']);

export const organisations: Noun<typeof organisationFields, OrganisationDerived> = {
  name: 'organisation',
  path: 'organisations',
  label: {
    one: { en: 'Organisation', nl: 'Organisatie' },
    many: { en: 'Organisations', nl: 'Organisaties' },
  },
  fields: organisationFields,
  columns: fieldColumns(organisationFields, 'name', 'shortName', 'pic', 'country', 'activityType'),
  filters: {
    country: itemsFilter({ en: 'Country', nl: 'Land' }, factAt('country'), {
      spelled: isoCountry,
      count: { by: 'value', labels: countryLabels },
    }),
    activityType: choiceFilter(
      { en: 'Activity type', nl: 'Soort activiteit' },
      'activityType',
      activityTypes,
    ),
    pic: exactFilter(organisationFields.pic.label, factAt('pic')),
  },
  facets: ['country', 'activityType'],
  sorts: {
    name: 'name',
    shortName: 'shortName',
    pic: 'pic',
    country: 'country',
    activityType: 'activityType',
  },
  defaultSort: 'name',
  always: { isWithheld: { $ne: true } },
  ...collections,
  namedBy: ['name'],
  identify: ({ name }) => name,
  findable: ({ name, shortName, pic, aliases }) => ({
    identifiers: [shortName, pic],
    words: [name, ...aliases],
  }),
  prepare: async record => record,
  prefetch: async (_records, stored, session) => {
    for (const one of stored) keepAnswer('organisation', JSON.stringify({ _id: one['_id'] }), one, session);
  },
  check: () => [],
  isWithheld: ({ isWithheld }) => isWithheld,
  derive: async (record, id, session) => {
    const stored = id === null ? null : await findBy({ _id: id }, session);
    return { derived: { nameKey: fold(record.name), isWithheld: stored?.isWithheld ?? false }, warnings: [] };
  },
};

type StoredOrganisation = Organisation & OrganisationDerived & { _id: string };

async function findBy(match: Match, session: ClientSession): Promise<StoredOrganisation | null> {
  return cached('organisation', JSON.stringify(match), session, async () =>
    collections.current.findOne(match).session(session).lean<StoredOrganisation>(),
  );
}

const byName = ({ pic, name, country: at }: Pick<Participating, 'pic' | 'name' | 'country'>) => ({
  nameKey: fold(name),
  country: at,
  ...(pic !== null && { pic: null }),
});

/** What a participation says of its organisation. */
export interface Participating {
  organisation: Reference | null;
  name: string;
  pic: string | null;
  country: string | null;
  activityType: Organisation['activityType'];
}

/** The organisations that participations may mean: by id and PIC, and by name those without a PIC, or all of them. */
async function readOrganisations(
  participating: readonly Participating[],
  named: readonly Participating[],
  session: ClientSession | null,
): Promise<StoredOrganisation[]> {
  const ids = new Set(participating.flatMap(one => one.organisation?.id || []));
  const pics = new Set(participating.flatMap(({ pic }) => pic ?? []));
  const any = [
    { _id: { $in: [...ids] } },
    { pic: { $in: [...pics] } },
    { nameKey: { $in: [...new Set(named.map(({ name }) => fold(name)))] } },
  ];
  return collections.current
    .find({ $or: any })
    .select({ name: 1, pic: 1, country: 1, activityType: 1, nameKey: 1, isWithheld: 1 })
    .sort({ _id: 1 })
    .session(session)
    .lean<StoredOrganisation[]>();
}

/** Reads at once the organisations of many participations, for a batch of records to remember. */
export async function prefetchOrganisations(
  participating: readonly Participating[],
  session: ClientSession,
): Promise<void> {
  if (participating.length === 0) return;
  const unnamed = participating.filter(({ pic }) => pic === null);
  for (const one of await readOrganisations(participating, unnamed, session)) {
    keepAnswer('organisation', JSON.stringify({ _id: one._id }), one, session);
    if (one.pic !== null && one.pic !== undefined)
      keepAnswer('organisation', JSON.stringify({ pic: one.pic }), one, session);
    keepAnswer('organisation', JSON.stringify({ nameKey: one.nameKey, country: one.country }), one, session);
  }
}

type Question = { _id: string } | { pic: string } | ReturnType<typeof byName>;
/** Answers about organisations; undefined where it does not know whether there is one. */
type Find = (question: Question) => StoredOrganisation | null | undefined;

/**
 * The organisation of a participation: the one it names, else the one with its PIC, else one of the same folded name
 * and country without another PIC; null where there is none yet.
 */
function findFor(one: Participating, find: Find): StoredOrganisation | null | undefined {
  const named = one.organisation ? find({ _id: one.organisation.id }) : null;
  const withPic = one.pic === null ? null : find({ pic: one.pic });
  if (named === undefined || withPic === undefined) return undefined;
  const fits =
    named &&
    fold(named.name) === fold(one.name) &&
    (one.pic === null || named.pic === one.pic || (named.pic === null && !withPic));
  return (fits ? named : null) ?? withPic ?? find(byName(one));
}

/** What a participation states of its organisation that is not known yet. */
const missingIn = (
  known: StoredOrganisation,
  one: Participating,
): Partial<Pick<Organisation, 'pic' | 'country' | 'activityType'>> => ({
  ...(known.pic === null && one.pic !== null && { pic: one.pic }),
  ...(known.country === null && one.country !== null && { country: one.country }),
  ...(known.activityType === null && one.activityType !== null && { activityType: one.activityType }),
});

const referenceTo = ({ _id, name }: StoredOrganisation): Reference => ({ id: _id, identifier: name });

/** The organisations of participations as far as a batch remembers them; null where one is to be looked up or written. */
function findRemembered(participating: readonly Participating[], session: ClientSession): Reference[] | null {
  const find: Find = question =>
    cachedNow('organisation', JSON.stringify(question), session) as ReturnType<Find>;
  const references: Reference[] = [];
  for (const one of participating) {
    const found = findFor(one, find);
    if (!found || Object.keys(missingIn(found, one)).length > 0) return null;
    references.push(referenceTo(found));
  }
  return references;
}

/** Organisations as they are, and as they become while participations are gone through. */
function organisationsAmong(stored: readonly StoredOrganisation[]) {
  const byId = new Map<string, StoredOrganisation>();
  const [byPic, byKey] = [new Map<string, string>(), new Map<string, string[]>()];
  const put = (one: StoredOrganisation): void => {
    if (!byId.has(one._id)) byKey.set(one.nameKey, [...(byKey.get(one.nameKey) ?? []), one._id]);
    byId.set(one._id, one);
    if (one.pic !== null) byPic.set(one.pic, one._id);
  };
  const find: Find = question => {
    if ('_id' in question) return byId.get(question._id) ?? null;
    if (!('nameKey' in question)) return byId.get(byPic.get(question.pic) ?? '') ?? null;
    const alike = (byKey.get(question.nameKey) ?? []).flatMap(id => byId.get(id) ?? []);
    const isIt = ({ pic, country: at }: StoredOrganisation) =>
      at === question.country && (!('pic' in question) || pic === null);
    return alike.find(isIt) ?? null;
  };
  for (const one of stored) put({ ...one, pic: one.pic ?? null, activityType: one.activityType ?? null });
  return { find, put };
}

/** The organisations that saving participations would find, in their order; null where it would make one. */
export async function recogniseOrganisations(
  participating: readonly Participating[],
): Promise<(Reference | null)[]> {
  if (participating.length === 0) return [];
  const { find } = organisationsAmong(await readOrganisations(participating, participating, null));
  return participating.map(one => {
    const found = findFor(one, find);
    return found ? referenceTo(found) : null;
  });
}

/**
 * The organisations of participations, in their order: those there are, with what the participations add to them, and new
 * ones. All of them are read at once and written at once, for a project may have thousands of new participants.
 */
export async function findOrAddOrganisations(
  participating: readonly Participating[],
  change: Change,
  session: ClientSession,
): Promise<Reference[]> {
  const remembered = findRemembered(participating, session);
  if (remembered) return remembered;
  const { find, put } = organisationsAmong(await readOrganisations(participating, participating, session));
  const added = new Map<string, StoredOrganisation>();
  const filled = new Map<string, Partial<Organisation>>();
  const references = participating.map(one => {
    const { name, pic, country: at, activityType } = one;
    const found = findFor(one, find);
    const _id = found?._id ?? new mongoose.Types.ObjectId().toHexString();
    const own = { _id, name, pic, country: at, activityType, nameKey: fold(name), isWithheld: false };
    const missing = found ? missingIn(found, one) : {};
    const known = found ? { ...found, ...missing } : (own as StoredOrganisation);
    put(known);
    if (!found || added.has(_id)) added.set(_id, known);
    else if (Object.keys(missing).length > 0) filled.set(_id, { ...filled.get(_id), ...missing });
    return referenceTo(known);
  });
  await claimNames([...added.values()], session);
  await writeOrganisations(
    [
      ...[...added.values()].map(({ _id, name, pic, country: at, activityType }) => {
        const values = { name, pic, country: at, activityType };
        return { id: _id, version: null, isNew: true as const, values };
      }),
      ...[...filled].map(([id, values]) => ({ id, version: null, values })),
    ],
    change,
    session,
  );
  return references;
}

const mostAtOnce = 500;

/** @throws {ExpectedError} where one of them is refused */
async function writeOrganisations(writes: readonly Write[], change: Change, session: ClientSession) {
  for (let start = 0; start < writes.length; start += mostAtOnce) {
    const some = writes.slice(start, start + mostAtOnce);
    for (const wrote of await writeRecords(organisations, some, change, session))
      if ('refused' in wrote) throw wrote.refused;
  }
}
