import type { ClientSession } from 'mongoose';
import { countryLabels } from './country.ts';
import type { Reference } from './fields.ts';
import { choiceFilter, valueFilter, withoutColumn } from './filters.ts';
import { collectionsOf, indexSorts, type Change, type Noun } from './noun.ts';
import { recall, remember } from './memo.ts';
import { activityTypes, organisationFields, type Organisation } from './organisationFields.ts';
import { claimName } from './organisationName.ts';
import { writeRecord } from './record.ts';
import { fold } from './search.ts';

export interface OrganisationDerived {
  /** The name folded: what participations without a PIC are matched by, together with the country. */
  nameKey: string;
  /** Known only from participations that are withheld: in no list, count or file. */
  isWithheld: boolean;
}

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
  columns: ['name', 'shortName', 'pic', 'country', 'activityType'],
  filters: {
    country: valueFilter({ en: 'Country', nl: 'Land' }, 'country', countryLabels),
    activityType: choiceFilter(
      { en: 'Activity type', nl: 'Soort activiteit' },
      'activityType',
      activityTypes,
    ),
    // Each organisation has another: as a column they would fill the memory, and the database has an index for them.
    pic: withoutColumn(valueFilter({ en: 'PIC', nl: 'PIC' }, 'pic')),
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
  identify: ({ name }) => name,
  findable: ({ name, shortName, pic, aliases }) => ({
    identifiers: [shortName, pic],
    words: [name, ...aliases],
  }),
  prepare: async record => record,
  prefetch: async (_records, stored, session) => {
    for (const one of stored) remember('organisation', JSON.stringify({ _id: one['_id'] }), one, session);
  },
  check: () => [],
  derive: async (record, id, session) => {
    const stored = id === null ? null : await findBy({ _id: id }, session);
    return { derived: { nameKey: fold(record.name), isWithheld: stored?.isWithheld ?? false }, warnings: [] };
  },
};

type StoredOrganisation = Organisation & OrganisationDerived & { _id: string };

async function findBy(
  match: Readonly<Record<string, unknown>>,
  session: ClientSession,
): Promise<StoredOrganisation | null> {
  return recall('organisation', JSON.stringify(match), session, async () =>
    collections.current.findOne(match).session(session).lean<StoredOrganisation>(),
  );
}

const byName = ({ pic, name, country: at }: Pick<Participating, 'pic' | 'name' | 'country'>) => ({
  nameKey: fold(name),
  country: at,
  ...(pic !== null && { pic: null }),
});

/** Reads at once the organisations of many participations. One that is not found is looked for again by itself. */
export async function prefetchOrganisations(
  participating: readonly Participating[],
  session: ClientSession,
): Promise<void> {
  if (participating.length === 0) return;
  const ids = new Set(participating.flatMap(one => one.organisation?.id || []));
  const pics = new Set(participating.flatMap(({ pic }) => pic ?? []));
  const unnamed = participating.filter(({ pic }) => pic === null);
  const any = [
    { _id: { $in: [...ids] } },
    { pic: { $in: [...pics] } },
    { nameKey: { $in: [...new Set(unnamed.map(({ name }) => fold(name)))] } },
  ];
  const found = await collections.current
    .find({ $or: any })
    .select({ name: 1, pic: 1, country: 1, activityType: 1, nameKey: 1, isWithheld: 1 })
    .session(session)
    .lean<StoredOrganisation[]>();
  for (const one of found) {
    remember('organisation', JSON.stringify({ _id: one._id }), one, session);
    if (one.pic !== null && one.pic !== undefined)
      remember('organisation', JSON.stringify({ pic: one.pic }), one, session);
    remember('organisation', JSON.stringify({ nameKey: one.nameKey, country: one.country }), one, session);
  }
}

/** What a participation says of its organisation. */
export interface Participating {
  organisation: Reference | null;
  name: string;
  pic: string | null;
  country: string | null;
  activityType: Organisation['activityType'];
}

/**
 * The organisation of a participation: the one it names, else the one with its PIC, else one of the same folded name
 * and country without another PIC, else a new one.
 */
export async function findOrAddOrganisation(
  one: Participating,
  change: Change,
  session: ClientSession,
): Promise<Reference> {
  const find = async (match: Readonly<Record<string, unknown>>) => findBy(match, session);
  const named = one.organisation && (await find({ _id: one.organisation.id }));
  const withPic = one.pic === null ? null : await find({ pic: one.pic });
  const fits =
    named &&
    fold(named.name) === fold(one.name) &&
    (one.pic === null || named.pic === one.pic || (named.pic === null && !withPic));
  const found = (fits ? named : null) ?? withPic ?? (await find(byName(one)));
  if (!found) {
    const { name, pic, country: at, activityType } = one;
    await claimName({ nameKey: fold(name), country: at }, session);
    const added = await writeRecord(
      organisations,
      { id: null, version: null, values: { name, pic, country: at, activityType } },
      change,
      session,
    );
    return { id: added.id, identifier: added.name };
  }
  const missing = {
    ...(found.pic === null && one.pic !== null && { pic: one.pic }),
    ...(found.country === null && one.country !== null && { country: one.country }),
    ...(found.activityType === null && one.activityType !== null && { activityType: one.activityType }),
  };
  if (Object.keys(missing).length > 0)
    await writeRecord(organisations, { id: found._id, version: null, values: missing }, change, session);
  return { id: found._id, identifier: found.name };
}
