import { expect } from 'chai';
import { keptOf, positionIn, withoutPosition, withPosition } from '../../views/position.ts';
import { signedInAs } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addProgramme, addProject, addStrategy, addUser } from '../support/factories.ts';
import { readPage } from '../support/page.ts';

const now = new Date('2026-12-01T10:00:00Z');

describe('the position of a page', () => {
  it('is read from its address: another day, another instant, or none', () => {
    const onOf = (address: string) => positionIn(address, now)?.on ?? null;
    expect(onOf('/projects?on=2021-06-30&q=a')).to.equal('2021-06-30');
    expect(onOf('/projects?on=2026-12-01')).to.equal(null);
    expect(onOf('/projects?on=yesterday')).to.equal(null);
    expect(onOf('//?on')).to.equal(null);
    const known = positionIn('/projects?knownAt=2026-11-30T09:12', now);
    expect([known?.isOnToday, known?.knownAt?.toISOString()]).to.deep.equal([
      true,
      '2026-11-30T08:12:00.000Z',
    ]);
  });

  it('goes along to other addresses, keeping what they say, and is taken off them', () => {
    const position = positionIn('/?on=2021-06-30&knownAt=2026-11-30T08:12:00Z', now);
    const there = withPosition('/strategies/S-1?q=a#initiative-2', position);
    expect(there).to.equal(
      '/strategies/S-1?q=a&on=2021-06-30&knownAt=2026-11-30T08%3A12%3A00.000Z#initiative-2',
    );
    expect(withoutPosition(there)).to.equal('/strategies/S-1?q=a#initiative-2');
    expect(withoutPosition('/projects?on=2021-06-30&page=3')).to.equal('/projects');
    expect(withPosition('/calls', null)).to.equal('/calls');
    expect(keptOf('/projects?phase=ended&phase=ongoing&on=2021-06-30&page=2')).to.deep.equal([
      ['phase', 'ended'],
      ['phase', 'ongoing'],
    ]);
  });
});

describe('the band of a position', () => {
  useDatabase();

  it('stands on list, record and matrix of another day, and on none of today', async () => {
    const user = await addUser('reader');
    const { get } = await signedInAs(user);
    await addStrategy();
    await addProgramme({ code: 'A' });
    const { id } = await addProject({ programme: 'A', acronym: 'ASGARD', signedOn: '2019' });
    const bandOf = async (address: string) => {
      const { text, status } = await get(address);
      expect(status, address).to.equal(200);
      return readPage(text)('.position-band');
    };
    for (const path of ['/projects', '/coverage', `/projects/${id}`, '/calls', '/strategies/S-1']) {
      const band = await bandOf(`${path}?on=2021-06-30`);
      expect(band.find('p').text()).to.match(/^Position of 30 Jun 2021, as known on \d/);
      expect(band.find('a').attr('href')).to.equal(path);
      expect((await bandOf(path)).length, path).to.equal(0);
    }
    const known = await bandOf('/projects?phase=ended&knownAt=2026-11-30T09:12');
    expect(known.find('p').text()).to.match(/^Position of today, .*, as known on 30 Nov 2026, 09:12/);
    expect(known.find('a').attr('href')).to.equal('/projects?phase=ended');
    expect(known.find('form input[type=hidden]').attr('value')).to.equal('ended');
  });

  it('stays while one moves between list, record and matrix by their links', async () => {
    const { get } = await signedInAs(await addUser('reader'));
    await addStrategy();
    await addProgramme({ code: 'A' });
    await addProject({ programme: 'A', acronym: 'ASGARD', signedOn: '2019' });
    const linksOf = async (address: string) => {
      const page = readPage((await get(address)).text);
      return page('main a, .site-menu a')
        .toArray()
        .map(link => page(link).attr('href') ?? '');
    };
    let address = '/coverage?on=2021-06-30';
    for (const next of [
      /^\/projects\?.*scope=in/,
      /^\/projects\/[^/?]+\?/,
      /^\/programmes\/A\?/,
      /^\/coverage\?/,
    ]) {
      const found = (await linksOf(address)).find(link => next.test(link) && link.includes('on=2021-06-30'));
      expect(found, `${String(next)} on ${address}`).to.be.a('string');
      address = found ?? '';
    }
  });
});
