import { expect } from 'chai';
import supertest from 'supertest';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { addUser } from '../../support/factories.ts';
import { tokenOn } from '../../support/page.ts';
import { end, serve, type Served } from '../../support/served.ts';

describe('GET /metrics', () => {
  useDatabase();
  let program: Served;
  before('start callfolio', async () => {
    const env = { MONGODB_URI: testDatabase().uri, SESSION_SECRET: 's'.repeat(32), METRICS_PORT: '0' };
    program = await serve(env);
  });
  after(async () => end(program, 'SIGTERM'));

  const metricsAt = (): string =>
    /metrics are at (\S+)\/metrics/.exec(program.lines.join('\n'))?.[1] ?? 'nowhere';
  const read = async (): Promise<string> => (await supertest(metricsAt()).get('/metrics').expect(200)).text;

  /** The sum of the samples whose line matches. */
  const sumOf = (text: string, line: RegExp): number =>
    text
      .split('\n')
      .filter(one => line.test(one))
      .reduce((sum, one) => sum + Number(one.split(' ').at(-1)), 0);

  it('counts requests by pattern, never by address, and refusals and failures to sign in', async () => {
    const user = await addUser('officer');
    const agent = supertest.agent(program.address);
    const page = await agent.get('/sign-in');
    await agent
      .post('/sign-in')
      .type('form')
      .send({ _csrf: tokenOn(page.text), email: user.email, password: 'not this one at all' })
      .expect(401);
    await agent.post('/api/v1/tokens').auth(user.email, 'nor this one').send({ name: 'x' }).expect(401);
    await agent.get('/api/v1/projects/secret-name').expect(401);
    await agent.get('/no-such-page').expect(404);
    const text = await read();
    const durations = 'callfolio_http_request_duration_seconds_count';
    expect(sumOf(text, new RegExp(`^${durations}.*method="POST",route="/sign-in".*status="401"`))).to.equal(
      1,
    );
    expect(sumOf(text, new RegExp(`^${durations}.*route="/api/v1/projects/:id".*status="401"`))).to.equal(1);
    expect(sumOf(text, new RegExp(`^${durations}.*route="none".*status="404"`))).to.equal(1);
    expect(sumOf(text, /^callfolio_refusals_total\{status="401"\}/)).to.equal(3);
    expect(sumOf(text, /^callfolio_sign_in_failures_total\{reason="wrong"\}/)).to.equal(2);
    expect(sumOf(text, /^callfolio_http_requests_in_flight/)).to.equal(0);
    expect(text).not.to.match(/secret-name|no-such-page|@callfolio/);
  });

  it('tells of the process, its event loop and the database', async () => {
    const text = await read();
    expect(text)
      .to.match(/^nodejs_eventloop_lag_p99_seconds /m)
      .and.match(/^process_resident_memory_bytes /m);
    expect(sumOf(text, /^callfolio_mongodb_command_duration_seconds_count\{command="find"/)).to.be.above(0);
    expect(sumOf(text, /^callfolio_mongodb_connections /)).to.be.above(0);
    expect(sumOf(text, /^callfolio_mongodb_connections_in_use /)).to.be.at.least(0);
  });

  it('is not on the public port, and its own port has nothing else', async () => {
    await supertest(program.address).get('/metrics').expect(404);
    await supertest(metricsAt()).get('/').expect(404);
    await supertest(metricsAt()).post('/metrics').expect(404);
  });
});
