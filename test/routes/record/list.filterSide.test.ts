import { expect } from 'chai';
import { loadReference } from '../../../models/reference/loadReference.ts';
import { signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addStrategy, changeAt } from '../../support/factories.ts';
import { attributesOn, readPage, wordsOn } from '../../support/page.ts';

const countries = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU'];
const openOn = (html: string): string[] => attributesOn(html, 'details.facet[open]', 'id');
const valuesOn = (html: string, name: string): string[] => wordsOn(html, `#facet-${name} .facet-text`);

describe('The filters beside a list', () => {
  useDatabase();

  it('are folded but for initiatives and what is asked for, which comes first and is said beside the name', async () => {
    await addStrategy();
    for (const code of ['ONE', 'TWO']) await addProgramme({ code });
    await addProject({ programme: 'ONE', scope: 'in' });
    await addProject({ programme: 'ONE', scope: 'in' });
    await addProject({ programme: 'TWO', scope: 'in' });
    const { get } = await signedIn('reader');
    const whole = (await get('/projects')).text;
    expect(openOn(whole)).to.deep.equal(['facet-initiative']);
    expect(valuesOn(whole, 'programme')).to.deep.equal(['ONE', 'TWO']);
    const some = (await get('/projects?programme=TWO&exclude.phase=ended')).text;
    expect(openOn(some)).to.deep.equal(['facet-initiative', 'facet-programme', 'facet-phase']);
    expect(valuesOn(some, 'programme')).to.deep.equal(['TWO', 'ONE']);
    expect(wordsOn(some, '#facet-programme .facet-state')).to.deep.equal(['TWO']);
    expect(wordsOn(some, '#facet-phase .facet-state')).to.deep.equal(['not Ended']);
    const both = (await get('/projects?programme=TWO&programme=ONE')).text;
    expect(wordsOn(both, '#facet-programme .facet-state')).to.deep.equal(['2 chosen']);
  });

  it('hide what no record has, but for initiatives, of which zero is the finding', async () => {
    await addStrategy();
    await addProject({ startsOn: '2019', endsOn: '2020' });
    const { get } = await signedIn('reader');
    const { text } = await get('/projects');
    expect(valuesOn(text, 'phase')).to.deep.equal(['Ended']);
    expect(wordsOn(text, '#facet-initiative .facet-count')).to.include('0');
  });

  it('exclude by a control with a name, drawn and not written', async () => {
    await addProject({ startsOn: '2019', endsOn: '2020' });
    const { get } = await signedIn('reader');
    const { text } = await get('/projects');
    const control = readPage(text)('#facet-phase .facet-not');
    expect(control.attr('aria-label')).to.equal('Exclude Ended');
    expect(control.attr('href')).to.equal('/projects?exclude.phase=ended');
    expect(control.text()).to.equal('');
  });

  it('have a search inside a group of more than 12, which keeps the other filters', async () => {
    for (const country of countries)
      await addProject({ participants: [{ name: `Somebody of ${country}`, country }] });
    const { get } = await signedIn('reader');
    const { text } = await get('/projects?phase=unknown');
    const form = readPage(text)('#facet-country form');
    expect(form.attr('action')).to.equal('/projects/facets/country');
    expect(form.find('[name="phase"]').val()).to.equal('unknown');
    expect(readPage(text)('#facet-phase form')).to.have.length(0);
    const found = await get('/projects/facets/country?phase=unknown&containing=ger');
    expect(wordsOn(found.text, '.facet-text')).to.deep.equal(['Germany']);
  });

  it('call the initiatives of the strategy by their short names, in both languages', async function () {
    this.timeout(60_000);
    await loadReference(changeAt(new Date('2026-01-05T09:00:00Z'), { source: { kind: 'reference' } }));
    const names = async (language: 'en' | 'nl') => {
      const { get } = await signedIn('reader', language);
      return valuesOn((await get('/projects')).text, 'initiative');
    };
    expect((await names('en')).slice(0, 4)).to.deep.equal([
      '1 Current law',
      '2 EU legislation',
      '3 Gaps and practices',
      '4 Law enforcement',
    ]);
    expect((await names('nl'))[3]).to.equal('4 Rechtshandhaving');
  });
});
