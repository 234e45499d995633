import express, { type Router } from 'express';
import { isDatabaseReady } from './database/connect.ts';

/** Whether the process runs, and whether it can work: for whoever watches over it, without signing in. */
export function health(): Router {
  const router = express.Router();
  router.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  router.get('/health/ready', async (_request, response) => {
    const isReady = await isDatabaseReady();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'unavailable' });
  });
  return router;
}
