import { expect } from 'chai';
import { getImport } from '../../../models/imports/imports.ts';
import { findMappingFor, listMappings } from '../../../models/imports/check/savedMapping.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme } from '../../support/factories.ts';
import { addImport, askFor } from '../../support/imports.ts';
import { runJobsNow } from '../../support/jobs.ts';
import { attributesOn, holds, valueOn } from '../../support/page.ts';

const preview = [
  {
    table: 'projects.csv',
    columns: ['Acronym', 'Project title', 'EU contribution', 'Remark', ''],
    rows: [
      ['GRACE', 'Global Response', '6.823.512,50', '<b>bold</b>', ''],
      ['LOCARD', 'Lawful evidence', '6.833.385,00', '', ''],
    ],
  },
];
const waiting = { state: 'queued', needsMapping: true, source: null, preview } as const;
const unnamed = { decimal: null, dayOrder: 'dayFirst', fixed: {} } as const;

describe('GET /imports/:id/mapping', () => {
  useDatabase();

  it('shows each column with its first values and a proposal, and is where the import leads to', async () => {
    const { id } = await addImport([], waiting);
    const { get } = await signedIn('officer', 'nl');
    expect(holds((await get(`/imports/${id}`)).text, `a[href="/imports/${id}/mapping"]`)).to.equal(true);
    const { status, text } = await get(`/imports/${id}/mapping`);
    expect(status).to.equal(200);
    expect(text).to.include('GRACE · LOCARD').and.include('&lt;b>bold');
    expect([valueOn(text, 'name.0'), valueOn(text, 'column.0')]).to.deep.equal(['Acronym', 'acronym']);
    const other = await get(`/imports/${id}/mapping?noun=organisation`);
    expect(valueOn(other.text, 'noun')).to.equal('organisation');
    expect((await (await signedIn('reader')).get(`/imports/${id}/mapping`)).status).to.equal(403);
  });
});

