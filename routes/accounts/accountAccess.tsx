import { noteAccessRead } from '../../models/accounts/accessNotice.ts';
import { listAccountEvents } from '../../models/accounts/accountEvent.ts';
import { attemptKeyOf } from '../../models/accounts/signInAttempts.ts';
import { findFailures } from '../../models/accounts/signInFailure.ts';
import { AccessPage } from '../../views/account/AccessPage.tsx';
import { userOf } from './account.tsx';
import { refuseUnknown } from '../line/input.ts';
import { ownPath } from '../line/ownPath.ts';
import { entrySchema, eventToJson } from '../record/history.tsx';
import {
  count,
  instant,
  listOf,
  movedTo,
  nullable,
  objectOf,
  shown,
  textual,
  type Route,
} from '../line/route.ts';

export const failuresSchema = nullable(
  objectOf({ wrong: count, refused: count, firstAt: instant, lastAt: instant, lastAddress: textual }),
);
const accessSchema = objectOf({
  attempts: {
    ...failuresSchema,
    description: 'How often signing in failed since that was read; null for never.',
  },
  items: listOf(entrySchema),
});

/** What happened to the access to one's own account, and that one has read it. */
export const accountAccessRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/account/access',
    right: 'account:use',
    says: {
      en: 'What happened to the access to my account: one-time links and who made them, attempts to sign in that failed',
      nl: 'Wat er met de toegang tot mijn account gebeurde: eenmalige links en wie ze maakte, mislukte pogingen om aan te melden',
    },
    output: { schema: accessSchema },
    handle: async (_request, reader) => {
      const user = userOf(reader);
      const events = await listAccountEvents(user.id);
      const attempts = await findFailures(attemptKeyOf(user.email));
      return shown(() => <AccessPage events={events} attempts={attempts} />, {
        attempts,
        items: events.map(eventToJson),
      });
    },
  },
  {
    method: 'POST',
    path: '/account/access/read',
    right: 'account:use',
    says: {
      en: 'Say that I have read what happened to the access to my account',
      nl: 'Zeggen dat ik heb gelezen wat er met de toegang tot mijn account gebeurde',
    },
    input: null,
    output: { schema: objectOf({}) },
    handle: async (request, reader) => {
      refuseUnknown(request, request.isApi ? [] : ['to']);
      // Who came in by a one-time link may be somebody else: the owner is told again when they sign in.
      const { isByLink, toldUntil } = request.session.dropNotice();
      if (!isByLink) await noteAccessRead(userOf(reader), toldUntil);
      return movedTo(ownPath(request.body['to']), { data: {} });
    },
  },
];
