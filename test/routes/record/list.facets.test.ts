import { expect } from 'chai';
import { useDatabase } from '../../support/database.ts';
import { signedIn } from '../../support/app.ts';
import { addCall, addProgramme, addProject, addStrategy } from '../../support/factories.ts';
import { attributesOn, valueOn, wordsOn } from '../../support/page.ts';

/** The words of the facets' values that are ticked or left out on a page, each with where its link leads. */
const markedOn = (html: string, side: 'facet-value' | 'facet-not facet-not-on'): string[] =>
  wordsOn(html, `li:has(> a[class="${side}"][aria-current="true"]) .facet-text`).map(
    (words, at) => `${words} ${attributesOn(html, `a[class="${side}"][aria-current="true"]`, 'href')[at]}`,
  );

const chipsOn = (html: string): string[] => wordsOn(html, 'a.chip').map(words => words.replace(/ ×$/, ''));

describe('the facets of a list', () => {
  useDatabase();

  it('tick the value that the address asks for, however it is written there', async () => {
    await addProgramme({ code: 'H2020', label: 'H2020' });
    const topic = await addCall({ programme: 'H2020', kind: 'topic', identifier: 'H2020-SEC-1' });
    const from = (country: string) => [{ name: `Somebody of ${country}`, country }];
    await addProject({ programme: 'H2020', topic: topic.id, participants: from('GR') });
    await addProject({ programme: 'H2020', participants: from('GB') });
    await addProject({ participants: from('FR') });
    const { get } = await signedIn('reader');
    const on = async (query: string) => (await get(`/projects?${query}`)).text;

    for (const country of ['EL', 'GR', 'el'])
      expect(markedOn(await on(`country=${country}`), 'facet-value'), country).to.deep.equal([
        'Greece /projects',
      ]);
    expect(chipsOn(await on('country=EL'))).to.deep.equal(['Country of a participant: Greece']);
    expect(markedOn(await on('country=UK&country=FR'), 'facet-value')).to.have.members([
      'United Kingdom /projects?country=FR',
      'France /projects?country=UK',
    ]);
    expect(markedOn(await on('exclude.country=UK'), 'facet-not facet-not-on')).to.deep.equal([
      'United Kingdom /projects',
    ]);
    expect(markedOn(await on('programme=h2020'), 'facet-value')).to.deep.equal(['H2020 /projects']);
    expect(markedOn(await on('topic=h2020-sec-1'), 'facet-value')).to.deep.equal(['H2020-SEC-1 /projects']);
  });

  it('and the form of the coverage choose the programme that the address asks for', async () => {
    await addStrategy();
    await addProgramme({ code: 'H2020', label: 'H2020' });
    await addProject({ programme: 'H2020' });
    const { get } = await signedIn('reader');
    for (const code of ['H2020', 'h2020']) {
      const { text } = await get(`/coverage?programme=${code}`);
      expect(valueOn(text, 'programme'), code).to.equal('H2020');
      expect(attributesOn(text, 'option[value="h2020" i]', 'value'), code).to.deep.equal(['H2020']);
    }
  });

  it('tick nothing else: neither another value, nor each of what a word for any of them takes', async () => {
    await addProject({ participants: [{ name: 'Somebody', country: 'GR' }] });
    await addProject({ participants: [] });
    const { get } = await signedIn('reader');
    const ticked = async (query: string) => markedOn((await get(`/projects?${query}`)).text, 'facet-value');
    expect(await ticked('country=GB')).to.deep.equal([]);
    expect(await ticked('country=none')).to.deep.equal(['Unknown /projects']);
    expect(await ticked('warning=any')).to.deep.equal([]);
  });
});
