import { expect } from 'chai';
import { listVersions } from '../../../models/lists/history.ts';
import { countFacets } from '../../../models/lists/facets.ts';
import { countRecords, findAllRecords, getRecord } from '../../../models/lists/list.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import type { UrlQuery } from '../../../models/query/query.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, changeAt, edit, now } from '../../support/factories.ts';
import { openly, visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const query = (url: UrlQuery) => parseListQuery(projects, url, later(60_000));
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

const police = {
  name: 'Quiet Police',
  pic: '912345678',
  country: 'MT',
  role: 'coordinator',
  euContribution: '10.01',
};
const other = {
  name: 'Second Squad',
  country: 'CY',
  activityType: 'PUB',
  euContribution: '20.02',
  isWithheld: true,
};
const open = { name: 'Open University', country: 'NL', activityType: 'HES', euContribution: '70' };
const withheld = { ...police, isWithheld: true };

describe('a withheld participant', () => {
  useDatabase();
  /** Nothing of it may be in any text that a reader without the right is given. */
  const isHiddenIn = (shown: unknown) =>
    !/Quiet|Second Squad|912345678|"MT"|"CY"|PUB/.test(JSON.stringify(shown));

  it('stands in one line without a name, so that contributions still add up', async () => {
    const { id } = await addProject({ euContribution: '100.03', participants: [withheld, open, other] });
    const { participants, ...rest } = await getRecord(visibleTo(projects, openly), id);
    expect(participants.map(one => [one.name, one.isWithheld, one.euContribution])).to.deep.equal([
      ['Open University', false, 7000],
      ['', true, 3003],
    ]);
    expect(isHiddenIn({ participants, ...rest })).to.equal(true);
    expect((await getRecord(visibleTo(projects, everything), id)).participants).to.have.length(3);
  });

  it('states no sum where none of those withheld states a contribution', async () => {
    const { id } = await addProject({ participants: [{ ...withheld, euContribution: '' }] });
    expect((await getRecord(visibleTo(projects, openly), id)).participants[0]?.euContribution).to.equal(null);
  });

  it('is in no list, facet, filter or search', async () => {
    await addProject({ participants: [withheld, open, other] });
    expect(isHiddenIn(await findAllRecords(visibleTo(projects, openly), query({})))).to.equal(true);
    expect(isHiddenIn(await countFacets(projects, query({}), projects.facets))).to.equal(true);
    for (const url of [{ country: 'MT' }, { role: 'coordinator' }, { q: 'quiet' }, { q: '912345678' }])
      expect(await countRecords(projects, query(url)), JSON.stringify(url)).to.equal(0);
    const { organisation } =
      (await findAllRecords(visibleTo(projects, everything), query({})))[0]?.participants[0] ?? {};
    expect(await countRecords(projects, query({ organisation: organisation?.id ?? '' }))).to.equal(0);
    expect((await totalAmounts(projects, query({}), ['euContribution'])).records).to.equal(1);
  });

  it('is hidden in earlier versions too as soon as it is withheld, and shown again when it is not', async () => {
    const first = await addProject({ title: 'Then', participants: [police, open] });
    const second = await edit(projects, first, { title: 'Now' }, changeAt(later(1000)));
    const hidden = await edit(projects, second, { participants: [withheld, open] }, changeAt(later(2000)));
    const knownAt = now.toISOString();
    const seen = async () => ({
      record: await getRecord(visibleTo(projects, openly), first.id, now),
      list: await findAllRecords(visibleTo(projects, openly), query({ knownAt })),
      versions: await listVersions(visibleTo(projects, openly), first.id),
      facets: await countFacets(projects, query({ knownAt }), projects.facets),
      count: await countRecords(projects, query({ knownAt, country: 'MT' })),
    });
    const { count, ...shown } = await seen();
    expect(isHiddenIn(shown)).to.equal(true);
    expect(count).to.equal(0);
    expect(shown.record.title).to.equal('Then');
    await edit(projects, hidden, { participants: [police, open] }, changeAt(later(3000)));
    const again = await seen();
    expect(again.record.participants[0]?.name).to.equal('Quiet Police');
    expect(again.record.coordinator?.name).to.equal('Quiet Police');
    expect(again.count).to.equal(1);
  });

  it('is withheld in both of its participations in a project', async () => {
    const { participants } = await addProject({
      participants: [withheld, { ...police, role: 'participant' }],
    });
    expect(participants.map(({ isWithheld }) => isWithheld)).to.deep.equal([true, true]);
  });

  it('is not lost when somebody who may see it saves something else', async () => {
    const project = await addProject({ participants: [withheld, open] });
    const saved = await edit(projects, project, { title: 'New', participants: project.participants });
    expect(saved.participants.map(({ name }) => name)).to.deep.equal(['Quiet Police', 'Open University']);
    expect(saved.participants[0]?.organisation).to.deep.equal(project.participants[0]?.organisation);
  });

  it('hides its organisation while that takes part nowhere in the open', async () => {
    const names = async () => {
      const list = parseListQuery(organisations, { sort: 'name' }, now);
      return (await findAllRecords(visibleTo(organisations, openly), list)).map(({ name }) => name);
    };
    const one = await addProject({ participants: [withheld, open] });
    expect(await names()).to.deep.equal(['Open University']);
    const two = await addProject({ participants: [police] });
    expect(await names()).to.deep.equal(['Open University', 'Quiet Police']);
    await edit(projects, two, { participants: [withheld] });
    expect(await names()).to.deep.equal(['Open University']);
    const shown = await edit(projects, one, { participants: [police, open] });
    expect(await names()).to.deep.equal(['Open University', 'Quiet Police']);
    // Named by the other alone, where it is withheld.
    await edit(projects, shown, { participants: [open] });
    expect(await names()).to.deep.equal(['Open University']);
  });
});
