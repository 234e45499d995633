import { Router, type Request } from 'express';
import { ExpectedError } from '../../models/values/errors.ts';
import { makeToken, tokenFields } from '../../models/accounts/token.ts';
import { checkInput, refuseUnknownKeys } from '../../routes/line/input.ts';
import { madeToJson, type TokenInput } from '../../routes/accounts/tokens.tsx';
import type { PasswordCheck } from './authentication.ts';
import type { ReadBody } from '../http/body.ts';

type Credentials = (request: Request) => { email: string; password: string } | null;

/**
 * `POST /api/v1/tokens` with HTTP Basic (e-mail, password) and `{name, access, endsOn}`: 201 `{token}`, shown this once.
 * It takes no token: one that was stolen must not be able to outlive its end.
 */
export function tokenRoutes(
  checkPassword: PasswordCheck,
  credentialsOf: Credentials,
  readBody: ReadBody,
): Router {
  const router = Router();
  router.post('/tokens', async (request, response) => {
    refuseUnknownKeys({}, request.query);
    const given = credentialsOf(request);
    if (!given) throw new ExpectedError('unauthenticated', 'tokenByPassword');
    const user = await checkPassword(given.email, given.password, request);
    await readBody({}, request, response);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const input = checkInput(tokenFields, { access: 'full', ...body }, true) as TokenInput;
    response.status(201).json(madeToJson(await makeToken(user, input, new Date())));
  });
  return router;
}
