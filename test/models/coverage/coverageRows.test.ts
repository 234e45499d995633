import { expect } from 'chai';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { projects } from '../../../models/projects/projects.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addStrategy, now } from '../../support/factories.ts';
import { pause } from '../../support/pause.ts';

const count = async () => (await countCoverage(parseCoverageQuery({}, now))).totals.overall.projects;

describe('the rows of coverage', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  const { aggregate } = projects.current;
  afterEach(() => {
    projects.current.aggregate = aggregate;
    follower?.stop();
  });

  /** Lets nothing of projects be read from now on, until what it returns is called. */
  function holdReading(): () => void {
    let open: () => void = () => undefined;
    const opened = new Promise<void>(resolve => {
      open = () => {
        projects.current.aggregate = aggregate;
        resolve();
      };
    });
    projects.current.aggregate = (async (...given: Parameters<typeof aggregate>) => {
      await opened;
      return aggregate.apply(projects.current, given);
    }) as never;
    return open;
  }

  async function addMeanwhile(): Promise<() => void> {
    await addStrategy();
    await addProject();
    follower = followIndex([projects]);
    await follower.ready;
    expect(await count()).to.equal(1);
    const goOn = holdReading();
    await addProject();
    return goOn;
  }

  it('are waited for while what was written is read: the database is not asked for all of them', async () => {
    const goOn = await addMeanwhile();
    const counted = count();
    // As long as a list does not wait: it is counted by the database.
    expect(await findColumns(projects)).to.equal(null);
    expect(await Promise.race([counted, pause(100).then(() => 'waits')])).to.equal('waits');
    goOn();
    expect(await counted).to.equal(2);
  });

  it('are not waited for longer than somebody waits: who asks is told', async () => {
    const goOn = await addMeanwhile();
    const told = await count().then(String, (error: unknown) => error);
    expect(told).to.include({ kind: 'unavailable', key: 'late' });
    goOn();
    expect(await count()).to.equal(2);
  });

  it('are read from the database where nothing follows it', async () => {
    const goOn = await addMeanwhile();
    goOn();
    follower?.stop();
    expect(await findColumns(projects)).to.equal(null);
    expect(await count()).to.equal(2);
  });
});
