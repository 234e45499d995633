import { itemsIn, type Items } from '../record/facts.ts';
import type { Label } from '../values/format.ts';
import { itemsFilter, missing, type Filter } from '../record/filters.ts';
import { initiativeOptions } from '../strategies/strategy.ts';
import { significanceLabels, supportFields } from './support.ts';

/** The significances by which a record counts as supporting an initiative. */
export const supporting = ['principal', 'secondary', 'namedUnrated'] as const;

export const initiativeCode = '[A-Za-z0-9][A-Za-z0-9-]*\\.\\d+';
const takes = new RegExp(`^${initiativeCode}$`);

/** The initiatives of a record's links of some significances. */
export const initiativesIn = (...significances: readonly string[]): Items =>
  itemsIn('supports', 'initiative', { key: 'significance', among: significances });

/** Filters by what a record's links say; values are initiative codes such as `COM-2020-607.4`. */
export function supportFilters(): Record<string, Filter> {
  const { principal, secondary, namedUnrated, examinedNotTargeted } = significanceLabels;
  const options = async () => [
    ...(await initiativeOptions()),
    { value: missing, label: { en: 'No initiative', nl: 'Geen initiatief' } },
  ];
  const notAssessed: Label = { en: 'Not assessed for', nl: 'Nog niet bekeken voor' };
  return {
    initiative: itemsFilter(supportFields.initiative.label, initiativesIn(...supporting), {
      takes: new RegExp(`^(${initiativeCode}|${missing})$`),
      count: { by: 'option', options },
    }),
    principal: itemsFilter(principal, initiativesIn('principal'), { takes }),
    secondary: itemsFilter(secondary, initiativesIn('secondary'), { takes }),
    unrated: itemsFilter(namedUnrated, initiativesIn('namedUnrated'), {
      takes: new RegExp(`^(${initiativeCode}|any)$`),
      any: 'any',
    }),
    notTargeted: itemsFilter(examinedNotTargeted, initiativesIn('examinedNotTargeted'), { takes }),
    notAssessed: itemsFilter(notAssessed, itemsIn('supports', 'initiative'), { takes, isNegated: true }),
  };
}
