import type { Collection, Document } from 'mongodb';
import { firstKey } from '../../models/accounts/invitation.ts';

interface EarlierLink {
  /** SHA-256 of the token, until schema 5. */
  _id: string;
  userId: string | null;
  expiresAt: Date;
}

/** Keeps one-time links under their account, so that each has one: of several the latest made. */
export async function keepOneLinkEach(open: (name: string) => Collection): Promise<void> {
  const links = open('invitations') as unknown as Collection<Document & { _id: string }>;
  const isEarlier = { digest: { $exists: false } };
  const earlier = (await links.find(isEarlier).sort({ expiresAt: 1 }).toArray()) as unknown as EarlierLink[];
  for (const { _id: digest, userId, expiresAt } of earlier) {
    const $set = { digest, expiresAt, openedAt: null };
    await links.updateOne({ _id: userId ?? firstKey }, { $set }, { upsert: true });
  }
  await links.deleteMany(isEarlier);
}
