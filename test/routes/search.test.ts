import { expect } from 'chai';
import type { CommandStartedEvent } from 'mongodb';
import mongoose from 'mongoose';
import { calls } from '../../models/calls/call.ts';
import { followIndex, type IndexFollower } from '../../models/index/indexFollower.ts';
import { organisations } from '../../models/organisations/organisation.ts';
import { projects } from '../../models/projects/projects.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { strategies } from '../../models/strategies/strategy.ts';
import { apiAs, signedIn } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { addProject, changeAt } from '../support/factories.ts';

interface Answer {
  q: string;
  total: number;
  kinds: {
    kind: string;
    count: number;
    items: { name: { en: string }; where: { source: { en: string } } | null }[];
  }[];
  suggestion: { q: string; total: number; counts: Record<string, number> } | null;
}

describe('GET /search', () => {
  useDatabase();
  let follower: IndexFollower;
  beforeEach('follow', async () => {
    follower = followIndex([projects, calls, organisations, strategies]);
    await follower.ready;
  });
  afterEach(() => follower.stop());
  const load = async () => loadReference(changeAt(undefined, { source: { kind: 'reference' } }));

  const ask = async (q: string): Promise<Answer> => {
    const { get } = await apiAs('reader');
    const { body } = await get(`/search?q=${encodeURIComponent(q)}`);
    return body as Answer;
  };
  const of = ({ kinds }: Answer, kind: string) => kinds.find(one => one.kind === kind);

  it('finds what the list of projects finds, the portfolio first, and says where', async () => {
    await load();
    const found = await ask('child sexual abuse');
    const { get } = await apiAs('reader');
    const { body } = await get('/projects?q=child%20sexual%20abuse');
    expect(of(found, 'project')?.count).to.equal(
      (body as { paginationInfo: { totalItems: number } }).paginationInfo.totalItems,
    );
    const items = of(found, 'project')?.items ?? [];
    const names = items.map(({ name }) => name.en);
    expect(names).to.include.members(['AviaTor', 'GRACE', '4NSEEK', 'ASGARD', 'LOCARD', 'INSPECTr']);
    expect(items[0]?.where, 'its own title comes first').to.equal(null);
    const whereOf = (acronym: string) => items.find(({ name }) => name.en === acronym)?.where?.source.en;
    expect(whereOf('GRACE'), 'its objective says CSEM, which means the same').to.equal('Objective');
    expect(whereOf('ASGARD')).to.match(/COM\(2020\) 607/);
    const alone = await ask('=child sexual abuse');
    const grace = of(alone, 'project')?.items.find(({ name }) => name.en === 'GRACE');
    expect(grace?.where?.source.en).to.match(/COM\(2020\) 607/);
    expect(found.kinds.map(({ kind }) => kind)).to.have.length(8);
    expect(of(found, 'initiative')?.count).to.equal(1);
    expect(of(found, 'keyAction')?.items.length).to.be.most(5);
    expect(found.total).to.equal(found.kinds.reduce((sum, { count }) => sum + count, 0));
  });

  it('puts a project of the portfolio before a candidate with the words in its own title', async () => {
    await addProject({ acronym: 'LATER', title: 'Quokka', scope: 'candidate' });
    await addProject({ acronym: 'FIRST', title: 'x', objective: 'About a quokka', scope: 'in' });
    const names = of(await ask('quokka'), 'project')?.items.map(({ name }) => name.en);
    expect(names).to.deep.equal(['FIRST', 'LATER']);
  });

  it('asks whether a word one step away was meant, with what it finds, and replaces nothing', async () => {
    await load();
    const found = await ask('chlid sexual abuse');
    expect(found.total).to.equal(0);
    expect(found.suggestion?.q).to.equal('child sexual abuse');
    const meant = await ask('child sexual abuse');
    expect(found.suggestion?.total).to.equal(meant.total);
    expect(found.suggestion?.counts['project']).to.equal(of(meant, 'project')?.count);
    expect((await ask('qqqqzzzz')).suggestion).to.equal(null);
    const { get } = await signedIn('officer');
    expect((await get('/search?q=chlid%20sexual%20abuse')).text)
      .to.include('Did you mean')
      .and.include('href="/search?q=child+sexual+abuse"');
  });

  it('finds nothing by signs alone, and says to type a word', async () => {
    const { get } = await signedIn('officer');
    for (const q of ['€', '*', '-', '""']) {
      expect((await ask(q)).total, q).to.equal(0);
      expect((await get(`/search?q=${encodeURIComponent(q)}`)).text, q).to.include('Type a word');
    }
  });

  it('marks the words, stays safe with any input, and has the box on every page', async () => {
    await addProject({ title: 'Against child sexual abuse' });
    const { get } = await signedIn('officer');
    const { text } = await get('/search?q=child%20sexual%20abuse');
    expect(text)
      .to.match(/<mark>child sexual abuse<\/mark>/i)
      .and.include('value="child sexual abuse"');
    const hostile = '<script>alert(1)</script> "(.*';
    expect((await get(`/search?q=${encodeURIComponent(hostile)}`)).text).not.to.include('<script>alert');
    expect((await get('/calls')).text).to.include('action="/search"');
  });

  it('makes eight round trips to the database at most, session included', async () => {
    await load();
    const { get } = await signedIn('officer');
    const heard: string[] = [];
    const asking = ['find', 'aggregate', 'getMore', 'count', 'distinct'];
    const note = ({ commandName, command }: CommandStartedEvent): void => {
      const { pipeline = [], collection } = command as { pipeline?: object[]; collection?: string };
      const isFollowing = collection === '$cmd.aggregate' || '$changeStream' in (pipeline[0] ?? {});
      if (asking.includes(commandName) && !isFollowing) heard.push(`${commandName} ${command[commandName]}`);
    };
    const url = '/search?q=child%20sexual%20abuse';
    await get(url);
    const client = mongoose.connection.getClient();
    client.on('commandStarted', note);
    await get(url);
    client.off('commandStarted', note);
    expect(heard.length, heard.join(', ')).to.be.within(5, 8);
  });
});
