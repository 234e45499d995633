import { expect } from 'chai';
import express from 'express';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { explainOutage, outageReasons } from '../../../server/database/outage.ts';
import { sendSignal } from '../../../server/database/processes.ts';
import { health } from '../../../server/http/health.ts';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { stopProcess } from '../../support/stopped.ts';

/** What only the operator may know, as far as an answer tells it: a path, an address, a number of a process, a stack. */
const leaksOf = (text: string): string[] => [
  ...(text.match(/(?:\/|%2F)(?:tmp|home|root|var|work)\b/gi) ?? []),
  ...(text.match(/mongodb(?:-\d+\.sock|:\/\/|\+srv)|\d+\.\d+\.\d+\.\d+|\bat .*:\d+:\d+/g) ?? []),
  ...(text.match(/process \d+|"pid"/g) ?? []),
];

const app = express().use(health());
const ready = async () => supertest(app).get('/health/ready');

describe('the health of the program', () => {
  useDatabase();
  let mongod = 0;
  before(async () => {
    mongod = Number((await mongoose.connection.db!.admin().serverStatus())['pid']);
  });
  afterEach(() => sendSignal({ pid: mongod, startedAt: null }, 'SIGCONT'));

  it('is ready while the database takes writes', async () => {
    const { status, body } = await ready();
    expect([status, body]).to.deep.equal([200, { status: 'ready', index: false }]);
  });

  it('says since when the database is away and why, the same instant each time, and is ready again after it', async () => {
    await stopProcess(mongod);
    const stoppedAt = Date.now();
    const first = await ready();
    const { status: isLive } = await supertest(app).get('/health/live');
    const second = await ready();
    sendSignal({ pid: mongod, startedAt: null }, 'SIGCONT');
    expect([first.status, second.status, isLive]).to.deep.equal([503, 503, 200]);
    const { since, ...rest } = first.body as { since: string };
    expect(rest).to.deep.equal({ status: 'unavailable', reason: 'the database does not answer' });
    expect(Date.parse(since)).to.be.within(stoppedAt - 100, stoppedAt + 8_000);
    expect(second.body).to.deep.equal(first.body);
    const deadline = Date.now() + 20_000;
    while ((await ready()).status !== 200) expect(Date.now()).to.be.below(deadline);
    await stopProcess(mongod);
    expect(Date.parse(((await ready()).body as { since: string }).since)).to.be.above(Date.parse(since));
  });

  it('tells no path, address or process, where a twin that repeats the error does', async () => {
    await stopProcess(mongod);
    const { text } = await ready();
    const frank = new mongoose.mongo.MongoClient(testDatabase().uri, { serverSelectionTimeoutMS: 200 });
    const error = await frank
      .db()
      .command({ ping: 1 })
      .catch((thrown: unknown) => thrown as Error);
    await frank.close();
    expect(leaksOf(text)).to.deep.equal([]);
    expect(leaksOf(String((error as Error).stack))).not.to.deep.equal([]);
  });
});

describe('the reason of an outage', () => {
  const otherwise = outageReasons.notStarting;

  it('is read from what was said', async () => {
    const said: readonly (readonly [string, string])[] = [
      ['ENOSPC: no space left on device, write', 'the disk is full'],
      ['__posix_file_write:656: pwrite: No space left on device', 'the disk is full'],
      ['"msg":"WiredTiger error message","attr":{"error":28,"message":{"ts', 'the disk is full'],
      ['Disk quota exceeded', 'the disk is full'],
      ['EROFS: read-only file system, open', 'the disk is read-only'],
      ['/data/mongodb/WiredTiger.lock: Permission denied', 'the database may not read or write its folder'],
      ['it ended with SIGKILL', otherwise],
      // An error whose number begins with that of a full disk.
      ['"error":280', otherwise],
    ];
    for (const [words, reason] of said)
      expect(await explainOutage('/', words, otherwise), words).to.equal(reason);
  });

  it('is a sentence without a path, whichever it is', () => {
    expect(leaksOf(Object.values(outageReasons).join('\n'))).to.deep.equal([]);
  });
});
