import type { JsonObject } from '../../models/values/jsonObject.ts';
import { textual, type QueryKeys, type RouteRequest } from './route.ts';

/** The key of the address of a form's page that names what was typed into it (`Route.form`). */
export const unsentKey = {
  unsent: {
    says: {
      en: 'What was typed when the session was over',
      nl: 'Wat is ingevuld toen de sessie voorbij was',
    },
    schema: textual,
  },
} as const satisfies QueryKeys['own'];

/**
 * What a reader typed into a form when their session was over; null where there is none any more, or it is another's, and
 * undefined where the address names none.
 */
export async function findUnsent({
  query,
  session,
}: Pick<RouteRequest, 'query' | 'session'>): Promise<JsonObject | null | undefined> {
  const id = query['unsent'];
  if (id === undefined) return undefined;
  const found = typeof id === 'string' ? await session.findUnsent(id) : null;
  return found && { ...found.fields };
}
