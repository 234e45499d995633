import { callfolioItself, type Change } from '../../models/record/noun.ts';
import { saveRecord } from '../../models/record/record.ts';
import { inviteUser } from '../../models/accounts/invitation.ts';
import { findUserByEmail, userFields, users } from '../../models/accounts/user.ts';
import { checkInput } from '../../routes/line/input.ts';
import type { Output } from './cliOutput.ts';
import { addressOf, type Config } from '../config.ts';
import { StartError } from '../startError.ts';

type Where = Pick<Config, 'baseUrl' | 'host' | 'port'>;

const byCommand = (): Change => ({
  by: callfolioItself,
  source: { kind: 'command' },
  reason: null,
  at: new Date(),
});

/** `user add EMAIL`: an account without a password, and the link with which the person sets one. Throws `invalid`. */
export function addUser(
  account: Readonly<{ email: string; name: string; role: string }>,
  where: Where,
): (output: Output) => Promise<void> {
  const values = checkInput(userFields, account, true);
  return async output => {
    const user = await saveRecord(users, { id: null, version: null, values }, byCommand());
    output.print(`${user.email} has an account now.`);
    await printLink(user.id, where, output);
  };
}

/** `user link EMAIL`: the link with which a person who is locked out sets a new password. */
export const linkUser =
  (email: string, where: Where) =>
  async (output: Output): Promise<void> => {
    const user = await findUserByEmail(email);
    if (!user) throw new StartError(`There is no account with the e-mail address ${email}.`);
    if (user.isBlocked)
      throw new StartError(`The account of ${email} is blocked: an administrator can unblock it.`);
    await printLink(user.id, where, output);
  };

async function printLink(userId: string, { baseUrl, host, port }: Where, output: Output): Promise<void> {
  output.tell('Open this link within three days to set a password; it works once:');
  output.print(`${baseUrl ?? addressOf(host, port)}/invitations/${await inviteUser(userId, byCommand())}`);
}
