import { expect } from 'chai';
import { followedNoun, noteStale, readStale, whileHeld } from '../../../models/index/followedNoun.ts';
import { readIndex } from '../../../models/index/readIndex.ts';
import { projects } from '../../../models/projects/projects.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, edit } from '../../support/factories.ts';
import { viewOf } from '../../support/indexView.ts';
import { pause } from '../../support/pause.ts';

describe('What is done while an index is held', () => {
  useDatabase();

  async function followedProjects() {
    const project = await addProject({ title: 'Before' });
    const found = followedNoun(projects);
    found.table = await readIndex(projects);
    return { found, table: found.table, project };
  }
  const current = async () => viewOf(await readIndex(projects));

  it('sees what was known to have changed, and nothing of what is told meanwhile, until it is done', async () => {
    const { found, table, project } = await followedProjects();
    const changed = await edit(projects, project, { title: 'Known' });
    const known = await current();
    noteStale(found, [project.id]);
    const seen: unknown[] = [];
    let later: Promise<void> | undefined;
    const held = whileHeld(found, async given => {
      expect(given).to.equal(table);
      seen.push(viewOf(given), given.revision);
      await edit(projects, changed, { title: 'Told meanwhile' });
      const { id } = await addProject({ title: 'Another, told meanwhile' });
      noteStale(found, [project.id, id]);
      later = readStale(found);
      await pause(100);
      seen.push(viewOf(given), given.revision);
    });
    await held;
    expect(seen).to.deep.equal([known, seen[1], known, seen[1]]);
    await later;
    expect(viewOf(table))
      .to.deep.equal(await current())
      .and.not.to.deep.equal(known);
  });

  it('is told where it fails, and holds nobody any longer', async () => {
    const { found, table, project } = await followedProjects();
    const error = await whileHeld(found, async () => Promise.reject(new Error('no room'))).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).to.equal('Error: no room');
    await edit(projects, project, { title: 'After' });
    noteStale(found, [project.id]);
    await readStale(found);
    expect(viewOf(table)).to.deep.equal(await current());
  });
});
