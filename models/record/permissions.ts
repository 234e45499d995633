import type { Label } from '../values/format.ts';

export const roles = {
  officer: { en: 'Programme officer', nl: 'Programmabeheerder' },
  evaluator: { en: 'Evaluator', nl: 'Evaluator' },
  finance: { en: 'Finance', nl: 'Financiën' },
  administrator: { en: 'Administrator', nl: 'Beheerder' },
  reader: { en: 'Reader (auditor)', nl: 'Lezer (auditor)' },
} as const satisfies Record<string, Label>;
export type Role = keyof typeof roles;

const everyone: readonly Role[] = ['officer', 'evaluator', 'finance', 'administrator', 'reader'];

/** Who may do what: the only table of rights. */
export const rights = {
  'strategy:read': everyone,
  'strategy:write': ['evaluator', 'administrator'],
  'programme:read': everyone,
  'programme:write': ['officer', 'administrator'],
  'call:read': everyone,
  'call:write': ['officer', 'administrator'],
  'project:read': everyone,
  'project:write': ['officer', 'administrator'],
  'organisation:read': everyone,
  'organisation:write': ['officer', 'administrator'],
  'support:write': ['officer', 'evaluator', 'administrator'],
  'coverage:read': everyone,
  'import:read': everyone,
  'import:run': ['officer', 'administrator'],
  'portfolio:export': everyone,
  'history:read': everyone,
  'withheld:read': ['officer', 'finance', 'administrator', 'reader'],
  'user:read': ['administrator', 'reader'],
  'user:write': ['administrator'],
  'reference:load': ['administrator'],
  'account:use': everyone,
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof rights;

/** What an access token may be narrowed to. */
export const accesses = {
  full: { en: 'all that the role may', nl: 'alles wat de rol mag' },
  read: { en: 'reading only', nl: 'alleen lezen' },
} as const satisfies Record<string, Label>;
export type Access = keyof typeof accesses;

/** Rights that change no record: what is left to a token that may only read. */
const isReading = (right: Right): boolean =>
  right.endsWith(':read') || right === 'portfolio:export' || right === 'account:use';

/** Whether a role holds a right, by a token of that access; nobody holds none. */
export function can(role: Role | null, right: Right, access: Access = 'full'): boolean {
  const holders: readonly Role[] = rights[right];
  return role !== null && holders.includes(role) && (access === 'full' || isReading(right));
}

/** What a role may, by a token of that access. */
export const rightsOf = (role: Role | null, access: Access = 'full'): ReadonlySet<Right> =>
  new Set((Object.keys(rights) as Right[]).filter(right => can(role, right, access)));
