import type { AddressInfo } from 'node:net';
import mongoose from 'mongoose';
import { callfolioItself, type Change } from '../models/record/noun.ts';
import { calls } from '../models/calls/call.ts';
import { followIndex } from '../models/index/indexFollower.ts';
import { organisations } from '../models/organisations/organisation.ts';
import { strategies } from '../models/strategies/strategy.ts';
import { projects } from '../models/projects/projects.ts';
import { noteStart } from '../models/process/start.ts';
import { isReferenceLoaded, loadReference } from '../models/reference/loadReference.ts';
import { addUserWithPassword } from '../models/accounts/credential.ts';
import { inviteUser } from '../models/accounts/invitation.ts';
import { countUsers } from '../models/accounts/user.ts';
import { ExpectedError } from '../models/values/errors.ts';
import { sayProblem } from '../views/problem.ts';
import { translator } from '../views/locales/index.ts';
import { createListener } from './app.ts';
import { checkpointPlace } from './checkpointPlace.ts';
import { addressOf, type Config } from './config.ts';
import { finishRestore } from './backup/switchCollections.ts';
import { createCollectionsAndIndexes } from './database/indexes.ts';
import { chooseEvaluationDays } from '../models/calls/callStatus.ts';
import { rewriteCallStatuses } from './database/callStatuses.ts';
import { prepareSchema } from './database/migrations.ts';
import type { Database } from './database/openDatabase.ts';
import type { Logger } from 'pino';
import { startRunner } from './jobs/runner.ts';
import { createMetrics, serveMetrics, type Metrics } from './http/metrics.ts';
import { watchBlocked } from './signIn/blocked.ts';
import { answerUnreadable } from './http/oddRequest.ts';
import { loadSessionSecret } from './signIn/sessionSecret.ts';
import { stopOnSignals } from './shutdown.ts';
import { sweepSpool } from './files/spool.ts';
import { StartError } from './startError.ts';
import { createStartingServer } from './starting.ts';
import { sweepTemporary } from './files/temporaryFiles.ts';
import { uploadPrefix } from './http/upload.ts';

const byStart = (): Change => ({
  by: callfolioItself,
  source: { kind: 'reference' },
  reason: 'first start',
  at: new Date(),
});

/** Brings the database up to date and serves on it. @throws {StartError} when something is in the way; it is closed then */
export async function serveOn(database: Database, config: Config, log: Logger): Promise<void> {
  try {
    await prepareFiles(config, log);
    chooseEvaluationDays(config.evaluationDays);
    await prepareDatabase(log);
    if (!(await isReferenceLoaded())) {
      log.info('loading the reference data');
      await loadReference(byStart());
    }
    await makeFirstAdministrator(config);
    await serve(config, database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What a process that was killed left of the files it made or received; the folder must be there to be written. */
async function prepareFiles({ filesDir }: Config, log: Logger): Promise<void> {
  const sweep = async () => (await sweepSpool(filesDir)) + (await sweepTemporary(filesDir, uploadPrefix));
  const swept = await sweep().catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `FILES_DIR: the folder ${filesDir} cannot be used (${error.code ?? error.message}).`,
    );
  });
  if (swept > 0) log.info({ files: swept }, 'files that a process left were removed');
}

/** Before anything reads or writes: a restore that was cut off, the schema, the indexes. */
async function prepareDatabase(log: Logger): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new StartError('The database was lost at the start: try again.');
  await finishRestore(db, log);
  await prepareSchema(db, { log });
  await createCollectionsAndIndexes();
  // Those that were made with another setting than today's.
  await rewriteCallStatuses(name => db.collection(name));
}

async function makeFirstAdministrator(config: Config): Promise<void> {
  const first = config.firstAdministrator;
  if (first === null || (await countUsers()) > 0) return;
  const values = { email: first.email, name: 'Administrator', role: 'administrator' } as const;
  await addUserWithPassword(values, first.password, { ...byStart(), source: { kind: 'api' } }).catch(
    (error: unknown) => {
      if (!(error instanceof ExpectedError)) throw error;
      const t = translator('en');
      const why = error.problems.map(problem => sayProblem(t, problem, 'ADMIN_PASSWORD')).join(' ');
      throw new StartError(
        `The first administrator cannot be made from ADMIN_EMAIL and ADMIN_PASSWORD. ${why}`,
      );
    },
  );
}

async function serve(config: Config, database: Database, log: Logger): Promise<void> {
  const { server, admit } = createStartingServer();
  answerUnreadable(server, log);
  const address = () => {
    const bound = server.address() as AddressInfo | null;
    return addressOf(config.host, bound?.port ?? config.port);
  };
  // A port in use must find nothing begun that would have to be ended.
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(asStartError(error, config)));
    server.listen(config.port, config.host, resolve);
  });
  const metrics = config.metrics ? createMetrics() : undefined;
  const metricsServer = metrics && config.metrics ? await openMetrics(metrics, config.metrics, log) : null;
  const sessionSecret = await loadSessionSecret(config);
  const place = await checkpointPlace(config, log);
  admit(createListener({ config, sessionSecret, log, address, ...(metrics && { metrics }) }));
  const columns = followIndex([projects, calls, organisations, strategies], place);
  const runner = startRunner(config, log);
  const watch = watchBlocked(log);
  const close = async (): Promise<void> => {
    await runner.stop();
    await watch.stop();
    await columns.close();
    metricsServer?.close();
    metricsServer?.closeAllConnections();
    await database.close();
  };
  stopOnSignals({ server, close, log });
  await noteStart({ startedAt: new Date(), database: database.kind, serverVersion: database.serverVersion });
  const baseUrl = config.baseUrl ?? address();
  log.info(`callfolio serves at ${baseUrl}`);
  if ((await countUsers()) === 0) {
    log.info(
      `make the first administrator here, once, within three days: ${baseUrl}/invitations/${await inviteUser(null, byStart())}`,
    );
  }
}

/** Metrics of this process, on an address of their own. */
async function openMetrics(metrics: Metrics, where: NonNullable<Config['metrics']>, log: Logger) {
  metrics.watchDatabase(mongoose.connection.getClient());
  const opened = await serveMetrics(metrics.registry, where.host, where.port).catch(
    (error: NodeJS.ErrnoException) => {
      throw asStartError(error, where, 'METRICS_');
    },
  );
  const bound = opened.address() as AddressInfo;
  log.info(`metrics are at ${addressOf(where.host, bound.port)}/metrics`);
  return opened;
}

function asStartError(
  error: NodeJS.ErrnoException,
  { host, port }: Readonly<{ host: string; port: number }>,
  prefix = '',
): Error {
  if (error.code === 'EADDRINUSE')
    return new StartError(
      `Port ${port} of ${host} is in use. Stop the program that uses it, or set ${prefix}PORT to another.`,
    );
  if (error.code === 'EACCES')
    return new StartError(
      `Port ${port} may not be used without special rights. Set ${prefix}PORT to one above 1023.`,
    );
  if (error.code === 'EADDRNOTAVAIL')
    return new StartError(`${host} is not an address of this machine. Set ${prefix}HOST to one that is.`);
  return error;
}
