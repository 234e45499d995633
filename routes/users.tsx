import { ExpectedError } from '../models/errors.ts';
import { nouns } from '../models/nouns.ts';
import { inviteUser } from '../models/invitation.ts';
import { endSessions } from '../models/session.ts';
import { findUser, type KeptUser } from '../models/user.ts';
import { InvitedPage } from '../views/users/InvitedPage.tsx';
import { UserListPage } from '../views/users/ListPage.tsx';
import { UserPage } from '../views/users/ShowPage.tsx';
import { refuseUnknown } from './input.ts';
import { recordRoutes } from './records.tsx';
import { count as counted, movedTo, objectOf, shown, type Answer, type Asked, type Route } from './route.ts';

/** Accounts and their roles. */
export const userRoutes: readonly Route[] = [
  ...recordRoutes({
    noun: nouns.user,
    listPage: props => <UserListPage {...props} />,
    showPage: props => <UserPage {...props} />,
    choices: async () => ({}),
    startFrom: () => ({ role: 'reader' }),
  }),
  {
    method: 'POST',
    path: '/users/:id/invitation',
    right: 'user:write',
    says: {
      en: 'Make a one-time link with which the person sets a password',
      nl: 'Een eenmalige link maken waarmee de persoon een wachtwoord instelt',
    },
    holdsSecret: true,
    input: null,
    output: { schema: objectOf({ url: { type: 'string', format: 'uri' } }) },
    status: 201,
    handle: invite,
  },
  {
    method: 'POST',
    path: '/users/:id/sessions/end',
    right: 'user:write',
    says: { en: 'End every session of an account', nl: 'Alle sessies van een account beëindigen' },
    input: null,
    output: { schema: objectOf({ ended: counted }) },
    handle: endAllSessions,
  },
];

async function userAsked({ params }: Asked): Promise<KeptUser> {
  const user = await findUser(params['id'] ?? '');
  if (!user) throw new ExpectedError('notFound', 'notFound.user');
  return user;
}

async function endAllSessions(asked: Asked): Promise<Answer> {
  refuseUnknown(asked);
  const user = await userAsked(asked);
  // An administrator who does it for their own account stays where they are.
  const count = await endSessions(user.id, { but: asked.session.key });
  return movedTo(`/users/${encodeURIComponent(user.id)}`, {
    notice: asked.t('visit.ended', { count }),
    data: { ended: count },
  });
}

async function invite(asked: Asked): Promise<Answer> {
  refuseUnknown(asked);
  const user = await userAsked(asked);
  if (user.isBlocked) throw new ExpectedError('forbidden', 'user.inviteBlocked');
  const url = `${asked.baseUrl}/invitations/${await inviteUser(user.id, asked.change())}`;
  return shown(() => <InvitedPage user={user} link={url} />, { url }, { status: 201 });
}
