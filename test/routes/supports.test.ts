import { expect } from 'chai';
import { getRecord } from '../../models/lists/list.ts';
import { projects } from '../../models/projects/projects.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addCall, addProject, addStrategy, edit } from '../support/factories.ts';
import { visibleTo } from '../../models/record/visibleTo.ts';
import { everything } from '../support/readers.ts';
import { attributesOn, valueOn, wordsOn } from '../support/page.ts';

const principal = { initiative: 'S-1.2', significance: 'principal', justification: 'Because.' };
const proposed = {
  field: 'supports',
  value: 'S-1.3',
  source: 'A partner, its page',
  url: 'https://example.org/partner',
  confidence: 'inferred',
  isUsed: 'no',
  note: 'its aim is prevention',
};
const supportsOf = async (id: string) => (await getRecord(visibleTo(projects, everything), id)).supports;
/** The lines of the editor's form, one an initiative. */
const lines = (...typed: object[]) =>
  Object.fromEntries(
    [1, 2, 3].flatMap((number, at) => [
      [`supports.${at}.initiative`, `S-1.${number}`],
      ...Object.entries(typed[at] ?? {}).map(([key, value]) => [`supports.${at}.${key}`, String(value)]),
    ]),
  ) as Record<string, string>;
const rated = { significance: 'principal', justification: 'Because.' };

describe('GET /projects/:id/supports', () => {
  useDatabase();

  it('has a line for every initiative, and what the call proposes', async () => {
    await addStrategy();
    const call = await addCall({ supports: [principal] });
    const project = await addProject({ call: call.identifier });
    const { get } = await signedIn('evaluator');
    const { status, text } = await get(`/projects/${project.id}/supports`);
    expect(status).to.equal(200);
    for (const number of [1, 2, 3]) expect(text).to.contain(`value="S-1.${number}"`);
    expect(text).to.contain('Proposed by the call');
    expect(await supportsOf(project.id)).to.deep.equal([]);
  });

  it('shows what sources propose, with their words and where they were found', async () => {
    await addStrategy();
    const { id } = await addProject({ statements: [proposed] });
    const { get } = await signedIn('evaluator');
    for (const path of [`/projects/${id}/supports`, `/projects/${id}`]) {
      const { text } = await get(path);
      expect(text, path).to.contain('Proposed by sources');
      expect(text, path).to.contain('its aim is prevention').and.to.contain('A partner, its page');
      expect(text, path).to.contain('href="https://example.org/partner"');
    }
    expect(await supportsOf(id)).to.deep.equal([]);
  });

  it('is not for whoever only reads', async () => {
    const { id } = await addProject();
    const { get } = await signedIn('reader');
    expect((await get(`/projects/${id}/supports`)).status).to.equal(403);
  });
});

