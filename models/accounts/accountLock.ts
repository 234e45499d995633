import { enterEvent } from './accountEvent.ts';
import type { Change } from '../record/noun.ts';
import { inTransaction } from '../record/record.ts';
import { forgetAttempts } from './signInAttempts.ts';
import type { KeptUser } from './user.ts';

/** Lets an account be signed in to again at once, and enters in its history who said so. */
export async function allowAttempts(user: KeptUser, change: Change): Promise<void> {
  await inTransaction(async session => enterEvent(user, 'unlocked', change, session));
  await forgetAttempts(user.email);
}
