import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { findMongod } from '../../server/database/findMongod.ts';
import { createLogger } from '../../server/logger.ts';
import { mongodSources } from './database.ts';
import { freePorts } from './ports.ts';
import { stopProcess } from './stopped.ts';

interface Member {
  port: number;
  dbPath: string;
  child: ChildProcess | null;
}

export type ReplicaSet = Readonly<{
  uri: string;
  dbName: string;
  /** Lets the primary hand over to another member, as before its maintenance. */
  stepDown: () => Promise<void>;
  /** Ends the primary with kill -9. @returns what starts it again */
  killPrimary: () => Promise<() => Promise<void>>;
  pauseAll: () => Promise<void>;
  /** Lets all members go on. */
  continueAll: () => void;
  command: (command: Document) => Promise<Document>;
  stop: () => Promise<void>;
}>;

const setName = 'test';
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Three members on free ports of this machine, small, with the commands that tests need. */
export async function startReplicaSet(dbName: string): Promise<ReplicaSet> {
  const folder = await mkdtemp(join(tmpdir(), 'callfolio-set-'));
  const { path: program } = await findMongod(mongodSources(), createLogger('silent'));
  const ports = await freePorts(3);
  const members: Member[] = ports.map(port => ({ port, dbPath: join(folder, String(port)), child: null }));
  for (const member of members) await launch(program, member);
  const hosts = ports.map(port => `127.0.0.1:${port}`);
  const first = new MongoClient(`mongodb://${hosts[0]}/?directConnection=true`);
  const config = {
    _id: setName,
    members: hosts.map((host, _id) => ({ _id, host })),
    // As docs/running-two-processes.md advises.
    settings: { electionTimeoutMillis: 5_000 },
  };
  await first.db('admin').command({ replSetInitiate: config });
  await first.close();

  const uri = `mongodb://${hosts.join(',')}/${dbName}?replicaSet=${setName}`;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 30_000, heartbeatFrequencyMS: 1_000 });
  const admin = client.db('admin');
  // Elected and able to write, with both others following.
  await admin.collection('begun').insertOne({}, { writeConcern: { w: 3 } });

  const findPrimary = async (): Promise<Member> => {
    const { me } = await admin.command({ hello: 1 });
    const found = members.find(({ port }) => String(me).endsWith(`:${port}`));
    if (!found) throw new Error(`${String(me)} is no member.`);
    return found;
  };
  return {
    uri,
    dbName,
    stepDown: async () => {
      await admin.command({ replSetStepDown: 20, secondaryCatchUpPeriodSecs: 10 });
    },
    killPrimary: async () => {
      const primary = await findPrimary();
      await kill(primary);
      return async () => launch(program, primary);
    },
    pauseAll: async () => pauseMembers(members),
    continueAll: () => {
      for (const { child } of members) child?.kill('SIGCONT');
    },
    command: async command => admin.command(command),
    stop: async () => {
      await client.close();
      await Promise.all(members.map(kill));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pauseMembers(members: readonly Member[]): Promise<void> {
  const pids = members.flatMap(({ child }) => child?.pid ?? []);
  await Promise.all(pids.map(stopProcess));
}

async function launch(program: string, member: Member): Promise<void> {
  await mkdir(member.dbPath, { recursive: true });
  const settings = {
    dbpath: member.dbPath,
    replSet: setName,
    bind_ip: '127.0.0.1',
    port: member.port,
    wiredTigerCacheSizeGB: 0.25,
    oplogSize: 100,
    unixSocketPrefix: member.dbPath,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(
    program,
    [...args, '--setParameter=enableTestCommands=1', '--setParameter=diagnosticDataCollectionEnabled=false'],
    { stdio: 'ignore' },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  member.child = child;
  const client = new MongoClient(`mongodb://127.0.0.1:${member.port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 30_000,
  });
  await client.db('admin').command({ hello: 1 });
  await client.close();
}

async function kill({ child }: Member): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // One that is stopped would not notice anything gentler.
  child.kill('SIGKILL');
  await ended;
}
