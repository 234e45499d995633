import './calls/followProjects.ts';
import { calls } from './calls/call.ts';
import { importableCalls } from './calls/importable.ts';
import type { Importable } from './record/importable.ts';
import type { Noun, NounName } from './record/noun.ts';
import { importableOrganisations } from './organisations/importable.ts';
import { organisations } from './organisations/organisation.ts';
import { programmes } from './programmes/programme.ts';
import { importableProjects } from './projects/importable.ts';
import { projects } from './projects/projects.ts';
import { strategies } from './strategies/strategy.ts';
import { users } from './accounts/user.ts';

/** Every kind of record callfolio keeps. */
export const nouns = {
  strategy: strategies,
  programme: programmes,
  call: calls,
  project: projects,
  organisation: organisations,
  user: users,
} satisfies Record<NounName, Noun>;

/** What can be imported, in the order in which it is written: each may name those before it. */
export const importables = {
  organisation: importableOrganisations,
  call: importableCalls,
  project: importableProjects,
} satisfies Partial<Record<NounName, Importable>>;
