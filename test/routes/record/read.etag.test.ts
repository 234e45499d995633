import { expect } from 'chai';
import { users } from '../../../models/accounts/user.ts';
import { apiAs } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, edit } from '../../support/factories.ts';

describe('The ETag of a record', () => {
  useDatabase();

  it('spares nobody the record: another role may see more of the same version', async () => {
    const { id } = await addProject({
      participants: [{ name: 'Police', country: 'NL', isWithheld: true }],
    });
    const api = await apiAs('evaluator');
    const before = await api.get(`/projects/${id}`);
    expect(JSON.stringify(before.body)).not.to.include('Police');
    await edit(users, api.user, { role: 'finance' });
    const after = await api.get(`/projects/${id}`).set('If-None-Match', String(before.headers['etag']));
    expect(after.status).to.equal(200);
    expect(after.headers['etag']).to.equal(before.headers['etag']);
    expect(after.body.participants[0].name).to.equal('Police');
  });
});
