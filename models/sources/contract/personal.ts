import type { IncomingNoun } from './incoming.ts';

/** Fields that hold personal data: filled only where a setting allows it. */
const personal: Readonly<Partial<Record<IncomingNoun, readonly string[]>>> = { organisation: ['contact'] };

export const isPersonal = (noun: IncomingNoun, key: string | null): boolean =>
  key !== null && (personal[noun]?.includes(key) ?? false);
