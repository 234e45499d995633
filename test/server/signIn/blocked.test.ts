import { expect } from 'chai';
import http, { type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';
import { getImport, requestApply } from '../../../models/imports/imports.ts';
import { claimJob } from '../../../models/process/job.ts';
import { projects } from '../../../models/projects/projects.ts';
import { onWritten } from '../../../models/record/record.ts';
import { users, type KeptUser } from '../../../models/accounts/user.ts';
import { watchBlocked, type BlockWatch } from '../../../server/signIn/blocked.ts';
import { runClaim } from '../../../server/jobs/runner.ts';
import { createLogger } from '../../../server/logger.ts';
import { countRunning, endRunning, track } from '../../../server/files/running.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { grace } from '../../support/cordis.ts';
import { semicolonCsv, zipOf } from '../../support/cordisZip.ts';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, changeAt, edit } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { end, serve, type Served } from '../../support/served.ts';

const endedWithinMs = 5_000;
const log = createLogger('silent');
const settings = { keepsPersonalData: false, importLimitMb: 100, importKeptDays: 30 };

const block = async ({ id }: KeptUser) =>
  edit(users, { id, version: null as never }, { isBlocked: true }, changeAt(new Date()));

/** A file of CORDIS with so many projects. */
const cordisFile = (count: number) => {
  const some = Array.from({ length: count }, (_none, at) => ({
    ...grace,
    id: String(900_000 + at),
    acronym: `P${at}`,
    title: `Project ${at}`,
    topics: '',
    masterCall: '',
    subCall: '',
  }));
  return zipOf({ 'csv/project.csv': semicolonCsv(some) });
};

/** More than the buffers between two programs of a machine hold. */
async function addManyProjects(): Promise<void> {
  const { id } = await addProject({ objective: 'Long. '.repeat(1_500) });
  const stored = await projects.current.collection.findOne({ _id: id } as never);
  const copies = Array.from({ length: 3_000 }, (_none, at) => ({ ...stored, _id: `copy-${at}` }));
  for (let start = 0; start < copies.length; start += 500)
    await projects.current.collection.insertMany(copies.slice(start, start + 500) as never);
}

