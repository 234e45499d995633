import { expect } from 'chai';
import fc from 'fast-check';
import { countCoverage } from '../../../models/coverage/coverage.ts';
import { parseCoverageQuery } from '../../../models/coverage/coverageQuery.ts';
import { calls } from '../../../models/calls/call.ts';
import { findColumns, followIndex, type IndexFollower } from '../../../models/index/indexFollower.ts';
import { searchStored } from '../../../models/index/searchFallback.ts';
import { selectIds } from '../../../models/index/select.ts';
import { findAllRecords, getRecord } from '../../../models/lists/list.ts';
import { totalAmounts } from '../../../models/lists/totals.ts';
import { projects } from '../../../models/projects/projects.ts';
import { fold } from '../../../models/record/search.ts';
import { inTransaction } from '../../../models/record/record.ts';
import { removeRecords } from '../../../models/record/records.ts';
import { visibleTo } from '../../../models/record/visibleTo.ts';
import { loadReference } from '../../../models/reference/loadReference.ts';
import { strategies } from '../../../models/strategies/strategy.ts';
import { useDatabase } from '../../support/database.ts';
import {
  addCall,
  addProgramme,
  addProject,
  addStrategy,
  changeAt,
  edit,
  now,
} from '../../support/factories.ts';
import { parseListQuery } from '../../support/listQuery.ts';
import { everything } from '../../support/readers.ts';

const seen = visibleTo(projects, everything);
const queryOf = (q: string) => parseListQuery(projects, { q }, now);
const acronymsOf = async (q: string) =>
  (await findAllRecords(seen, queryOf(q))).map(({ acronym }) => acronym ?? '').sort();
const sorted = (ids: readonly string[] | null) => ids?.toSorted() ?? null;

/** The same word by word, from the records as they are. */
async function naive(q: string): Promise<string[]> {
  const wanted = fold(q).split(' ');
  const [allCalls, [strategy]] = [
    await findAllRecords(visibleTo(calls, everything), parseListQuery(calls, {}, now)),
    await findAllRecords(visibleTo(strategies, everything), parseListQuery(strategies, {}, now)),
  ];
  const all = await findAllRecords(seen, parseListQuery(projects, {}, now));
  const isFound = ({ acronym, title, call, topic, supports }: (typeof all)[number]): boolean => {
    const own = allCalls.filter(({ id }) => id === call?.id || id === topic?.id);
    const texts = [acronym, title, ...own.flatMap(one => [one.identifier, one.title, ...one.keywords])];
    for (const { number, titleEn, titleNl } of strategy?.initiatives ?? [])
      if (supports.some(({ initiative }) => initiative === `S-1.${number}`))
        texts.push(titleEn, titleNl, strategy?.titleEn ?? '', strategy?.titleNl ?? '');
    for (const { what, words, registeredAs } of strategy?.passages ?? [])
      if (registeredAs.includes(acronym ?? ''))
        texts.push(what, words, strategy?.titleEn ?? '', strategy?.titleNl ?? '');
    const folded = ` ${fold(texts.join(' '))} `;
    return wanted.every(word => folded.includes(` ${word} `));
  };
  return all.filter(isFound).map(({ id }) => id);
}

const words = ['amber', 'birch', 'cedar', 'delta', 'ember'];
const titles = fc.subarray(words, { maxLength: 2 }).map(some => some.join(' ') || 'zero');
const sample = <T>(of: fc.Arbitrary<T>): T => fc.sample(of, 1)[0] as T;
const asked = fc.subarray(words, { minLength: 1, maxLength: 3 }).map(some => some.join(' '));

