import { Router, type Request } from 'express';
import { ExpectedError } from '../models/errors.ts';
import { issueToken } from '../models/token.ts';
import type { KeptUser } from '../models/user.ts';

type CheckPassword = (email: unknown, password: unknown, address: string) => Promise<KeptUser>;
type Credentials = (request: Request) => { email: string; password: string } | null;

/** `POST /api/v1/tokens` with HTTP Basic (e-mail, password) and `{name}`: 201 `{token}`, shown this once. */
export function tokenRoutes(checkPassword: CheckPassword, credentialsOf: Credentials): Router {
  const router = Router();
  router.post('/tokens', async (request, response) => {
    const given = credentialsOf(request);
    if (!given) throw new ExpectedError('unauthenticated', 'unauthenticated');
    const user = await checkPassword(given.email, given.password, request.ip ?? '');
    const { name } = (request.body ?? {}) as { name?: unknown };
    response.status(201).json({ token: await issueToken(user, name, new Date()) });
  });
  return router;
}
