import { ExpectedError, type Problem } from '../../models/values/errors.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import {
  acceptInvitation,
  findInvitation,
  openInvitation,
  type Invited,
} from '../../models/accounts/invitation.ts';
import type { Reader } from '../../models/accounts/reader.ts';
import { InvitationPage } from '../../views/session/InvitationPage.tsx';
import { SignInPage } from '../../views/session/SignInPage.tsx';
import { refuseUnknown } from '../line/input.ts';
import { ownPath } from '../line/ownPath.ts';
import { bodies, movedTo, shown, type Answer, type Route, type RouteRequest } from '../line/route.ts';

/** What happens before anybody has a right. Links to it come by mail, and mailers add keys of their own. */
const line = { right: 'anyone', media: ['page'], takesAnyKey: true } as const;
/** A body of nobody, whoever sends it. */
const form = { ...line, method: 'POST', body: bodies.beforeSignIn } as const;

/** Signing in and out, and setting a password by a one-time link. */
export const signInRoutes: readonly Route[] = [
  {
    ...line,
    method: 'GET',
    path: '/sign-in',
    says: { en: 'Form to sign in', nl: 'Formulier om aan te melden' },
    handle: showSignIn,
  },
  {
    ...form,
    path: '/sign-in',
    says: { en: 'Sign in', nl: 'Aanmelden' },
    takesPassword: true,
    handle: signIn,
  },
  {
    ...form,
    path: '/sign-out',
    says: { en: 'Sign out', nl: 'Afmelden' },
    handle: signOut,
  },
  {
    ...line,
    method: 'GET',
    path: '/invitations/:token',
    holdsSecret: true,
    says: {
      en: 'Form to set a password by a one-time link',
      nl: 'Formulier om met een eenmalige link een wachtwoord in te stellen',
    },
    handle: showInvitation,
  },
  {
    ...form,
    path: '/invitations/:token',
    holdsSecret: true,
    says: {
      en: 'Set a password by a one-time link, and sign in',
      nl: 'Met een eenmalige link een wachtwoord instellen en aanmelden',
    },
    handle: accept,
  },
];

const textIn = ({ body }: RouteRequest, key: string): string => {
  const value = body[key];
  return typeof value === 'string' ? value : '';
};

async function showSignIn({ query }: RouteRequest, { user }: Reader): Promise<Answer> {
  const to = ownPath(query['to']);
  return user ? movedTo(to) : shown(() => <SignInPage to={to} email="" message={null} />, {});
}

async function signIn(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request, ['email', 'password', 'to']);
  const to = ownPath(textIn(request, 'to'));
  const email = textIn(request, 'email');
  const refusal = await request.session.signInByPassword(email, textIn(request, 'password'));
  if (!refusal) return movedTo(to);
  const { kind, key, values } = refusal;
  const soon = key === 'tooManySoon' ? 'errors.tooManySoon' : 'errors.tooMany';
  const message = request.t(kind === 'tooMany' ? soon : 'errors.wrongPassword', values);
  return shown(
    () => <SignInPage to={to} email={email} message={message} />,
    {},
    { status: kind === 'tooMany' ? 429 : 401 },
  );
}

async function signOut(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request);
  await request.session.signOut();
  return movedTo('/sign-in');
}

/** The form of a one-time link, with what is known or was typed. */
const invitationForm = (
  token: string,
  invited: Invited,
  typed: { name: string; email: string },
  problems: readonly Problem[] | null = null,
): Answer =>
  shown(
    () => (
      <InvitationPage
        token={token}
        isFirst={invited.user === null}
        isReset={invited.isReset}
        typed={typed}
        problems={problems ?? []}
      />
    ),
    {},
    { status: problems ? 422 : 200 },
  );

const noInvitation = () => new ExpectedError('notFound', 'notFound.invitation');

async function showInvitation({ params, now, address, isPreview }: RouteRequest): Promise<Answer> {
  const token = params['token'] ?? '';
  const invited = isPreview ? await findInvitation(token, now) : await openInvitation(token, now, address);
  if (!invited) throw noInvitation();
  return invitationForm(token, invited, {
    name: invited.user?.name ?? '',
    email: invited.user?.email ?? '',
  });
}

async function accept(request: RouteRequest): Promise<Answer> {
  const token = request.params['token'] ?? '';
  refuseUnknown(request, ['name', 'email', 'password', 'repeated']);
  const invited = await findInvitation(token, request.now);
  if (!invited) throw noInvitation();
  const { user } = invited;
  const typed = {
    name: user?.name ?? textIn(request, 'name').trim(),
    email: user?.email ?? textIn(request, 'email').trim(),
  };
  const password = textIn(request, 'password');
  const problems = findProblems(typed, password === textIn(request, 'repeated'));
  if (problems.length > 0) return invitationForm(token, invited, typed, problems);
  try {
    const by = user ? { id: user.id, name: user.name } : callfolioItself;
    const change = { ...request.change(), by, reason: null };
    const person = await acceptInvitation(token, user ? null : typed, password, change, request.address);
    await request.session.signIn(person, true);
    return movedTo('/');
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
    return invitationForm(token, invited, typed, error.problems);
  }
}

const findProblems = ({ name, email }: { name: string; email: string }, isRepeated: boolean): Problem[] => [
  ...(name === '' || name.length > 120 ? [{ field: 'name', type: 'any.required' }] : []),
  ...(/^[^\s@]+@[^\s@]+$/.test(email) ? [] : [{ field: 'email', type: 'string.pattern.name' }]),
  ...(isRepeated ? [] : [{ field: 'repeated', type: 'password.differs' }]),
];
