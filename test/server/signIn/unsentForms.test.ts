import { expect } from 'chai';
import { BSON } from 'mongodb';
import mongoose from 'mongoose';
import { listSessions } from '../../../models/accounts/session.ts';
import type { KeptUser } from '../../../models/accounts/user.ts';
import { signedInAs, visitor } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { addProject, addUser, password } from '../../support/factories.ts';
import { formFieldsOn } from '../../support/forms.ts';
import { attributesOn, holds, tokenOn, valueOn } from '../../support/page.ts';
import { projects } from '../../../models/projects/projects.ts';

type Browser = Awaited<ReturnType<typeof signedInAs>>;
type Fields = Record<string, string>;

const kept = () => mongoose.connection.collection('unsentForms');

/** What half an hour without a page does to every session. */
const endSessions = async () =>
  mongoose.connection
    .collection('sessions')
    .updateMany({}, { $set: { expires: new Date(Date.now() - 1_000) } });

/** Sends a form that was open when the session ended. */
const send = async ({ agent }: Browser, path: string, page: string, fields: Fields) =>
  agent
    .post(path)
    .type('form')
    .send({ _csrf: tokenOn(page), ...fields });

/** Signs in on the page that a refused form led to. @returns where that leads */
async function signInAt(location: string, { agent }: Browser, user: KeptUser): Promise<string> {
  const page = (await agent.get(location)).text;
  const [to = ''] = attributesOn(page, 'form[action="/sign-in"] [name="to"]', 'value');
  const answer = await agent
    .post('/sign-in')
    .type('form')
    .send({ _csrf: tokenOn(page), to, email: user.email, password });
  expect(answer.status).to.equal(303);
  return answer.headers['location'] as string;
}

