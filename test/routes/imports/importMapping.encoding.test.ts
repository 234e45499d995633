import { expect } from 'chai';
import iconv from 'iconv-lite';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { tokenOn, valueOn } from '../../support/page.ts';

const text = 'Nr;Name;Größe\nE1;Łódź: bezpieczeństwo dzieci;1000\nE2;Příliš žluťoučký kůň;2000\n';
const bytes = iconv.encode(text, 'windows-1250');
const mapping = {
  noun: 'project',
  columns: { Nr: 'grantAgreement', Name: 'title', Größe: 'euContribution' },
  fixed: { programme: 'ISFP' },
};
/** What everything was taken for: the twin in which the fault shows. */
const mojibake = iconv.decode(bytes, 'windows-1252');

describe('A text file in an old encoding', () => {
  useDatabase();

  it('by API: refused with a sentence until its encoding is named, then read in it', async () => {
    await addProgramme({ code: 'ISFP' });
    const { get, post, ...more } = await apiAs('officer');
    const api = { get, post, ...more };
    const send = async (fields: Record<string, string>) => {
      const { body } = await post('/imports').field(fields).attach('file', bytes, 'list.csv');
      await runJobsNow();
      return (await get(`/imports/${body.id}`)).body;
    };
    const refused = await send({ source: 'table' });
    expect(refused.state).to.equal('failed');
    expect(refused.problems[0].type).to.equal('importFile.encodingInDoubt');
    expect(refused.problems[0].message).to.include('£ódŸ');
    expect(mojibake).to.include('£ódŸ: bezpieczeñstwo');
    const named = await send({ source: 'table', encoding: 'windows-1250' });
    expect(named).to.include({ state: 'queued', needsMapping: true });
    expect(named.file.encoding).to.equal('windows-1250');
    expect(named.settings.encoding).to.equal('windows-1250');
    // The one that was refused goes on where it stands.
    const again = await post(`/imports/${refused.id}/source`).send({
      source: 'table',
      encoding: 'windows-1250',
    });
    expect(again.status).to.equal(202);
    await runJobsNow();
    expect((await post(`/imports/${refused.id}/mapping`).send(mapping)).status).to.equal(202);
    await runJobsNow();
    await askFor(api, refused.id, 'apply');
    await runJobsNow();
    const { items } = (await get('/projects?scope=candidate&sort=grantAgreement')).body;
    expect(items.map(({ title }: { title: string }) => title)).to.deep.equal([
      'Łódź: bezpieczeństwo dzieci',
      'Příliš žluťoučký kůň',
    ]);
    const unknown = await post('/imports').field({ encoding: 'ebcdic' }).attach('file', bytes, 'list.csv');
    expect([unknown.status, unknown.body.errors[0].field]).to.deep.equal([422, 'encoding']);
  });

  it('on the pages: chosen where it is asked for, and changed again where the columns are named', async () => {
    const { agent, get, post } = await signedIn('officer', 'nl');
    const _csrf = tokenOn((await get('/imports/new')).text);
    const sent = await agent.post('/imports').field('_csrf', _csrf).attach('file', bytes, 'list.csv');
    const path = sent.headers['location'] as string;
    await runJobsNow();
    const asked = (await get(path)).text;
    expect(asked)
      .to.include('staat in een oude codering')
      .and.include('Midden-Europa, Windows (windows-1250) · Łódź')
      .and.include('West-Europa, Windows (windows-1252) · £ódŸ');
    expect((await post(`${path}/source`, { source: '', encoding: 'windows-1252' })).status).to.equal(303);
    await runJobsNow();
    const wrong = (await get(`${path}/mapping`)).text;
    expect(wrong).to.include('£ódŸ');
    expect(valueOn(wrong, 'encoding')).to.equal('windows-1252');
    expect((await post(`${path}/source`, { source: '', encoding: 'windows-1250' })).status).to.equal(303);
    await runJobsNow();
    expect((await get(`${path}/mapping`)).text)
      .to.include('Łódź')
      .and.not.include('£ódŸ');
  });

  it('that was mapped loses a mapping whose columns have other names in the encoding chosen', async () => {
    await addProgramme({ code: 'ISFP' });
    const { get, post } = await apiAs('officer');
    const { body } = await post('/imports')
      .field({ source: 'table', encoding: 'cp852' })
      .attach('file', bytes, 'list.csv');
    await runJobsNow();
    const garbled = { ...mapping, columns: { Nr: 'grantAgreement', Name: 'title' } };
    const odd = (iconv.decode(bytes, 'cp852').split('\n')[0] ?? '').split(';')[2] ?? '';
    await post(`/imports/${body.id}/mapping`).send({
      ...garbled,
      columns: { ...garbled.columns, [odd]: 'euContribution' },
    });
    await runJobsNow();
    await post(`/imports/${body.id}/source`).send({ source: 'table', encoding: 'windows-1250' });
    await runJobsNow();
    expect((await get(`/imports/${body.id}`)).body).to.include({ needsMapping: true });
    await post(`/imports/${body.id}/mapping`).send(garbled);
    await runJobsNow();
    // What is not said of the encoding stays; a mapping of plain columns does too.
    await post(`/imports/${body.id}/source`).send({ source: 'table' });
    await runJobsNow();
    const found = (await get(`/imports/${body.id}`)).body;
    expect([found.state, found.settings.encoding]).to.deep.equal(['checked', 'windows-1250']);
  });
});
