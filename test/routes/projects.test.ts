import { expect } from 'chai';
import { calls } from '../../models/calls/call.ts';
import { getRecord } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { formFieldsOn } from '../support/forms.ts';
import { addCall, addOrganisation, addProgramme, addProject, edit } from '../support/factories.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { everything } from '../support/readers.ts';
import { attributesOn, valueOn } from '../support/page.ts';

const grant = { kind: 'grant', scope: 'in', title: 'A project' };
const countAll = () => projects.current.countDocuments({});

describe('POST /projects', () => {
  useDatabase();

  it('logs a project and shows its page', async () => {
    const { post, get } = await signedIn('officer');
    const answer = await post('/projects', {
      ...grant,
      acronym: 'GRACE',
      euContribution: '577.675,77',
      startsOn: '1/6/2020',
      'participants.0.name': 'Police',
      'participants.0.country': 'EL',
      'participants.1.name': '',
    });
    expect(answer.status).to.equal(303);
    const page = await get(String(answer.headers['location']));
    expect(page.text).to.contain('GRACE').and.to.contain('577,675.77');
    const { participants } = await getRecord(
      visibleTo(projects, everything),
      String(answer.headers['location']).split('/')[2] ?? '',
    );
    expect(participants.map(({ name, country }) => `${name} ${country}`)).to.deep.equal(['Police GR']);
  });

  it('shows the form again with what was typed and a message for each field', async () => {
    const { post } = await signedIn('officer');
    const typed = {
      ...grant,
      acronym: 'Kept "<b',
      euContribution: 'much',
      endsOn: 'soon',
      'participants.0.pic': '1',
    };
    const { status, text } = await post('/projects', typed);
    expect(status).to.equal(422);
    expect(valueOn(text, 'acronym')).to.equal('Kept "<b');
    expect(valueOn(text, 'euContribution')).to.equal('much');
    expect(valueOn(text, 'participants.0.pic')).to.equal('1');
    expect(attributesOn(text, '#problems li a', 'href')).to.have.members(
      ['euContribution', 'endsOn', 'participants-0-pic', 'participants-0-name'].map(
        field => `#field-${field}`,
      ),
    );
    expect(await countAll()).to.equal(0);
  });

  it('says which field another project already has', async () => {
    const { code: programme } = await addProgramme();
    await addProject({ programme, grantAgreement: '883341' });
    const { post } = await signedIn('officer');
    const { status, text } = await post('/projects', { ...grant, programme, grantAgreement: '883341' });
    expect(status).to.equal(422);
    expect(text).to.contain('Grant agreement: another record already has this value.');
  });

  it('adds and takes out lines without saving', async () => {
    const { post } = await signedIn('officer');
    const typed = { ...grant, 'participants.0.name': 'A', 'participants.1.name': 'B' };
    const more = await post('/projects', { ...typed, _line: '+participants' });
    expect(more.status).to.equal(200);
    expect([0, 1, 2].map(at => valueOn(more.text, `participants.${at}.name`))).to.deep.equal(['A', 'B', '']);
    const less = await post('/projects', { ...typed, _line: '-participants.0' });
    // Behind what is filled in stand lines to type on.
    expect([0, 1].map(at => valueOn(less.text, `participants.${at}.name`))).to.deep.equal(['B', '']);
    for (const odd of ['+title', '+__proto__', '+constructor', '-participants.9', '+participants.0.name.x'])
      expect((await post('/projects', { title: '', _line: odd })).status, odd).to.be.oneOf([200, 422]);
    expect(await countAll()).to.equal(0);
  });

  it('is for officers and administrators', async () => {
    for (const role of ['reader', 'evaluator', 'finance'] as const) {
      const { post } = await signedIn(role);
      expect((await post('/projects', grant)).status, role).to.equal(403);
    }
    expect(await countAll()).to.equal(0);
  });
});

