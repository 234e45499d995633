import { expect } from 'chai';
import mongoose, { type mongo } from 'mongoose';
import { setArchived } from '../../../models/curation/archive.ts';
import { calls } from '../../../models/calls/call.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { emptyRecord } from '../../../models/record/fields.ts';
import { saveRecord } from '../../../models/record/record.ts';
import { loadReference } from '../../../models/reference/loadReference.ts';
import { signedIn } from '../../support/app.ts';
import { canonicalHash, canonicalLines, differingLines } from '../../support/canonical.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addOrganisation, addProject, addUser, changeAt } from '../../support/factories.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { addOneOfEverything } from '../../support/ownRecords.ts';
import { tokenOn } from '../../support/page.ts';

const imported = { organisations, calls, projects };
type Officer = Awaited<ReturnType<typeof signedIn>>;

/** A whole installation: what every one begins with, records with something in every field, archived ones. */
async function fillInstallation(): Promise<void> {
  await loadReference(changeAt());
  const { programme, topic } = await addOneOfEverything();
  const { id, name } = await addUser('evaluator', { name: 'Eve Evaluator' });
  const change = changeAt(new Date('2026-03-29T00:30:59.987Z'), {
    by: { id, name },
    reason: 'Entered twice',
  });
  const supports = [{ initiative: 'S-1.1', significance: 'secondary', justification: 'Says so' }];
  const rest = {
    printedCall: 'C',
    printedTopic: 'T',
    subCall: 'S',
    masterCall: 'M',
    nature: 'n',
    rcn: '0017',
    grantDoi: '10.3030/1',
  };
  const more = { ...rest, contentUpdatedOn: '2024-02-29', euroSciVoc: ['/23/47'], signedOn: '2020-02-29' };
  const project = await addProject(
    { acronym: 'GONE', programme, topic: topic.id, supports, ...more },
    change,
  );
  await setArchived(projects, project, true, change);
  const call = await addCall({ programme, supports, note: 'n', sourceStatus: '31094502' }, change);
  await setArchived(calls, call, true, change);
  const named = {
    kind: 'call' as const,
    programme,
    identifier: 'ONLY-NAMED',
    knownFrom: 'projects' as const,
  };
  const values = { ...emptyRecord(calls.fields), ...named };
  await saveRecord(calls, { id: null, version: null, values }, change);
  await addOrganisation({ name: 'Whole', size: 'sme', city: 'Gent', nutsCode: 'BE234', contact: address });
}
const address = 'street: Veldstraat 1';

/** Fields of which no record has anything: what they hold would not be seen to get lost. */
async function listEmptyFields(): Promise<string[]> {
  const empty: string[] = [];
  for (const [path, { current, fields }] of Object.entries(imported))
    for (const key of Object.keys(fields)) {
      const filled = { [key]: { $exists: true, $nin: [null, '', []] } };
      if ((await current.collection.countDocuments(filled)) === 0) empty.push(`${path}.${key}`);
    }
  return empty;
}

/** The lists as a person downloads them, whole. */
async function exportAll({ get }: Officer, kind: string): Promise<Buffer[]> {
  const files: Buffer[] = [];
  for (const [path, { filters }] of Object.entries(imported)) {
    const query = 'archived' in filters ? '?archived=any' : '';
    const { status, body } = await get(`/${path}.${kind}${query}`).responseType('blob');
    expect(status).to.equal(200);
    files.push(body as Buffer);
  }
  return files;
}

/** As a new installation is: strategies, programmes and accounts, which no import brings, and nothing else. */
async function emptyInstallation(): Promise<void> {
  const names = ['imports', 'importRows', 'importOrigins', 'jobs'];
  const models = Object.values(imported).flatMap(({ current, versions }) => [current, versions]);
  const all = [...models.map(({ collection }) => collection.collectionName), ...names];
  for (const name of all) await database().collection(name).deleteMany({});
}

const database = (): mongo.Db => mongoose.connection.db ?? expect.fail('no database');

/** Sends a file, applies it, and gives the page that tells what was not taken of it. */
async function importFile(
  { agent, get, post }: Officer,
  file: Buffer,
  name: string,
  keepsPersonalData = true,
): Promise<string> {
  const _csrf = tokenOn((await get('/imports/new')).text);
  const sent = await agent.post('/imports').field('_csrf', _csrf).attach('file', file, name);
  const path = String(sent.headers['location']);
  await runJobsNow({ keepsPersonalData: keepsPersonalData });
  expect((await post(`${path}/apply`, {})).status).to.equal(303);
  await runJobsNow();
  const found = await database()
    .collection('imports')
    .findOne({ _id: path.slice(9) as never });
  expect(found).to.include({ state: 'applied', failure: null });
  const refused = await database().collection('importRows').find({ outcome: 'rejected' }).toArray();
  expect(refused.map(row => row['problems'] as unknown)).to.deep.equal([]);
  return (await get(path)).text;
}

describe('A whole installation, exported and imported into an empty one', () => {
  useDatabase();

  for (const kind of ['xlsx', 'csv', 'json']) {
    it(`says the same, apart from what is withheld: ${kind}`, async function () {
      this.timeout(120_000);
      await fillInstallation();
      expect(await listEmptyFields()).to.deep.equal([]);
      const officer = await signedIn('officer');
      const before = await canonicalLines(database(), 'shown');
      const files = await exportAll(officer, kind);
      await emptyInstallation();
      expect(await projects.current.countDocuments()).to.equal(0);
      for (const file of files) await importFile(officer, file, `list.${kind}`);
      const after = await canonicalLines(database(), 'shown');
      expect(differingLines(before, after)).to.deep.equal([]);
      expect(canonicalHash(after)).to.equal(canonicalHash(before));
    });

    it(`keeps no address where no setting allows it, and says so: ${kind}`, async function () {
      this.timeout(120_000);
      await addOrganisation({ name: 'Whole', city: 'Gent', contact: address });
      const officer = await signedIn('officer');
      const [file = Buffer.from('')] = await exportAll(officer, kind);
      const again = await importFile(officer, file, `list.${kind}`, false);
      expect(again).to.include('IMPORT_PERSONAL_DATA').and.not.include(address);
      expect(await organisations.current.findOne().lean()).to.include({ contact: address, version: 1 });
      await emptyInstallation();
      await importFile(officer, file, `list.${kind}`, false);
      expect(await organisations.current.findOne().lean()).to.include({ city: 'Gent', contact: null });
      expect(JSON.stringify(await database().collection('imports').find().toArray())).not.to.include(address);
    });
  }
});
