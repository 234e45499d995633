import { loadReference } from '../models/reference/loadReference.ts';
import { refuseUnknown } from './line/input.ts';
import { count, movedTo, objectOf, type Route } from './line/route.ts';

/** Loading the reference data once more: what a person changed stays. */
export const referenceRoutes: readonly Route[] = [
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
    output: {
      schema: {
        type: 'object',
        description: 'Counts by kind of record.',
        additionalProperties: objectOf({ created: count, changed: count, unchanged: count, kept: count }),
      },
    },
    handle: async request => {
      refuseUnknown(request);
      const { counts: report } = await loadReference(request.change());
      const total = (key: 'created' | 'changed' | 'unchanged' | 'kept') =>
        Object.values(report).reduce((sum, counts) => sum + counts[key], 0);
      const counts = {
        created: total('created'),
        changed: total('changed'),
        unchanged: total('unchanged'),
        kept: total('kept'),
      };
      return movedTo('/', { notice: request.t('home.referenceLoaded', counts), data: report });
    },
  },
];
