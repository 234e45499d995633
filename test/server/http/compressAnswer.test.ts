import { expect } from 'chai';
import { connect } from 'node:net';
import { padded } from '../../../server/http/compressAnswer.ts';
import { apiAs, signedIn, testAddress, visitor } from '../../support/app.ts';
import { apiMap, siteMap } from '../../../routes/index.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addUser } from '../../support/factories.ts';

const encodingOf = ({ headers }: { headers: Record<string, string> }): string | undefined =>
  headers['content-encoding'];

describe('the answers that are compressed', () => {
  useDatabase();

  it('are pages and JSON, for whoever takes gzip and as their weights say', async () => {
    for (let at = 0; at < 3; at += 1) await addProject({ title: `A project ${at}` });
    const { get } = await signedIn('reader');
    const api = await apiAs('reader');
    const plain = await api.get('/projects').set('Accept-Encoding', 'identity');
    const taken = { gzip: true, 'gzip, deflate, br': true, '*': true, 'br;q=1, gzip;q=0.2': true };
    const refused = { identity: false, br: false, 'gzip;q=0': false, 'gzip;q=0, *': false, '': false };
    const weighed = {
      'identity;q=1, gzip;q=0.5': false,
      'gzip;q=0.000': false,
      'gzip, identity;q=0.5': true,
    };
    for (const [accepts, isCompressed] of Object.entries({ ...taken, ...refused, ...weighed })) {
      const json = await api.get('/projects').set('Accept-Encoding', accepts);
      const page = await get('/projects').set('Accept-Encoding', accepts);
      for (const answer of [json, page]) {
        expect(answer.status, accepts).to.equal(200);
        expect(encodingOf(answer), accepts).to.equal(isCompressed ? 'gzip' : undefined);
        expect(answer.headers['vary'], accepts).to.include('Accept-Encoding');
      }
      expect(json.body, accepts).to.deep.equal(plain.body);
      expect(Number(json.headers['content-length']) < Number(plain.headers['content-length'])).to.equal(
        isCompressed,
      );
      expect(page.text, accepts)
        .to.include('A project 2')
        .and.match(/<\/html><!-- [\w-]+ -->$/);
    }
  });

  it('are neither small ones nor files', async () => {
    await addProject({});
    const { get } = await signedIn('officer');
    const api = await apiAs('officer');
    for (const answer of [await api.get('/projects/none'), await api.get('/projects?columns=title')])
      expect([encodingOf(answer), answer.headers['vary']]).to.deep.equal([undefined, undefined]);
    for (const suffix of ['xlsx', 'csv', 'json']) {
      const { status, headers } = await get(`/projects.${suffix}`).responseType('blob');
      expect([status, headers['content-encoding']], suffix).to.deep.equal([200, undefined]);
    }
  });

  it('keep the tag of a record, so that it can be changed by it with and without compression', async () => {
    const { id } = await addProject({ objective: 'word '.repeat(500) });
    const api = await apiAs('officer');
    let version = 1;
    for (const read of ['gzip', 'identity'])
      for (const write of ['identity', 'gzip']) {
        const found = await api.get(`/projects/${id}`).set('Accept-Encoding', read);
        expect(encodingOf(found)).to.equal(read === 'gzip' ? 'gzip' : undefined);
        expect(found.headers['etag']).to.equal(`"${version}"`);
        const change = async (title: string) =>
          api
            .patch(`/projects/${id}`)
            .set({ 'Accept-Encoding': write, 'If-Match': String(found.headers['etag']) })
            .send({ title });
        const changed = await change(`Title ${version}`);
        expect([changed.status, encodingOf(changed)]).to.deep.equal([
          200,
          write === 'gzip' ? 'gzip' : undefined,
        ]);
        version += 1;
        expect(changed.headers['etag']).to.equal(`"${version}"`);
        expect((await change('Too late')).status).to.equal(412);
      }
  });

  it('are told of by HEAD as by GET, and spared by what is known already', async () => {
    await addProject({});
    const api = await apiAs('reader');
    const base = `${await testAddress()}/api/v1/projects`;
    for (const accepts of ['gzip', 'identity']) {
      const headers = { Authorization: `Bearer ${api.token}`, 'Accept-Encoding': accepts };
      const get = await api.get('/projects').set(headers);
      const head = await fetch(base, { method: 'HEAD', headers });
      for (const name of ['content-encoding', 'content-length', 'etag', 'vary', 'content-type'])
        expect(head.headers.get(name), `${accepts} ${name}`).to.equal(get.headers[name] ?? null);
      const known = { ...headers, 'If-None-Match': String(get.headers['etag']) };
      const { status, headers: of, text } = await api.get('/projects').set(known);
      expect([status, of['content-encoding'], of['content-length'], text]).to.deep.equal([
        304,
        undefined,
        undefined,
        '',
      ]);
      expect(of['etag']).to.equal(get.headers['etag']);
      expect(of['vary']).to.include('Accept-Encoding');
    }
  });

  it('show no secret: one-time links and new tokens are sent as they are', async () => {
    const { id } = await addUser('reader');
    const admin = await signedIn('administrator');
    const invited = await admin.post(`/users/${id}/invitation`, {});
    const made = await admin.post('/tokens', { name: 'mine', access: 'read', endsOn: '' });
    const [link = ''] = /\/invitations\/[\w-]+/.exec(invited.text) ?? [];
    const { get } = await visitor();
    const opened = await get(link);
    for (const [what, answer] of Object.entries({ invited, made, opened })) {
      expect(answer.text.length, what).to.be.greaterThan(1024);
      expect([encodingOf(answer), answer.headers['vary'] ?? ''], what).to.deep.equal([undefined, '']);
    }
    // The same pages without a secret are compressed.
    expect(encodingOf(await admin.get('/tokens'))).to.equal('gzip');
    expect(encodingOf(await get('/sign-in'))).to.equal('gzip');
  });

  it('are kept from it wherever a line shows what is shown once', () => {
    const secret = [...new Set([...siteMap, ...apiMap])].filter(({ holdsSecret }) => holdsSecret === true);
    expect(
      secret.map(({ method, path, byPassword }) => `${method} ${path}${byPassword ? ' by password' : ''}`),
    ).to.have.members([
      'POST /tokens',
      'POST /tokens by password',
      'POST /users/:id/invitation',
      'GET /invitations/:token',
      'POST /invitations/:token',
    ]);
  });

  it('are of another length each time, whatever is in them', async () => {
    expect(new Set(Array.from({ length: 40 }, () => padded('').length)).size).to.be.greaterThan(10);
    const { get } = await signedIn('reader');
    const lengths = new Set<string>();
    for (let at = 0; at < 12; at += 1)
      lengths.add(
        String((await get('/account').set('Accept-Encoding', 'identity')).headers['content-length']),
      );
    expect(lengths.size).to.be.greaterThan(3);
  });

  it('hold up nobody when whoever asked goes away', async () => {
    for (let at = 0; at < 20; at += 1) await addProject({ objective: 'word '.repeat(200) });
    const api = await apiAs('reader');
    const { hostname, port } = new URL(await testAddress());
    const lines = [
      'GET /api/v1/projects HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${api.token}`,
      'Accept-Encoding: gzip',
    ];
    for (let at = 0; at < 30; at += 1) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      setTimeout(() => socket.destroy(), at);
    }
    for (let at = 0; at < 10; at += 1) expect((await api.get('/projects')).body.items).to.have.length(20);
  });
});
