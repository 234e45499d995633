import type { ClientSession } from 'mongoose';
import type { Reference, Values } from '../record/fields.ts';
import { valueFilter } from '../record/filters.ts';
import { textAt, textsAt, type Importable } from '../record/importable.ts';
import { callFields, callKinds } from './callFields.ts';
import { calls } from './call.ts';

const identifierOf = (values: Values): string => textAt(values, 'identifier').toLowerCase();
const keyOf = (values: Values): string => `${textAt(values, 'kind').toLowerCase()} ${identifierOf(values)}`;
const aliasesOf = (values: Values): string[] =>
  ((values['aliases'] ?? []) as string[]).map(alias => alias.toLowerCase());

/** Whether projects alone name it. */
const isOnlyNamed = (call: Values): boolean => call['knownFrom'] === 'projects';

type Round = Readonly<{ call: Reference | null }>;

/** A file states the rounds it knows of; those of other calls stay. */
function joinRounds(ours: readonly Round[], theirs: readonly Round[]): Round[] {
  const callOf = ({ call }: Round): string => call?.identifier.toLowerCase() ?? '';
  const stated = new Set(theirs.map(callOf));
  return [...ours.filter(one => !stated.has(callOf(one))), ...theirs];
}

/** Calls and topics in a file: one by kind and identifier; who names one may not know which of the two it is. */
export const importableCalls: Importable = {
  noun: calls,
  keyOf: ({ values }) => (identifierOf(values) ? keyOf(values) : null),
  uniqueFields: ['kind', 'identifier'],
  matches: all => {
    const $in = textsAt(all, 'identifier');
    return [{ identifier: { $in } }, { aliases: { $in } }];
  },
  keysFor: () => stored => [
    keyOf(stored),
    `any ${identifierOf(stored)}`,
    ...aliasesOf(stored).map(alias => `${textAt(stored, 'kind').toLowerCase()} alias ${alias}`),
  ],
  pick: ({ values, isNamedOnly }, keyed) => {
    const identifier = identifierOf(values);
    const alias = `${textAt(values, 'kind').toLowerCase()} alias ${identifier}`;
    const other = keyed(`any ${identifier}`)[0];
    const isOpen = isNamedOnly === true || (other !== undefined && isOnlyNamed(other));
    return keyed(keyOf(values))[0] ?? keyed(alias)[0] ?? (isOpen ? other : undefined) ?? null;
  },

  nameKeyOf: identifierOf,
  describedAs: values => Object.keys(callKinds).map(kind => keyOf({ ...values, kind })),
  chosenBy: {
    names: values => [textAt(values, 'identifier')],
    filters: {
      programmes: calls.filters['programme'],
      topics: valueFilter(callFields.identifier.label, 'identifier'),
    },
  },
  findLinked,

  reportedAs: ['identifier'],
  calledBy: ['identifier'],
  identifying: { ids: ['identifier'], names: ['title'] },
  otherNames: {
    identifier: [
      'call id',
      'topic id',
      'call identifier',
      'topic identifier',
      'code',
      'reference',
      'referentie',
    ],
    title: ['call title', 'topic title', 'name', 'naam', 'titel oproep'],
    programme: ['programme code', 'fund', 'fonds'],
    parent: ['call', 'oproep', 'parent call'],
    typesOfAction: ['type of action', 'action type', 'soort actie'],
    budget: ['call budget', 'topic budget', 'indicative budget', 'amount', 'bedrag'],
    publishedOn: ['publication date', 'publicatiedatum'],
    website: ['url', 'link'],
    note: ['notes', 'remarks', 'comments', 'opmerkingen'],
  },
  usuallyFixed: ['programme', 'kind'],
  sheets: ['rounds', 'supports'],

  // Topics name their calls.
  writeSteps: [{ only: { 'stated.kind': 'call' } }, { only: { 'stated.kind': { $ne: 'call' } } }],
  complete: (values, { isNamedOnly }) => ({ ...values, ...(isNamedOnly && { knownFrom: 'projects' }) }),
  isOnlyNamed,
  sides: {
    rounds: (ours, theirs, how) => {
      if (how !== 'source') return null;
      const joined = joinRounds((ours ?? []) as Round[], (theirs ?? []) as Round[]);
      return { ours, theirs: joined, after: joined };
    },
  },
};

/** By kind where the field says which is meant, else by identifier; the own one goes before another's alias. */
async function findLinked(identifiers: readonly string[], session?: ClientSession) {
  const found = await calls.current.collection
    .find(
      { $or: [{ identifier: { $in: identifiers } }, { aliases: { $in: identifiers } }] },
      {
        projection: { kind: 1, identifier: 1, aliases: 1 },
        ...(session && { session }),
      },
    )
    .toArray();
  const index = new Map<string, Reference>();
  const linked = found.map(call => ({
    call,
    link: { id: call._id, identifier: textAt(call, 'identifier') },
  }));
  for (const { call, link } of linked) {
    for (const alias of aliasesOf(call)) index.set(`${textAt(call, 'kind')} ${alias}`, link);
    index.set(`any ${identifierOf(call)}`, link);
  }
  for (const { call, link } of linked) index.set(keyOf(call), link);
  return (link: Reference, field: string): Reference => {
    const identifier = link.identifier.toLowerCase();
    const kind = field === 'topic' ? 'topic' : 'call';
    return index.get(`${kind} ${identifier}`) ?? index.get(`any ${identifier}`) ?? link;
  };
}
