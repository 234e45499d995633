import type { Right } from '../../models/record/permissions.ts';
import type { NounName } from '../../models/record/noun.ts';

/** The right to read or write the records of a noun. */
export const rightTo = (action: 'read' | 'write', { name }: { name: NounName }): Right =>
  `${name}:${action}` as Right;
