import { expect } from 'chai';
import type { CommandStartedEvent } from 'mongodb';
import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import { followIndex, type IndexFollower } from '../../models/index/indexFollower.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { projects } from '../../models/projects/projects.ts';
import { roles, type Role } from '../../models/record/permissions.ts';
import { siteMap } from '../../routes/index.ts';
import { signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addOneOfEach } from '../support/factories.ts';
import { addImport, variedRows } from '../support/imports.ts';
import { pause } from '../support/pause.ts';

/** As many round trips to the database one page makes, with those for its session and its reader. */
const most = 8;

/** What asks or writes something; not how a connection lives, nor what the follower of the index waits for. */
const asking = [
  'find',
  'aggregate',
  'getMore',
  'count',
  'distinct',
  'insert',
  'update',
  'delete',
  'findAndModify',
];

function isOfPage({ commandName, command }: CommandStartedEvent): boolean {
  const pipeline = (command['pipeline'] ?? []) as Record<string, unknown>[];
  const isFollowing = command['collection'] === '$cmd.aggregate' || '$changeStream' in (pipeline[0] ?? {});
  return asking.includes(commandName) && !isFollowing;
}

describe('The round trips to the database', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  after('follow nothing', () => follower?.stop());

  /** What is asked while something is done, one name a command. */
  async function heardWhile(done: () => Promise<unknown>): Promise<string[]> {
    const heard: string[] = [];
    const note = (event: CommandStartedEvent): void => {
      const { commandName, command } = event;
      if (isOfPage(event)) heard.push(`${commandName} ${command[commandName]}`);
    };
    const client = mongoose.connection.getClient();
    client.on('commandStarted', note);
    await done();
    client.off('commandStarted', note);
    return heard;
  }

  /** Which import is under way: what the whole program asks once a second, however many pages it makes. */
  const onceASecond = 'find imports';

  /** An address of each page of one record or of a list, whatever it is of. */
  async function addresses(): Promise<string[]> {
    const ids = await addOneOfEach();
    const imported = await addImport(variedRows());
    const idOf = (path: string): string => (path === 'imports' ? imported.id : (ids[path] ?? 'none'));
    return siteMap
      .filter(({ method, media = ['page'] }) => method === 'GET' && media.includes('page'))
      .map(({ path }) => path.replace(':version', '1').replaceAll(/:\w+/g, idOf(path.split('/')[1] ?? '')));
  }

  it(`of a page are ${most} at most, of Home for every role`, async function () {
    this.timeout(240_000);
    const pages = await addresses();
    follower = followIndex([projects, calls, organisations]);
    await follower.ready;
    const many: string[] = [];
    let counted = 0;
    for (const role of Object.keys(roles) as Role[]) {
      const { get } = await signedIn(role);
      for (const path of role === 'administrator' ? pages : ['/']) {
        // Neither what the program asks at first, nor the session that is touched after an answer.
        await get(path);
        await pause(20);
        const answer: { status?: number } = {};
        const heard = (
          await heardWhile(async () => {
            answer.status = (await get(path)).status;
          })
        ).filter(one => path.startsWith('/imports') || one !== onceASecond);
        if (answer.status === 200) counted += 1;
        if (heard.length > most) many.push(`${role} ${path}: ${heard.length}: ${heard.join(', ')}`);
        if (path === '/') expect(heard.length, `Home of ${role}: ${heard.join(', ')}`).to.be.greaterThan(2);
      }
    }
    expect(many).to.deep.equal([]);
    expect(counted, 'pages that were answered').to.be.greaterThan(25);
  });
});
