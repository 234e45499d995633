import { expect } from 'chai';
import { makeToken } from '../../../models/accounts/token.ts';
import { serveApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addUser } from '../../support/factories.ts';

describe('Many files asked for at once', function () {
  this.timeout(60_000);
  useDatabase();

  it('are made, or refused with 429, a sentence and when to come again; never as if callfolio were too busy', async () => {
    await addProject();
    const user = await addUser('officer');
    const { token } = await makeToken(user, { name: 'test', access: 'full', endsOn: null }, new Date());
    const address = await serveApp();
    const headers = { Authorization: `Bearer ${token}`, 'Accept-Language': 'en', Connection: 'close' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const answer = await fetch(`${address}/api/v1/projects.xlsx`, { headers });
        const body = Buffer.from(await answer.arrayBuffer());
        return { status: answer.status, again: answer.headers.get('retry-after'), body };
      }),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).to.deep.equal(new Set([200, 429]));
    for (const { status, again, body } of answers) {
      if (status === 200) expect(body.subarray(0, 2).toString()).to.equal('PK');
      else expect([again, body.toString()].join()).to.match(/^5,.*(?:[Tt]ry again|Wait until)/);
    }
  });
});
