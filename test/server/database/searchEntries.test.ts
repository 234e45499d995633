import { expect } from 'chai';
import mongoose from 'mongoose';
import { rowsCollection } from '../../../models/imports/rows/rows.ts';
import { organisations, recogniseOrganisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { listIds } from '../../../models/lists/list.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { migrations, runMigrations } from '../../../server/database/migrations.ts';
import { createLogger } from '../../../server/logger.ts';
import { useDatabase } from '../../support/database.ts';
import { addPortfolio } from '../../support/portfolio.ts';
import { addOrganisation, addProject, now } from '../../support/factories.ts';
import { addImport } from '../../support/imports.ts';

const log = createLogger('silent');
const find = async (q: string) => listIds(projects, parseListQuery(projects, { q }, now));

/** Stores the records as 0.1.0 did: words and pieces as texts. */
async function makeEarlier(): Promise<void> {
  for (const { current } of [projects, organisations]) {
    await current.collection.updateMany(
      {},
      {
        $set: { terms: ['some', 'word'], pieces: ['so', 'som'] },
        $unset: { pairs: '', identifierText: '' },
      },
    );
    await current.collection.createIndex({ pieces: 1 });
  }
}

const indexed = async () =>
  (await projects.current.collection.indexes()).flatMap(({ key }) => Object.keys(key));

async function migrate(to = 2): Promise<void> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('no connection');
  await db.collection('schema').deleteMany({});
  const steps = migrations.filter(({ number }) => number <= to);
  await runMigrations(
    name => db.collection(name),
    log,
    () => undefined,
    steps,
  );
}

describe('the step to search entries that are numbers', () => {
  useDatabase();

  it('leaves every record as saving it today would, and no index of before', async () => {
    await addPortfolio();
    const saved = await projects.current.collection.find().sort({ _id: 1 }).toArray();
    const others = await organisations.current.collection.find().sort({ _id: 1 }).toArray();
    await makeEarlier();
    await migrate(4);
    expect(await projects.current.collection.find().sort({ _id: 1 }).toArray()).to.deep.equal(saved);
    expect(await organisations.current.collection.find().sort({ _id: 1 }).toArray()).to.deep.equal(others);
    expect(await indexed())
      .to.include('updatedAt')
      .and.not.to.include('pieces');
  });

  it('goes on where it was ended, with the records that are not done', async () => {
    const one = await addProject({ acronym: 'FIRST', title: 'Uncommon' });
    const two = await addProject({ acronym: 'SECOND', title: 'Uncommon' });
    await makeEarlier();
    await migrate();
    const done = await projects.current.collection.findOne({ _id: one.id });
    await projects.current.collection.updateOne(
      { _id: two.id },
      { $set: { terms: ['x'] }, $unset: { identifierText: '' } },
    );
    expect(await find('uncommon seco')).to.deep.equal([]);
    // A backup need not have all collections.
    await mongoose.connection.db?.dropCollection('strategies');
    await migrate();
    expect(await find('uncommon seco')).to.deep.equal([two.id]);
    expect(await projects.current.collection.findOne({ _id: one.id })).to.deep.equal(done);
  });
});

describe('the step to search entries without an index', () => {
  useDatabase();

  it('drops the indexes that each saving had to fill, and everything is still found', async () => {
    const { id } = await addProject({ acronym: 'FIRST', title: 'Uncommon networks' });
    await projects.current.collection.createIndex({ terms: 1 });
    await projects.current.collection.createIndex({ pairs: 1 });
    await projects.current.collection.updateMany({}, { $set: { pairs: [1, 2] } });
    await migrate(3);
    expect(await indexed())
      .to.not.include('terms')
      .and.not.include('pairs');
    expect(await projects.current.collection.countDocuments({ pairs: { $exists: true } })).to.equal(0);
    for (const typed of ['network', 'fir', '"uncommon networks"'])
      expect(await find(typed)).to.deep.equal([id]);
    expect(await find('"networks uncommon"')).to.deep.equal([]);
  });
});

describe('the step to words that are stored once', () => {
  useDatabase();

  it('takes the numbers of the words away, and everything is still found', async () => {
    const { id } = await addProject({ acronym: 'FIRST', title: 'Uncommon networks' });
    await projects.current.collection.updateMany({}, { $set: { terms: [1, 2] } });
    await migrate(4);
    expect(await projects.current.collection.countDocuments({ terms: { $exists: true } })).to.equal(0);
    for (const typed of ['network', 'irs', '"uncommon networks"'])
      expect(await find(typed)).to.deep.equal([id]);
  });
});

describe('the step to letters such as œ and ß', () => {
  useDatabase();

  it('folds them in what is stored, so that they are found either way', async () => {
    const { id } = await addProject({ acronym: 'FIRST', title: 'Œuvre Straße' });
    const other = await addProject({ acronym: 'SECOND', title: 'Plain' });
    await projects.current.collection.updateOne(
      { _id: id },
      { $set: { phraseText: ' first œuvre straße ' } },
    );
    await projects.current.collection.updateOne({ _id: other.id }, { $set: { phraseText: ' as it was ' } });
    expect(await find('oeuvre')).to.deep.equal([]);
    await migrate(10);
    for (const typed of ['oeuvre', 'Œuvre', 'STRASSE', '"œuvre straße"'])
      expect(await find(typed), typed).to.deep.equal([id]);
    expect(await find('"as it was"')).to.deep.equal([other.id]);
  });

  it('knows an organisation of before by its name, and finds rows of an import by their text', async () => {
    const { id } = await addOrganisation({ name: 'Politechnika Łódzka', country: 'PL' });
    await organisations.current.collection.updateOne(
      { _id: id },
      { $set: { nameKey: 'politechnika łodzka' } },
    );
    const { id: importId } = await addImport([{ noun: 'organisation', outcome: 'created', name: 'Łódź' }]);
    await rowsCollection().updateMany({ importId }, { $set: { text: 'łodz' } });
    const asked = { organisation: null, pic: null, activityType: null, country: 'PL' };
    const recognised = async () => recogniseOrganisations([{ ...asked, name: 'Politechnika Łódzka' }]);
    expect(await recognised()).to.deep.equal([null]);
    await migrate(10);
    expect((await recognised())[0]).not.to.equal(null);
    expect(await rowsCollection().findOne({ importId })).to.have.property('text', 'lodz');
  });
});