describe('POST /projects/:id', () => {
  useDatabase();

  it('changes nothing when an untouched form is saved', async () => {
    const call = await addCall();
    const participants = [{ name: 'A', country: 'NL', euContribution: '1.50', isWithheld: true }];
    const project = await addProject({
      call: call.identifier,
      startsOn: '2019-06',
      objective: 'One line\nand another',
      keywords: ['a', 'b'],
      participants,
      statements: [{ field: 'endsOn', value: '2020', source: 'x', confidence: 'verified', isUsed: true }],
    });
    const { get, post } = await signedIn('officer');
    const { text } = await get(`/projects/${project.id}/edit`);
    const answer = await post(`/projects/${project.id}`, formFieldsOn(text));
    expect(answer.status).to.equal(303);
    expect((await getRecord(visibleTo(projects, everything), project.id)).version).to.equal(1);
  });

  it('keeps a link when another call has since taken its identifier', async () => {
    const old = await addCall({ identifier: 'CALL-A' });
    const project = await addProject({ call: 'CALL-A' });
    await edit(calls, old, { identifier: 'CALL-B' });
    await addCall({ identifier: 'CALL-A' });
    const { post } = await signedIn('officer');
    await post(`/projects/${project.id}`, { ...grant, call: 'CALL-A', _version: '1' });
    expect((await getRecord(visibleTo(projects, everything), project.id)).call).to.deep.equal({
      id: old.id,
      identifier: 'CALL-B',
    });
  });

  it('shows both texts to whoever was slower, and proposes what nobody disputes', async () => {
    const project = await addProject({ title: 'Old title', acronym: 'OLD', note: 'Old note' });
    await edit(projects, project, { title: 'Their title', acronym: 'THEIRS' });
    const { post } = await signedIn('officer');
    const typed = {
      ...grant,
      title: 'My title',
      acronym: 'OLD',
      note: 'My note',
      'participants.0.name': 'New one',
    };
    const answer = await post(`/projects/${project.id}`, { ...typed, _version: '1', _reason: 'Why I did' });
    expect(answer.status).to.equal(409);
    expect(valueOn(answer.text, '_reason'), 'nothing typed is lost').to.equal('Why I did');
    for (const text of ['Old title', 'Their title', 'My title', 'Old note', 'My note', 'New one'])
      expect(answer.text).to.contain(text);
    const chosen = (key: string) => attributesOn(answer.text, `[name="_keep.${key}"][checked]`, 'value')[0];
    expect(['title', 'acronym', 'note', 'participants', 'kind'].map(chosen)).to.deep.equal([
      'yours',
      'theirs',
      'yours',
      'yours',
      undefined,
    ]);
    expect(valueOn(answer.text, 'participants.0.name')).to.equal('New one');
    const keep = { '_keep.title': 'theirs', '_keep.acronym': 'theirs', '_keep.note': 'yours', _version: '2' };
    const resolve = async (more: object) =>
      post(`/projects/${project.id}/resolve`, { ...typed, ...keep, ...more });
    const wrong = await resolve({ euContribution: 'much', '_keep.euContribution': 'yours' });
    expect([wrong.status, valueOn(wrong.text, 'euContribution')]).to.deep.equal([422, 'much']);
    expect((await resolve({ _version: '1' })).status, 'somebody was faster again').to.equal(409);
    const saved = await resolve({ _reason: 'Why I did' });
    expect(saved.status).to.equal(303);
    const version = await projects.current.findById(project.id).lean<{ reason: string | null }>();
    expect(version?.reason).to.equal('Why I did');
    const after = await getRecord(visibleTo(projects, everything), project.id);
    expect(after).to.include({ title: 'Their title', acronym: 'THEIRS', note: 'My note', version: 3 });
    expect(after.participants.map(({ name }) => name)).to.deep.equal(['New one']);
  });

  it('refuses a form without its version as it would a stale one', async () => {
    const { id } = await addProject();
    const { post } = await signedIn('officer');
    expect((await post(`/projects/${id}`, { ...grant, title: 'Blind' })).status).to.equal(409);
  });
});

