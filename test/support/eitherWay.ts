import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { calls } from '../../models/calls/call.ts';
import type { FacetIndex } from '../../models/index/facetIndex.ts';
import { findColumns, followIndex } from '../../models/index/indexFollower.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { projects } from '../../models/projects/projects.ts';
import { useDatabase } from './database.ts';

/**
 * Defines tests twice, with a database: where this process follows the records, as the program that serves does, so that
 * lists, facets, totals and coverage are answered from memory; and where it does not, and the database answers.
 */
export function describeEitherWay(title: string, define: (isFollowed: boolean) => void): void {
  describe(`${title}, with records followed`, () => {
    useDatabase();
    useIndex();
    define(true);
  });
  describe(`${title}, by the database alone`, () => {
    useDatabase();
    define(false);
    afterEach('nothing was in memory', async () => {
      expect(await findColumns(projects)).to.equal(null);
    });
  });
}

/** Called inside a `describe`, after `useDatabase`: each test has an index of its own, which is there from its beginning to its end. */
function useIndex(): void {
  let stop: () => void = () => undefined;
  let atFirst: FacetIndex | null = null;
  beforeEach('follow the records', async () => {
    const follower = followIndex([projects, calls, organisations]);
    stop = () => follower.stop();
    await follower.ready;
    atFirst = await untilAnswering();
  });
  afterEach('the index answered all the time', async () => {
    const atLast = await untilAnswering();
    stop();
    expect(atLast === atFirst, 'the same index').to.equal(true);
  });
}

/** A busy machine may take a moment; a test has the time that it has. */
async function untilAnswering(): Promise<FacetIndex> {
  for (;;) {
    const found = await findColumns(projects);
    if (found) return found;
    await pause(20);
  }
}