describe('A form that comes when the session is over', () => {
  useDatabase();

  async function editing() {
    const project = await addProject({ title: 'As it was' });
    const browser = await signedInAs(await addUser('officer'));
    const path = `/projects/${project.id}`;
    const page = (await browser.get(`${path}/edit`)).text;
    const fields = { ...formFieldsOn(page), title: 'Typed with care', _reason: 'As agreed on the phone' };
    return { project, browser, path, page, fields };
  }

  it('is there again after signing in, filled in as it was typed, and is saved by its own button', async () => {
    const { project, browser, path, page, fields } = await editing();
    await endSessions();
    const refused = await send(browser, path, page, fields);
    expect([refused.status, refused.headers['location']]).to.deep.equal([
      303,
      `/sign-in?to=${encodeURIComponent(`${path}/edit?unsent=${(await kept().findOne())?._id.toString()}`)}`,
    ]);
    const location = refused.headers['location'] as string;
    expect((await browser.agent.get(location)).text).to.include('What you typed is kept for an hour');
    const again = (await browser.get(await signInAt(location, browser, browser.user))).text;
    expect(again).to.include('It is not saved yet.');
    expect(formFieldsOn(again)).to.deep.equal(fields);
    expect(await projects.current.findById(project.id).lean()).to.have.property('title', 'As it was');
    expect((await send(browser, path, again, fields)).status).to.equal(303);
    expect(await projects.current.findById(project.id).lean()).to.have.property('title', 'Typed with care');
  });

  it('is a conflict where the record was saved meanwhile, as it would have been', async () => {
    const { browser, path, page, fields } = await editing();
    const other = await signedInAs(await addUser('officer'));
    const theirs = { ...formFieldsOn((await other.get(`${path}/edit`)).text), title: 'Theirs' };
    expect((await other.post(path, theirs)).status).to.equal(303);
    await endSessions();
    const { headers } = await send(browser, path, page, fields);
    const again = (await browser.get(await signInAt(headers['location'] as string, browser, browser.user)))
      .text;
    const answer = await send(browser, path, again, formFieldsOn(again));
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('Typed with care').and.include('Theirs');
  });

  it('is there again however the session ended: signed out in another tab, or ended from another browser', async () => {
    const signOut = async ({ post }: Browser) => post('/sign-out', {});
    const endFromElsewhere = async ({ user }: Browser) => {
      const [session] = await listSessions(user.id, new Date());
      const elsewhere = await signedInAs(user);
      expect((await elsewhere.post(`/sessions/${session?.id}/end`, {})).status).to.equal(303);
    };
    for (const end of [signOut, endFromElsewhere]) {
      const { browser, path, page, fields } = await editing();
      await end(browser);
      const { headers } = await send(browser, path, page, fields);
      const again = await signInAt(headers['location'] as string, browser, browser.user);
      expect(valueOn((await browser.get(again)).text, 'title')).to.equal('Typed with care');
    }
  });

  it('of the session before is there again at once where its person signed in again in another tab', async () => {
    const { project, browser, path, page, fields } = await editing();
    await endSessions();
    expect(await signInAt('/sign-in', browser, browser.user)).to.equal('/');
    const { status, headers } = await send(browser, path, page, fields);
    expect(status).to.equal(303);
    const again = (await browser.get(headers['location'] as string)).text;
    expect(formFieldsOn(again)).to.deep.equal(fields);
    expect(await projects.current.findById(project.id).lean()).to.have.property('title', 'As it was');
    // Another person's is no form of theirs.
    await endSessions();
    await signInAt('/sign-in', browser, await addUser('officer'));
    expect((await send(browser, path, page, fields)).status).to.equal(403);
  });

  it('is there again for a new record', async () => {
    const browser = await signedInAs(await addUser('officer'));
    const page = (await browser.get('/organisations/new')).text;
    await endSessions();
    const { headers } = await send(browser, '/organisations', page, { name: 'Typed with care' });
    const to = await signInAt(headers['location'] as string, browser, browser.user);
    expect(to).to.match(/^\/organisations\/new\?unsent=/);
    expect(valueOn((await browser.get(to)).text, 'name')).to.equal('Typed with care');
  });

  it('that has no page of its own is shown, and sent by one button', async () => {
    const { project, browser, path } = await editing();
    const page = (await browser.get(path)).text;
    const fields = { _version: String(project.version), reason: 'A duplicate' };
    await endSessions();
    const { headers } = await send(browser, `${path}/archive`, page, fields);
    const to = await signInAt(headers['location'] as string, browser, browser.user);
    const again = (await browser.get(to)).text;
    expect(again).to.include('A duplicate').and.include('Nothing has been changed yet.');
    expect(holds(again, `form[action="${path}/archive"]`)).to.equal(true);
    const answer = await send(browser, `${path}/archive`, again, {
      _version: valueOn(again, '_version') ?? '',
      reason: valueOn(again, 'reason') ?? '',
    });
    expect(answer.status).to.equal(303);
    expect((await browser.get(path)).text).to.include('A duplicate');
  });

  it('is nobody else’s, and is kept encrypted', async () => {
    const { browser, path, page, fields } = await editing();
    await endSessions();
    const { headers } = await send(browser, path, page, fields);
    const stored = await kept().findOne();
    const bytes = BSON.serialize(stored ?? {});
    expect(bytes.length).to.be.above(500);
    expect(Buffer.from(bytes).includes('Typed')).to.equal(false);
    const other = await addUser('officer');
    const to = await signInAt(headers['location'] as string, browser, other);
    const theirs = (await browser.get(to)).text;
    expect(valueOn(theirs, 'title')).to.equal('As it was');
    expect(theirs).to.include('There is nothing any more.');
    expect((await browser.get(`/unsent/${stored?._id.toString()}`)).status).to.equal(404);
  });

  it('is gone after an hour, and five are kept of an account', async () => {
    const { browser, path, page, fields } = await editing();
    await endSessions();
    for (let count = 0; count < 7; count += 1) await send(browser, path, page, fields);
    expect(await kept().countDocuments()).to.equal(5);
    const { headers } = await send(browser, path, page, fields);
    await kept().updateMany({}, { $set: { expires: new Date() } });
    const to = await signInAt(headers['location'] as string, browser, browser.user);
    expect(valueOn((await browser.get(to)).text, 'title')).to.equal('As it was');
  });

  it('is refused as ever, and kept nowhere, where it cannot be told whose it is', async () => {
    const { browser, path, page, fields } = await editing();
    const stranger = await visitor();
    await endSessions();
    const refusals = [
      // Another browser, which may have come by the form.
      await stranger.agent
        .post(path)
        .type('form')
        .send({ _csrf: tokenOn(page), ...fields }),
      await browser.agent.post(path).type('form').send(fields),
      await browser.agent
        .post(path)
        .type('form')
        .send({ _csrf: tokenOn((await browser.get('/sign-in')).text), ...fields }),
      await send(browser, '/account/password', page, { present: password, password: 'x', repeated: 'x' }),
    ];
    expect(refusals.map(({ status }) => status)).to.deep.equal([401, 401, 401, 401]);
    expect(await kept().countDocuments()).to.equal(0);
  });
});