describe('POST /imports/:id/mapping', () => {
  useDatabase();

  it('has the file checked with the columns a form names', async () => {
    const { id } = await addImport([], waiting);
    const { post } = await signedIn('officer');
    const fields = {
      noun: 'project',
      'name.0': 'Acronym',
      'column.0': 'acronym',
      'name.1': 'Project title',
      'column.1': 'title',
      'name.3': 'Remark',
      'column.3': '',
      'fixed.programme': ' H2020 ',
      'fixed.kind': '',
      decimal: ',',
      dayOrder: 'monthFirst',
    };
    const { status, headers } = await post(`/imports/${id}/mapping`, fields);
    expect([status, headers['location']]).to.deep.equal([303, `/imports/${id}`]);
    const found = await getImport(id);
    expect(found).to.include({ state: 'queued', needsMapping: false });
    expect(found.settings).to.deep.include({
      source: 'table',
      mapping: {
        noun: 'project',
        columns: { Acronym: 'acronym', 'Project title': 'title', Remark: null },
        fixed: { programme: 'H2020' },
        decimal: ',',
        dayOrder: 'monthFirst',
      },
    });
  });

  it('says which columns lead to one field, or to none, and loses nothing chosen', async () => {
    const { id } = await addImport([], waiting);
    const { post } = await signedIn('officer');
    const twice = { noun: 'project', 'name.0': 'Acronym', 'column.0': 'title', 'name.1': 'Project title' };
    const again = await post(`/imports/${id}/mapping`, { ...twice, 'column.1': 'title', decimal: ',' });
    expect(again.status).to.equal(422);
    expect(again.text).to.include('Two columns lead to title');
    expect(valueOn(again.text, 'decimal')).to.equal(',');
    const none = await post(`/imports/${id}/mapping`, { noun: 'project', 'name.0': 'Acronym' });
    expect(none.status).to.equal(422);
    expect((await getImport(id)).needsMapping).to.equal(true);
  });

  it('takes the same by API, and names what it does not know', async () => {
    const { id } = await addImport([], waiting);
    const { post } = await apiAs('officer');
    const send = (body: object) => post(`/imports/${id}/mapping`).send(body);
    const columns = { Acronym: 'acronym', Remark: null };
    expect((await send({ noun: 'project', columns: { Acronym: 'colour' } })).body.errors[0].field).to.equal(
      'colour',
    );
    expect((await send({ noun: 'planet', columns })).body.errors[0].field).to.equal('noun');
    expect((await send({ noun: 'project', columns: 'all' })).body.errors[0].field).to.equal('columns');
    const { status, body } = await send({ noun: 'project', columns, ...unnamed });
    expect([status, body.state]).to.deep.equal([202, 'queued']);
    expect((await getImport(id)).settings.mapping?.columns).to.deep.equal({ Acronym: 'acronym' });
  });

  it('refuses a column name with a sign that cannot be stored, by API and by form', async () => {
    const { id } = await addImport([], waiting);
    const api = await apiAs('officer');
    for (const columns of [{ 'Acro\u0000nym': 'acronym' }, { '\u0000': 'acronym', Acronym: 'title' }]) {
      const { status, body } = await api.post(`/imports/${id}/mapping`).send({ noun: 'project', columns });
      expect(status).to.equal(422);
      expect(body.errors[0]).to.include({ field: 'columns', type: 'mapping.nul' });
    }
    const odd = {
      Acronym: 'acronym',
      $x: 'title',
      'a.b': 'note',
      ['__proto__']: 'website',
      '\u0007': 'tags',
    };
    const columns = Object.keys(odd);
    const oddFile = await addImport([], { ...waiting, preview: [{ table: 'odd.csv', columns, rows: [] }] });
    const fine = await api.post(`/imports/${oddFile.id}/mapping`).send({ noun: 'project', columns: odd });
    expect(fine.status).to.equal(202);
    const again = await addImport([], waiting);
    const { post } = await signedIn('officer');
    const form = (column: string) =>
      post(`/imports/${again.id}/mapping`, {
        noun: 'project',
        'name.0': 'Acro\u0000nym',
        'column.0': column,
        'name.1': 'Project title',
        'column.1': 'title',
      });
    const refused = await form('acronym');
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('Acro\ufffdnym');
    expect((await form('')).status).to.equal(303);
  });

  it('names the columns that the file does not have, by API and by form, and checks nothing', async () => {
    const { id } = await addImport([], waiting);
    const api = await apiAs('officer');
    const send = (columns: object) => api.post(`/imports/${id}/mapping`).send({ noun: 'project', columns });
    const wrong = await send({ Acronym: 'acronym', 'EU Contribution': 'euContribution', remark: null });
    expect(wrong.status).to.equal(422);
    expect(wrong.body.errors).to.have.length(1);
    expect(wrong.body.errors[0]).to.include({ field: 'columns.EU Contribution', type: 'mapping.noColumn' });
    expect(wrong.body.errors[0].message)
      .to.include('no column “EU Contribution”')
      .and.include('EU contribution, Remark');
    const { post } = await signedIn('officer', 'nl');
    const fields = {
      noun: 'project',
      'name.0': 'Acronym',
      'column.0': 'acronym',
      'name.1': 'Money',
      saveAs: 'Mine',
    };
    const page = await post(`/imports/${id}/mapping`, { ...fields, 'column.1': 'euContribution' });
    expect(page.status).to.equal(422);
    expect(page.text).to.include('geen kolom “Money”');
    expect(await listMappings()).to.deep.equal([]);
    expect((await getImport(id)).needsMapping).to.equal(true);
    // One that is not taken may be missing; with the columns that are there it is checked.
    const right = await send({ Acronym: 'acronym', 'EU contribution': 'euContribution', remark: null });
    expect(right.status).to.equal(202);
  });

  it('makes records of any table: sent as such or unknown, mapped, checked and applied', async () => {
    await addProgramme({ code: 'H2020' });
    const { get, post } = await apiAs('officer');
    const csv = 'No;Full name;Colour\n883341;Global Response;blue\n;;red\n832735;Lawful evidence;\n';
    for (const [sent, figure] of [
      [{ source: 'table' }, 'created'],
      [{}, 'unchanged'],
    ] as const) {
      const { body } = await post('/imports').field(sent).attach('file', Buffer.from(csv), 'list.csv');
      await runJobsNow();
      expect((await get(`/imports/${body.id}`)).body).to.include({ state: 'queued', needsMapping: true });
      const columns = { No: 'grantAgreement', 'Full name': 'title' };
      await post(`/imports/${body.id}/mapping`).send({
        noun: 'project',
        columns,
        fixed: { programme: 'H2020' },
      });
      await runJobsNow();
      const checked = (await get(`/imports/${body.id}`)).body;
      expect(checked).to.include({ state: 'checked', source: 'table' });
      expect(checked.counts.projects).to.include({ read: 3, [figure]: 2, rejected: 1 });
      expect(JSON.stringify(checked)).to.include('Colour');
      await askFor({ get, post }, body.id, 'apply');
      await runJobsNow();
      expect((await get(`/imports/${body.id}`)).body.state).to.equal('applied');
    }
  });
});

