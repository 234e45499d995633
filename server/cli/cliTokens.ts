import { formatInstant } from '../../models/values/day.ts';
import { endToken, listTokens, makeToken, tokenFields } from '../../models/accounts/token.ts';
import { findUserByEmail, type KeptUser } from '../../models/accounts/user.ts';
import { checkInput } from '../../routes/line/input.ts';
import type { Output } from './cliOutput.ts';
import { StartError } from '../startError.ts';

async function personOf(email: string): Promise<KeptUser> {
  const user = await findUserByEmail(email);
  if (!user) throw new StartError(`There is no account with the e-mail address ${email}.`);
  if (user.isBlocked)
    throw new StartError(`The account of ${email} is blocked: an administrator can unblock it.`);
  return user;
}

/** `token make EMAIL --name NAME`: an access token of that person, printed this once. Throws `invalid`. */
export function makeTokenOf(
  email: string,
  typed: Readonly<Record<string, string | undefined>>,
): (output: Output) => Promise<void> {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const input = checkInput(tokenFields, { access: 'full', ...given }, true);
  return async output => {
    const { token, made } = await makeToken(await personOf(email), input, new Date());
    output.tell(`It works until the end of ${made.endsOn ?? ''}; it is shown this once:`);
    output.print(token);
  };
}

/** `token list [EMAIL]`: what there is, never the tokens themselves. */
export const printTokens =
  (email: string | undefined) =>
  async (output: Output): Promise<void> => {
    const user = email === undefined ? null : await personOf(email);
    const tokens = await listTokens(user?.id ?? null, new Date());
    for (const { id, name, owner, access, endsOn, hasEnded, usedAt } of tokens) {
      const used = usedAt ? formatInstant(usedAt, { language: 'en', locale: 'en-IE' }) : 'never';
      const until = hasEnded ? 'ended' : `until ${endsOn ?? ''}`;
      output.print([id, owner.name, name, access, until, `used: ${used}`].join('  '));
    }
    if (tokens.length === 0) output.tell('There is no access token.');
  };

/** `token end ID`: it no longer works. */
export const endTokenOf =
  (id: string) =>
  async (output: Output): Promise<void> => {
    if (!(await endToken(id, null))) throw new StartError(`There is no access token ${id}.`);
    output.print(`The access token ${id} has ended.`);
  };
