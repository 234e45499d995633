import { noteAccessRead } from '../models/accessNotice.ts';
import { listAccountEvents } from '../models/accountEvent.ts';
import { AccessPage } from '../views/account/AccessPage.tsx';
import { userOf } from './account.tsx';
import { refuseUnknown } from './input.ts';
import { ownPath } from './ownPath.ts';
import { eventToJson, historySchema } from './recordHistory.tsx';
import { movedTo, objectOf, shown, type Route } from './route.ts';

/** What happened to the access to one's own account, and that one has read it. */
export const accountAccessRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/account/access',
    right: 'account:use',
    says: {
      en: 'What happened to the access to my account: one-time links, and who made them',
      nl: 'Wat er met de toegang tot mijn account gebeurde: eenmalige links, en wie ze maakte',
    },
    output: { schema: historySchema },
    handle: async asked => {
      const events = await listAccountEvents(userOf(asked).id);
      return shown(() => <AccessPage events={events} />, { items: events.map(eventToJson) });
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
    handle: async asked => {
      refuseUnknown(asked, asked.isApi ? [] : ['to']);
      // Who came in by a one-time link may be somebody else: the owner is told again when they sign in.
      if (!asked.session.dropNotice()) await noteAccessRead(userOf(asked).id, asked.now);
      return movedTo(ownPath(asked.body['to']), { data: {} });
    },
  },
];
