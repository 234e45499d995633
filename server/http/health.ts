import express, { type Router } from 'express';
import { isIndexReady } from '../../models/index/indexFollower.ts';
import { checkDatabase } from '../database/connect.ts';
import type { Outage } from '../database/outage.ts';

/** What `/health/ready` says while the database does not serve: nothing that only the operator may know. */
export const sayUnavailable = ({ since, reason }: Outage) => ({
  status: 'unavailable' as const,
  since: since.toISOString(),
  reason,
});

/** Whether the process runs, and whether it can work: for whoever watches over it, without signing in. */
export function health(): Router {
  const router = express.Router();
  router.use('/health', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  router.get('/health/ready', async (_request, response) => {
    const outage = await checkDatabase();
    if (outage) response.status(503).json(sayUnavailable(outage));
    // While the index is being read the database answers, more slowly.
    else response.json({ status: 'ready', index: isIndexReady() });
  });
  return router;
}
