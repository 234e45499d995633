import { expect } from 'chai';
import { listIds, listRecords } from '../../../models/lists/list.ts';
import { projects } from '../../../models/projects/projects.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, changeAt, edit, now } from '../../support/factories.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { everything } from '../../support/readers.ts';

const visible = visibleTo(projects, everything);
const read = async (url: Readonly<Record<string, string>> = {}) => {
  const query = parseListQuery(projects, url, now);
  const { items, totalItems } = await listRecords(visible, query);
  return { names: items.map(({ acronym, title }) => acronym ?? title), totalItems, query };
};

describe('A list sorted by acronym', () => {
  useDatabase();

  it('has those without one last, upwards and downwards, over its pages and in its files', async () => {
    for (const [acronym, title] of [
      [null, 'one'],
      ['b', 'two'],
      [null, 'three'],
      ['A', 'four'],
      ['C', 'five'],
    ])
      await addProject({ acronym, title });
    const { names, query } = await read();
    expect(names).to.deep.equal(['A', 'b', 'C', 'one', 'three']);
    expect((await read({ sort: '-acronym' })).names.slice(0, 3)).to.deep.equal(['C', 'b', 'A']);
    const pages = await Promise.all([1, 2, 3].map(async page => read({ page: String(page), pageSize: '2' })));
    expect(pages.map(page => page.names)).to.deep.equal([['A', 'b'], ['C', 'one'], ['three']]);
    expect(pages.map(({ totalItems }) => totalItems)).to.deep.equal([5, 5, 5]);
    const { items } = await listRecords(visible, query);
    expect(await listIds(projects, query)).to.deep.equal(items.map(({ id }) => id));
  });

  it('has them last among those a search finds, and as they were known', async () => {
    const first = new Date('2026-11-01T10:00:00Z');
    await addProject({ acronym: null, title: 'Water one' }, changeAt(first));
    const named = await addProject({ acronym: 'AQUA', title: 'Water two' }, changeAt(first));
    await addProject({ acronym: 'FIRE', title: 'Nothing of it' }, changeAt(first));
    expect((await read({ q: 'water' })).names).to.deep.equal(['AQUA', 'Water one']);
    await edit(projects, named, { acronym: null }, changeAt(now));
    expect((await read()).names).to.deep.equal(['FIRE', 'Water one', 'Water two']);
    const knownAt = '2026-11-02T10:00:00Z';
    expect((await read({ knownAt })).names).to.deep.equal(['AQUA', 'FIRE', 'Water one']);
    expect((await read({ knownAt, pageSize: '2', page: '2' })).names).to.deep.equal(['Water one']);
  });
});
