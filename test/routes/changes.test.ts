import { expect } from 'chai';
import { projects } from '../../models/projects/projects.ts';
import { roles, type Role } from '../../models/record/permissions.ts';
import { users } from '../../models/accounts/user.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addProject, addStrategy, addUser, changeAt, edit } from '../support/factories.ts';
import { attributesOn, wordsOn } from '../support/page.ts';

const at = (time: string) => new Date(`2026-11-25T${time}Z`);
type Item = Record<string, unknown> & { noun: string; id: string; identifier: string };
const itemsOf = ({ body }: { body: unknown }): Item[] => (body as { items: Item[] }).items;

describe('GET /api/v1/changes', () => {
  useDatabase();

  it('gives the latest versions of any record, the newest first, with who, from where and why', async () => {
    const call = await addCall({ identifier: 'CALL-1' }, changeAt(at('09:00:00')));
    const project = await addProject({ acronym: 'ONE' }, changeAt(at('10:00:00')));
    const by = { id: 'someone', name: 'Some One' };
    const change = changeAt(at('11:00:00'), { by, source: { kind: 'import' }, reason: 'File of May' });
    await edit(projects, project, { acronym: 'TWO' }, change);
    const { get, patch, user } = await apiAs('officer');
    await patch(`/calls/${call.id}`).set('If-Match', '"1"').send({ title: 'Newer' });
    const items = itemsOf(await get('/changes?pageSize=4'));
    expect(items.map(({ noun, id, identifier, version }) => [noun, id, identifier, version])).to.deep.equal([
      ['call', call.id, 'CALL-1', 2],
      ['project', project.id, 'TWO', 2],
      ['project', project.id, 'ONE', 1],
      ['call', call.id, 'CALL-1', 1],
    ]);
    expect(items[0]).to.deep.include({ changedBy: { id: user.id, name: user.name }, channel: 'api' });
    expect(items[1]).to.deep.equal({
      noun: 'project',
      id: project.id,
      identifier: 'TWO',
      version: 2,
      validFrom: '2026-11-25T11:00:00.000Z',
      changedBy: by,
      channel: 'import',
      reason: 'File of May',
      statedOn: null,
    });
  });

  it('gives as many as are asked for', async () => {
    for (let made = 0; made < 3; made += 1) await addProject();
    const { get } = await apiAs('reader');
    expect(itemsOf(await get('/changes?pageSize=2'))).to.have.length(2);
    expect(itemsOf(await get('/changes?pageSize='))).to.have.length(3);
    for (const pageSize of ['0', '251', '1.5', 'all', '-1']) {
      const { status, body } = await get(`/changes?pageSize=${pageSize}`);
      expect([status, body.errors[0].field], pageSize).to.deep.equal([400, 'pageSize']);
    }
  });

  it('names no account and no organisation that is withheld, to any role, by API and on the page', async () => {
    const open = { name: 'Police of Somewhere', country: 'NL', role: 'participant' };
    const project = await addProject({
      participants: [open, { ...open, name: 'Institute', isWithheld: true }],
    });
    await edit(users, await addUser('reader'), { name: 'Someone Else' });
    const named = async () => itemsOf(await (await apiAs('administrator')).get('/changes'));
    expect((await named()).map(({ identifier }) => identifier)).to.include('Police of Somewhere');
    await edit(projects, project, { participants: [{ ...open, isWithheld: true }] });
    for (const role of Object.keys(roles) as Role[]) {
      const { text } = await (await apiAs(role)).get('/changes');
      const page = (await (await signedIn(role)).get('/changes')).text;
      for (const name of ['Police of Somewhere', 'Institute', 'Someone Else']) {
        expect(text, role).not.to.include(name);
        expect(page, role).not.to.include(name);
      }
      expect(text).not.to.include('"user"');
    }
  });

  it('is open to a token that may only read', async () => {
    expect((await (await apiAs('officer', 'read')).get('/changes')).status).to.equal(200);
  });
});

describe('GET /changes', () => {
  useDatabase();

  it('lists them on a page that the home page leads to, each with its history', async () => {
    await addStrategy();
    const change = changeAt(at('11:00:00'), { reason: 'As agreed' });
    const { id } = await addProject({ acronym: 'ONE' }, change);
    const { get } = await signedIn('reader');
    expect(attributesOn((await get('/')).text, 'a', 'href')).to.include('/changes');
    const { text } = await get('/changes');
    expect(wordsOn(text, `a[href="/projects/${id}/history"]`)).to.deep.equal(['ONE']);
    expect(text).to.include('As agreed').and.include('S(1)');
    expect((await get('/changes?pageSize=1')).text).not.to.include('S(1)');
  });

  it('says that there are none', async () => {
    const { get } = await signedIn('reader');
    expect((await get('/changes')).text).to.include('Nothing has been recorded yet.');
  });
});
