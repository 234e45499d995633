import { nounNames } from '../models/record/noun.ts';
import { loadReference } from '../models/reference/loadReference.ts';
import { listLoads, totalOf } from '../models/reference/loads.ts';
import { ReferencePage } from '../views/reference/ReferencePage.tsx';
import { refuseUnknown } from './line/input.ts';
import { count, instant, listOf, movedTo, objectOf, shown, textual, type Route } from './line/route.ts';

const recordSchema = objectOf({
  noun: { type: 'string', enum: [...nounNames] },
  id: textual,
  name: textual,
  outcome: { type: 'string', enum: ['created', 'changed', 'unchanged'] },
  changed: { ...listOf(textual), description: 'Fields that were brought up to date.' },
  kept: { ...listOf(textual), description: 'Fields of which a value of a user was kept.' },
});
const countsSchema = {
  type: 'object',
  description: 'Counts by kind of record.',
  additionalProperties: objectOf({ created: count, changed: count, unchanged: count, kept: count }),
};

/** The reference data: what its last loads did, and loading it once more; what a person changed stays. */
export const referenceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/reference',
    right: 'reference:load',
    says: {
      en: 'What the last loads of the reference data changed and kept, record by record',
      nl: 'Wat de laatste keren dat de referentiegegevens werden geladen is gewijzigd en gebleven, per record',
    },
    output: {
      schema: objectOf({
        items: listOf(
          objectOf({
            at: instant,
            by: objectOf({ id: textual, name: textual }),
            counts: countsSchema,
            records: listOf(recordSchema),
          }),
        ),
      }),
    },
    handle: async request => {
      refuseUnknown(request);
      const loads = await listLoads();
      return shown(() => <ReferencePage loads={loads} />, { items: loads });
    },
  },
  {
    method: 'POST',
    path: '/reference/load',
    right: 'reference:load',
    says: {
      en: 'Load the reference data again; what users changed stays',
      nl: 'De referentiegegevens opnieuw laden; wat gebruikers wijzigden blijft',
    },
    takesLong: true,
    input: null,
    output: { schema: countsSchema },
    handle: async request => {
      refuseUnknown(request);
      const report = await loadReference(request.change());
      const notice = request.t('home.referenceLoaded', { ...totalOf(report) });
      return movedTo('/reference', { notice, data: report.counts });
    },
  },
];
