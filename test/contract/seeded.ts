import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeToken } from '../../models/accounts/token.ts';
import { roles, type Role } from '../../models/record/permissions.ts';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/openDatabase.ts';
import { createLogger } from '../../server/logger.ts';
import { addCall, addOrganisation, addProject, addUser } from '../support/factories.ts';
import { addImport, variedRows } from '../support/imports.ts';
import { end, serve } from '../support/served.ts';

/** A program as it is served, with records of each noun and a token of each role. */
export interface Seeded {
  address: string;
  tokens: Readonly<Record<Role, string>>;
  stop: () => Promise<void>;
}

/** Starts the real program on a database of its own: the reference data, and a few records and an import besides. */
export async function serveSeeded(): Promise<Seeded> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'callfolio-contract-'));
  const served = await serve({ DATA_DIR });
  const database = await openDatabase(readConfig({ DATA_DIR }), createLogger('error'), { beside: 'share' });
  const call = await addCall();
  const project = await addProject({
    call: call.id,
    participants: [{ name: 'Institute of Examples', country: 'BE' }],
  });
  await addOrganisation();
  await addImport(variedRows(project.id));
  const tokens: Partial<Record<Role, string>> = {};
  for (const role of Object.keys(roles) as Role[]) {
    const made = await makeToken(
      await addUser(role),
      { name: 'contract', access: 'full', endsOn: null },
      new Date(),
    );
    tokens[role] = made.token;
  }
  await database.close();
  return {
    address: served.address,
    tokens: tokens as Record<Role, string>,
    stop: async () => {
      await end(served, 'SIGTERM');
      await rm(DATA_DIR, { recursive: true, force: true });
    },
  };
}
