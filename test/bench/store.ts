import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import type { Call } from '../../models/calls/callFields.ts';
import { timesOf, warningsOfCall } from '../../models/calls/callRules.ts';
import type { PartialDay } from '../../models/values/day.ts';
import { emptyRecord, type Fields, type RecordOf, type Reference } from '../../models/record/fields.ts';
import type { Change, Noun, Stored, Warning } from '../../models/record/noun.ts';
import { organisations, type OrganisationDerived } from '../../models/organisations/organisation.ts';
import type { Participant, Project } from '../../models/projects/project.ts';
import { derivedOf, warningsOfProject } from '../../models/projects/projectRules.ts';
import { projects } from '../../models/projects/projects.ts';
import { findableBy, fold } from '../../models/record/search.ts';
import { closedVersion } from '../../models/record/versions.ts';
import { attributeSupports } from '../../models/assessments/support.ts';
import { rewriteCallStatuses } from '../../server/database/callStatuses.ts';
import type { Portfolio, Writing } from './generate.ts';

const batch = 1000;

/** Documents on their way into one collection, in batches. */
interface Collection<T> {
  insertMany(documents: T[], options: { ordered: false }): Promise<unknown>;
}
function intoCollection<T>(model: { collection: Collection<T> }) {
  let waiting: T[] = [];
  let sending: Promise<unknown> = Promise.resolve();
  const send = async () => {
    const documents = waiting;
    waiting = [];
    await sending;
    sending =
      documents.length > 0 ? model.collection.insertMany(documents, { ordered: false }) : Promise.resolve();
  };
  return {
    add: async (document: T) => {
      waiting.push(document);
      if (waiting.length >= batch) await send();
    },
    end: async () => {
      await send();
      await sending;
    },
  };
}

const newId = (): string => new mongoose.Types.ObjectId().toHexString();

/** What the door stores of one record: its current document, and a closed version for each time it was written before. */
function documentsOf<F extends Fields, D extends object>(
  noun: Noun<F, D>,
  writings: readonly { record: RecordOf<F>; derived: D; warnings: Warning[]; change: Change }[],
  id = newId(),
) {
  const createdAt = writings[0]?.change.at as Date;
  const all = writings.map(({ record, derived, warnings, change }, index) => {
    const keeping = {
      version: index + 1,
      createdAt,
      updatedAt: change.at,
      updatedBy: change.by,
      warnings,
    };
    return { record, change, document: { ...record, ...derived, ...keeping } };
  });
  const stored: Stored[] = all.map(({ document, change: { at, source, reason } }) => ({
    ...document,
    versionId: new mongoose.Types.ObjectId(),
    validFrom: at,
    source,
    reason,
    statedOn: null,
    _id: id,
  }));
  const versions = stored
    .slice(0, -1)
    .map((one, index) => closedVersion(one, all[index + 1]?.change.at as Date));
  const last = all.at(-1) as (typeof all)[number];
  const { words, identifiers } = noun.findable(last.record);
  const current = { ...(stored.at(-1) as Stored), ...findableBy(words, identifiers) };
  return { id, current, versions };
}

type Documents<D> = ReturnType<typeof documentsOf<Fields, D & object>>;

async function insert<D>(noun: Noun<never, D>, stored: Iterable<Documents<D>>): Promise<void> {
  const current = intoCollection(noun.current);
  const versions = intoCollection(noun.versions);
  for (const one of stored) {
    await current.add(one.current);
    for (const version of one.versions) await versions.add(version);
  }
  await current.end();
  await versions.end();
}

/**
 * Stores a portfolio in bulk: the same documents as saving each record through the door would leave, in a minute
 * instead of hours. A test compares the two.
 */
export async function storePortfolio(portfolio: Portfolio): Promise<void> {
  const changeAt = (at: Date): Change => ({ by: portfolio.by, source: { kind: 'import' }, reason: null, at });
  const known = await storeCalls(portfolio.calls, changeAt);
  const register = organisationRegister(changeAt);
  await insert(
    projects as never,
    (function* stored() {
      for (const { versions } of portfolio.projects)
        yield projectDocuments(versions, known, register, changeAt);
    })(),
  );
  await insert(organisations as never, register.stored());
  await rewriteCallStatuses(name => mongoose.connection.collection(name));
}

interface KnownCall {
  link: Reference;
  opensOn: PartialDay | null;
}

async function storeCalls(writings: readonly Writing<Call>[], changeAt: (at: Date) => Change) {
  const known = new Map<string, KnownCall>();
  const stored = writings.map(({ versions }) => {
    const documents = documentsOf(
      calls,
      versions.map(({ values, at }) => {
        const change = changeAt(at);
        const record = {
          ...values,
          parent: values.parent && (known.get(values.parent.identifier)?.link ?? null),
          supports: attributeSupports(values.supports, [], change),
        };
        return { record, derived: timesOf(record, null), warnings: warningsOfCall(record), change };
      }),
    );
    const { identifier, opensOn } = documents.current as unknown as Call & { opensOn: PartialDay | null };
    known.set(identifier, { link: { id: documents.id, identifier }, opensOn });
    return documents;
  });
  await insert(calls as never, stored);
  return known;
}

/** What is kept of an organisation until all projects are written: its document is made when it is stored. */
interface Registered {
  link: Reference;
  first: Pick<Participant, 'name' | 'pic' | 'country' | 'activityType'>;
  at: Date;
  isShown: boolean;
}

/** The organisations that participations bring along, each written with the first project that names it. */
function organisationRegister(changeAt: (at: Date) => Change) {
  const all = new Map<string, Registered>();
  const keyOf = ({ pic, name, country }: Participant) => pic ?? `${fold(name)} ${country}`;
  const documentsFor = ({ link, first, at, isShown }: Registered): Documents<OrganisationDerived> => {
    const { name, pic, country, activityType } = first;
    const record = { ...emptyRecord(organisations.fields), name, pic, country, activityType };
    const derived = { nameKey: fold(name), isWithheld: !isShown };
    const writing = { record, derived, warnings: [], change: changeAt(at) };
    return documentsOf(organisations, [writing], link.id);
  };
  return {
    linkOf(one: Participant, at: Date): Reference {
      const known = all.get(keyOf(one));
      if (known) return known.link;
      const link = { id: newId(), identifier: one.name };
      all.set(keyOf(one), { link, first: one, at, isShown: false });
      return link;
    },
    show(one: Participant) {
      const known = all.get(keyOf(one));
      if (known && !one.isWithheld) known.isShown = true;
    },
    *stored() {
      for (const one of all.values()) yield documentsFor(one);
    },
  };
}

function projectDocuments(
  versions: Writing<Project>['versions'],
  known: ReadonlyMap<string, KnownCall>,
  register: ReturnType<typeof organisationRegister>,
  changeAt: (at: Date) => Change,
) {
  let previous: Project | null = null;
  const writings = versions.map(({ values, at }) => {
    const change = changeAt(at);
    const callFacts = values.call && known.get(values.call.identifier);
    const record: Project = {
      ...values,
      call: callFacts?.link ?? null,
      topic: values.topic && (known.get(values.topic.identifier)?.link ?? null),
      participants: values.participants.map(one => ({ ...one, organisation: register.linkOf(one, at) })),
      supports: attributeSupports(values.supports, previous?.supports ?? [], change),
    };
    previous = record;
    const warnings = warningsOfProject(record, { callOpensOn: callFacts?.opensOn ?? null });
    return { record, derived: derivedOf(record), warnings, change };
  });
  for (const one of versions.at(-1)?.values.participants ?? []) register.show(one);
  return documentsOf(projects, writings);
}
