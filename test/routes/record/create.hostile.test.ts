import { expect } from 'chai';
import supertest from 'supertest';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { findByPassword } from '../../../models/accounts/credential.ts';
import { apiAs, signedIn, signedInAs, testAddress } from '../../support/app.ts';
import {
  addCall,
  addOrganisation,
  addProgramme,
  addProject,
  addUser,
  changeAt,
  edit,
  password,
} from '../../support/factories.ts';
import { useDatabase } from '../../support/database.ts';

describe('what nobody should send', () => {
  useDatabase();

  describe('an e-mail address written otherwise', () => {
    it('is no account, so that its attempts cannot be counted anew', async () => {
      await addUser('officer', { email: 'user1@example.org' });
      const find = async (email: string) => (await findByPassword(email, password))?.email ?? null;
      expect(await find(' User1@Example.org ')).to.equal('user1@example.org');
      for (const other of ['user01@example.org', '\uff55ser1@example.org', 'us\u200der1@example.org'])
        expect(await find(other)).to.equal(null);
    });
  });

  describe('a changed password', () => {
    it('ends every other session of the account, and not the one it was changed in', async () => {
      const user = await addUser('officer');
      const [own, other] = [await signedInAs(user), await signedInAs(user)];
      const wanted = 'a quite different one';
      const fields = { present: password, password: wanted, repeated: wanted };
      expect((await own.post('/account/password', fields)).status).to.equal(303);
      expect((await own.get('/account')).status).to.equal(200);
      const { status, headers } = await other.get('/account');
      expect([status, headers['location']]).to.deep.equal([303, '/sign-in?to=%2Faccount']);
    });
  });

  describe('a body of the API that is no JSON object', () => {
    it('is refused, not taken for a change of nothing', async () => {
      const { patch, token } = await apiAs('officer');
      const project = await addProject();
      const path = `/projects/${project.id}`;
      const asText = await patch(path).set('If-Match', '"1"').type('text/plain').send('{"title":"New"}');
      const asForm = await patch(path).set('If-Match', '"1"').type('form').send({ title: 'New' });
      const asList = await patch(path).set('If-Match', '"1"').send([]);
      expect([asText.status, asForm.status, asList.status]).to.deep.equal([415, 415, 422]);
      const nothing = await supertest(await testAddress())
        .patch(`/api/v1${path}`)
        .set('Authorization', `Bearer ${token}`)
        .set('If-Match', '"1"');
      expect(nothing.status).to.equal(200);
    });
  });

  describe('GET /api/v1/projects', () => {
    it('is a page of the list, even where the words searched for end like a file', async () => {
      const { get } = await apiAs('reader');
      const { body, headers } = await get('/projects?q=data.json');
      expect(body).to.have.property('paginationInfo');
      expect(headers).not.to.have.property('content-disposition');
      const file = await get('/projects.json?q=data.json');
      expect(file.headers['content-disposition']).to.match(/^attachment/);
    });
  });

  describe('POST /api/v1/projects', () => {
    it('keeps the code of the programme as the programme writes it', async () => {
      const { post } = await apiAs('officer');
      await addProgramme({ code: 'H2020' });
      const project = { kind: 'grant', scope: 'in', title: 'T' };
      const lower = await post('/projects').send({ ...project, programme: 'h2020' });
      expect(lower.body.programme).to.equal('H2020');
      const padded = await post('/projects').send({ ...project, programme: 'H02020' });
      expect(padded.status).to.equal(422);
      expect(padded.body.errors[0]).to.include({ field: 'programme', type: 'reference.unknown' });
    });

    it('refuses amounts with which no total could be exact', async () => {
      const { post, get } = await apiAs('officer');
      const send = (euContribution: string) =>
        post('/projects').send({ kind: 'grant', scope: 'in', title: 'T', euContribution });
      expect((await send('90071992547409.91')).body.errors[0]).to.include({ type: 'money.tooLarge' });
      expect((await send('1000000000000.00')).status).to.equal(201);
      expect((await send('1000000000000.00')).status).to.equal(201);
      expect((await get('/projects')).status).to.equal(200);
    });

    it('finds the organisation that has the PIC, though the one picked has none', async () => {
      const { post } = await apiAs('officer');
      const picked = await addOrganisation({ name: 'Institute' });
      const known = await addOrganisation({ name: 'The Institute', pic: '999999999' });
      const participants = [{ organisation: picked.id, name: 'Institute', pic: '999999999' }];
      const { status, body } = await post('/projects').send({
        kind: 'grant',
        scope: 'in',
        title: 'T',
        participants,
      });
      expect(status).to.equal(201);
      expect(body.participants[0].organisation.id).to.equal(known.id);
    });
  });

  describe('the code of a programme or strategy', () => {
    it('is neither the address of the form nor the word for none', async () => {
      const { post } = await apiAs('administrator');
      for (const code of ['new', 'none']) {
        const programme = await post('/programmes').send({ code, label: code, name: code });
        expect(programme.body.errors[0]).to.include({ field: 'code' });
        const strategy = { code, reference: code, titleEn: code, titleNl: code };
        expect((await post('/strategies').send(strategy)).body.errors[0]).to.include({ field: 'code' });
      }
    });
  });

  describe('an organisation known from a withheld participation alone', () => {
    it('stays withheld when the participation is taken out', async () => {
      const participants = [{ name: 'Secret Police', country: 'NL', isWithheld: true }];
      const project = await addProject({ participants });
      const emptied = await edit(projects, project, { participants: [] });
      const { get } = await apiAs('evaluator');
      expect((await get('/organisations')).body.items).to.deep.equal([]);
      const [stored] = await organisations.current.find().lean();
      expect((await get(`/organisations/${String(stored?.['_id'])}/history`)).status).to.equal(404);
      await edit(projects, emptied, { participants: [{ name: 'Secret Police', country: 'NL' }] });
      expect((await get('/organisations')).body.items).to.have.length(1);
    });
  });

  describe('GET /calls', () => {
    it('finds a deadline in the last second of the last day asked for', async () => {
      const { get } = await apiAs('reader');
      await addCall({ rounds: [{ deadlines: [{ at: '2026-06-15T23:59:59+02:00' }] }] });
      const found = async (to: string) => (await get(`/calls?deadline.to=${to}`)).body.items.length as number;
      expect([await found('2026-06-15'), await found('2026-06-14')]).to.deep.equal([1, 0]);
    });
  });

  describe('GET /organisations/:id?knownAt=', () => {
    it('lists the projects as they were known then', async () => {
      const early = changeAt(new Date('2026-01-10T10:00:00Z'));
      const participants = [{ name: 'Institute', country: 'NL' }];
      const project = await addProject({ acronym: 'THEN', participants }, early);
      await edit(projects, project, { acronym: 'NOW' }, changeAt(new Date('2026-02-10T10:00:00Z')));
      const [stored] = await organisations.current.find().lean();
      const { get } = await signedIn('reader');
      const { text } = await get(`/organisations/${String(stored?.['_id'])}?knownAt=2026-01-20`);
      expect(text).to.include('THEN').and.not.include('>NOW<');
    });
  });
});
