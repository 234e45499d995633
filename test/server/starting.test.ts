import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import supertest from 'supertest';
import { createStartingServer } from '../../server/starting.ts';

describe('callfolio while it starts', () => {
  const { server, admit } = createStartingServer();
  let address = '';
  before('listen', async () => {
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after('stop listening', () => void server.close());

  it('answers every page, deed and probe of readiness that it is to be asked again', async () => {
    const ask = supertest(address);
    const asked = [ask.get('/'), ask.post('/api/v1/projects').send({ title: 'T' }), ask.get('/health/ready')];
    for (const answer of asked) {
      const { status, headers, body } = await answer;
      expect(status).to.equal(503);
      expect(headers).to.include({ 'retry-after': '1', 'cache-control': 'no-store' });
      expect((body as { message: string }).message).to.match(/is starting; try again.*wordt gestart/);
    }
  });

  it('is alive, so that nobody restarts it for being slow', async () => {
    const { status, body } = await supertest(address).get('/health/live');
    expect([status, body]).to.deep.equal([200, { status: 'live' }]);
  });

  it('leaves all to the app once there is one', async () => {
    admit((_request, response) => void response.writeHead(204).end());
    for (const path of ['/', '/health/live'])
      expect((await supertest(address).get(path)).status, path).to.equal(204);
  });
});
