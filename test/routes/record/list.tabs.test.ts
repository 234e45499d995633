import { expect } from 'chai';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject } from '../../support/factories.ts';
import { attributesOn, wordsOn } from '../../support/page.ts';

const tabsOn = (html: string): string[] => wordsOn(html, '.list-tabs a');
const hereOn = (html: string): string[] => wordsOn(html, '.list-tabs a[aria-current="page"]');
const namesOn = (html: string): string[] => wordsOn(html, '.list-table tbody th > a');

describe('The tabs of the list of projects', () => {
  useDatabase();

  beforeEach('add projects of each scope', async () => {
    await addProject({ acronym: 'ONE', scope: 'in', euContribution: '10' });
    await addProject({ acronym: 'TWO', scope: 'in', euContribution: '20' });
    await addProject({ acronym: 'MAYBE', scope: 'candidate' });
    await addProject({ acronym: 'NEVER', scope: 'out' });
  });

  it('are written in the address, each counted under the other filters; the menu leads to the first', async () => {
    const { get } = await signedIn('reader');
    const whole = (await get('/projects')).text;
    expect(tabsOn(whole)).to.deep.equal(['Portfolio 2', 'Candidates 1', 'Out 1', 'All 4']);
    expect(hereOn(whole)).to.deep.equal(['All 4']);
    expect(attributesOn(whole, '.list-tabs a', 'href')).to.deep.equal([
      '/projects?scope=in',
      '/projects?scope=candidate',
      '/projects?scope=out',
      '/projects',
    ]);
    expect(attributesOn(whole, '.site-menu a', 'href')).to.include('/projects?scope=in');
    const portfolio = (await get('/projects?scope=in')).text;
    expect(hereOn(portfolio)).to.deep.equal(['Portfolio 2']);
    expect(namesOn(portfolio)).to.deep.equal(['ONE', 'TWO']);
    expect(wordsOn(portfolio, 'a.chip')).to.deep.equal([]);
    const some = (await get('/projects?scope=in&scope=out&q=one')).text;
    expect(tabsOn(some)).to.deep.equal(['Portfolio 1', 'Candidates 0', 'Out 0', 'All 1']);
    expect(hereOn(some)).to.deep.equal([]);
    expect(attributesOn(some, '.list-tabs a', 'href')[1]).to.equal('/projects?q=one&scope=candidate');
  });

  it('stay where one is when the filters are cleared, and without one a list is all there is', async () => {
    const { get } = await signedIn('reader');
    const { text } = await get('/projects?scope=in&euContribution.min=15');
    expect(namesOn(text)).to.deep.equal(['TWO']);
    expect(attributesOn(text, '.chips li:last-child a', 'href')).to.deep.equal(['/projects?scope=in']);
    const { body } = await (await apiAs('reader')).get('/projects');
    expect(body.paginationInfo.totalItems).to.equal(4);
  });

  it('sort by an amount largest first, then smallest first; by a name from A', async () => {
    const { get } = await signedIn('reader');
    const linkOf = (html: string, key: string) => attributesOn(html, `thead .list-${key} a`, 'href')[0];
    expect(linkOf((await get('/projects')).text, 'euContribution')).to.equal(
      '/projects?sort=-euContribution',
    );
    expect(linkOf((await get('/projects?sort=-euContribution')).text, 'euContribution')).to.equal(
      '/projects?sort=euContribution',
    );
    expect(linkOf((await get('/projects')).text, 'programme')).to.equal('/projects?sort=programme');
  });
});
