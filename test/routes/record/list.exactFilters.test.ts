import { expect } from 'chai';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addCall, addProgramme, addProject } from '../../support/factories.ts';
import { valueOn, wordsOn } from '../../support/page.ts';

const namesOn = (html: string): string[] => wordsOn(html, '.list-table tbody th > a');

describe('A list filtered by a number or code', () => {
  useDatabase();

  beforeEach('add projects and a call', async () => {
    const police = { name: 'The police', pic: '999999999' };
    await addProject({ acronym: 'ONE', grantAgreement: '101000001', rcn: '123', participants: [police] });
    await addProject({ acronym: 'TWO', grantAgreement: '1010000011', rcn: '1234' });
    await addProject({ acronym: 'SECRET', participants: [{ ...police, isWithheld: true }] });
    const { code } = await addProgramme({ code: 'ISF' });
    await addCall({ programme: code, identifier: 'ISF-2021-TF1', kind: 'call' });
    await addCall({ programme: code, identifier: 'ISF-2021-TF1-AG', kind: 'call' });
  });

  it('has the records of exactly that one, in the API as on its page, and in words on a chip', async () => {
    const { get } = await signedIn('evaluator');
    const api = await apiAs('evaluator');
    const found: Readonly<Record<string, string[]>> = {
      'projects?grantAgreement=101000001': ['ONE'],
      'projects?rcn=1234': ['TWO'],
      'projects?exclude.rcn=1234&q=two': [],
      'projects?rcn=none': ['SECRET'],
      'projects?pic=999999999': ['ONE'],
      'projects?pic=99999999': [],
      'calls?identifier=isf-2021-tf1': ['ISF-2021-TF1'],
    };
    for (const [path, names] of Object.entries(found)) {
      expect(namesOn((await get(`/${path}`)).text), path).to.deep.equal(names);
      const { items } = (await api.get(`/${path}`)).body as { items: Record<string, unknown>[] };
      expect(
        items.map(({ acronym, identifier }) => acronym ?? identifier),
        path,
      ).to.deep.equal(names);
    }
    const { text } = await get('/projects?grantAgreement=101000001');
    expect(wordsOn(text, 'a.chip')).to.deep.equal(['Grant agreement: 101000001 ×']);
    expect(valueOn(text, 'grantAgreement')).to.equal('101000001');
  });

  it('is led from the untouched inputs of a form to the address of what was filled in', async () => {
    const { get } = await signedIn('reader');
    const answer = await get(
      '/projects?q=&grantAgreement=101000001&rcn=&euContribution.min=&on=&pageSize=25',
    );
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/projects?grantAgreement=101000001&pageSize=25');
    expect((await get('/projects?grantAgreement=101000001&pageSize=25')).status).to.equal(200);
    // A program is answered as it asked.
    expect((await (await apiAs('reader')).get('/projects?q=&rcn=')).status).to.equal(200);
  });
});