describe('POST /projects/:id/supports', () => {
  useDatabase();
  beforeEach(async () => {
    await addStrategy();
  });

  it('says at every control what is refused, as any form does', async () => {
    const { id } = await addProject();
    const { post } = await signedIn('evaluator');
    const typed = lines({ ...rated, keyAction: '9.z' }, { ...rated, shareBp: '200' });
    for (const [key, value] of [
      ['supports-0-keyAction', { ...typed, 'supports.1.shareBp': '20' }],
      ['supports-1-shareBp', typed],
    ] as const) {
      const { status, text } = await post(`/projects/${id}/supports`, { ...value, _version: '1' });
      expect(status).to.equal(422);
      expect(attributesOn(text, `#${key}`, 'aria-describedby')).to.deep.equal([`${key}-problem`]);
      expect(wordsOn(text, `#${key}-problem`)).to.have.length(1);
      expect(valueOn(text, 'supports.0.keyAction')).to.equal('9.z');
      expect(text).not.to.contain('supports-0-source-problem');
    }
  });

  it('saves what was rated, in the name of who rated it', async () => {
    const { id } = await addProject();
    const { post, user } = await signedIn('evaluator');
    const typed = lines(
      { ...rated, shareBp: '33,34' },
      {},
      { significance: 'examinedNotTargeted', justification: 'No.' },
    );
    expect((await post(`/projects/${id}/supports`, { ...typed, _version: '1' })).status).to.equal(303);
    const supports = await supportsOf(id);
    expect(supports.map(one => [one.initiative, one.significance, one.shareBp])).to.deep.equal([
      ['S-1.1', 'principal', 3334],
      ['S-1.3', 'examinedNotTargeted', null],
    ]);
    expect(supports[0]?.assessedBy).to.deep.equal({ id: user.id, identifier: user.name });
  });

  it('gives the whole, splits equally, and takes over a proposal, without saving', async () => {
    const call = await addCall({ supports: [{ ...principal, shareBp: 2500 }] });
    const { id } = await addProject({ call: call.identifier });
    const { post } = await signedIn('evaluator');
    const path = `/projects/${id}/supports`;
    const shares = (html: string) => [0, 1, 2].map(at => valueOn(html, `supports.${at}.shareBp`));
    const whole = await post(path, { ...lines(rated, rated), _version: '1', _whole: 'S-1.2' });
    expect(shares(whole.text)).to.deep.equal(['', '100', '']);
    const equally = await post(path, { ...lines(rated, rated, rated), _version: '1', _equally: 'S-1' });
    expect(shares(equally.text)).to.deep.equal(['33.34', '33.33', '33.33']);
    const taken = await post(path, { ...lines(), _version: '1', _take: 'S-1.2' });
    expect(shares(taken.text)).to.deep.equal(['', '25', '']);
    expect(taken.text).to.contain('Because.');
    expect(await supportsOf(id)).to.deep.equal([]);
  });

  it('takes over what a source proposes with its words, and leaves it to the person what it means', async () => {
    const { id } = await addProject({ statements: [proposed] });
    const { get, post } = await signedIn('evaluator');
    const path = `/projects/${id}/supports`;
    const [key = ''] = attributesOn((await get(path)).text, 'button[name="_take"]', 'value');
    const { text } = await post(path, { ...lines(), _version: '1', _take: key });
    expect(valueOn(text, 'supports.2.source')).to.equal('A partner, its page');
    expect(valueOn(text, 'supports.2.justification')).to.equal('its aim is prevention');
    expect(valueOn(text, 'supports.2.significance')).to.equal('');
    expect(text).not.to.contain('Proposed by sources');
    const saved = await post(path, { ...lines({}, {}, rated), _version: '1' });
    expect(saved.status).to.equal(303);
    expect((await get(`/projects/${id}`)).text).not.to.contain('Proposed by sources');
  });

  it('shows the form again where a rating has no reason or the shares are too many', async () => {
    const { id } = await addProject();
    const { post } = await signedIn('evaluator');
    const typed = lines({}, { ...rated, shareBp: '60' }, { significance: 'secondary', shareBp: '41' });
    const { status, text } = await post(`/projects/${id}/supports`, { ...typed, _version: '1' });
    expect(status).to.equal(422);
    expect(valueOn(text, 'supports.2.shareBp')).to.equal('41');
    expect(text).to.contain('A rating needs a justification').and.to.contain('101 %');
  });

  it('keeps what was typed when somebody saved in between', async () => {
    const project = await addProject();
    await edit(projects, project, { title: 'Theirs' });
    const { post } = await signedIn('evaluator');
    const path = `/projects/${project.id}/supports`;
    const typed = lines({ ...rated, shareBp: '12.5' });
    const answer = await post(path, { ...typed, _version: '1' });
    expect(answer.status).to.equal(409);
    expect(valueOn(answer.text, 'supports.0.shareBp')).to.equal('12.5');
    expect(valueOn(answer.text, '_version')).to.equal('2');
    expect((await post(path, { ...typed, _version: '2' })).status).to.equal(303);
  });
});

describe('PUT /api/v1/projects/:id/supports', () => {
  useDatabase();
  beforeEach(async () => {
    await addStrategy();
  });

  it('replaces the links', async () => {
    const { id } = await addProject();
    const { put } = await apiAs('evaluator');
    const answer = await put(`/projects/${id}/supports`)
      .set('If-Match', '"1"')
      .send({ supports: [principal] });
    expect([answer.status, answer.headers['etag']]).to.deep.equal([200, '"2"']);
    expect(answer.body.supports[0]).to.include({ initiative: 'S-1.2', significance: 'principal' });
  });

  it('never takes a missing list for an empty one', async () => {
    const { id } = await addProject({ supports: [principal] });
    const { put } = await apiAs('evaluator');
    for (const body of [{}, [], [principal], { links: [] }]) {
      const { status } = await put(`/projects/${id}/supports`).set('If-Match', '"1"').send(body);
      expect(status, JSON.stringify(body)).to.equal(422);
    }
    expect(await supportsOf(id)).to.have.length(1);
  });

  it('refuses marks of who assessed, unknown initiatives, and stale or missing versions', async () => {
    const { id } = await addProject();
    const { put } = await apiAs('evaluator');
    const send = async (supports: object[], version: string | null) => {
      const request = put(`/projects/${id}/supports`);
      const { status, body } = await (version ? request.set('If-Match', version) : request).send({
        supports,
      });
      return [status, body.errors?.[0]?.field];
    };
    expect(await send([{ ...principal, assessedBy: 'me' }], '"1"')).to.deep.equal([
      422,
      'supports.0.assessedBy',
    ]);
    expect(await send([{ ...principal, initiative: 'S-1.9' }], '"1"')).to.deep.equal([
      422,
      'supports.0.initiative',
    ]);
    expect(await send([principal], null)).to.deep.equal([428, undefined]);
    expect((await send([principal], '"7"'))[0]).to.equal(412);
  });
});
