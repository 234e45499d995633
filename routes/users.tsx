import { ExpectedError } from '../models/errors.ts';
import { nouns } from '../models/nouns.ts';
import { findUser, inviteUser } from '../models/user.ts';
import { InvitedPage } from '../views/users/InvitedPage.tsx';
import { UserListPage } from '../views/users/ListPage.tsx';
import { UserPage } from '../views/users/ShowPage.tsx';
import { recordRoutes } from './records.tsx';
import { shown, type Answer, type Asked, type Route } from './route.ts';

/** Accounts and their roles. */
export const userRoutes: readonly Route[] = [
  ...recordRoutes({
    noun: nouns.user,
    totals: [],
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
    handle: invite,
  },
];

async function invite(asked: Asked): Promise<Answer> {
  const user = await findUser(asked.params['id'] ?? '');
  if (!user) throw new ExpectedError('notFound', 'notFound.user');
  if (user.isBlocked) throw new ExpectedError('forbidden', 'user.inviteBlocked');
  const url = `${asked.baseUrl}/invitations/${await inviteUser(user.id, asked.now)}`;
  return shown(() => <InvitedPage user={user} link={url} />, { url }, { status: 201 });
}
