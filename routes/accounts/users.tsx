import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { nouns } from '../../models/nouns.ts';
import {
  askForLink,
  consentToLink,
  findLinkRequest,
  refuseLink,
  type LinkRequest,
} from '../../models/accounts/linkConsent.ts';
import { endSessions } from '../../models/accounts/session.ts';
import { InvitedPage } from '../../views/users/InvitedPage.tsx';
import { UserListPage } from '../../views/users/ListPage.tsx';
import { UserPage, type UserRelated } from '../../views/users/ShowPage.tsx';
import { refuseUnknown } from '../line/input.ts';
import { createLines } from '../record/create.tsx';
import { editLines } from '../record/edit.tsx';
import { historyLines, restoreLines } from '../record/history.tsx';
import { listLines } from '../record/list.tsx';
import { readLines } from '../record/read.tsx';
import { findSignInState, getRequestedUser, userSignInRoutes } from './userSignIn.tsx';
import {
  count as counted,
  instant,
  movedTo,
  nullable,
  objectOf,
  shown,
  textual,
  type Answer,
  type RouteRequest,
  type Settings,
  type Route,
} from '../line/route.ts';

const actor = objectOf({ id: textual, name: textual });
const pathOf = ({ id }: { id: string }): string => `/users/${encodeURIComponent(id)}`;

const form = { noun: nouns.user, choices: async () => ({}) };

/** Accounts and their roles. */
export const userRoutes: readonly Route[] = [
  ...listLines(nouns.user, props => <UserListPage {...props} />),
  ...createLines(form),
  ...readLines({
    noun: nouns.user,
    page: props => <UserPage {...props} />,
    related: async (user, request, reader): Promise<UserRelated | null> =>
      reader.rights.has('user:write')
        ? {
            request: await findLinkRequest(user.id, request.now),
            signIn: await findSignInState(user, request.now),
          }
        : null,
  }),
  ...editLines(form),
  ...historyLines(nouns.user),
  ...restoreLines(nouns.user),
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
    rules: {
      en: 'For the account of another administrator a third one has to consent first: `state` is then `awaitsConsent` and `url` null, and whoever asked sends this once more afterwards. Where there is no third one the link is made at once. All of it is entered in the history of the account.',
      nl: 'Voor het account van een andere beheerder moet eerst een derde instemmen: `state` is dan `awaitsConsent` en `url` null, en wie erom vroeg stuurt dit daarna nog eens. Is er geen derde, dan wordt de link meteen gemaakt. Alles komt in de geschiedenis van het account.',
    },
    output: {
      schema: objectOf({
        state: { type: 'string', enum: ['made', 'awaitsConsent'] },
        url: nullable({ type: 'string', format: 'uri' }),
      }),
    },
    status: 201,
    handle: invite,
  },
  {
    method: 'POST',
    path: '/users/:id/invitation/consent',
    right: 'user:write',
    says: {
      en: 'Consent to a one-time link that another administrator asked for',
      nl: 'Instemmen met een eenmalige link waarom een andere beheerder vroeg',
    },
    input: null,
    output: { schema: objectOf({}) },
    handle: consent,
  },
  {
    method: 'POST',
    path: '/users/:id/invitation/refuse',
    right: 'user:write',
    says: {
      en: 'Refuse a one-time link that another administrator asked for',
      nl: 'Een eenmalige link weigeren waarom een andere beheerder vroeg',
    },
    input: null,
    output: { schema: objectOf({}) },
    handle: refuse,
  },
  {
    method: 'GET',
    path: '/users/:id/invitation',
    right: 'user:write',
    says: {
      en: 'The one-time link that was asked for and not yet made',
      nl: 'De eenmalige link waarom is gevraagd en die nog niet is gemaakt',
    },
    media: ['json'],
    output: {
      schema: objectOf({
        request: nullable(objectOf({ askedBy: actor, askedAt: instant, consentedBy: nullable(actor) })),
      }),
    },
    handle: async request => {
      const { id } = await getRequestedUser(request);
      return { kind: 'data', data: { request: requestToJson(await findLinkRequest(id, request.now)) } };
    },
  },
  ...userSignInRoutes,
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

async function endAllSessions(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request);
  const user = await getRequestedUser(request);
  // An administrator who does it for their own account stays where they are.
  const count = await endSessions(user.id, { but: request.session.key });
  return movedTo(pathOf(user), {
    notice: request.t('visit.ended', { count }),
    data: { ended: count },
  });
}

async function invite(request: RouteRequest, _reader: Reader, settings: Settings): Promise<Answer> {
  refuseUnknown(request);
  const user = await getRequestedUser(request);
  if (user.isBlocked) throw new ExpectedError('forbidden', 'user.inviteBlocked');
  const token = await askForLink(user, request.change());
  if (token === null)
    return movedTo(pathOf(user), { status: 201, data: { state: 'awaitsConsent', url: null } });
  const url = `${settings.baseUrl}/invitations/${token}`;
  return shown(() => <InvitedPage user={user} link={url} />, { state: 'made', url }, { status: 201 });
}

async function consent(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request);
  const user = await getRequestedUser(request);
  const linkRequest = await findLinkRequest(user.id, request.now);
  await consentToLink(user, request.change());
  const notice = request.t('user.consentGiven', { maker: linkRequest?.askedBy.name ?? '' });
  return movedTo(pathOf(user), { notice, data: {} });
}

async function refuse(request: RouteRequest): Promise<Answer> {
  refuseUnknown(request);
  const user = await getRequestedUser(request);
  await refuseLink(user, request.change());
  return movedTo(pathOf(user), { notice: request.t('user.linkIsRefused'), data: {} });
}

const requestToJson = (request: LinkRequest | null) =>
  request && {
    askedBy: { id: request.askedBy.id, name: request.askedBy.name },
    askedAt: request.askedAt,
    consentedBy: request.consentedBy && { id: request.consentedBy.id, name: request.consentedBy.name },
  };
