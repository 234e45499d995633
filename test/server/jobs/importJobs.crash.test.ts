import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { findRunningSocket } from '../../../server/database/embedded.ts';
import { findMongodOn } from '../../../server/database/foundMongod.ts';
import { sendSignal, waitForEnd } from '../../../server/database/processes.ts';
import { cordisNouns } from '../../bench/cordisZip.ts';
import { socketUri } from '../../../server/database/socket.ts';
import { cordisZip } from '../../bench/cordisZip.ts';
import { canonicalHash, canonicalLines, differingLines } from '../../support/canonical.ts';
import { ask, end, serve, tokenFor, type Served } from '../../support/served.ts';

const kills = 10;
const { zip, foretold } = cordisZip({ projects: 2000 }, { quirkShare: 0.02 });
const folders: string[] = [];

interface Installation {
  dataDir: string;
  program: Served;
  token: string;
}

async function install(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-import-crash-'));
  folders.push(folder);
  const dataDir = join(folder, 'data');
  const program = await serve({ DATA_DIR: dataDir });
  return { dataDir, program, token: await tokenFor(program.address) };
}

async function killMongod(dataDir: string): Promise<void> {
  const mongod = await findMongodOn(dataDir);
  if (!mongod) return;
  sendSignal(mongod, 'SIGKILL');
  await waitForEnd(mongod, 5_000);
}

async function upload({ program, token }: Installation): Promise<string> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(zip)]), 'cordis-h2020projects-csv.zip');
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${program.address}/api/v1/imports`, { method: 'POST', headers, body });
  const { id } = (await answer.json()) as { id: string };
  expect(answer.status).to.equal(202);
  return id;
}

type Shown = Readonly<{ state: string; counts: Record<string, object> }>;

/** How the import is, as soon as somebody answers. */
async function look({ program, token }: Installation, id: string): Promise<Shown> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { status, data } = await ask(program.address, `/api/v1/imports/${id}`, { token });
    if (status === 200) return data as unknown as Shown;
    await pause(100);
  }
  throw new Error('Nobody answers.');
}

async function until(installation: Installation, id: string, state: string): Promise<Shown> {
  for (let tries = 0; tries < 2_400; tries += 1) {
    const shown = await look(installation, id);
    if (shown.state === state) return shown;
    expect(shown.state, JSON.stringify(shown)).to.not.equal('failed');
    await pause(50);
  }
  throw new Error(`It never was ${state}.`);
}

async function apply({ program, token }: Installation, id: string): Promise<void> {
  const { etag } = await ask(program.address, `/api/v1/imports/${id}`, { token });
  const { status } = await ask(program.address, `/api/v1/imports/${id}/apply`, {
    token,
    method: 'POST',
    headers: { 'If-Match': etag ?? '' },
  });
  expect(status).to.equal(202);
}

async function recorded({ dataDir }: Installation): Promise<string[]> {
  const client = await MongoClient.connect(socketUri((await findRunningSocket(dataDir)) ?? '', 'callfolio'));
  try {
    return await canonicalLines(client.db());
  } finally {
    await client.close();
  }
}

describe('kill -9 during an import', function () {
  this.timeout(600_000);

  const running: Installation[] = [];
  after(async () => {
    for (const { program, dataDir } of running) {
      program.child.kill('SIGKILL');
      await killMongod(dataDir);
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it(`of the program or of the database, ${kills} times, leaves what an undisturbed import leaves`, async () => {
    const calm = await install();
    running.push(calm);
    const calmId = await upload(calm);
    await until(calm, calmId, 'checked');
    const began = Date.now();
    await apply(calm, calmId);
    const { counts } = await until(calm, calmId, 'applied');
    const tookMs = Date.now() - began;
    for (const noun of cordisNouns) expect(counts[`${noun}s`]).to.include(foretold.counts[noun]);
    const wanted = await recorded(calm);
    const { project, organisation, call } = foretold.counts;
    const made = [project, organisation, call].reduce((sum, { created }) => sum + created, 0);
    expect(wanted.length, 'each record').to.be.at.least(made);
    await end(calm.program, 'SIGTERM');

    const shaken = await install();
    running.push(shaken);
    const id = await upload(shaken);
    let during = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      // The first kills meet the check, the others the applying.
      if (kill === 3) {
        await until(shaken, id, 'checked');
        await apply(shaken, id);
      }
      await pause(200 + Math.random() * (tookMs / 6));
      if (kill >= 3 && (await look(shaken, id)).state === 'applying') during += 1;
      if (kill % 2 === 0) {
        await end(shaken.program, 'SIGKILL');
        shaken.program = await serve({ DATA_DIR: shaken.dataDir });
      } else await killMongod(shaken.dataDir);
    }
    const shown = await until(shaken, id, 'applied');
    process.stdout.write(`      ${during} kills met the import while it was being applied\n`);
    expect(during).to.be.at.least(1);
    expect(shown.counts).to.deep.equal(counts);
    const found = await recorded(shaken);
    expect(differingLines(wanted, found)).to.deep.equal([]);
    expect(canonicalHash(found)).to.equal(canonicalHash(wanted));
    expect(await end(shaken.program, 'SIGTERM')).to.equal(0);
  });
});
