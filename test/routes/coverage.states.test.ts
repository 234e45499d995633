import { expect } from 'chai';
import { apiAs, signedIn } from '../support/app.ts';
import { link } from '../support/coverage.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { addCall, addProgramme, addProject, addStrategy } from '../support/factories.ts';

describeEitherWay('GET /coverage', () => {
  beforeEach(async () => {
    await addStrategy();
    await addProgramme({ code: 'A' });
  });

  it('leaves a gap a gap, however many candidates nobody has assessed', async () => {
    for (const title of ['One', 'Two']) await addProject({ title, programme: 'A', scope: 'candidate' });
    const { body } = await (await apiAs('reader')).get('/coverage').expect(200);
    const states = (body.initiatives as { overall: { state: string } }[]).map(({ overall }) => overall.state);
    expect(states).to.deep.equal(['gap', 'gap', 'gap']);
    expect(body.candidates).to.deep.equal({ projects: 2, undated: 2, stated: 0, amount: '0.00' });
    const { text } = await (await signedIn('reader')).get('/coverage');
    expect(text)
      .to.include('2 candidates are counted here only')
      .and.match(/projects\?[^"]*scope=candidate/);
    expect(text).to.include('mark-gap').and.not.include('mark-unconfirmed');
    const nl = await (await signedIn('reader', 'nl')).get('/coverage');
    expect(nl.text).to.include('Niet gedekt').and.include('2 kandidaten tellen alleen hier');
  });

  it('says beside ended projects that a call lies ahead', async () => {
    await addProject({ programme: 'A', startsOn: '2018', endsOn: '2020', supports: [link(1)] });
    await addCall({ programme: 'A', rounds: [{ openingOn: '2099-01-01' }], supports: [link(1)] });
    const { text } = await (await signedIn('reader')).get('/coverage');
    expect(text).to.include('mark-lapsed').and.include('call ahead').and.not.include('call open');
    const nl = await (await signedIn('reader', 'nl')).get('/coverage');
    expect(nl.text).to.include('Alleen afgerond').and.include('oproep zonder uitslag');
  });
});
