import { callfolioItself, type Actor } from '../../models/record/noun.ts';
import type { Reader } from '../../models/accounts/reader.ts';

/** Who asks, as whoever did something is kept. */
export const actorOf = ({ user }: Pick<Reader, 'user'>): Actor =>
  user ? { id: user.id, name: user.name } : callfolioItself;
