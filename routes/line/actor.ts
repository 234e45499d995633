import { callfolioItself, type Actor } from '../../models/record/noun.ts';
import type { Asked } from './route.ts';

/** Who asks, as whoever did something is kept. */
export const actorOf = ({ user }: Pick<Asked, 'user'>): Actor =>
  user ? { id: user.id, name: user.name } : callfolioItself;
