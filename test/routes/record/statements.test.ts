import { expect } from 'chai';
import { listVersions } from '../../../models/lists/history.ts';
import { getRecord } from '../../../models/lists/list.ts';
import { programmes } from '../../../models/programmes/programme.ts';
import { projects } from '../../../models/projects/projects.ts';
import { apiAs, signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProgramme, addProject } from '../../support/factories.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { everything } from '../../support/readers.ts';

const stated = (field: string, value: string, isUsed = false) => ({
  field,
  value,
  isUsed,
  source: `Page of ${value}`,
  confidence: 'verified',
});

describe('POST /projects/:id/statements/use', () => {
  useDatabase();

  it('makes the stated value the field’s, marks it as used, and says from which source', async () => {
    const statements = [
      stated('endsOn', '2022-04-30', true),
      stated('endsOn', '2022-07-31'),
      stated('acronym', 'X', true),
    ];
    const { id } = await addProject({ endsOn: '2022-04-30', statements });
    const { post } = await signedIn('officer');
    const answer = await post(`/projects/${id}/statements/use`, { statement: '1', _version: '1' });
    expect(answer.status).to.equal(303);
    const after = await getRecord(visibleTo(projects, everything), id);
    expect(after.endsOn?.value).to.equal('2022-07-31');
    expect(after.statements.map(({ isUsed }) => isUsed)).to.deep.equal([false, true, true]);
    expect((await listVersions(visibleTo(projects, everything), id))[0]?.reason).to.equal(
      'endsOn: Page of 2022-07-31',
    );
  });

  it('refuses what no field can take, and never changes a code', async () => {
    const { id } = await addProject({
      statements: [stated('euContribution', 'much'), stated('nothing', '1'), stated('supports', '1')],
    });
    const { code } = await addProgramme({ statements: [stated('code', 'OTHER')] });
    const { post } = await apiAs('officer');
    const use = async (path: string, statement: unknown) => {
      const { status, body } = await post(`${path}/statements/use`)
        .set('If-Match', '"1"')
        .send({ statement });
      return `${status} ${body.errors?.[0]?.field ?? ''}`;
    };
    expect(await use(`/projects/${id}`, 0)).to.equal('422 euContribution');
    expect(await use(`/projects/${id}`, 1)).to.equal('422 nothing');
    expect(await use(`/projects/${id}`, 2)).to.equal('422 supports');
    expect(await use(`/programmes/${code}`, 0)).to.equal('422 code');
    for (const odd of ['', [], null, '__proto__', -1, 0.5])
      expect(await use(`/projects/${id}`, odd)).to.equal('422 statement');
    expect(await use(`/projects/${id}`, 9)).to.equal('404 ');
    expect((await getRecord(visibleTo(projects, everything), id)).version).to.equal(1);
    expect((await getRecord(visibleTo(programmes, everything), code)).version).to.equal(1);
  });

  it('wants the version it changes', async () => {
    const { id } = await addProject({ statements: [stated('acronym', 'X')] });
    const { post } = await apiAs('officer');
    expect((await post(`/projects/${id}/statements/use`).send({ statement: 0 })).status).to.equal(428);
    const stale = await post(`/projects/${id}/statements/use`).set('If-Match', '"3"').send({ statement: 0 });
    expect([stale.status, stale.body.version]).to.deep.equal([412, 1]);
  });
});
