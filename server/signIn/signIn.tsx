import { Router, type Request, type Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import type { Problem } from '../../models/values/errors.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import { acceptInvitation, findInvitation, openInvitation } from '../../models/accounts/invitation.ts';
import { findUserByEmail } from '../../models/accounts/user.ts';
import { refuseUnknown } from '../../routes/line/input.ts';
import { ownPath } from '../../routes/line/ownPath.ts';
import { bodies } from '../../routes/line/route.ts';
import { InvitationPage } from '../../views/session/InvitationPage.tsx';
import { SignInPage } from '../../views/session/SignInPage.tsx';
import type { View } from '../../views/page.tsx';
import type { ReadBody } from '../http/body.ts';
import { cookieName } from './cookieName.ts';
import { secondsUntil } from '../http/errorHandler.tsx';
import { logRefusal } from '../http/refusal.ts';
import type { House } from '../http/house.ts';
import { routeRequestOf, send } from '../http/request.tsx';
import { saveSession } from './sessionActions.ts';

const textIn = (body: unknown, key: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'string' ? value : '';
};

/** A body of nobody, whoever sends it. */
const line = { body: bodies.beforeSignIn };

/** Signing in and out, and setting a first password: what happens before anybody has a right. */
export function sessionRoutes(house: House, readBody: ReadBody): Router {
  const router = Router();

  router.get('/sign-in', (request, response) => {
    const to = ownPath(request.query['to']);
    if (request.user) response.redirect(303, to);
    else show(request, response, 200, () => <SignInPage to={to} email="" message={null} />);
  });

  router.post('/sign-in', async (request, response) => {
    await readBody(line, request, response);
    const to = ownPath(textIn(request.body, 'to'));
    const email = textIn(request.body, 'email');
    const routeRequest = routeRequestOf(request, response, house, new Date());
    refuseUnknown(routeRequest, ['email', 'password', 'to']);
    try {
      const user = await house.checkPassword(email, textIn(request.body, 'password'), request);
      await routeRequest.session.signIn(user);
      await saveSession(request);
      response.redirect(303, to);
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      const { kind, key, values } = error;
      if (key !== 'wrongPassword' && kind !== 'tooMany') throw error;
      const soon = key === 'tooManySoon' ? 'errors.tooManySoon' : 'errors.tooMany';
      const message = routeRequest.t(kind === 'tooMany' ? soon : 'errors.wrongPassword', values);
      const status = kind === 'tooMany' ? 429 : 401;
      const account = (await findUserByEmail(email))?.id;
      logRefusal(request.log, request, response, { status, kind, key, account });
      if (status === 429) response.set('Retry-After', secondsUntil(error));
      show(request, response, status, () => <SignInPage to={to} email={email} message={message} />);
    }
  });

  router.post('/sign-out', async (request, response) => {
    await readBody(line, request, response);
    const routeRequest = routeRequestOf(request, response, house, new Date());
    refuseUnknown(routeRequest);
    await routeRequest.session.signOut();
    const { isSecure } = house;
    response.clearCookie(cookieName('callfolio', isSecure), { secure: isSecure }).redirect(303, '/sign-in');
  });

  router.get('/invitations/:token', async (request, response) => {
    const { token } = request.params;
    const invited = isReading(request)
      ? await openInvitation(token, new Date(), request.ip ?? null)
      : await findInvitation(token, new Date());
    if (!invited) throw new ExpectedError('notFound', 'notFound.invitation');
    const typed = { name: invited.user?.name ?? '', email: invited.user?.email ?? '' };
    show(request, response, 200, () => (
      <InvitationPage
        token={token}
        isFirst={invited.user === null}
        isReset={invited.isReset}
        typed={typed}
        problems={[]}
      />
    ));
  });

  router.post('/invitations/:token', async (request, response) => {
    const { token } = request.params;
    await readBody(line, request, response);
    const routeRequest = routeRequestOf(request, response, house, new Date());
    refuseUnknown(routeRequest, ['name', 'email', 'password', 'repeated']);
    const invited = await findInvitation(token, new Date());
    if (!invited) throw new ExpectedError('notFound', 'notFound.invitation');
    const typed = {
      name: invited.user?.name ?? textIn(request.body, 'name').trim(),
      email: invited.user?.email ?? textIn(request.body, 'email').trim(),
    };
    const password = textIn(request.body, 'password');
    const problems: Problem[] = [
      ...(typed.name === '' || typed.name.length > 120 ? [{ field: 'name', type: 'any.required' }] : []),
      ...(/^[^\s@]+@[^\s@]+$/.test(typed.email) ? [] : [{ field: 'email', type: 'string.pattern.name' }]),
      ...(password === textIn(request.body, 'repeated')
        ? []
        : [{ field: 'repeated', type: 'password.differs' }]),
    ];
    const again = (found: readonly Problem[]) =>
      show(request, response, 422, () => (
        <InvitationPage
          token={token}
          isFirst={invited.user === null}
          isReset={invited.isReset}
          typed={typed}
          problems={found}
        />
      ));
    if (problems.length > 0) {
      again(problems);
      return;
    }
    try {
      const first = invited.user === null ? typed : null;
      const change = {
        by: invited.user ? { id: invited.user.id, name: invited.user.name } : callfolioItself,
        source: { kind: 'form' },
        reason: null,
        at: new Date(),
      } as const;
      const user = await acceptInvitation(token, first, password, change, request.ip ?? null);
      await routeRequest.session.signIn(user, true);
      await saveSession(request);
      response.redirect(303, '/');
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.kind !== 'invalid') throw error;
      again(error.problems);
    }
  });
  return router;
}

/** What looks at an address for somebody, who may never read the page: a chat's preview, a mail's scanner, a prefetch. */
const previewer =
  /bot\b|crawl|spider|preview|scan|facebookexternalhit|whatsapp|telegram|slack|skype|teams|discord|embed/i;

/** Whether a person is given the page. A preview is no reading of it, nor is HEAD. */
function isReading(request: Request): boolean {
  const purpose = `${request.get('sec-purpose') ?? ''} ${request.get('purpose') ?? ''} ${request.get('x-moz') ?? ''}`;
  if (request.method !== 'GET' || /prefetch|prerender|preview/i.test(purpose)) return false;
  return !previewer.test(request.get('user-agent') ?? '');
}

function show(request: Request, response: Response, status: number, view: View): void {
  send(request, response, { kind: 'shown', status, data: {}, view });
}
