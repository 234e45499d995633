import { createApp } from '../../server/app.ts';
import { createLogger } from '../../server/logger.ts';
import { appSettings } from './appSettings.ts';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  matchers?: ((path: string) => unknown)[];
}

const below = (layers: readonly Layer[]): string[] =>
  layers.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map(method => `${method.toUpperCase()} ${route.path}`)
      : below(handle.stack ?? []),
  );

const isApi = ({ matchers, handle }: Layer): boolean =>
  handle.stack !== undefined &&
  matchers?.some(match => match('/api/v1/projects')) === true &&
  !matchers.some(match => match('/elsewhere'));

/** `GET /projects/:id` of every route, read from Express itself: those below `/api/v1`, and all others. */
export function mountedRoutes(): { api: string[]; pages: string[] } {
  const app = createApp({
    ...appSettings,
    log: createLogger('fatal'),
    address: () => '',
  });
  const { stack } = app.router as unknown as { stack: Layer[] };
  return { api: below(stack.filter(isApi)), pages: below(stack.filter(layer => !isApi(layer))) };
}
