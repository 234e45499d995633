import type { KeptUser } from '../../models/accounts/user.ts';
import { signedInAs } from './app.ts';
import { tokenOn } from './page.ts';

/** Sends a form of an account when its session is over: archiving a project. @returns the id under which it is kept */
export async function sendTooLate(user: KeptUser, project: string, reason: string): Promise<string> {
  const { agent, get, post } = await signedInAs(user);
  const _csrf = tokenOn((await get('/account')).text);
  await post('/sign-out', {});
  const { headers } = await agent.post(`/projects/${project}/archive`).type('form').send({ _csrf, reason });
  return /unsent%2F([\w-]+)/.exec(headers['location'] as string)?.[1] ?? '';
}
