import { textAt, textsAt, type Importable } from '../record/importable.ts';
import { fold } from '../record/search.ts';
import { organisations } from './organisation.ts';
import type { Values } from '../record/fields.ts';

const nameKeyOf = (values: Values): string => `${fold(textAt(values, 'name'))} ${textAt(values, 'country')}`;

/** Organisations in a file: one by PIC, else by folded name and country. */
export const importableOrganisations: Importable = {
  noun: organisations,
  keyOf: ({ values }) => textAt(values, 'pic').toLowerCase() || nameKeyOf(values),
  uniqueFields: ['pic'],
  matches: all => [
    { pic: { $in: textsAt(all, 'pic') } },
    { nameKey: { $in: [...new Set(all.map(({ values }) => fold(textAt(values, 'name'))))] } },
  ],
  keysFor: () => stored => {
    const name = `name ${textAt(stored, 'nameKey')} ${textAt(stored, 'country')}`;
    const pic = textAt(stored, 'pic').toLowerCase();
    return pic ? [pic, name] : [name, `no pic ${name}`];
  },
  pick: ({ values }, keyed) => {
    const name = `name ${nameKeyOf(values)}`;
    const pic = textAt(values, 'pic').toLowerCase();
    return (pic ? (keyed(pic)[0] ?? keyed(`no pic ${name}`)[0]) : keyed(name)[0]) ?? null;
  },
  hasOneRow: true,
  organisations: 'itself',

  reportedAs: ['name'],
  calledBy: ['pic', 'name'],
  identifying: { ids: ['pic', 'nationalId'], names: ['name', 'shortName'] },
  otherNames: {
    name: ['legal name', 'organisation', 'organisatie', 'organisation name', 'participant', 'deelnemer'],
    shortName: ['acronym', 'short', 'afkorting'],
    pic: ['pic number', 'pic nummer', 'pic code', 'participant identification code'],
    country: ['country code', 'landcode'],
    activityType: ['activity', 'type', 'legal type'],
    nationalId: ['kbo', 'registration number', 'kvk'],
    website: ['url', 'web site', 'homepage'],
  },
  usuallyFixed: ['country', 'activityType'],
  personal: ['contact'],

  // Of two rows at once with one PIC the database lets one through; two without would make one organisation twice.
  writeSteps: [{ only: { 'stated.pic': { $type: 'string' } }, isParted: true }, {}],
  isSmall: true,
  sides: {
    // The same organisation is written in capitals by one source and not by the next.
    name: (ours, theirs, how) =>
      how !== 'ownFile' &&
      typeof ours === 'string' &&
      typeof theirs === 'string' &&
      fold(ours) === fold(theirs)
        ? { ours, theirs: ours, after: ours }
        : null,
  },
};