describe('words that records lend to those that refer to them', () => {
  useDatabase();
  let follower: IndexFollower | null = null;
  const follow = async () => {
    follower = followIndex([projects, calls, strategies]);
    await follower.ready;
  };
  afterEach('stop following', () => follower?.stop());

  it('find the projects of the reference data whose own words do not say it', async () => {
    await loadReference(changeAt(undefined, { source: { kind: 'reference' } }));
    const wanted = ['4NSEEK', 'ASGARD', 'AviaTor', 'GRACE', 'INSPECTr', 'LOCARD'];
    const both = ['child sexual abuse', 'seksueel misbruik van kinderen'];
    for (const q of both) expect(await acronymsOf(q), q).to.include.members(wanted);
    expect(await acronymsOf('CSAM')).to.include.members(['HEROES', ...wanted]);
    expect(await acronymsOf('=child sexual abuse')).not.to.include('HEROES');
    await follow();
    for (const q of both) {
      expect(await acronymsOf(q), q).to.include.members(wanted);
      expect(sorted(await selectIds(projects, queryOf(q))), q).to.deep.equal(
        sorted(await searchStored(projects, queryOf(q))),
      );
    }
  });

  it('find what means the same as what was typed, as a strategy has it now, unless the words alone are wanted', async () => {
    const strategy = await addStrategy({
      synonyms: [{ words: ['CSA', 'child sexual abuse', 'kindermisbruik'] }, { words: ['Œuvre', 'work'] }],
    });
    await addProject({ acronym: 'ONE', title: 'On CSA online' });
    await addProject({ acronym: 'TWO', title: 'Against child sexual abuse' });
    await addProject({ acronym: 'THREE', title: 'A child of sexual abuse' });
    const all = async (q: string) => {
      const found = await acronymsOf(q);
      expect(sorted(await searchStored(projects, queryOf(q))), q).to.have.length(found.length);
      return found;
    };
    for (const isFollowed of [false, true]) {
      if (isFollowed) await follow();
      expect(await all('csa')).to.deep.equal(['ONE', 'TWO']);
      expect(await all('Kindermisbruik online')).to.deep.equal(['ONE']);
      expect(await all('child sexual abuse')).to.deep.equal(['ONE', 'THREE', 'TWO']);
      expect(await all('"child sexual abuse"'), 'quoted').to.deep.equal(['TWO']);
      expect(await all('=csa'), 'only my words').to.deep.equal(['ONE']);
      expect(await all('abuse csa')).to.deep.equal(['TWO']);
    }
    await edit(strategies, strategy, { synonyms: [] });
    expect(await all('kindermisbruik')).to.deep.equal([]);
  });

  it('find at once what a call, a topic, an initiative, a strategy or a passage says now', async () => {
    const strategy = await addStrategy();
    const call = await addCall({ title: 'Amber' });
    const topic = await addCall({ kind: 'topic', title: 'Birch', keywords: ['cedar'] });
    const supports = [
      { initiative: 'S-1.2', significance: 'principal', shareBp: 10_000, justification: 'x', source: 'y' },
    ];
    const project = await addProject({ acronym: 'ONE', call: call.id, topic: topic.id, supports });
    await addProject({ acronym: 'TWO', title: 'Amber' });
    const counted = async (q: string) => (await totalAmounts(seen, queryOf(q), ['euContribution'])).records;
    const covered = async (q: string) =>
      (await countCoverage(parseCoverageQuery({ strategy: 'S-1', q }, now))).totals.overall.projects;
    await follow();
    expect(await acronymsOf('amber')).to.deep.equal(['ONE', 'TWO']);
    for (const count of [counted, covered]) expect(await count('birch')).to.equal(1);
    for (const count of [counted, covered]) expect(await count('delta')).to.equal(0);
    expect(await acronymsOf('"birch cedar" initiatief one')).to.deep.equal(['ONE']);
    expect(await acronymsOf('"initiative 3"')).to.deep.equal([]);
    await edit(calls, call, { title: 'Delta' });
    expect(await acronymsOf('amber')).to.deep.equal(['TWO']);
    expect(await acronymsOf('delta')).to.deep.equal(['ONE']);
    for (const count of [counted, covered]) expect(await count('delta')).to.equal(1);
    for (const count of [counted, covered]) expect(await count('ember')).to.equal(0);
    await edit(strategies, strategy, {
      titleEn: 'Ember',
      passages: [{ what: 'Footnote', words: 'genoemd', registeredAs: ['TWO'] }],
    });
    expect(await acronymsOf('ember')).to.deep.equal(['ONE', 'TWO']);
    expect(await counted('ember')).to.equal(2);
    expect(await covered('ember')).to.equal(2);
    expect(await acronymsOf('ember delta')).to.deep.equal(['ONE']);
    expect(await acronymsOf('genoemd')).to.deep.equal(['TWO']);
    await edit(projects, project, { supports: [], topic: null });
    expect(await acronymsOf('ember')).to.deep.equal(['TWO']);
    expect(await acronymsOf('birch')).to.deep.equal([]);
  });

  it('are those of the records as they are, whoever writes and removes meanwhile', async () => {
    const { code: programme } = await addProgramme();
    let strategy: { id: string; version: number } = await addStrategy();
    const all: { id: string; version: number }[] = [];
    const topics: { id: string; version: number }[] = [];
    for (let at = 0; at < 4; at += 1) topics.push(await addCall({ programme, title: sample(titles) }));
    const refers = () => ({
      title: sample(titles),
      call: sample(fc.constantFrom(null, ...topics.map(({ id }) => id))),
      supports: sample(fc.subarray([1, 2])).map(number => ({
        initiative: `S-1.${number}`,
        significance: 'namedUnrated',
        justification: 'x',
        source: 'y',
      })),
    });
    for (let at = 0; at < 12; at += 1) all.push(await addProject({ acronym: `N${at}`, ...refers() }));
    await follow();
    let differed = 0;
    let before = '';
    const writeTopic = async () => {
      const at = sample(fc.nat(topics.length - 1));
      const topic = topics[at];
      if (topic) topics[at] = await edit(calls, topic, { title: sample(titles), keywords: [sample(titles)] });
    };
    const writeStrategy = async () => {
      strategy = await edit(strategies, strategy, {
        titleEn: sample(titles),
        passages: [{ what: sample(titles), registeredAs: sample(fc.subarray(['N1', 'N2', 'N3'])) }],
      });
    };
    const writeProject = async () => {
      const at = sample(fc.nat(all.length - 1));
      const project = all[at];
      if (!project) return;
      if (all.length > 8 && sample(fc.boolean())) {
        const record = await getRecord(seen, project.id);
        await inTransaction(async session =>
          removeRecords(projects, [record], changeAt(new Date()), session),
        );
        all.splice(at, 1);
      } else all[at] = await edit(projects, project, refers());
    };
    for (let round = 0; round < 15; round += 1) {
      const q = sample(asked);
      // Asked while they write: what is found then must not be kept beyond it.
      await Promise.all([writeTopic(), writeStrategy(), writeProject(), selectIds(projects, queryOf(q))]);
      const found = sorted(await selectIds(projects, queryOf(q)));
      expect(found, `round ${round}, ${q}`).to.deep.equal(sorted(await naive(q)));
      expect(found, `round ${round}, ${q}`).to.deep.equal(sorted(await searchStored(projects, queryOf(q))));
      if (JSON.stringify(found) !== before) differed += 1;
      before = JSON.stringify(found);
    }
    expect(differed, 'rounds in which something else was found').to.be.greaterThan(3);
    expect(await findColumns(strategies)).not.to.equal(null);
  });
});
