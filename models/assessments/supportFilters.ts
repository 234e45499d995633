import { itemsColumn, itemsIn, type Expression } from '../record/facts.ts';
import type { Label } from '../values/format.ts';
import { missing, optionFilter, type Filter, type Match } from '../record/filters.ts';
import { initiativeOptions } from '../strategies/strategy.ts';
import { significanceLabels } from './support.ts';

/** The significances by which a record counts as supporting an initiative. */
export const supporting = ['principal', 'secondary', 'namedUnrated'] as const;

const linked = (initiative: string, significance: Match | string): Match => ({
  supports: { $elemMatch: { initiative, significance } },
});

const initiativeCode = '[A-Za-z0-9][A-Za-z0-9-]*\\.\\d+';
const initiativeForm = new RegExp(`^${initiativeCode}$`);
const isInitiative = (value: string): boolean => initiativeForm.test(value);

/** The initiatives of a record's links, of some significances only. */
const initiatives = (significances: readonly string[] | null): Expression =>
  itemsIn(
    'supports',
    '$$item.initiative',
    significances === null || { $in: ['$$item.significance', significances] },
  );

const withSignificance = (label: Label, significance: string): Filter => ({
  label,
  control: 'choice',
  takes: initiativeForm,
  match: value => (isInitiative(value) ? linked(value, significance) : null),
  column: itemsColumn(initiatives([significance])),
});

/** Filters by what a record's links say; values are initiative codes such as `COM-2020-607.4`. */
export function supportFilters(): Record<string, Filter> {
  return {
    initiative: optionFilter(
      { en: 'Initiative', nl: 'Initiatief' },
      async () => [
        ...(await initiativeOptions()),
        { value: missing, label: { en: 'No initiative', nl: 'Geen initiatief' } },
      ],
      value => {
        if (value === missing)
          return { supports: { $not: { $elemMatch: { significance: { $in: supporting } } } } };
        return isInitiative(value) ? linked(value, { $in: supporting }) : null;
      },
      { column: itemsColumn(initiatives(supporting)), takes: new RegExp(`^(${initiativeCode}|${missing})$`) },
    ),
    principal: withSignificance(significanceLabels.principal, 'principal'),
    secondary: withSignificance(significanceLabels.secondary, 'secondary'),
    unrated: {
      ...withSignificance(significanceLabels.namedUnrated, 'namedUnrated'),
      takes: new RegExp(`^(${initiativeCode}|any)$`),
      match: value => {
        if (value === 'any') return { 'supports.significance': 'namedUnrated' };
        return isInitiative(value) ? linked(value, 'namedUnrated') : null;
      },
      column: itemsColumn(initiatives(['namedUnrated']), { any: 'any' }),
    },
    notTargeted: withSignificance(significanceLabels.examinedNotTargeted, 'examinedNotTargeted'),
    notAssessed: {
      label: { en: 'Not assessed for', nl: 'Niet beoordeeld voor' },
      control: 'choice',
      takes: initiativeForm,
      match: value => (isInitiative(value) ? { 'supports.initiative': { $ne: value } } : null),
      column: itemsColumn(initiatives(null), { isNegated: true }),
    },
  };
}
