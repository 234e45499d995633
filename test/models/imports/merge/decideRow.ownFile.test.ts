import { expect } from 'chai';
import { rowsCollection } from '../../../../models/imports/rows/rows.ts';
import { projects } from '../../../../models/projects/projects.ts';
import { ownSource } from '../../../../models/sources/callfolioFile/callfolioFile.ts';
import { apply, checkOf } from '../../../support/cordisImport.ts';
import { useDatabase } from '../../../support/database.ts';
import { addProgramme, addProject, addUser } from '../../../support/factories.ts';
import { exportsOf, jsonFile } from '../../../support/ownFiles.ts';

type Item = Record<string, unknown>;

/** The one project of a list as .json, with other values. */
async function fileWith(over: Item) {
  const { items } = JSON.parse(await exportsOf(projects).json()) as { items: Item[] };
  return jsonFile(JSON.stringify({ items: items.map(one => ({ ...one, ...over })) }));
}
const stored = async (match: Item) => projects.current.findOne(match).lean<Item>();

describe('A file of our own that is imported', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'OWN' }));

  it('with an officer nobody knows keeps ours, warns, and changes the rest', async () => {
    const ann = await addUser('officer', { name: 'Ann Officer' });
    const { id } = await addProject({ programme: 'OWN', title: 'Before', officer: ann.id });
    const checked = await checkOf(await fileWith({ officer: 'Nobody Here', title: 'After' }), ownSource);
    expect(checked.counts.project).to.include({ read: 1, changed: 1, rejected: 0 });
    expect(checked.warnings).to.equal(1);
    await apply(checked);
    const after = await stored({ _id: id });
    expect(after).to.include({ title: 'After' });
    expect(after).to.have.nested.property('officer.id', ann.id);
    const row = await rowsCollection().findOne({ importId: checked.id, noun: 'project' });
    expect(row?.warnings[0]).to.deep.include({ column: 'officer', value: 'Nobody Here' });
    expect(row?.warnings[0]?.problem.key).to.equal('imports.noAccount');
  });

  it('finds an officer by a name that one account has', async () => {
    const ann = await addUser('officer', { name: 'Ann Officer' });
    const { id } = await addProject({ programme: 'OWN', title: 'Before' });
    await apply(await checkOf(await fileWith({ officer: 'Ann Officer' }), ownSource));
    expect(await stored({ _id: id })).to.have.nested.property('officer.id', ann.id);
  });

  it('makes a project that was archived elsewhere as archived as it was there', async () => {
    await addProject({ programme: 'OWN', title: 'Here' });
    const archived = {
      archivedAt: '2026-03-01T10:00:00.000Z',
      archivedBy: { id: 'someone', identifier: 'Some One' },
      archivedFor: 'Entered twice',
    };
    const file = await fileWith({ id: '65f000000000000000000001', title: 'Theirs', ...archived });
    const applied = await apply(await checkOf(file, ownSource));
    expect(applied.counts.project).to.include({ read: 1, created: 1 });
    expect(await stored({ title: 'Theirs' })).to.deep.include({
      ...archived,
      archivedAt: new Date(archived.archivedAt),
    });
  });
});
