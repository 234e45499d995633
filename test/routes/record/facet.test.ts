import { expect } from 'chai';
import { followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { nouns } from '../../../models/nouns.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject, addStrategy } from '../../support/factories.ts';
import { attributesOn, wordsOn } from '../../support/page.ts';

const codes = Array.from({ length: 300 }, (_, at) => `P-${String(at + 1).padStart(3, '0')}`);

/** Part of a facet, beside a list or on its own page. */
const inFacet = (facet: string, part: string): string =>
  `section[aria-label="${facet}"] ${part}, details:has(> summary > h2:contains("${facet}")) ${part}`;

/** The texts of the values of one facet of a page, in order. */
const valuesOn = (html: string, facet: string): string[] => wordsOn(html, inFacet(facet, '.facet-text'));

const allLinkOn = (html: string, facet: string): string | undefined =>
  attributesOn(html, inFacet(facet, '.facet-all a'), 'href')[0];

describe('the values of a facet', () => {
  useDatabase();
  let index: IndexFollower | null = null;
  afterEach('stop following', () => index?.stop());

  /** Programmes, each of one project; the first two have one more. */
  async function addPrograms(count: number): Promise<void> {
    for (const code of codes.slice(0, count)) await addProgramme({ code, label: code });
    for (const code of [...codes.slice(0, count), ...codes.slice(0, 2)])
      await addProject({ programme: code, scope: 'in' });
  }

  /** The same with the index, and with the database alone. */
  async function eitherWay(check: () => Promise<void>): Promise<void> {
    await check();
    index = followIndex(Object.values(nouns));
    await index.ready;
    await check();
  }

  it('are the first twelve beside a list, with what is chosen or left out; the rest is one link away', async () => {
    await addPrograms(15);
    const { get } = await signedIn('reader');
    await eitherWay(async () => {
      const { text } = await get('/projects?scope=in');
      expect(valuesOn(text, 'Programme')).to.deep.equal(codes.slice(0, 12));
      expect(allLinkOn(text, 'Programme')).to.equal('/projects/facets/programme?scope=in');
      expect(allLinkOn(text, 'Phase')).to.equal(undefined);

      const { text: chosen } = await get('/projects?programme=p-014&exclude.programme=P-015&scope=in');
      expect(valuesOn(chosen, 'Programme')).to.deep.equal(['P-014', 'P-015', ...codes.slice(0, 12)]);
      expect(wordsOn(chosen, 'a.chip').map(words => words.replace(/ ×$/, ''))).to.deep.equal([
        'Programme: P-014',
        'Programme: not P-015',
      ]);
      expect(attributesOn(chosen, '.filter-form input[name="programme"]', 'value')).to.deep.equal(['p-014']);
    });
  });

  it('are all there on a page of their own, which keeps the other filters and leads back to the list', async () => {
    await addPrograms(15);
    const { get } = await signedIn('reader');
    await eitherWay(async () => {
      const { text } = await get('/projects/facets/programme?scope=in&sort=title&columns=title');
      expect(valuesOn(text, 'Programme')).to.deep.equal(codes.slice(0, 15));
      const [first] = attributesOn(text, 'a.facet-value', 'href');
      expect(first).to.equal('/projects?scope=in&programme=P-001&sort=title&columns=title');
      expect((await get(first ?? '')).text).to.include('2 records');
      expect(attributesOn(text, 'main a[href^="/projects?"]', 'href')[0]).to.equal(
        '/projects?scope=in&sort=title&columns=title',
      );
    });
  });

  it('are found by a part of their words, and stand on pages of 250', async () => {
    for (let from = 0; from < 260; from += 20)
      await addProject({ tags: codes.slice(from, Math.min(from + 20, 260)) });
    const api = await apiAs('reader');
    await eitherWay(async () => {
      const found = await api.get('/projects/facets/tag?containing=p-01');
      expect(found.body.items.map(({ value }: { value: string }) => value)).to.deep.equal(codes.slice(9, 19));
      const second = await api.get('/projects/facets/tag?page=2');
      expect(second.body.items.map(({ value }: { value: string }) => value)).to.deep.equal(
        codes.slice(250, 260),
      );
      expect(second.body.paginationInfo).to.deep.equal({
        page: 2,
        pageSize: 250,
        totalItems: 260,
        totalPages: 2,
      });
    });
    const { get } = await signedIn('reader');
    const { text } = await get('/projects/facets/tag?containing=P-&scope=in');
    expect(attributesOn(text, 'a[rel="next"]', 'href')).to.deep.equal([
      '/projects/facets/tag?scope=in&page=2&containing=P-',
    ]);
    expect((await get('/projects/facets/tag?containing=nowhere')).text).to.include('No value contains this.');
  });

  it('are as many in the API as it asks for, fifty if it says nothing, with how many there are', async () => {
    await addPrograms(60);
    const api = await apiAs('reader');
    await eitherWay(async () => {
      const { body } = await api.get('/projects?facets=programme,phase');
      expect(body.facets.programme).to.have.length(50);
      expect(body.facetInfo).to.deep.equal({ facetLimit: 50, totalValues: { programme: 60, phase: 4 } });
      const few = await api.get('/projects?facets=programme,phase&facetLimit=2&programme=P-040');
      expect(few.body.facets.programme.map(({ value }: { value: string }) => value)).to.deep.equal([
        'P-001',
        'P-002',
        'P-040',
      ]);
      expect(few.body.facets.phase).to.have.length(4);
    });
    expect((await api.get('/projects')).body).not.to.have.property('facetInfo');
    for (const limit of ['0', '1001', 'all'])
      expect((await api.get(`/projects?facets=phase&facetLimit=${limit}`)).status, limit).to.equal(400);
  });

  it('are all there for initiatives: that nothing supports one is the finding', async () => {
    const initiatives = Array.from({ length: 20 }, (_, at) => ({
      number: at + 1,
      titleEn: `Initiative ${at + 1}`,
      titleNl: `Initiatief ${at + 1}`,
    }));
    await addStrategy({ code: 'S-1', initiatives });
    await addProject({});
    const { get } = await signedIn('reader');
    await eitherWay(async () => {
      const { text } = await get('/projects');
      expect(valuesOn(text, 'Initiative')).to.have.length(21);
      expect(allLinkOn(text, 'Initiative')).to.equal(undefined);
    });
  });

  it('of what is no facet are not found, and a key that is no filter is refused', async () => {
    const api = await apiAs('reader');
    expect((await api.get('/projects/facets/nothing')).status).to.equal(404);
    expect((await api.get('/projects/facets/organisation')).status).to.equal(404);
    expect((await api.get('/projects/facets/phase?fase=ended')).status).to.equal(400);
  });
});