describe('A saved mapping', () => {
  useDatabase();

  const chosen = {
    noun: 'project',
    'name.0': 'Acronym',
    'column.0': 'note',
    'name.1': 'Project title',
    'column.1': 'title',
    'name.2': 'EU contribution',
    'column.2': '',
    'name.3': 'Remark',
    'column.3': '',
    decimal: ',',
    dayOrder: 'monthFirst',
  };
  const other = [{ ...preview[0], columns: ['Naam', 'Land. $x', ''], rows: [['A', 'BE', '']] }];
  const chosenFor = (html: string) => [valueOn(html, 'name.0'), valueOn(html, 'column.0')];
  const noteChosen = ['Acronym', 'note'];

  it('is kept under a name, proposed for the next file with these columns, and chosen', async () => {
    const { id } = await addImport([], waiting);
    const { get, post } = await signedIn('officer');
    expect((await post(`/imports/${id}/mapping`, { ...chosen, saveAs: ' My  list ' })).status).to.equal(303);
    expect((await getImport(id)).settings.mapping?.columns['Acronym']).to.equal('note');
    const next = await addImport([], waiting);
    const proposed = (await get(`/imports/${next.id}/mapping`)).text;
    expect(proposed).to.include('is filled in below');
    expect(chosenFor(proposed)).to.deep.equal(noteChosen);
    expect([valueOn(proposed, 'decimal'), valueOn(proposed, 'saveAs')]).to.deep.equal([',', 'My list']);
    const anew = (await get(`/imports/${next.id}/mapping?noun=project`)).text;
    expect(chosenFor(anew)).not.to.deep.equal(noteChosen);
    const saved = attributesOn(anew, '[name="saved"] option', 'value').find(one =>
      /^[0-9a-f]{24}$/.test(one),
    );
    const back = (await get(`/imports/${next.id}/mapping?saved=${saved}`)).text;
    expect(chosenFor(back)).to.deep.equal(noteChosen);
    expect((await get(`/imports/${next.id}/mapping?saved=nothing`)).status).to.equal(404);
    // One column more is no other kind of file; one that is missing is.
    const more = [{ ...preview[0], columns: [...(preview[0]?.columns ?? []), 'New'] }];
    const wider = await addImport([], { ...waiting, preview: more as never });
    expect(chosenFor((await get(`/imports/${wider.id}/mapping`)).text)).to.deep.equal(noteChosen);
    const unlike = await addImport([], { ...waiting, preview: other as never });
    expect((await get(`/imports/${unlike.id}/mapping`)).text).not.to.include('is filled in');
  });

  it('is replaced under its name, which whatever its case stands for one kind of file', async () => {
    const { id } = await addImport([], waiting);
    const { post } = await signedIn('officer');
    await post(`/imports/${id}/mapping`, { ...chosen, saveAs: 'My list' });
    await post(`/imports/${id}/mapping`, { ...chosen, 'column.3': 'objective', saveAs: 'MY LIST' });
    const all = await listMappings();
    expect(all.map(({ name, mapping }) => [name, mapping.columns['Remark']])).to.deep.equal([
      ['MY LIST', 'objective'],
    ]);
    const unlike = await addImport([], { ...waiting, preview: other as never });
    const fields = { noun: 'organisation', 'name.0': 'Naam', 'column.0': 'name', 'name.1': 'Land. $x' };
    const refused = await post(`/imports/${unlike.id}/mapping`, {
      ...fields,
      'column.1': 'country',
      saveAs: 'my list',
    });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include('for other columns');
    expect(valueOn(refused.text, 'saveAs')).to.equal('my list');
    expect((await getImport(unlike.id)).needsMapping).to.equal(true);
    await post(`/imports/${unlike.id}/mapping`, { ...fields, 'column.1': 'country', saveAs: 'Ours' });
    const found = await findMappingFor(['Land. $x', 'Naam']);
    expect(found?.mapping.columns).to.deep.equal({ Naam: 'name', 'Land. $x': 'country' });
  });

  it('is saved, listed and deleted by API, and deleted on the page', async () => {
    const { id } = await addImport([], waiting);
    const api = await apiAs('officer');
    const body = { noun: 'project', columns: { Acronym: 'acronym' }, ...unnamed };
    for (const saveAs of ['One', 'Two']) await api.post(`/imports/${id}/mapping`).send({ ...body, saveAs });
    const long = await api.post(`/imports/${id}/mapping`).send({ ...body, saveAs: 'x'.repeat(101) });
    expect([long.status, long.body.errors[0].field]).to.deep.equal([422, 'saveAs']);
    const { items } = (await api.get('/imports/mappings')).body;
    expect(items.map(({ name }: { name: string }) => name)).to.deep.equal(['One', 'Two']);
    expect(items[0].mapping).to.deep.equal({ ...unnamed, noun: 'project', columns: { Acronym: 'acronym' } });
    expect((await api.delete(`/imports/mappings/${items[0].id}`)).status).to.equal(200);
    expect((await api.delete(`/imports/mappings/${items[0].id}`)).status).to.equal(404);
    const { get, post } = await signedIn('officer');
    const to = `/imports/${id}/mapping`;
    const deleted = await post(`/imports/mappings/${items[1].id}/delete`, { to });
    expect([deleted.status, deleted.headers['location']]).to.deep.equal([303, to]);
    expect((await get(to)).text)
      .to.include('The mapping was deleted')
      .and.not.include('Saved mappings');
    expect(await listMappings()).to.deep.equal([]);
    expect((await (await apiAs('reader')).get('/imports/mappings')).status).to.equal(403);
  });
});
