import { importables } from '../../nouns.ts';
import type { IncomingNoun } from './incoming.ts';

/** Whether a field holds personal data: filled only where a setting allows it. */
export const isPersonal = (noun: IncomingNoun, key: string | null): boolean =>
  key !== null && (importables[noun].personal?.includes(key) ?? false);
