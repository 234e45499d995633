import { expect } from 'chai';
import { getImport } from '../../../models/imports/imports.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addImport, expired, stopped, variedRows } from '../../support/imports.ts';
import { attributesOn } from '../../support/page.ts';

/** What the forms of a page about an import do to it. */
const deedsOn = (html: string) => attributesOn(html, 'form[action^="/imports"]', 'action');

describe('POST /imports/:id/retry', () => {
  useDatabase();

  it('is offered on the page of an import that was given up, with what is stored and how to take it back', async () => {
    const { id } = await addImport(variedRows(), stopped());
    const { text } = await (await signedIn('officer')).get(`/imports/${id}`);
    expect(text).to.include('Rows written so far: 1,234').and.include('given up');
    expect(deedsOn(text))
      .to.include.members([`/imports/${id}/retry`, `/imports/${id}/undo`])
      .and.not.include(`/imports/${id}/source`);
    const seen = await (await signedIn('reader')).get(`/imports/${id}`);
    expect(seen.text).to.include('Rows written so far: 1,234');
    expect(deedsOn(seen.text)).to.deep.equal([]);
  });

  it('tries it again, once, and nothing that was not given up', async () => {
    const { post, get } = await apiAs('officer');
    const { id } = await addImport(variedRows(), stopped());
    const { body } = await get(`/imports/${id}`);
    expect(body).to.include({ state: 'failed', stoppedIn: 'applying' });
    expect(body.problems[0].type).to.equal('importStopped.applying');
    expect(body.problems[0].message).to.include('1,234');
    const answer = await post(`/imports/${id}/retry`);
    expect([answer.status, answer.body]).to.deep.equal([202, { id, state: 'applying' }]);
    expect((await post(`/imports/${id}/retry`)).status).to.equal(409);
    const unreadable = await addImport([], { state: 'failed', failure: { key: 'imports.uploadGone' } });
    const refused = await post(`/imports/${unreadable.id}/retry`);
    expect([refused.status, refused.body.message]).to.deep.equal([
      409,
      'The file could not be read. Upload a corrected file.',
    ]);
  });

  it('is the way on, not a check that would forget what was written', async () => {
    const { post } = await apiAs('officer');
    const { id } = await addImport(variedRows(), stopped());
    const { status, body } = await post(`/imports/${id}/source`).send({ source: 'cordis' });
    expect(status).to.equal(409);
    expect(body.message).to.include('was given up');
    expect(await getImport(id)).to.include({ state: 'failed' });
  });

  it('of a check begins it anew', async () => {
    const { post } = await apiAs('officer');
    const { id } = await addImport([], { ...stopped(), stoppedIn: 'checking', appliedAt: null });
    expect((await post(`/imports/${id}/retry`)).body).to.deep.equal({ id, state: 'queued' });
  });

  it('is for those who may import', async () => {
    const { id } = await addImport(variedRows(), stopped());
    expect((await (await apiAs('reader')).post(`/imports/${id}/retry`)).status).to.equal(403);
  });
});

describe('An import that nobody applied in time', () => {
  useDatabase();

  it('says before when its file goes, on its page and by API', async () => {
    const { id } = await addImport(variedRows(), { checkedAt: new Date('2099-03-01T12:00:00Z') });
    const { get } = await signedIn('officer');
    expect((await get(`/imports/${id}`)).text).to.match(/kept until 31 Mar(ch)? 2099/);
    const { body } = await get(`/imports/${id}.json`);
    expect(body).to.include({ expiresAt: '2099-03-31T12:00:00.000Z', expiredAt: null });
  });

  it('stays in the list as expired, and its page offers to import the file again', async () => {
    const { id } = await addImport([], expired());
    const { get } = await signedIn('officer');
    expect((await get('/imports')).text).to.include('>expired<');
    const { text } = await get(`/imports/${id}`);
    expect(text).to.include('cannot be applied any more');
    expect(attributesOn(text, 'a', 'href')).to.include('/imports/new');
    expect(deedsOn(text)).to.deep.equal([]);
    expect((await get(`/imports/${id}/rows`)).status).to.equal(200);
  });

  it('is neither applied, nor mapped, nor read as another source', async () => {
    const { id } = await addImport([], expired());
    const { post } = await apiAs('officer');
    const mapping = { noun: 'project', columns: { Name: 'acronym' } };
    const answers = [
      await post(`/imports/${id}/apply`),
      await post(`/imports/${id}/undo`),
      await post(`/imports/${id}/retry`),
      await post(`/imports/${id}/mapping`).send(mapping),
      await post(`/imports/${id}/source`).send({ source: 'cordis' }),
    ];
    for (const { status, body } of answers) {
      expect(status, JSON.stringify(body)).to.equal(409);
      expect(body.message).to.include('has expired');
    }
  });
});
