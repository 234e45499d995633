import { expect } from 'chai';
import { applyImport } from '../../../../models/imports/apply/apply.ts';
import { getImport, noteProgress, requestApply } from '../../../../models/imports/imports.ts';
import { runConcurrently } from '../../../../models/imports/apply/runConcurrently.ts';
import { chunkSize, type FencedTransaction } from '../../../../models/imports/fencedTransaction.ts';
import { organisations } from '../../../../models/organisations/organisation.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { grace, lead } from '../../../support/cordis.ts';
import { ada, anyStep, apply, check, sumsUp } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme } from '../../../support/factories.ts';
import { pause } from '../../../support/pause.ts';

const many = 2 * chunkSize + 20;
const numbers = Array.from({ length: many }, (_none, at) => String(100_000 + at));
const project = numbers.map(id => ({ ...grace, id, acronym: `P${id}` }));
/** Of every ten projects one has a participant whose PIC nobody knows: the same one in all. */
const organization = numbers.map((projectID, at) => ({
  ...lead,
  projectID,
  projectAcronym: `P${projectID}`,
  ...(at % 10 === 0
    ? { organisationID: '', name: 'Institute without PIC' }
    : { organisationID: `99998${String(1_000 + (at % 7))}`, name: `University ${at % 7}` }),
}));

/** The projects and organisations there are, and how many of their versions are not the first. */
async function written() {
  const later = { version: { $gt: 1 } };
  return {
    projects: await projects.current.countDocuments({}),
    organisations: await organisations.current.countDocuments({}),
    closed: await projects.versions.countDocuments({}),
    later:
      (await projects.current.countDocuments(later)) + (await organisations.current.countDocuments(later)),
    linked: await projects.current.countDocuments({ 'participants.0.organisation.id': { $type: 'string' } }),
  };
}
const whole = { projects: many, organisations: 8, closed: 0, later: 0, linked: many };

describe('The halves of a large import', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('are written at the same time, each row once', async () => {
    let under = 0;
    let most = 0;
    const counting: FencedTransaction = async (deed, how) => {
      under += how?.isConcurrent ? 1 : 0;
      most = Math.max(most, under);
      try {
        return await anyStep(deed, how);
      } finally {
        under -= how?.isConcurrent ? 1 : 0;
      }
    };
    const applied = await apply(await check({ project, organization }), counting);
    expect(most).to.equal(2);
    expect(await written()).to.deep.equal(whole);
    expect(sumsUp(applied)).to.equal(true);
    expect(applied.counts.project).to.include({ read: many, created: many });
    expect(applied.progress.rows).to.equal(applied.progress.ofRows);
  });

  it('are written once by two processes of which neither knows that it lost the work', async () => {
    const { id } = await check({ project, organization });
    await requestApply(id, null, ada);
    const ends = await Promise.allSettled([applyImport(id, anyStep), applyImport(id, anyStep)]);
    expect(ends.map(({ status }) => status)).to.include('fulfilled');
    expect(await written()).to.deep.equal(whole);
    expect((await getImport(id)).counts.project).to.include({ read: many, created: many });
  });

  it('both end when one fails, and are gone on with', async () => {
    const { id } = await check({ project, organization });
    await requestApply(id, null, ada);
    let begun = 0;
    const failing: FencedTransaction = async (deed, how) => {
      begun += 1;
      if (how?.isConcurrent && (await projects.current.countDocuments({})) > 0) throw new Error('cut off');
      return anyStep(deed, how);
    };
    const why = await applyImport(id, failing).catch((error: unknown) => error);
    expect(why).to.have.property('message', 'cut off');
    const atItsEnd = begun;
    await pause(100);
    expect(begun).to.equal(atItsEnd);
    expect((await written()).projects).to.be.within(1, many - 1);
    expect((await getImport(id)).progress.rows).to.be.above(0);
    // A process that dies tells no more how far it came.
    await noteProgress(id, { rows: 0 });
    await applyImport(id, anyStep);
    expect(await written()).to.deep.equal(whole);
    const { rows, ofRows } = (await getImport(id)).progress;
    expect(rows).to.equal(ofRows).and.to.be.above(many);
  });

  it('are one in a file without organisations: the first project to name one says what it is called', async () => {
    const isConcurrent = new Set<boolean>();
    const watching: FencedTransaction = async (deed, how) => {
      isConcurrent.add(how?.isConcurrent ?? false);
      return anyStep(deed, how);
    };
    await apply(await check({ project }), watching);
    expect([...isConcurrent]).to.deep.equal([false]);
    expect((await written()).projects).to.equal(many);
  });
});

describe('Deeds side by side', () => {
  it('have all ended when the failure of one is told', async () => {
    const ended: string[] = [];
    const done = runConcurrently([
      async () => {
        ended.push('fails');
        throw new Error('first');
      },
      async isOver => {
        while (!isOver()) await pause(1);
        await pause(5);
        ended.push('was told');
        throw new Error('second');
      },
    ]);
    expect(await done.catch((error: unknown) => error)).to.have.property('message', 'first');
    expect(ended).to.deep.equal(['fails', 'was told']);
  });
});
