import type { Reader } from '../../models/accounts/reader.ts';
import { ExpectedError } from '../../models/values/errors.ts';
import { endSession, endSessions, listSessions, type OpenSession } from '../../models/accounts/session.ts';
import { sessionClock } from '../../models/accounts/sessionClock.ts';
import { SessionsPage } from '../../views/account/SessionsPage.tsx';
import { userOf } from './account.tsx';
import { refuseUnknown } from '../line/input.ts';
import {
  count,
  instant,
  listOf,
  movedTo,
  nullable,
  objectOf,
  removalLines,
  shown,
  textual,
  type Answer,
  type RouteRequest,
  type Route,
} from '../line/route.ts';

const sessionsSchema = objectOf({
  items: listOf(
    objectOf({
      id: textual,
      address: nullable(textual),
      agent: textual,
      signedInAt: instant,
      seenAt: instant,
      isPresent: { type: 'boolean' },
    }),
  ),
});
const endedSchema = objectOf({ ended: count });

/** Where a person is signed in, and how they end that from elsewhere. */
export const sessionListRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/sessions',
    right: 'account:use',
    says: { en: 'My sessions', nl: 'Mijn sessies' },
    output: { schema: sessionsSchema },
    handle: list,
  },
  {
    method: 'POST',
    path: '/sessions/end',
    right: 'account:use',
    says: {
      en: 'End all my sessions but the present one',
      nl: 'Al mijn sessies behalve de huidige beëindigen',
    },
    input: null,
    output: { schema: endedSchema },
    handle: endOthers,
  },
  ...removalLines('/sessions/:id', 'end', {
    right: 'account:use',
    says: { en: 'End one of my sessions', nl: 'Een van mijn sessies beëindigen' },
    output: { schema: endedSchema },
    handle: end,
  }),
];

const toJson = ({ id, address, agent, signedInAt, seenAt }: OpenSession, own: string | null) => ({
  id,
  address,
  agent,
  signedInAt: signedInAt.toISOString(),
  seenAt: seenAt.toISOString(),
  isPresent: id === own,
});

async function list(request: RouteRequest, reader: Reader): Promise<Answer> {
  const own = request.session.key;
  const sessions = await listSessions(userOf(reader).id, new Date(sessionClock()));
  return shown(() => <SessionsPage sessions={sessions} own={own} />, {
    items: sessions.map(one => toJson(one, own)),
  });
}

async function end(request: RouteRequest, reader: Reader): Promise<Answer> {
  refuseUnknown(request);
  if (!(await endSession(userOf(reader).id, request.params['id'] ?? '')))
    throw new ExpectedError('notFound', 'notFound.session');
  return movedTo('/sessions', { notice: request.t('visit.ended', { count: 1 }), data: { ended: 1 } });
}

async function endOthers(request: RouteRequest, reader: Reader): Promise<Answer> {
  refuseUnknown(request);
  const count = await endSessions(userOf(reader).id, { but: request.session.key });
  return movedTo('/sessions', { notice: request.t('visit.ended', { count }), data: { ended: count } });
}