describe('POST /api/v1/projects', () => {
  useDatabase();

  it('answers 201 with the record, where it is, and its version', async () => {
    const { post, get } = await apiAs('officer');
    const answer = await post('/projects').send({
      ...grant,
      euContribution: '577675.77',
      startsOn: '2020-06',
    });
    expect(answer.status).to.equal(201);
    expect(answer.body).to.include({
      version: 1,
      euContribution: '577675.77',
      startsOn: '2020-06',
      programme: null,
    });
    expect(answer.headers['location']).to.equal(`/api/v1/projects/${answer.body.id}`);
    expect(answer.headers['etag']).to.equal('"1"');
    const read = await get(`/projects/${answer.body.id}`);
    expect([read.headers['etag'], read.body.id]).to.deep.equal(['"1"', answer.body.id]);
  });

  it('answers 422 naming every field that is wrong, with words and the number of the request', async () => {
    const { post } = await apiAs('officer');
    const { status, body } = await post('/projects').send({
      kind: 'gift',
      scope: 'in',
      euContribution: 'much',
    });
    expect(status).to.equal(422);
    expect(
      body.errors.map((one: { field: string; type: string }) => `${one.field} ${one.type}`),
    ).to.have.members(['kind any.only', 'title any.required', 'euContribution money.notANumber']);
    expect(Object.keys(body).sort()).to.deep.equal(['errors', 'message', 'requestId']);
    expect(body.errors.every((one: { message: string }) => one.message.length > 0)).to.equal(true);
  });

  it('refuses fields that are unknown or the program’s own', async () => {
    const { post } = await apiAs('officer');
    const own = [
      '_id',
      'id',
      'version',
      'updatedBy',
      'warnings',
      'phase',
      '$set',
      'supports.0.assessedBy',
      'a.b',
    ];
    for (const key of [...own, 'constructor', 'terms', 'attributions']) {
      const { status, body } = await post('/projects').send({ ...grant, [key]: 1 });
      expect([status, body.errors?.[0]?.field], key).to.deep.equal([422, key]);
    }
    const nested = {
      ...grant,
      supports: [{ initiative: 'S-1.1', significance: 'principal', assessedBy: 'me' }],
    };
    expect((await post('/projects').send(nested)).body.errors[0].field).to.equal('supports.0.assessedBy');
    const sent =
      '{"kind":"grant","scope":"in","title":"a","participants":[{"name":"b","__proto__":{"isWithheld":true}}]}';
    const polluted = await post('/projects').type('json').send(sent);
    expect([polluted.status, polluted.body.errors[0].field]).to.deep.equal([422, 'participants.0.__proto__']);
    expect((await post('/projects').send([grant])).status).to.equal(422);
    expect((await post('/projects').type('json').send('{')).status).to.equal(400);
    expect(await countAll()).to.equal(0);
  });
});

describe('PATCH /api/v1/projects/:id', () => {
  useDatabase();

  it('changes the fields sent, and those alone', async () => {
    const project = await addProject({ title: 'Old', acronym: 'KEPT' });
    const { patch } = await apiAs('officer');
    const answer = await patch(`/projects/${project.id}`).set('If-Match', '"1"').send({ title: 'New' });
    expect([answer.status, answer.headers['etag']]).to.deep.equal([200, '"2"']);
    expect(answer.body).to.include({ title: 'New', acronym: 'KEPT', version: 2 });
  });

  it('wants the version it changes: 428 without, 412 with an older one, saying who changed what', async () => {
    const project = await addProject({ title: 'Old' });
    await edit(projects, project, { title: 'Theirs', acronym: 'X' });
    const { patch } = await apiAs('officer');
    expect((await patch(`/projects/${project.id}`).send({ title: 'Mine' })).status).to.equal(428);
    const { status, body, headers } = await patch(`/projects/${project.id}`)
      .set('If-Match', '"1"')
      .send({ title: 'Mine' });
    expect([status, body.version, headers['etag']]).to.deep.equal([412, 2, '"2"']);
    expect(body.errors.map((one: { field: string }) => one.field)).to.deep.equal(['acronym', 'title']);
    expect(body.errors[0].message).to.contain('callfolio');
    expect(body.message).to.be.a('string').and.not.equal('');
  });

  it('answers 404 for ids that are nobody’s', async () => {
    const { patch, get } = await apiAs('officer');
    const organisation = await addOrganisation();
    for (const id of ['gone', organisation.id, '__proto__', '%00', '$ne', '%7B%22$gt%22%3A%22%22%7D']) {
      expect((await get(`/projects/${id}`)).status, id).to.equal(404);
      expect((await patch(`/projects/${id}`).set('If-Match', '"1"').send({})).status, id).to.equal(404);
    }
  });
});

describeEitherWay('GET /api/v1/projects', () => {
  it('gives a page of the list with its facets only when asked', async () => {
    await addProject({ acronym: 'A' });
    await addProject({ acronym: 'B', scope: 'out' });
    const { get } = await apiAs('reader');
    const { body } = await get('/projects?scope=in&facets=scope&sort=-acronym&pageSize=1');
    expect(body.items.map((one: { acronym: string }) => one.acronym)).to.deep.equal(['A']);
    expect(body.paginationInfo).to.deep.equal({ page: 1, pageSize: 1, totalItems: 1, totalPages: 1 });
    expect(body.facets.scope.map((one: { count: number }) => one.count)).to.have.members([1, 1, 0]);
    expect((await get('/projects')).body).not.to.have.property('facets');
  });

  it('answers 400 naming what it does not know', async () => {
    const { get } = await apiAs('reader');
    const { status, body } = await get('/projects?programme[$ne]=x&phase=soon');
    expect(status).to.equal(400);
    expect(body.errors.map((one: { field: string }) => one.field)).to.deep.equal(['programme[$ne]', 'phase']);
  });
});
