// Makes the accounts that the bench asks from, where they are not there yet: accounts.ts URI
import '../../models/nouns.ts';
import { addUserWithPassword } from '../../models/accounts/credential.ts';
import { findUserByEmail } from '../../models/accounts/user.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import { connect, disconnect } from '../../server/database/connect.ts';
import { people } from './people.ts';

const [uri = ''] = process.argv.slice(2);
await connect(uri, 'callfolio');
for (const { email, name, role, password } of people) {
  if (await findUserByEmail(email)) continue;
  const change = { by: callfolioItself, source: { kind: 'api' }, reason: null, at: new Date() } as const;
  await addUserWithPassword({ email, name, role }, password, change);
}
await disconnect();
