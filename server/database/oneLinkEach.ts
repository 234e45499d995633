import { firstKey } from '../../models/accounts/invitation.ts';
import type { OpenCollection } from './openCollection.ts';

interface EarlierLink {
  /** SHA-256 of the token, until schema 5. */
  _id: string;
  userId: string | null;
  expiresAt: Date;
}

/** Keeps one-time links under their account, so that each has one: of several the latest made. */
export async function keepOneLinkEach(open: OpenCollection): Promise<void> {
  const links = open<EarlierLink>('invitations');
  const isEarlier = { digest: { $exists: false } };
  const earlier = await links.find(isEarlier).sort({ expiresAt: 1 }).toArray();
  for (const { _id: digest, userId, expiresAt } of earlier) {
    const $set = { digest, expiresAt, openedAt: null };
    await links.updateOne({ _id: userId ?? firstKey }, { $set }, { upsert: true });
  }
  await links.deleteMany(isEarlier);
}
