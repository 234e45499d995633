import type { Request, Response } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { doOnce, type KeptAnswer } from '../../models/record/idempotency.ts';
import type { KeptUser } from '../../models/accounts/user.ts';
import type { Answer, Route } from '../../routes/line/route.ts';
import { noteOn } from './noted.ts';

/** What is kept of an answer; nothing where it holds a secret that is shown once. */
function keptOf({ holdsSecret }: Route, answer: Answer): KeptAnswer | null {
  if (holdsSecret || answer.kind === 'file') return null;
  const { status, data } = answer;
  const version = 'version' in answer ? answer.version : undefined;
  const location = answer.kind === 'moved' ? answer.location : undefined;
  return {
    status: status === 201 || status === 202 ? status : 200,
    data: JSON.stringify(data ?? {}),
    version: version ?? null,
    location: location ?? null,
  };
}

const answerFrom = ({ status, data, version, location }: KeptAnswer): Answer => ({
  kind: 'moved',
  to: '',
  status,
  data: JSON.parse(data) as unknown,
  ...(version !== null && { version }),
  ...(location !== null && { location }),
});

/** Answers a POST of the API that has an `Idempotency-Key` once: see `doOnce`. */
export async function answerOnce(
  route: Route,
  request: Request,
  response: Response,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  const { isApi = false, access = 'full' } = noteOn(response);
  const key = request.get('idempotency-key');
  const user = request.user as KeptUser | undefined;
  if (!isApi || route.method !== 'POST' || key === undefined || !user) return handle();
  // A hash of the request would be one of the passwords in it, and quick to guess at.
  if (route.takesPassword) throw new ExpectedError('badQuery', 'idempotency.password');
  const parts = [
    request.originalUrl,
    request.get('if-match') ?? '',
    JSON.stringify(request.body ?? null) + (noteOn(response).upload?.digest ?? ''),
    `${user.role} ${access}`,
  ];
  const once = { userId: user.id, key, request: parts };
  const result = await doOnce(once, handle, answer => keptOf(route, answer));
  if ('done' in result) return result.done;
  response.set('Idempotency-Replayed', 'true');
  return answerFrom(result.answer);
}
