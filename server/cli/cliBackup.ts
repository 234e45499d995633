import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import mongoose from 'mongoose';
import type { BackupReport } from '../backup/format.ts';
import { restoreBackup } from '../backup/restoreBackup.ts';
import { writeBackup } from '../backup/writeBackup.ts';
import { inWords, megabytes, type Output } from './cliOutput.ts';
import { createCollectionsAndIndexes } from '../database/indexes.ts';
import { createLogger } from '../logger.ts';
import { projectFile } from '../projectFolder.ts';
// Every model makes itself known, so that each gets its indexes.
import '../../models/nouns.ts';
import '../../models/accounts/token.ts';

/** `backup FILE`: writes it and says what it holds. */
export const runBackup =
  (file: string, force = false) =>
  async (output: Output): Promise<void> => {
    const { client, db } = connection();
    const { version } = JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as { version: string };
    const options = { app: version, force, tell: output.progress, signal: output.signal };
    const report = await writeBackup(client, db, file, options);
    printReport(output, report);
    const { size } = await stat(file);
    output.print(`The records of ${report.header.at} are in ${file} (${megabytes(size)}).`);
  };

/** `restore FILE`: says what will be lost, asks, loads, and says what is there now. */
export const runRestore =
  (file: string, { isReplacing, isAgreed }: Readonly<{ isReplacing: boolean; isAgreed: boolean }>) =>
  async (output: Output): Promise<void> => {
    const { db } = connection();
    const report = await restoreBackup(db, file, {
      isReplacing,
      log: createLogger('info', process.stderr, true),
      tell: output.progress,
      checkInterrupted: output.checkInterrupted,
      confirm: async ({ database, contents }, backup) => {
        const what = contents.map(({ name, documents }) => `${inWords(documents)} ${name}`).join(', ');
        output.tell(`The database ${database} holds ${what}.`);
        output.tell(`The backup in ${file} shows ${backup.header.at}: what was written since will be lost.`);
        if (isAgreed) return true;
        const isMeant = await output.ask('Type "replace" to go on: ', 'replace');
        if (!isMeant) output.tell('Not agreed to. Where nobody can be asked, --yes agrees.');
        return isMeant;
      },
    });
    await createCollectionsAndIndexes();
    printReport(output, report);
    output.print(
      `The records of ${report.header.at} are in the database ${db.databaseName}; counts and hashes are those of the file.`,
    );
    output.print(
      'Everybody signs in again. Passwords, accounts and tokens are those of that instant: revoke again what was revoked since.',
    );
  };

function connection() {
  const { db } = mongoose.connection;
  if (!db) throw new Error('There is no connection.');
  return { client: mongoose.connection.getClient(), db };
}

function printReport({ print }: Output, { header, collections, total }: BackupReport): void {
  const rows = [
    ['collection', 'documents', 'bytes', 'SHA-256'],
    ...collections.map(({ collection, documents, bytes, sha256 }) => [
      collection,
      inWords(documents),
      inWords(bytes),
      sha256,
    ]),
    ['total', inWords(total.documents), inWords(total.bytes), total.sha256],
  ];
  const widths = [0, 1, 2].map(at => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  for (const [name = '', documents = '', bytes = '', hash = ''] of rows) {
    print(
      `${name.padEnd(widths[0] ?? 0)}  ${documents.padStart(widths[1] ?? 0)}  ${bytes.padStart(widths[2] ?? 0)}  ${hash}`,
    );
  }
  print(`schema ${header.schema}, written by callfolio ${header.app} from the database ${header.database}`);
}
