import { callfolioItself, type Actor } from '../../models/record/noun.ts';
import type { RouteRequest } from './route.ts';

/** Who asks, as whoever did something is kept. */
export const actorOf = ({ user }: Pick<RouteRequest, 'user'>): Actor =>
  user ? { id: user.id, name: user.name } : callfolioItself;
