import { expect } from 'chai';
import { addCall, addProject, addStrategy } from '../support/factories.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { describeEitherWay } from '../support/eitherWay.ts';
import { attributesOn } from '../support/page.ts';

describeEitherWay('GET /quality', () => {
  it('counts each warning, and each count opens exactly its records', async () => {
    await addProject({ title: 'No coordinator here' });
    await addProject({ title: 'Elsewhere', scope: 'out' });
    await addCall();
    const api = await apiAs('reader');
    const { body } = await api.get('/quality');
    expect(body.projects).to.include({ records: 1, withWarnings: 1 });
    for (const [path, board] of [
      ['/projects?scope=in', body.projects],
      ['/calls?', body.calls],
    ] as const) {
      for (const { rule, count } of board.rules as { rule: string; count: number }[]) {
        const list = await api.get(`${path}&warning=${rule}`.replace('?&', '?'));
        expect(list.body.paginationInfo.totalItems, `${path} ${rule}`).to.equal(count);
      }
    }
    const { text } = await (await signedIn('reader')).get('/quality');
    expect(attributesOn(text, 'a', 'href')).to.include.members([
      '/projects?scope=in&warning=noCoordinator',
      '/calls?warning=noTitle',
    ]);
  });

  it('lists what is named and not registered; who may write is led to log it', async () => {
    await addStrategy({
      passages: [
        { what: 'Money for a hotline', initiative: 2 },
        { what: 'Known already', registeredAs: ['AVIATOR'] },
      ],
      discrepancies: [{ code: 'D1', what: 'Two deadlines', sources: ['footnote 43', 'the call'] }],
    });
    const officer = await (await signedIn('officer')).get('/quality');
    expect(officer.text).to.include('Money for a hotline').and.not.include('Known already');
    expect(officer.text).to.include('Two deadlines').and.include('footnote 43; the call');
    expect(attributesOn(officer.text, 'a', 'href')).to.include('/projects/new');
    expect((await (await signedIn('reader')).get('/quality')).text).not.to.include('/projects/new');
  });

  it('says so where there is nothing', async () => {
    const { text } = await (await signedIn('reader')).get('/quality');
    expect(text).to.include('There are no such records yet.');
    expect(text).to.include('No contradiction has been recorded.');
    expect(text).to.include('Every passage that names money has its record.');
  });
});
