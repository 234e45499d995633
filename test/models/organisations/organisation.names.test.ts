import { expect } from 'chai';
import { organisations } from '../../../models/organisations/organisation.ts';
import { projects } from '../../../models/projects/projects.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject } from '../../support/factories.ts';

describe('An organisation that nobody has registered', () => {
  useDatabase();
  beforeEach(() => addProgramme({ code: 'H2020' }));

  it('is made once, however many projects name it at the same time', async () => {
    const participants = [{ name: 'Bureau without PIC', country: 'NL' }];
    await Promise.all(Array.from({ length: 12 }, async () => addProject({ participants })));
    expect(await organisations.current.countDocuments({})).to.equal(1);
    const named = await projects.current.distinct('participants.organisation.id');
    expect(named).to.have.length(1);
  });

  it('is another one in another country', async () => {
    const name = 'Bureau without PIC';
    await Promise.all(['NL', 'BE'].map(async country => addProject({ participants: [{ name, country }] })));
    expect(await organisations.current.countDocuments({})).to.equal(2);
  });
});