/** A download that is begun and not taken further. */
async function startDownload(address: string, token: string): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${token}` };
  const request = http.get(`${address}/api/v1/projects.json`, { agent: false, headers });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  expect(answer.statusCode).to.equal(200);
  answer.pause();
  return answer;
}

/** Takes the rest. @returns whether all of it came */
async function takeRest(answer: IncomingMessage): Promise<boolean> {
  const isClosed = new Promise<void>(resolve => {
    answer.once('close', resolve).once('error', () => resolve());
  });
  answer.resume();
  await isClosed;
  return answer.complete;
}

/** An upload that stops in the middle; `isOver` once its connection ended. */
async function startUpload(address: string, token: string): Promise<{ isOver: boolean; stop: () => void }> {
  const head =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n';
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'multipart/form-data; boundary=x',
    'Content-Length': '1000000',
  };
  const request = http.request(`${address}/api/v1/imports`, { method: 'POST', agent: false, headers });
  const upload = { isOver: false, stop: () => void request.destroy() };
  request.on('error', () => undefined).on('close', () => (upload.isOver = true));
  await new Promise<void>(resolve => void request.write(head + 'a;b\n'.repeat(10_000), () => resolve()));
  await wait(300);
  return upload;
}

async function until(isSo: () => Promise<boolean> | boolean, limitMs: number): Promise<number> {
  const from = performance.now();
  while (!(await isSo())) {
    if (performance.now() - from > limitMs) return Infinity;
    await wait(20);
  }
  return performance.now() - from;
}

describe('Blocking somebody', function () {
  this.timeout(180_000);
  useDatabase();

  describe('in another process', () => {
    let program: Served;
    before('start callfolio', async () => {
      program = await serve({ MONGODB_URI: testDatabase().uri, SESSION_SECRET: 's'.repeat(32) });
    });
    after(async () => end(program, 'SIGTERM'));

    it('ends their downloads, uploads and dry runs within 5 s, and nobody else’s', async () => {
      await addProgramme({ code: 'H2020' });
      await addManyProjects();
      const [one, other] = [await apiAs('officer'), await apiAs('officer')];
      const { address } = program;
      const sent = await fetch(`${address}/api/v1/imports`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${one.token}` },
        body: (() => {
          const form = new FormData();
          form.append('file', new Blob([new Uint8Array(cordisFile(15_000))]), 'cordis.zip');
          return form;
        })(),
      });
      const { id } = (await sent.json()) as { id: string };
      const downloads = [await startDownload(address, one.token), await startDownload(address, other.token)];
      const uploads = [await startUpload(address, one.token), await startUpload(address, other.token)];
      const isChecking = async () => (await getImport(id)).state === 'checking';
      expect(await until(isChecking, 60_000), 'the dry run has begun').to.be.below(Infinity);
      expect(uploads.map(({ isOver }) => isOver)).to.deep.equal([false, false]);

      await block(one.user);
      const isEnded = async () => (await getImport(id)).state !== 'checking' && uploads[0]?.isOver === true;
      const took = await until(isEnded, endedWithinMs);
      expect(took, 'ms until upload and dry run were over').to.be.below(endedWithinMs);
      expect(await getImport(id)).to.deep.include({ state: 'failed', stoppedIn: 'checking' });
      expect((await getImport(id)).failure?.key).to.equal('importStopped.checkerBlocked');
      // Whoever is not blocked is the control: the same detectors find nothing ended.
      const rest = await Promise.all(downloads.map(takeRest));
      expect(rest, 'whether the whole file came').to.deep.equal([false, true]);
      expect(uploads.map(({ isOver }) => isOver)).to.deep.equal([true, false]);
      uploads[1]?.stop();
      expect(program.lines.join('\n')).to.include('what ran for a blocked account was ended');
    });
  });

  describe('here', () => {
    let watch: BlockWatch | null = null;
    afterEach('stop watching', async () => {
      await watch?.stop();
      watch = null;
    });

    it('ends at once what runs for them, and where nobody watches it runs on', async () => {
      const { user } = await apiAs('officer');
      let ended: string | null = null;
      track(user.id, why => (ended = why));
      const other = await apiAs('officer');
      track(other.user.id, () => undefined);
      try {
        await block(user);
        // The unguarded twin: a process without the watch.
        await wait(200);
        expect([ended, countRunning(user.id)]).to.deep.equal([null, 1]);
        watch = watchBlocked(log);
        expect(await until(() => ended !== null, endedWithinMs)).to.be.below(endedWithinMs);
        expect([countRunning(user.id), countRunning(other.user.id)]).to.deep.equal([0, 1]);
      } finally {
        endRunning(other.user.id, 'the test is over');
      }
    });
  });

  for (const [reader, threadFromBytes] of [
    ['this process', Infinity],
    ['a thread', 1],
  ] as const)
    it(`ends a dry run that ${reader} reads`, async () => {
      await addProgramme({ code: 'H2020' });
      const one = await apiAs('officer');
      const { body } = await one.post('/imports').attach('file', cordisFile(15_000), 'one.zip');
      const { id } = body as { id: string };
      const watch = watchBlocked(log);
      try {
        const claim = await claimJob();
        if (!claim) throw new Error('There is no job.');
        const running = runClaim(claim, { ...settings, threadFromBytes }, log);
        const isBegun = async () => (await getImport(id)).source === 'cordis';
        expect(await until(isBegun, 60_000)).to.be.below(Infinity);
        await block(one.user);
        const from = performance.now();
        await running;
        expect(performance.now() - from).to.be.below(endedWithinMs);
        expect(await getImport(id)).to.deep.include({ state: 'failed', stoppedIn: 'checking' });
        expect(countRunning(one.user.id)).to.equal(0);
      } finally {
        await watch.stop();
      }
    });

  async function checkedBy(by: Awaited<ReturnType<typeof apiAs>>, name: string): Promise<string> {
    const { body } = await by.post('/imports').attach('file', cordisFile(400), name);
    await runJobsNow();
    return (body as { id: string }).id;
  }

  it('lets what they are applying be finished, and marks it for an administrator', async () => {
    await addProgramme({ code: 'H2020' });
    const [one, other] = [await apiAs('officer'), await apiAs('officer')];
    const ids = [await checkedBy(one, 'one.zip'), await checkedBy(other, 'other.zip')];
    const by = ({ user }: { user: KeptUser }) => ({ id: user.id, name: user.name });
    await requestApply(ids[0] ?? '', null, by(one));
    const blocking: Promise<unknown>[] = [];
    const forget = onWritten(noun => {
      if (noun === 'project' && blocking.length === 0) blocking.push(block(one.user));
    });
    try {
      const claim = await claimJob();
      if (claim) await runClaim(claim, settings, log);
    } finally {
      forget();
      await Promise.all(blocking);
    }
    await requestApply(ids[1] ?? '', null, by(other));
    await runJobsNow();
    const [marked, plain] = await Promise.all(ids.map(async id => getImport(id)));
    expect(marked).to.deep.include({ state: 'applied' });
    expect(marked?.blockedMeanwhile?.by).to.deep.equal(by(one));
    expect(plain).to.deep.include({ state: 'applied', blockedMeanwhile: null });
    expect(await projects.current.countDocuments({})).to.equal(400);
    const administrator = await apiAs('administrator');
    const { body } = await administrator.get(`/imports/${ids[0]}`);
    expect(body.blockedMeanwhile.by).to.deep.equal(by(one));
    const page = await signedIn('administrator');
    const says = 'pplied by somebody who was blocked meanwhile';
    expect((await page.get(`/imports/${ids[0]}`)).text).to.include(says);
    expect((await page.get('/')).text)
      .to.include(says)
      .and.include('one.zip')
      .and.not.include('other.zip');
    expect((await page.get(`/imports/${ids[1]}`)).text).not.to.include(says);
    expect((await (await signedIn('officer')).get('/')).text).not.to.include(says);
  });

  it('lets nothing begin that waited for its turn', async () => {
    await addProgramme({ code: 'H2020' });
    const one = await apiAs('officer');
    const id = await checkedBy(one, 'one.zip');
    const { body } = await one.post('/imports').attach('file', cordisFile(3), 'waiting.zip');
    await requestApply(id, null, { id: one.user.id, name: one.user.name });
    await block(one.user);
    await runJobsNow();
    expect(await getImport(id)).to.deep.include({ state: 'checked', appliedBy: null, appliedAt: null });
    expect(await getImport((body as { id: string }).id)).to.deep.include({ state: 'failed' });
    expect(await projects.current.countDocuments({})).to.equal(0);
    const jobs = mongoose.connection.collection('jobs');
    expect(await jobs.countDocuments({ state: { $in: ['waiting', 'running'] } })).to.equal(0);
  });
});
