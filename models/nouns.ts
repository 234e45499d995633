import { calls } from './calls/call.ts';
import type { Noun, NounName } from './record/noun.ts';
import { organisations } from './organisations/organisation.ts';
import { programmes } from './programmes/programme.ts';
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
