import { expect } from 'chai';
import { projects } from '../../models/projects/projects.ts';
import type { Stored } from '../../models/record/noun.ts';
import { keptFrom } from '../../models/record/versions.ts';
import { recordsFrom } from '../../models/reference/convertReference.ts';
import { writeReference } from '../../models/reference/loadReference.ts';
import { strategies } from '../../models/strategies/strategy.ts';
import old from '../models/reference/samples/records-0.1.0.json' with { type: 'json' };
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { changeAt, edit, now } from '../support/factories.ts';

describe('POST /reference/load', () => {
  useDatabase();

  it('loads the reference data and says what it did', async () => {
    const { get, post } = await signedIn('administrator');
    expect((await post('/reference/load', {})).headers['location']).to.equal('/reference');
    expect((await get('/reference')).text).to.match(/Reference data loaded: [1-9]\d* records new/);
    await post('/reference/load', {});
    expect((await get('/reference')).text).to.include('Reference data loaded: 0 records new, 0 changed');
    expect(await strategies.current.countDocuments({})).to.equal(1);
  });

  it('takes the right to', async () => {
    const { get, post } = await signedIn('officer');
    expect((await post('/reference/load', {})).status).to.equal(403);
    expect((await get('/reference')).status).to.equal(403);
  });
});

describe('GET /reference', () => {
  useDatabase();

  it('says record by record what a load changed and what it kept', async () => {
    await writeReference(changeAt(now), recordsFrom(old));
    const stored = await projects.current.findOne({ grantAgreement: '883341' }).lean<Stored>();
    const grace = keptFrom(projects, stored ?? expect.fail('no GRACE'));
    await edit(projects, grace, { title: 'Our own words' });
    const { get, post } = await signedIn('administrator');
    await post('/reference/load', {});
    const { text } = await get('/reference');
    const row = new RegExp(`<a href="/projects/${grace.id}">GRACE</a>.*?</tr>`).exec(text)?.[0] ?? '';
    const [, changed, kept] = row.split('<td');
    expect(changed).to.include('Total cost').and.include('Participants').and.not.include('Title');
    expect(kept).to.include('Title').and.not.include('Total cost');
    const { body } = await (await apiAs('administrator')).get('/reference');
    const [last] = (body as { items: { counts: unknown; records: { id: string; kept: string[] }[] }[] })
      .items;
    expect(last?.records.find(({ id }) => id === grace.id)?.kept).to.deep.equal(['title']);
  });

  it('says that nothing was loaded yet', async () => {
    const { get } = await signedIn('administrator');
    expect((await get('/reference')).text).to.include('They have not been loaded yet');
  });
});
