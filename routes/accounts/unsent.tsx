import { ExpectedError } from '../../models/values/errors.ts';
import { UnsentPage } from '../../views/session/UnsentPage.tsx';
import { shown, type Route } from '../line/route.ts';

/** What somebody typed whose session was over, where its form has no page of its own. */
export const unsentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/unsent/:id',
    right: 'account:use',
    says: {
      en: 'What was typed when the session was over',
      nl: 'Wat is ingevuld toen de sessie voorbij was',
    },
    media: ['page'],
    handle: async ({ params, session }) => {
      const form = await session.findUnsent(params['id'] ?? '');
      if (!form) throw new ExpectedError('notFound', 'notFound.unsent');
      return shown(() => <UnsentPage form={form} />, {});
    },
  },
];
