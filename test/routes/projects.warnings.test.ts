import { expect } from 'chai';
import mongoose from 'mongoose';
import { projects } from '../../models/projects/projects.ts';
import { rewriteProjectWarnings } from '../../server/database/projectWarnings.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addProject } from '../support/factories.ts';

const participants = [
  { name: 'Police', role: 'coordinator', euContribution: '500000' },
  { name: 'Friends', role: 'associatedPartner' },
];

describe('A warning of a project', () => {
  useDatabase();

  it('says by how much the participants’ money differs, whoever takes part without any, and leads to it', async () => {
    const { id } = await addProject({ euContribution: '100000', participants });
    const api = await apiAs('officer');
    const { body } = await api.get(`/projects/${id}`).expect(200);
    expect(body.warnings).to.deep.include({
      rule: 'participantsDiffer',
      field: 'participants',
      by: '400000.00',
    });
    const { get } = await signedIn('officer');
    const { text } = await get(`/projects/${id}`);
    expect(text).to.match(/href="\/projects\/[^"]+\/edit#field-participants">[^<]+: €400,000\.00 more</);
    const edit = await get(`/projects/${id}/edit`);
    for (const { field } of body.warnings as { field: string }[])
      expect(edit.text, field).to.include(`id="field-${field}"`);
    const reader = await (await signedIn('reader', 'nl')).get(`/projects/${id}`);
    expect(reader.text).to.include('meer').and.not.include('edit#field');
  });

  it('is that of today’s rules in what was stored before, too', async () => {
    const { id } = await addProject({ euContribution: '100000', participants });
    const warnings = async () => (await projects.current.findOne({ _id: id }).lean())?.warnings;
    const ofToday = await warnings();
    await projects.current.updateOne({ _id: id }, { $set: { warnings: [] } });
    for (let run = 0; run < 2; run += 1) {
      await rewriteProjectWarnings(name => mongoose.connection.db!.collection(name));
      expect(await warnings()).to.deep.equal(ofToday);
    }
  });
});
