import { allowAttempts } from '../../models/accounts/accountLock.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { attemptKeyOf, listWaits, type Wait } from '../../models/accounts/signInAttempts.ts';
import { findFailures, type SignInFailures } from '../../models/accounts/signInFailure.ts';
import { findUser, type KeptUser } from '../../models/accounts/user.ts';
import { failuresSchema } from './accountAccess.tsx';
import { refuseUnknown } from '../line/input.ts';
import {
  instant,
  listOf,
  movedTo,
  nullable,
  objectOf,
  textual,
  type RouteRequest,
  type Route,
} from '../line/route.ts';

/** How signing in to an account goes, and that it may be tried again at once. */
export const userSignInRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/:id/sign-in',
    right: 'user:write',
    says: {
      en: 'Attempts to sign in to an account that failed, and from where they are refused for a while',
      nl: 'Mislukte pogingen om aan te melden bij een account, en vanwaar ze een tijd worden geweigerd',
    },
    media: ['json'],
    output: {
      schema: objectOf({
        failures: failuresSchema,
        waits: listOf(objectOf({ place: nullable(textual), until: instant })),
      }),
    },
    handle: async request => ({
      kind: 'data',
      data: await findSignInState(await getRequestedUser(request), request.now),
    }),
  },
  {
    method: 'POST',
    path: '/users/:id/unlock',
    right: 'user:write',
    says: {
      en: 'Let the person try to sign in again at once',
      nl: 'De persoon meteen weer laten proberen aan te melden',
    },
    input: null,
    output: { schema: objectOf({}) },
    handle: async request => {
      refuseUnknown(request);
      const user = await getRequestedUser(request);
      await allowAttempts(user, request.change());
      const notice = request.t('user.unlocked', { name: user.name });
      return movedTo(`/users/${encodeURIComponent(user.id)}`, { notice, data: {} });
    },
  },
];

export async function getRequestedUser({ params }: RouteRequest): Promise<KeptUser> {
  const user = await findUser(params['id'] ?? '');
  if (!user) throw new ExpectedError('notFound', 'notFound.user');
  return user;
}

/** What an administrator sees of signing in to an account. */
export async function findSignInState(
  { email }: Pick<KeptUser, 'email'>,
  at: Date,
): Promise<{ failures: SignInFailures | null; waits: Wait[] }> {
  return { failures: await findFailures(attemptKeyOf(email)), waits: await listWaits(email, at) };
}
