import { expect } from 'chai';
import { likeness, lookUpOrganisations } from '../../../models/organisations/lookUpOrganisations.ts';
import { useDatabase } from '../../support/database.ts';
import { addOrganisation } from '../../support/factories.ts';

const namesFor = async (typed: string) => (await lookUpOrganisations(typed)).map(({ name }) => name);

describe('Organisations that may be meant by what is typed', () => {
  useDatabase();

  it('are found by the beginnings of their words, an alias, a short name and a PIC', async () => {
    await addOrganisation({
      name: 'University of Leon',
      pic: '999453372',
      country: 'ES',
      shortName: 'ULE',
      aliases: ['Universidad de León'],
    });
    await addOrganisation({ name: 'University of Lausanne', pic: '999841469', country: 'CH' });
    for (const typed of ['Univ Leo', 'leon univ', 'universidad de leon', 'ULE', '99945', '999453372'])
      expect((await namesFor(typed))[0], typed).to.equal('University of Leon');
    expect(await namesFor('univ')).to.have.members(['University of Leon', 'University of Lausanne']);
    const [found] = await lookUpOrganisations('Universidad de Leon');
    expect(found).to.deep.include({ alias: 'Universidad de León', isLike: true, country: 'ES' });
    for (const nothing of ['', 'u', '€', '(', '.*', 'zzzz', '000'])
      expect(await namesFor(nothing), nothing).to.deep.equal([]);
  });

  it('look like what was typed where a letter or a word is wrong, and not where only one word is the same', async () => {
    await addOrganisation({ name: 'Politie Nederland', country: 'NL' });
    await addOrganisation({ name: 'Politieacademie van de Republiek Oostenrijk', country: 'AT' });
    const found = await lookUpOrganisations('Politie Nederlant');
    expect(found.map(({ name, isLike }) => [name, isLike])).to.deep.equal([['Politie Nederland', true]]);
    const others = await lookUpOrganisations('Politiekorps Gent');
    expect(others.map(({ isLike }) => isLike)).to.deep.equal([false, false]);
    expect([likeness('a b', 'a b'), likeness('', ''), likeness('ab', 'cd')]).to.deep.equal([1, 0, 0]);
  });
});
